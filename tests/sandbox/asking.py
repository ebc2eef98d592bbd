"""Calls of the reference vendor, over a socket or in this very process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx
from tests.domain import berlin
from whenever import Date, Instant, ZonedDateTime

from punchcard.core.codec import moment_to_json
from punchcard.sandbox.application import App, Simulated
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.sandbox.reference.state import ReferenceState

Vendor = Simulated[ReferenceState]

NOW = berlin("11 12:41")
"""A Wednesday."""


class Hand:
    """A clock that a test moves."""

    def __init__(self, now: ZonedDateTime = NOW) -> None:
        self.now = now

    def __call__(self) -> Instant:
        return self.now.to_instant()


@dataclass
class Said:
    """What a vendor answered."""

    status: int
    body: Any

    def __getitem__(self, name: str) -> Any:
        return self.body[name]

    @property
    def message(self) -> str:
        """The sentence of an error."""
        return self.body["error"]["message"]


def answer_to(
    app: App, base: str, method: str, path: str, body: object = None, query: Any = None, headers: Any = None
) -> httpx.Response:
    """Ask a vendor in this very process, on a loop of its own; where the vendor raises, so does this."""

    async def ask() -> httpx.Response:
        address = f"http://127.0.0.1{base}"
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=address) as client:
            sent: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}
            if body is None:
                sent = {}
            return await client.request(method, path, params=query or None, headers=headers, **sent)

    return asyncio.run(ask())


@dataclass
class Caller:
    """Somebody with a key, in this very process; each call on an event loop of its own."""

    app: App
    key: str

    def __call__(self, method: str, path: str, body: object = None, **params: Any) -> Said:
        # `from` cannot be named in Python.
        query = {name.rstrip("_"): value for name, value in params.items()}
        answer = answer_to(self.app, "", method, path, body, query, {"Reference-Key": self.key})
        return Said(answer.status_code, answer.json())


def small(now: Hand | None = None) -> Vendor:
    """Ann (P1) and Lea (P3), who lead, Ben (P2), who works; nothing booked."""
    return reference_vendor(now=now or Hand(), empty=True)


def caller(vendor: Vendor, name: str) -> Caller:
    return Caller(vendor.app, vendor.keys[name])


def entry(person: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    """An entry as it is sent: from and to in March 2026."""
    times = {"start": moment_to_json(berlin(start)), "end": moment_to_json(berlin(end))}
    return {"entry": {"person": person, "day": berlin(start).date().format_iso(), **times, **more}}


def punch(person: str, kind: str, at: str, **more: Any) -> dict[str, Any]:
    """A punch as it is sent."""
    nothing: dict[str, Any] = {"references": [], "billable": None}
    start: dict[str, Any] = {"assignment": nothing, "type": None, "note": ""} if kind == "start" else {}
    return {"person": person, "punch": {"kind": kind, "at": moment_to_json(berlin(at)), **start, **more}}


def week(first: int) -> dict[str, str]:
    """The week that begins on that day of March 2026 as it is sent."""
    begin = Date(2026, 3, first)
    return {"first": begin.format_iso(), "last": begin.add(days=6).format_iso()}
