"""The road to a service: every request of an adapter goes through an `HttpClient`.

It sends the key to the configured origin alone, keeps the account's budget and what it may write, tries reads
again and writes never, and tells what was surely not sent from what may have happened.

httpx is loaded with the first call, on a thread of its own: opening an account costs nothing.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING

from punchcard.backends.contract import Connection
from punchcard.backends.errors import BadCredentials, Garbled, Unreachable
from punchcard.backends.http import meanings
from punchcard.backends.http.addresses import checked_address
from punchcard.backends.http.answers import Answer
from punchcard.backends.http.call_budget import CallLedger
from punchcard.backends.http.limits import USUAL, Limits
from punchcard.backends.http.reply import Call, Failure, Reach, Reply
from punchcard.backends.http.service import Service
from punchcard.backends.http.throttling import throttled
from punchcard.backends.http.write_policy import check_may_send, checked_path
from punchcard.backends.outcomes import NotSent, Unanswered
from punchcard.core.refusals import UsageError
from punchcard.database.failures import StorageFailed

if TYPE_CHECKING:
    from pydantic import SecretStr

    from punchcard.backends.http.caller import Caller

_LONG_BODY_BYTES = 64 * 1024
"""What is parsed off the event loop."""


class HttpClient:
    """The connection of one account to its service. Belongs to one event loop until `aclose`."""

    def __init__(
        self,
        service: Service,
        connection: Connection,
        *,
        limits: Limits = USUAL,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Touch neither the network nor any file.

        Args:
            service: What is called.
            connection: Whose account it is.
            limits: How long, how much and how often.
            wall: The real time in epoch seconds, also where the connection's clock stands still.

        Raises:
            UsageError: The address, or what goes with every request, cannot be used.
        """
        for name, value in service.headers.items():
            if not _can_be_sent(value):
                raise UsageError(f"“{name}” holds what cannot be sent to {service.title}: use plain letters.")
        self._service = service._replace(base_url=checked_address(service.base_url))
        self._connection = connection
        self._limits = limits
        budgets = service.budgets if connection.is_rationed else ()
        self._ledger = CallLedger(_folder_of_calls(self._service, connection), budgets, wall)
        self._opened: Caller | None = None

    async def read(self, path: str, params: Sequence[tuple[str, str]] = ()) -> Answer:
        """GET, tried up to three times within the time that one answer may take.

        Args:
            path: Below the base address, with a leading slash; parts that come from the service are quoted.
            params: Sent in this order, quoted; a name may be there several times.

        Returns:
            2xx with its JSON, or any 4xx but for 408 and 429.

        Raises:
            Throttled: The budget is used up, or the service has asked to be left alone.
            Unreachable: There was no connection, no answer in time, or 5xx.
            Garbled: The answer is not the JSON that it should be.
            Misdirected: The service is not there: its certificate does not verify, or it leads elsewhere.
            BadCredentials: There is no secret to be had.
            StorageFailed: The disk is full; nothing has gone out.
            Unaddressable: No address can hold `path`; nothing has gone out.
        """
        title = self._service.title
        call = Call("GET", checked_path(path, title), tuple(params))
        secret = await self._secret()
        result = await self._in_time(self._read(call, secret))
        if isinstance(result, Failure):
            meanings.raise_failed_read(title, result)
        if result.wait_seconds is not None:
            raise throttled(title, self._connection, result.wait_seconds)
        if result.status >= 500 or result.status == 408:
            raise meanings.own_error(title, result.status)
        answer = await _answer(result, may_be_empty=False)
        if isinstance(answer, str):
            raise meanings.garbled(title, answer)
        return answer

    async def write(
        self,
        method: str,
        path: str,
        params: Sequence[tuple[str, str]] = (),
        body: object = None,
    ) -> Answer | NotSent | Unanswered:
        """Send once what changes something; never tried again.

        Args:
            method: POST, PUT, PATCH or DELETE.
            path: Below the base address, with a leading slash; parts that come from the service are quoted.
            params: Sent in this order, quoted; a name may be there several times.
            body: What is sent as JSON; None for nothing.

        Returns:
            2xx with its JSON, None for an empty one, or any 4xx but for 408 and 429; NotSent where not a byte
            of it went out; Unanswered where it may have happened.

        Raises:
            NotAllowed: The account may not write this; nothing has gone out.
            Throttled: As for reads, or the service has refused it for that; nothing was done.
            Misdirected: As for reads; nothing was done.
            BadCredentials: There is no secret to be had; nothing has gone out.
            Unaddressable: No address can hold `path`; nothing has gone out.
            CancelledError: Whoever waited has given up; it may have happened.
        """
        title, method = self._service.title, method.upper()
        checked_path(path, title)
        routes, account = self._service.clock_routes, self._connection.account
        check_may_send(method, path, self._connection.write, routes, account)
        sent_body = None if body is None else json.dumps(body, allow_nan=False).encode()
        try:
            secret = await self._secret()
            result = await self._in_time(self._write(Call(method, path, tuple(params), sent_body), secret))
        except (Garbled, StorageFailed, Unreachable) as problem:
            return NotSent(problem.message)
        if isinstance(result, Failure):
            return meanings.failed_write(title, result)
        if result.status == 429 and result.wait_seconds is not None:
            raise throttled(title, self._connection, result.wait_seconds)
        if result.status == 408:
            return meanings.unanswered(title, "it took too long for the service itself (408)")
        answer = await _answer(result, may_be_empty=True)
        return meanings.unanswered(title, answer) if isinstance(answer, str) else answer

    async def aclose(self) -> None:
        """Close what is open; a later call opens it again, also on another event loop."""
        if self._opened is not None:
            await self._opened.aclose()

    async def _read(self, call: Call, secret: SecretStr) -> Reply | Failure:
        return await (await self._caller()).patiently(call, secret)

    async def _write(self, call: Call, secret: SecretStr) -> Reply | Failure:
        return await (await self._caller()).once(call, secret)

    async def _in_time(self, work: Coroutine[object, object, Reply | Failure]) -> Reply | Failure:
        import asyncio

        seconds = self._limits.call_seconds
        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            return Failure(Reach.UNKNOWN, f"there was no whole answer within {seconds:g} seconds", "Deadline")

    async def _caller(self) -> Caller:
        if self._opened is None:
            import asyncio

            make = await asyncio.to_thread(_load_caller)
            self._opened = self._opened or make(self._service, self._connection, self._limits, self._ledger)
        return self._opened

    async def _secret(self) -> SecretStr:
        account, title = self._connection.account, self._service.title
        fetch = self._connection.secret
        secret = None if fetch is None else await fetch()
        if secret is None or not secret.get_secret_value():
            raise BadCredentials(
                f"The account “{account}” has no key for {title}. What you have punched is kept.",
                "`punch doctor` shows where the key is looked for.",
            )
        if not self._is_sendable(secret):
            raise BadCredentials(
                f"The key of the account “{account}” cannot be sent to {title}: it has blanks around it, or "
                "something else than plain letters and signs in it. Nothing was sent.",
                "Copy it again from where the service shows it.",
            )
        return secret

    def _is_sendable(self, secret: SecretStr) -> bool:
        return all(map(_can_be_sent, self._service.authorize(secret.get_secret_value()).values()))


def _folder_of_calls(service: Service, connection: Connection) -> str:
    if not service.counts_by_host or not connection.hosts:
        return connection.folder
    host = service.base_url.partition("://")[2].partition("/")[0]
    return os.path.join(connection.hosts, re.sub("[^a-z0-9.-]", "_", host))


def _can_be_sent(value: str) -> bool:
    return value.isascii() and value.isprintable() and value == value.strip()


def _load_caller() -> type[Caller]:
    import anyio

    from punchcard.backends.http.caller import Caller

    # A part of what httpx waits with is loaded with the first wait, which would hold up the event loop.
    anyio.run(anyio.sleep, 0)
    return Caller


async def _answer(reply: Reply, *, may_be_empty: bool) -> Answer | str:
    """Return the answer, or why it cannot be used."""
    import asyncio

    try:
        if len(reply.body) < _LONG_BODY_BYTES:
            return meanings.answer_of(reply, may_be_empty=may_be_empty)
        return await asyncio.to_thread(meanings.answer_of, reply, may_be_empty=may_be_empty)
    except meanings.Unusable as problem:
        return str(problem)
