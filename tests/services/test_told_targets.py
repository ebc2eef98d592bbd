"""What a vendor says is to be worked: read with the days, kept, and believed before the schedule."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.untimed import add_days
from tests.services.vendor import ANN, BEN, Backend
from whenever import Date, ZonedDateTime

from punchcard.backends.abilities import Ability, No
from punchcard.backends.errors import BackendError, Garbled, NotAllowed, Unreachable
from punchcard.config import BalanceStart
from punchcard.core.entries import Entry
from punchcard.core.findings import Rule
from punchcard.core.targets import DayTarget
from punchcard.core.time_types import Category, TimeType
from punchcard.core.weeks import Week
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.untimed_entries import Booking
from punchcard.services.overview import overview
from punchcard.services.reading.polling import What
from punchcard.services.reading.quiet_reads import read_what
from punchcard.services.reading.refresh import ensure_known, refresh, refresh_days
from punchcard.services.session import Session
from punchcard.services.timesheet.balance import balance
from punchcard.services.timesheet.targets import day_targets
from punchcard.services.timesheet.week import timesheet

HOUR = 3600
TODAY = Date(2026, 3, 11)
WEEK_11 = Week(Date(2026, 3, 9), Date(2026, 3, 15))
VACATION = Booking(time_type=TimeType("vacation", "Vacation", Category.VACATION))


def six_hours(day: Date) -> DayTarget:
    """Six hours on every day, which the schedule does not say of any."""
    return DayTarget(day, 6 * HOUR)


@pytest.fixture
def told(desk: Desk) -> Desk:
    desk.vendor.targets = six_hours
    return desk


def _of_the_day_after(day: Date) -> DayTarget:
    return DayTarget(day.add(days=1), 6 * HOUR)


def _negative(day: Date) -> DayTarget:
    return DayTarget(day, -1)


def _in_milliseconds(day: Date) -> DayTarget:
    return DayTarget(day, 28_800_000)


def target_of(session: Session, day: Date = TODAY) -> int | None:
    (found,) = day_targets(session, [day], [])
    return found.seconds


async def test_told_targets_are_used_everywhere(told: Desk) -> None:
    session = told.session
    await ensure_known(session)
    clocking.start(session)
    seen = overview(session)
    assert seen.day(session.now()).target_seconds == 6 * HOUR
    assert seen.week_sheet(session.now()).target_seconds == 7 * 6 * HOUR
    outlook = seen.outlook(session.now())
    assert outlook.left_seconds == 6 * HOUR
    assert outlook.done_at == berlin("11 14:00")
    assert told.shown()["target_seconds"] == 6 * HOUR
    # Tomorrow, and a Sunday in the next month, without anything having been read in between.
    assert told.shown()["coming_targets"] == ",".join([str(6 * HOUR)] * 35)

    sheet = await timesheet(session, WEEK_11)
    assert sheet.sheet(session.now()).target_seconds == 7 * 6 * HOUR
    below = [found.day for found in sheet.findings(session.now()) if found.rule is Rule.MISSING_DAY]
    assert Date(2026, 3, 8) not in below
    assert Date(2026, 3, 10) in below


async def test_no_targets_mean_the_schedule_and_no_seconds_are_not_zero(desk: Desk) -> None:
    await ensure_known(desk.session)
    assert target_of(desk.session) == 8 * HOUR
    assert len(desk.vendor.targets_asked) == 1
    await refresh(desk.session)
    assert len(desk.vendor.targets_asked) == 1, "that it keeps none is not asked again at once"

    desk.vendor.targets = lambda day: DayTarget(day, None if day == TODAY else 0)
    await refresh(desk.session, everything=True)
    assert target_of(desk.session) == 8 * HOUR
    assert target_of(desk.session, Date(2026, 3, 12)) == 0

    desk.vendor.targets = lambda day: DayTarget(day, None, "Founder's day")
    await refresh(desk.session, everything=True)
    assert day_targets(desk.session, [TODAY], []) == (DayTarget(TODAY, 0, "Founder's day"),)


async def test_targets_are_read_once_in_a_quarter_of_an_hour(told: Desk) -> None:
    session = told.session
    await ensure_known(session)
    for what in (What.CLOCK, What.ENTRIES, What.DAYS, What.CLOCK):
        told.clock.move(minutes=3)
        await read_what(session, what)
    await timesheet(session, WEEK_11)
    await refresh_days(session, Date(2026, 3, 7), Date(2026, 3, 17))
    assert told.vendor.targets_asked == [(ANN.id, Date(2026, 3, 7), Date(2026, 4, 14))]

    told.clock.move(minutes=3)
    told.vendor.targets = lambda day: DayTarget(day, 5 * HOUR)
    lists = told.vendor.lists
    assert not (await read_what(session, What.TARGETS)).clock_changed
    assert target_of(session) == 6 * HOUR, "read 15 minutes ago to the second: not yet"
    told.clock.move(seconds=1)
    await read_what(session, What.TARGETS)
    assert target_of(session) == 5 * HOUR
    assert told.shown()["target_seconds"] == 5 * HOUR
    assert (len(told.vendor.targets_asked), told.vendor.lists) == (2, lists)


async def test_targets_that_change_are_followed_at_once_where_that_is_wanted(told: Desk) -> None:
    await ensure_known(told.session)
    told.vendor.targets = lambda day: DayTarget(day, 4 * HOUR)
    await read_what(told.session, What.EVERYTHING)
    assert target_of(told.session) == 4 * HOUR
    told.vendor.targets = None
    await read_what(told.session, What.EVERYTHING)
    assert target_of(told.session) == 8 * HOUR


@pytest.mark.parametrize(
    "problem", [Unreachable("No network."), Garbled("Nonsense.")], ids=["unreachable", "garbled"]
)
async def test_what_was_told_stays_while_it_cannot_be_read(told: Desk, problem: BackendError) -> None:
    await ensure_known(told.session)
    told.vendor.targets = problem
    told.clock.move(hours=20)
    with pytest.raises(type(problem)):
        await refresh(told.session)
    assert target_of(told.session, Date(2026, 3, 12)) == 6 * HOUR
    clocking.start(told.open())
    assert told.shown()["target_seconds"] == 6 * HOUR


async def test_who_may_not_see_targets_still_sees_the_days(told: Desk) -> None:
    await ensure_known(told.session)
    told.vendor.targets = NotAllowed("Targets are for leads.")
    told.vendor.entries["E1"] = Entry("E1", ANN.id, TODAY, berlin("11 06:00"), berlin("11 07:00"))
    await refresh(told.session, everything=True)
    assert [entry.id for entry in told.entries] == ["E1"]
    assert target_of(told.session) == 6 * HOUR


@pytest.mark.parametrize(
    "wrong",
    [
        _of_the_day_after,
        _negative,
        _in_milliseconds,
    ],
    ids=["other days", "negative", "milliseconds"],
)
async def test_what_cannot_be_is_not_kept(told: Desk, wrong: Callable[[Date], DayTarget]) -> None:
    await ensure_known(told.session)
    told.vendor.targets = wrong
    with pytest.raises(Garbled, match="targets of days cannot be read"):
        await refresh(told.session, everything=True)
    assert target_of(told.session) == 6 * HOUR


async def test_a_vendor_without_targets_is_never_asked(told: Desk) -> None:
    backend = Backend(told.vendor)
    backend.abilities = {**backend.abilities, Ability.TARGETS: No("It keeps none.")}
    session = told.open(backend)
    await refresh(session, everything=True)
    await read_what(session, What.TARGETS)
    assert told.vendor.targets_asked == []
    assert target_of(session) == 8 * HOUR


async def test_targets_of_others_are_their_own(told: Desk) -> None:
    told.vendor.people.append(BEN)
    await ensure_known(told.session)
    told.vendor.targets = lambda day: DayTarget(day, 3 * HOUR, absence="[b]Leave\x1b[31m")
    sheet = await timesheet(told.session, WEEK_11, BEN)
    assert {target.seconds for target in sheet.targets} == {3 * HOUR}
    assert sheet.targets[0].absence == "[b]Leave"
    assert target_of(told.session) == 6 * HOUR
    assert told.vendor.targets_asked[-1] == (BEN.id, Date(2026, 3, 7), Date(2026, 3, 17))


async def test_an_absence_counts_before_the_vendor_has_heard_of_it(told: Desk) -> None:
    session, day = told.session, Date(2026, 3, 12)
    await ensure_known(session)
    asked = add_days(session, day, 1, VACATION)

    async def shown() -> DayTarget:
        return (await timesheet(session, WEEK_11)).targets[3]

    assert (await shown()).seconds == 3 * HOUR
    await told.deliver()
    assert (await shown()).seconds == 3 * HOUR
    told.vendor.targets = lambda day: DayTarget(day, 2 * HOUR, absence="Vacation, half a day")
    told.vendor.entries.clear()
    await refresh(session)
    assert (await shown()).seconds == 2 * HOUR, "read again, although that was done a moment ago"

    with session.change() as transaction:
        transaction.cache("acme").keep_entry(asked.entry, session.zone)
    told.vendor.entries[asked.entry.id] = asked.entry
    entries.delete(session, asked.entry.id)
    await told.deliver()
    assert (await shown()) == DayTarget(day, 8 * HOUR), "what it took off is not known until it is read again"


async def test_a_whole_day_away_is_worth_what_the_vendor_asks_for(told: Desk) -> None:
    await ensure_known(told.session)
    assert add_days(told.session, TODAY, 2, VACATION).entry.duration_seconds == 6 * HOUR


async def test_the_balance_counts_the_days_that_are_named(told: Desk) -> None:
    vendor, start = told.vendor, BalanceStart(Date(2025, 3, 1), HOUR)
    vendor.entries["E1"] = Entry("E1", ANN.id, Date(2025, 3, 3), _at(3), _at(3).add(hours=9))
    session = told.open(config=told.session.config._replace(balance=start))
    # A year of Mondays; nothing is known of all other days.
    vendor.targets = lambda day: DayTarget(day, 6 * HOUR if day.day_of_week().value == 1 else 0)
    assert await balance(told.session, TODAY) is None, "no first day is named, and nobody says it"

    found = await balance(session, TODAY)
    assert found is not None
    assert (found.first, found.until) == (Date(2025, 3, 1), Date(2026, 3, 10))
    assert found.seconds == HOUR + 9 * HOUR - 54 * 6 * HOUR
    calls = (vendor.lists, len(vendor.targets_asked))
    assert calls == (2, 2), "a year at a time"

    earlier = await balance(session, Date(2025, 3, 9))
    assert earlier is not None
    assert earlier.seconds == HOUR + 9 * HOUR - 6 * HOUR
    entries.add(session, _at(4), _at(4).add(hours=2))
    more = await balance(session, TODAY)
    assert more is not None
    assert more.seconds == found.seconds + 2 * HOUR, "what is on its way counts"
    assert (vendor.lists, len(vendor.targets_asked)) == calls, "they are read once a day"

    told.clock.move(hours=24)
    vendor.listing.append(Unreachable("No network."))
    with pytest.raises(Unreachable):
        await balance(session, Date(2026, 3, 12))
    await refresh(session)
    vendor.listing.append(Unreachable("No network."))
    tomorrow = await balance(session, Date(2026, 3, 12))
    assert tomorrow is not None
    assert (tomorrow.until, tomorrow.seconds) == (TODAY, more.seconds), "what is known of all days stands"


def _at(day: int) -> ZonedDateTime:
    return berlin(f"{day} 08:00").subtract(years=1)
