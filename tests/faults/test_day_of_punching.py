"""A day of punching over a network that is pulled at any moment, and comes back in the evening.

In CI Clockodo is pulled away at some requests, drawn by a seed that is printed; with PUNCHCARD_ALL_FAULTS=1
at all of them.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator, Callable
from contextlib import ExitStack, asynccontextmanager
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from tests.domain import berlin
from tests.faults.agreement import assert_agreement, rows_of
from tests.faults.kinds import KINDS, REFERENCE, VENDORS, Kind, kind_of
from tests.faults.kinds.kind import person_named
from tests.faults.lab import Desk, Vendor, deliver_all, drawn, kinds_of
from tests.services.desk import WallClock

from punchcard.core.assignments import Assignment
from punchcard.core.clock import Working
from punchcard.core.moments import clock_time
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.serving import serving
from punchcard.services import clocking
from punchcard.services.outbox import sync
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState

NUMBERS = itertools.count()


class Pulled(Enum):
    """When the network goes, seen from one request; it stays away until the evening."""

    BEFORE = "before"
    ON_THE_WAY = "on the way"
    """The request is lost before anything is done."""
    ON_THE_WAY_BACK = "on the way back"
    """It is done, and the answer is lost."""
    AFTER = "after"


class Network(httpx.AsyncHTTPTransport):
    """The way to a server that can be taken away: then nobody listens there."""

    def __init__(self, vendor: Vendor) -> None:
        super().__init__(verify=False)
        self._vendor = vendor
        self._server = ExitStack()
        self.url = self._server.enter_context(serving(vendor.app))
        self.requests = 0
        self._at: tuple[int, Pulled] | None = None

    def will_go(self, request: int, when: Pulled) -> None:
        """Let it go at the request of that number from now."""
        self.requests, self._at = 0, (request, when)
        if when is Pulled.ON_THE_WAY:
            self._vendor.faults.at(request, Fault.DROP_BEFORE)
        elif when is Pulled.ON_THE_WAY_BACK:
            self._vendor.faults.at(request, Fault.DROP_AFTER)

    def pull(self) -> None:
        self._server.close()

    def restore(self) -> None:
        self._server.close()
        self._vendor.faults.clear()
        self._at = None
        self._server.enter_context(serving(self._vendor.app, int(self.url.rpartition(":")[2])))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        number, when = self._at or (0, Pulled.BEFORE)
        if number != self.requests:
            return await super().handle_async_request(request)
        if when is Pulled.BEFORE:
            self.pull()
        try:
            response = await super().handle_async_request(request)
            await response.aread()
            return response
        finally:
            self.pull()


class Day(NamedTuple):
    """A desk, and the vendor behind a network."""

    desk: Desk
    vendor: Vendor
    network: Network

    def on(self, task: str) -> Assignment:
        return self.desk.kind.booked_on(self.vendor, "Portal", task)


@asynccontextmanager
async def a_day(folder: Path, kind: Kind = REFERENCE) -> AsyncGenerator[tuple[Day, Session]]:
    """Early in the morning: everything is known, and nothing is booked."""
    clock = WallClock(berlin("11 07:55"))
    vendor = kind.start(clock)
    network = Network(vendor)
    key, person = vendor.keys["Ann"], person_named(kind, vendor, "Ann")
    home = folder / f"day{next(NUMBERS)}"
    desk = Desk(home, network.url, key, person, clock, transport=network, kind=kind)
    session = desk.session()
    await refresh(session)
    vendor.log.clear()
    network.requests = 0
    yield Day(desk, vendor, network), session
    await session.aclose()
    network.pull()


def punches(day: Day) -> list[tuple[str, Callable[[Session], object]]]:
    development, support = day.on("Development"), day.on("Support")
    return [
        ("11 08:00", lambda session: clocking.start(session, assignment=development, note="in")),
        ("11 09:45", clocking.take_break),
        ("11 10:00", clocking.resume),
        ("11 11:30", lambda session: clocking.update(session, assignment=support)),
        ("11 12:00", clocking.stop),
        ("11 12:40", lambda session: clocking.start(session, assignment=development)),
        ("11 16:45", clocking.stop),
    ]


PUNCHED: list[tuple[object, ...]] = [
    ("08:00", "12:00", [("09:45", "10:00")], "Support", "in"),
    ("12:40", "16:45", [], "Development", ""),
]
"""What there is in the end."""

IN_PIECES: list[tuple[object, ...]] = [
    ("08:00", "09:45", [], "Development", "in"),
    ("10:00", "12:00", [], "Support", "in"),
    ("12:40", "16:45", [], "Development", ""),
]
"""What there is where a break parts entries."""

SHARES = {"reference": 1, "clockodo": 14, "mctime": 18, "lucca": 15}
"""At one request of so many the network is pulled in CI."""

REQUESTS = {"reference": 2 * 7, "clockodo": 2 * 7, "mctime": 2 * 7 + 2 + 2, "lucca": 15}
"""One read and one write for each punch; at McTime a break is read again, and the day before a stop. At Lucca
three entries are written, and what can be booked on is looked up for those of each stop."""


def worked(vendor: Vendor) -> list[tuple[object, ...]]:
    entries = [each for each in kind_of(vendor).everything(vendor) if each.start]
    entries.sort(key=lambda entry: entry.start or berlin("1 00:00"))
    return [
        (
            clock_time(entry.start), clock_time(entry.end),
            [(clock_time(pause.start), clock_time(pause.end)) for pause in entry.breaks],
            entry.assignment.references[-1].name, entry.note,
        )
        for entry in entries
        if entry.start and entry.end
    ]  # fmt: skip


IN_PIECES_OF_ONE: list[tuple[object, ...]] = [
    ("08:00", "09:45", [], "Support", "in"),
    ("10:00", "12:00", [], "Support", "in"),
    ("12:40", "16:45", [], "Development", ""),
]
"""What there is where that is known only once the clock has stopped."""


def punched(day: Day) -> list[tuple[object, ...]]:
    """What a vendor has in the end."""
    if day.desk.kind.keeps_clock_here:
        return IN_PIECES_OF_ONE
    return IN_PIECES if day.desk.kind.parts_breaks else PUNCHED


def writes_that_happened(vendor: Vendor) -> int:
    return sum(each.method != "GET" and each.applied for each in vendor.log.all())


async def go_through(day: Day, session: Session) -> int:
    """Punch the day, delivered at each punch as far as it goes; in the evening there is a network.

    Returns:
        How many requests there were until then.
    """
    for moment, act in punches(day):
        day.desk.clock.set(moment)
        act(session)
        await sync.deliver(session)
    requests = day.network.requests
    day.desk.clock.set("11 17:30")
    day.network.restore()
    assert await deliver_all(session) == []
    assert worked(day.vendor) == punched(day)
    asked, entries = len(punches(day)), len(punched(day))
    is_kept_here = day.desk.kind.keeps_clock_here
    assert writes_that_happened(day.vendor) == (entries if is_kept_here else asked)
    rows = asked + entries if is_kept_here else asked
    assert [row.state for row in rows_of(session)] == [OutboxState.CONFIRMED] * rows
    await assert_agreement(session, day.vendor)
    return requests


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("when", Pulled)
async def test_pulling_the_network_at_any_request_changes_nothing_in_the_end(
    quick_folder: Path, when: Pulled, vendor: str
) -> None:
    wrong: list[str] = []
    for kind in kinds_of(vendor, when.value):
        async with a_day(quick_folder, kind) as (day, session):
            requests = await go_through(day, session)
        assert requests == REQUESTS[vendor]
        for number in drawn(range(1, requests + 1), SHARES[vendor], f"{kind.name} {when}"):
            async with a_day(quick_folder, kind) as (day, session):
                day.network.will_go(number, when)
                try:
                    await go_through(day, session)
                except AssertionError as error:
                    wrong.append(f"{kind.name}, {when} request {number}: {error}")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("vendor", [name for name, kind in KINDS.items() if not kind.keeps_clock_here])
@pytest.mark.parametrize("when", Pulled)
async def test_a_write_that_the_network_took_is_found_again_or_sent_again_once(
    quick_folder: Path, when: Pulled, vendor: str
) -> None:
    async with a_day(quick_folder, KINDS[vendor]) as (day, session):
        day.network.will_go(2, when)
        clocking.start(session, berlin("11 07:50"), day.on("Development"))
        delivery = await sync.deliver(session)
        was_lost = when in (Pulled.ON_THE_WAY, Pulled.ON_THE_WAY_BACK)
        is_done = when in (Pulled.ON_THE_WAY_BACK, Pulled.AFTER)
        states = {Pulled.BEFORE: OutboxState.QUEUED, Pulled.AFTER: OutboxState.CONFIRMED}
        [row] = rows_of(session)
        assert row.state is states.get(when, OutboxState.UNKNOWN)
        runs = isinstance(day.desk.kind.running(day.vendor, session.person.id), Working)
        assert (runs, len(delivery.open_rows)) == (is_done, when is not Pulled.AFTER)
        day.network.restore()
        assert await deliver_all(session) == []
        [row] = rows_of(session)
        assert (row.state, row.attempts) == (OutboxState.CONFIRMED, 2 if when is Pulled.ON_THE_WAY else 1)
        assert writes_that_happened(day.vendor) == 1
        assert sum(each.method == "POST" for each in day.vendor.log.all()) == 1 + (was_lost and not is_done)
        await assert_agreement(session, day.vendor)
