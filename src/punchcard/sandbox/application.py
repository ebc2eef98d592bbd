"""What every simulated vendor stands on: the faults, the log of requests, and its control by hand.

Requests run through here to the vendor's own routes. Below `/_sandbox/` it is controlled while it runs, from
this machine alone (`punchcard.sandbox.control`). Nothing here belongs to one event loop: a server and calls
in this very process, each with a loop of its own, may use the same application.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar
from urllib.parse import parse_qsl

from punchcard.sandbox.faults import APPLIED, Fault, FaultBoard
from punchcard.sandbox.request_log import RequestLog
from punchcard.sandbox.vendor_clock import VendorClock

StateT = TypeVar("StateT")

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
"""An ASGI application."""

DROP = "punchcard.drop"
"""The extension by which a server lets an application drop its connection: called with `reset`, true for a
reset at once, false for an end after what was sent."""

CONTROL = "/_sandbox/"
"""Where a simulated vendor is controlled."""

LARGEST_BODY = 1_000_000
"""In bytes; more is answered with 413."""

_PAGE = b"<!doctype html><title>Welcome</title><h1>Please accept the terms of this network</h1>\n"


class Dropped(ConnectionError):
    """The connection was dropped, where there is no real one: the vendor is called in this very process."""


class Answer(NamedTuple):
    """What is sent back."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/json"),)


class VendorHooks(NamedTuple):
    """What only the vendor itself can say."""

    error: Callable[[int, str], bytes]
    """The body of an error of its own, from its status and a sentence."""
    change_elsewhere: Callable[[str, str, Mapping[str, str]], None]
    """Lets somebody else change what a request (method, path, headers) is about; the same for a seed."""
    reset: Callable[[], None]
    """Puts everything back as it was at the start."""


@dataclass(frozen=True, slots=True)
class Simulated(Generic[StateT]):
    """A simulated vendor, ready to be asked."""

    name: str
    """The name of the backend that speaks to it."""
    title: str
    port: int
    """Where it listens by hand unless told otherwise."""
    app: App
    faults: FaultBoard
    log: RequestLog
    clock: VendorClock
    keys: Mapping[str, str]
    """Everybody's key, by name."""
    leads: Collection[str]
    """The names of those who decide what others ask for."""
    state: StateT
    """What it really has."""
    settings: Mapping[str, Mapping[str, str]]
    """What everybody's account needs besides the address and the key, by name."""
    base_path: str = ""
    """What an account's address has after the server's own, such as `/api`."""


class SimulatedApplication:
    """Lets requests go wrong as the board says, writes them down, and hands the rest to the vendor."""

    def __init__(
        self, routes: App, hooks: VendorHooks, faults: FaultBoard, log: RequestLog, clock: VendorClock
    ) -> None:
        """Stand before the vendor's `routes`."""
        from punchcard.sandbox.control import control

        self._routes = routes
        self._hooks = hooks
        self._faults = faults
        self._log = log
        self._clock = clock
        self._control = control(hooks, faults, log, clock)
        self._late: list[tuple[int, Scope, bytes]] = []
        """What arrives late, and when, in epoch seconds."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if scope["path"].startswith(CONTROL):
            await self._control(scope, receive, send)
            return
        body = await _body(receive)
        await self._let_arrive()
        method, path = scope["method"], scope["path"]
        fault = self._faults.next(method, path)
        answer, applied = await self._answer(scope, body, fault)
        is_dropped = fault in (Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.ARRIVES_LATE)
        if fault is Fault.ARRIVES_LATE and body is not None:
            self._late.append((self._clock().timestamp() + self._faults.late_seconds, scope, body))
        self._write_down(scope, fault, None if is_dropped else answer.status, applied=applied)
        if is_dropped:
            await _drop(scope, receive, reset=True)
            return
        if fault is Fault.DELAY:
            await asyncio.sleep(self._faults.delay_seconds)
        await self._send(answer, scope, receive, send, whole=fault is not Fault.TRUNCATED)

    async def _let_arrive(self) -> None:
        """Do what arrives late and is due; nobody waits for the answer."""
        now, late = self._clock().timestamp(), self._late
        self._late = [each for each in late if each[0] > now]
        for _, scope, body in [each for each in late if each[0] <= now]:
            applied = (await _asked(self._routes, scope, body)).status < 400
            self._write_down(scope, Fault.ARRIVES_LATE, None, applied=applied)

    def _write_down(self, scope: Scope, fault: Fault | None, status: int | None, *, applied: bool) -> None:
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        self._log.add(scope["method"], scope["path"], query, applied=applied, fault=fault, status=status)

    async def _answer(self, scope: Scope, body: bytes | None, fault: Fault | None) -> tuple[Answer, bool]:
        """The answer, and whether what was asked for is done."""
        if body is None:
            return self._error(413, "That is too much for one request."), False
        if fault is not None and fault not in APPLIED:
            return self._failure(fault), False
        if fault is Fault.CHANGED_ELSEWHERE:
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            self._hooks.change_elsewhere(scope["method"], scope["path"], headers)
        answer = await _asked(self._routes, scope, body)
        applied = answer.status < 400
        if fault is Fault.SERVER_ERROR_AFTER:
            return self._error(500, "Something went wrong here."), applied
        return answer, applied

    def _failure(self, fault: Fault) -> Answer:
        match fault:
            case Fault.THROTTLE_SECONDS:
                return self._throttled(str(self._faults.retry_seconds))
            case Fault.THROTTLE_DATE:
                ahead = self._clock().timestamp() + self._faults.retry_seconds
                return self._throttled(formatdate(ahead, usegmt=True))
            case Fault.THROTTLE_BARE:
                return self._throttled(None)
            case Fault.HTML:
                return Answer(200, _PAGE, ((b"content-type", b"text/html; charset=utf-8"),))
            case Fault.REVOKED_KEY:
                return self._error(401, "This key has been revoked.")
            case _:
                return self._error(500, "Something went wrong here.")

    def _throttled(self, retry_after: str | None) -> Answer:
        answer = self._error(429, "Too many calls.")
        if retry_after is None:
            return answer
        return answer._replace(headers=(*answer.headers, (b"retry-after", retry_after.encode())))

    def _error(self, status: int, sentence: str) -> Answer:
        return Answer(status, self._hooks.error(status, sentence))

    async def _send(self, answer: Answer, scope: Scope, receive: Receive, send: Send, *, whole: bool) -> None:
        headers = [header for header in answer.headers if header[0] not in (b"content-length", b"date")]
        headers.append((b"content-length", str(len(answer.body)).encode()))
        headers.append((b"date", formatdate(self._clock().timestamp(), usegmt=True).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        if whole:
            await send({"type": "http.response.body", "body": answer.body})
            return
        half = answer.body[: len(answer.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await _drop(scope, receive, reset=False)


async def _body(receive: Receive) -> bytes | None:
    """The whole body of a request; None where it is too large."""
    parts, size = list[bytes](), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size <= LARGEST_BODY:
            parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts) if size <= LARGEST_BODY else None


async def _asked(app: App, scope: Scope, body: bytes) -> Answer:
    """What an application answers."""
    status, headers, parts = 500, tuple[tuple[bytes, bytes], ...](), list[bytes]()

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], tuple(message.get("headers", ()))
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return Answer(status, b"".join(parts), headers)


async def _drop(scope: Scope, receive: Receive, *, reset: bool) -> None:
    drop: Callable[[bool], None] | None = scope.get("extensions", {}).get(DROP)
    if drop is None:
        raise Dropped("the simulated vendor has dropped the connection")
    drop(reset)
    while (await receive())["type"] != "http.disconnect":
        pass
