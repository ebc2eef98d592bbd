"""People of the simulated Clockodo with something to decide, and services that answer as a test says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from tests.backends.clockodo.office import Vendor
from tests.domain import berlin
from tests.faults.lab import ZONE

from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.contract import Connection
from punchcard.backends.outcomes import Refused
from punchcard.core.change_requests import ChangeRequest, Decidable, IntervalChange, RequestedChange
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.sandbox.clockodo.records import Entry, EntryType

Wanted = tuple[IntervalChange, str, str]
ADD, REMOVE = IntervalChange.ADD, IntervalChange.REMOVE
CUSTOMER, PROJECT, SERVICE = "Northwind", "Portal", "Development"


def person(vendor: Vendor, name: str) -> str:
    """The id of somebody."""
    return str(vendor.state.person_named(name).id)


def named(vendor: Vendor, table: str, name: str) -> int:
    """The id of what is called so."""
    return next(number for number, item in getattr(vendor.state, table).items() if item.name == name)


def worked(vendor: Vendor, name: str, since: str, until: str, **more: Any) -> int:
    """Book a stretch of March 2026 in Berlin: "3 08:00"."""
    state = vendor.state
    start, end = berlin(since).to_instant(), berlin(until).to_instant()
    booked: dict[str, Any] = {
        "customers_id": named(vendor, "customers", CUSTOMER),
        "projects_id": named(vendor, "projects", PROJECT),
        "services_id": named(vendor, "services", SERVICE),
        "duration": end.timestamp() - start.timestamp(),
    }
    users_id = state.person_named(name).id
    times: dict[str, Any] = dict.fromkeys(
        ("time_insert", "time_last_change", "time_last_change_work_time"), state.now()
    )
    entry = Entry(
        id=state.new_id(), type=EntryType.TIME, users_id=users_id, time_since=start, time_until=end,
        **{**booked, **times, **more},
    )  # fmt: skip
    return state.keep(entry).id


def locked(vendor: Vendor, name: str, days: int = 3) -> None:
    """Let changes of somebody's work times that are older wait for a decision."""
    user = vendor.state.person_named(name)
    vendor.state.users[user.id] = replace(user, work_time_edit_lock_days=days)


def times_of(vendor: Vendor, name: str, day: int = 3) -> list[tuple[str, str]]:
    """What somebody has booked on a day of March 2026, by the clocks in Berlin."""
    state, user = vendor.state, vendor.state.person_named(name)
    found = [(state.local(user, e.time_since), e.time_until) for e in state.times_of(user.id)]
    return [
        (f"{start.hour:02}:{start.minute:02}", state.local(user, end).time().format_iso()[:5])
        for start, end in found
        if end is not None and start.day == day
    ]


def asking(person_id: str, *changes: Wanted, note: str = "") -> ChangeRequest:
    """A request for the day of March 2026 that the first stretch lies on: `(ADD, "3 16:00", "3 17:00")`."""
    made = tuple(RequestedChange(kind, Interval(berlin(a), berlin(b))) for kind, a, b in changes)
    day = made[0].interval.start.date()
    return ChangeRequest(new_id(), person_id, day, made, requested_at=berlin("11 12:00"), note=note)


def only(items: Any) -> ChangeRequest:
    """The one request of a list."""
    (item,) = items
    assert isinstance(item, ChangeRequest)
    return item


def why(outcome: object) -> str:
    """Why something is refused."""
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def ids(items: Any) -> list[str | None]:
    """The ids of requests."""
    listed: list[Decidable] = list(items)
    return [item.id for item in listed]


def client_of(folder: Path, answers: Callable[[httpx.Request], Any]) -> ClockodoClient:
    """A client of a service whose every answer a test makes up."""

    def answer(request: httpx.Request) -> httpx.Response:
        made = answers(request)
        if isinstance(made, httpx.Response):
            return made
        headers = {"Content-Type": "application/json"}
        return httpx.Response(200, headers=headers, content=json.dumps(made).encode())

    async def secret() -> SecretStr:
        return SecretStr("0123456789abcdef")

    connection = Connection(
        "madeup", str(folder), ZONE, berlin("11 12:00").to_instant, {"email": "ann@example.com"}, secret,
        transport=httpx.MockTransport(answer),
    )  # fmt: skip
    return ClockodoClient(connection)
