"""Calls of the simulated Clockodo in this very process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.sandbox.asking import Hand, Said, answer_to

from punchcard.sandbox.application import App, Simulated
from punchcard.sandbox.clockodo.server import clockodo_vendor
from punchcard.sandbox.clockodo.state import ClockodoState, Generation

Vendor = Simulated[ClockodoState]

PROGRAM = {"X-Clockodo-External-Application": "punchcard;ops@example.com"}
"""2026-03-11, a Wednesday, is today: 12:41 in Berlin, 11:41 in UTC."""


@dataclass
class Answered(Said):
    """What the vendor answered, with its headers."""

    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def kind(self) -> str:
        """The type of an error in the general shape."""
        return self.body["errors"][0]["type"]

    @property
    def message(self) -> str:
        """The sentence of an error in the general shape."""
        return self.body["errors"][0]["message"]


@dataclass
class Caller:
    """Somebody with a key; each call on an event loop of its own."""

    app: App
    id: int
    headers: Mapping[str, str]

    def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Any = None,
        **params: Any,
    ) -> Answered:
        answer = answer_to(self.app, "/api/", method, path, body, params, {**self.headers, **(headers or {})})
        return Answered(answer.status_code, answer.json(), answer.headers)


def small(generation: Generation = "current", *, seed: int = 1, hand: Hand | None = None) -> Vendor:
    """Ann and Lea, who own it, Ben, who works; nothing booked."""
    return clockodo_vendor(seed, hand or Hand(), empty=True, generation=generation)


def caller(vendor: Vendor, name: str) -> Caller:
    user = vendor.state.person_named(name)
    signed = {"X-ClockodoApiUser": user.email, "X-ClockodoApiKey": vendor.keys[name]}
    return Caller(vendor.app, user.id, {**signed, **PROGRAM})


def named(vendor: Vendor, table: Literal["customers", "projects", "services"], name: str) -> int:
    """The id of what is called so."""
    return next(number for number, item in getattr(vendor.state, table).items() if item.name == name)


def portal(vendor: Vendor, **more: Any) -> dict[str, Any]:
    """Development on Northwind's portal, as a body names it."""
    return {
        "customers_id": named(vendor, "customers", "Northwind"),
        "projects_id": named(vendor, "projects", "Portal"),
        "services_id": named(vendor, "services", "Development"),
        **more,
    }


def time_entry(vendor: Vendor, since: str, until: str, **more: Any) -> dict[str, Any]:
    """A time entry of March 2026 in UTC: `10T08:00`."""
    times: dict[str, Any] = {"time_since": at(since), "time_until": at(until), "billable": 1}
    return portal(vendor, **(times | more))


def at(text: str) -> str:
    """A moment of March 2026 in UTC as it is sent: `10T08:00`."""
    return f"2026-03-{text}:00Z"


def requested(users_id: int, day: str, *changes: tuple[int, str, str]) -> dict[str, Any]:
    """A change request of March 2026."""
    return {
        "date": f"2026-03-{day}",
        "users_id": users_id,
        "changes": [
            {"type": kind, "time_since": at(since), "time_until": at(until)} for kind, since, until in changes
        ],
    }
