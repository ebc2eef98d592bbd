"""What the vendor really has, and whether the store and the screens say the same."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import NamedTuple, cast

from tests.faults.kinds import kind_of
from tests.faults.kinds.kind import Said
from tests.faults.lab import Vendor, acting_as, again
from whenever import Date

from punchcard.core.clock import ClockState, Idle
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.people import Person
from punchcard.core.weeks import Week
from punchcard.services.overview import overview
from punchcard.services.reading.refresh import refresh, refresh_days
from punchcard.services.session import Session
from punchcard.services.timesheet.week import timesheet
from punchcard.services.timesheet.week_view import week_view
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.testing.checks import as_booked, as_seen

DAYS = 45
"""How many days back is looked."""


class Picture(NamedTuple):
    """What a vendor has, without ids and without the moments at which it was told."""

    running: dict[str, Said]
    entries: Counter[Said]
    weeks: list[Said]
    requests: list[Said]


def picture(vendor: Vendor) -> Picture:
    """Look at what the vendor has."""
    kind = kind_of(vendor)
    with vendor.state.lock:
        clocks = {person: kind.running(vendor, person) for person in kind.people(vendor)}
        return Picture(
            {person: as_seen(clock) for person, clock in clocks.items() if not isinstance(clock, Idle)},
            Counter(
                (*hashed(as_booked(entry)), entry.source, entry.assignment.billable)
                for entry in kind.everything(vendor)
            ),
            list(kind.weeks(vendor)),
            list(kind.requests(vendor)),
        )


def hashed(values: Said) -> Said:
    """The same values, fit for counting."""
    return tuple(tuple(cast("list[object]", value)) if isinstance(value, list) else value for value in values)


def rows_of(session: Session) -> list[OutboxRow]:
    """Everything that was ever asked for, in order."""
    with session.store.read() as transaction:
        return transaction.outbox.latest(session.account.name, 1000)[::-1]


async def assert_agreement(session: Session, vendor: Vendor) -> None:
    """Nothing is on its way any more, what is unsure says so, and everybody sees what the vendor has."""
    for row in rows_of(session):
        if not row.is_settled:
            assert row.state is OutboxState.NEEDS_YOU, (row.change.kind, row.state, row.answer)
        if row.state in (OutboxState.NEEDS_YOU, OutboxState.REFUSED):
            assert (row.answer or "").strip().endswith((".", "?")), row
    for person in kind_of(vendor).people(vendor).values():
        assert_known_days(acting_as(session, person), vendor, person)
    if any(not row.is_settled for row in rows_of(session)):
        return
    await again(session, lambda: refresh(session))
    await assert_screens(session, vendor)


async def read_everything(session: Session, vendor: Vendor) -> None:
    """Read again what is known of anybody, as somebody does who looks at every screen."""
    first, last = session.today().subtract(days=DAYS), session.today().add(days=7)
    await again(session, lambda: refresh(session))
    for person in kind_of(vendor).people(vendor):
        await again(session, partial(refresh_days, session, first, last, person))


def assert_known_days(session: Session, vendor: Vendor, person: Person) -> None:
    """What the store holds for read is what the vendor has, without reading again."""
    today = session.today()
    days = [today.add(days=number) for number in range(-DAYS, 8)]
    with session.store.read() as transaction:
        unread = set(transaction.cache(session.account.name).unfetched(person.id, days))
        if len(unread) < len(days):
            known = session.known(transaction, days[0], days[-1])
        else:
            return
    shown = list(known.plain_entries)
    for day in days:
        if day not in unread:
            there = booked(vendor, person, day, day)
            seen = identified(_touching(shown, day, session))
            assert seen == identified(there), f"{person.name} on {day} sees {seen}, not {identified(there)}"


async def assert_screens(session: Session, vendor: Vendor) -> None:
    """The clock screen and the timesheet show what the vendor has."""
    person, today, week = session.person, session.today(), session.week()
    shown = overview(session)
    clock = running(vendor, person.id)
    assert as_seen(kind_of(vendor).there(shown.state)) == as_seen(clock)
    there = booked(vendor, person, today, today)
    assert identified([item.entry for item in shown.entries]) == identified(there)
    assert shown.clock_pending is None
    assert (shown.pending, shown.attention) == (0, 0)
    sheet = await again(session, lambda: timesheet(session, Week(week[0], week[-1])))
    view = week_view(sheet, session.now())
    work = [entry for entry in booked(vendor, person, week[0], week[-1]) if not entry.is_absence]
    assert view.is_running == (not isinstance(shown.state, Idle))
    assert view.is_running or view.worked_seconds == sum(entry.worked_seconds for entry in work)


def booked(vendor: Vendor, person: Person, first: Date, last: Date) -> list[Entry]:
    """Somebody's entries as the vendor shows them, with the standing of their weeks."""
    with vendor.state.lock:
        return list(kind_of(vendor).entries(vendor, person.id, first, last))


def running(vendor: Vendor, person: str) -> ClockState:
    """What runs there for somebody."""
    with vendor.state.lock:
        return kind_of(vendor).running(vendor, person)


def identified(entries: list[Entry]) -> list[Said]:
    """Entries by the vendor's id, with everything that counts."""
    return sorted((entry.id, *hashed(as_booked(entry)), entry.status.value) for entry in entries)


def _touching(entries: list[Entry], day: Date, session: Session) -> list[Entry]:
    frame: Interval = session.days_frame(day, day)
    return [
        entry
        for entry in entries
        if (entry.interval is None and entry.day == day)
        or (entry.interval and entry.interval.overlaps(frame))
    ]
