"""Sends what an `HttpClient` has let through: keeps the client, the budget, the meter and the log."""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from dataclasses import replace
from urllib.parse import quote, urlencode

import httpx
import stamina
from pydantic import SecretStr

from punchcard.backends.contract import Connection
from punchcard.backends.http.call_budget import CallLedger
from punchcard.backends.http.connecting import open_client, tls_context
from punchcard.backends.http.echoes import without_key
from punchcard.backends.http.exchange import KeyFor, exchange
from punchcard.backends.http.limits import Limits
from punchcard.backends.http.lookups import leave_lookups_behind
from punchcard.backends.http.redirects import next_url
from punchcard.backends.http.reply import Call, Failure, Reach, Reply
from punchcard.backends.http.retry_after import asked_seconds, http_date, unasked_seconds
from punchcard.backends.http.service import Service
from punchcard.backends.http.throttling import throttled
from punchcard.database.failures import StorageFailed

_LOG = logging.getLogger("punchcard.http")


class Caller:
    """One account's requests. Belongs to one event loop until `aclose`."""

    def __init__(self, service: Service, connection: Connection, limits: Limits, ledger: CallLedger) -> None:
        """Touch neither the network nor any file."""
        self._service = service
        self._connection = connection
        self._limits = limits
        self._ledger = ledger
        self._base = httpx.URL(service.base_url)
        self._client: httpx.AsyncClient | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def patiently(self, call: Call, secret: SecretStr) -> Reply | Failure:
        """Send a read, up to three times where that may help and the tries before have failed soon.

        Raises:
            Throttled: It may not go out yet.
        """
        result: Reply | Failure | None = None
        pause = self._limits.first_pause_seconds
        tries = stamina.retry_context(
            on=_MayHelp,
            attempts=self._limits.tries,
            # Whoever has waited in silence that long is told so, instead of waiting as long once more.
            timeout=self._limits.read_seconds,
            wait_initial=pause,
            wait_max=8 * pause,
            wait_jitter=pause,
        )
        try:
            async for attempt in tries:
                with attempt:
                    result = await self.once(call, secret, attempt.num)
                    if _another_try_may_help(result):
                        raise _MayHelp
        except _MayHelp:
            pass
        return result or Failure(Reach.NOT_SENT, "it was not tried", "NotTried")

    async def once(self, call: Call, secret: SecretStr, attempt: int = 1) -> Reply | Failure:
        """Send a call, and follow the redirects of a read.

        Raises:
            Throttled: It may not go out yet.
        """
        url, followed = self._url(call), 0
        while True:
            result = await self._request(call, url, secret, attempt)
            target = next_url(call, result, url, followed) if isinstance(result, Reply) else None
            if not isinstance(target, httpx.URL):
                return target or result
            url, followed = target, followed + 1

    async def aclose(self) -> None:
        """Close what is open; a later call opens it again."""
        client, self._client = self._client, None
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.aclose()

    async def _request(self, call: Call, url: httpx.URL, secret: SecretStr, attempt: int) -> Reply | Failure:
        await self._keep_budget(call)
        client = await self._ready()
        if isinstance(client, Failure):
            return client
        headers = dict(self._service.headers)
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        request = client.build_request(call.method, url, headers=headers, content=call.body)
        key = KeyFor(self._base, secret, self._service.authorize)
        if (meter := self._connection.meter) is not None:
            meter.calls += 1
        began = time.monotonic()
        try:
            result = await exchange(client, request, key, self._connection.now, self._limits.body_bytes)
        except asyncio.CancelledError:
            _log(call, attempt, began, "cancelled", 0)
            raise
        if isinstance(result, Failure):
            _log(call, attempt, began, result.kind, 0)
            return result
        _log(call, attempt, began, str(result.status), len(result.body))
        self._measure(result)
        return await self._obey(without_key(result, secret))

    async def _keep_budget(self, call: Call) -> None:
        wait = await asyncio.to_thread(self._ledger.take, call.method, call.path)
        if wait is not None:
            raise throttled(self._service.title, self._connection, wait.seconds, wait.budget)

    async def _ready(self) -> httpx.AsyncClient | Failure:
        loop = asyncio.get_running_loop()
        if self._client is not None and self._loop is loop:
            return self._client
        leave_lookups_behind(loop)
        try:
            context = await asyncio.to_thread(self._tls)
            if self._client is None or self._loop is not loop:
                transport = self._connection.transport
                self._client = open_client(self._base, context, transport, self._limits)
                self._loop = loop
        except (OSError, ValueError, ImportError, httpx.InvalidURL):
            return Failure(
                Reach.NOT_SENT, "SSL_CERT_FILE or a proxy of the environment is wrong", "Environment"
            )
        return self._client

    def _tls(self) -> ssl.SSLContext:
        # Reading the roots takes tens of milliseconds; without any, nothing would verify.
        needs_roots = self._base.scheme == "https" and self._connection.transport is None
        return tls_context() if needs_roots else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    def _url(self, call: Call) -> httpx.URL:
        # Quoted here: a space is %20 and a plus %2B, which every vendor reads in the same way.
        query = urlencode(call.params, quote_via=quote, safe="", errors="replace")
        return httpx.URL(self._service.base_url + call.path + (f"?{query}" if query else ""))

    def _measure(self, reply: Reply) -> None:
        meter = self._connection.meter
        if meter is None:
            return
        meter.answered_at = reply.received
        told = http_date(reply.date)
        # An answer out of some cache on the way tells the time it was made at.
        if told is not None and reply.age in (None, "0"):
            meter.vendor_clock(told, reply.sent, reply.received)

    async def _obey(self, reply: Reply) -> Reply:
        asked = asked_seconds(reply.retry_after, reply.date, self._connection.now())
        if reply.status != 429 and (reply.status != 503 or asked is None):
            return reply
        try:
            wait = await asyncio.to_thread(self._ledger.pause, asked)
        except StorageFailed:
            # What the service has said counts for this call all the same.
            _LOG.warning("the wait that the service asked for could not be written down")
            wait = asked or unasked_seconds(1)
        return replace(reply, wait_seconds=wait)


class _MayHelp(Exception):
    """Another try may help."""


def _another_try_may_help(result: Reply | Failure) -> bool:
    if isinstance(result, Failure):
        return result.reach in (Reach.NOT_SENT, Reach.UNKNOWN)
    return result.wait_seconds is None and (result.status >= 500 or result.status == 408)


def _log(call: Call, attempt: int, began: float, came: str, size: int) -> None:
    """One line a request: never a header, the value of a parameter, a body or a secret."""
    _LOG.debug(
        "method=%s path=%s params=%s came=%s ms=%d bytes=%d attempt=%d",
        call.method,
        call.path,
        ",".join(dict.fromkeys(name for name, _ in call.params)) or "-",
        came,
        round((time.monotonic() - began) * 1000),
        size,
        attempt,
    )
