"""What Lucca expects of somebody day by day, and what is taken off for being away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.backends.lucca.company import W10, Company
from tests.backends.lucca.office import Office, configured
from whenever import Date

from punchcard.core.groups import Period
from punchcard.core.targets import DayTarget
from punchcard.sandbox.lucca.records import Configuration, Unit
from punchcard.services.timesheet.week import timesheet

HOUR = 3600
MONDAY, TUESDAY = W10.first, W10.first.add(days=1)


@pytest.fixture
async def there(place: Office, tmp_path: Path) -> AsyncIterator[Company]:
    company = Company.at(place, tmp_path)
    yield company
    await company.aclose()


def away(there: Company, day: Date, half_days: int) -> None:
    there.state.absences[int(there.id("Ann")), day] = half_days


async def targets(there: Company, first: Date, last: Date) -> list[DayTarget]:
    told = await there.backend("Ann").directory.targets(there.id("Ann"), Period(first, last))
    assert told is not None
    return list(told)


async def test_every_day_is_told_in_order_and_no_other(there: Company) -> None:
    told = await targets(there, W10.first, W10.last)
    assert [target.day for target in told] == list(W10.days)
    assert [target.seconds for target in told] == [8 * HOUR] * 5 + [0, 0]


async def test_absences_are_taken_off_and_named(there: Company) -> None:
    away(there, MONDAY, 2)
    away(there, TUESDAY, 1)
    monday, tuesday, wednesday = await targets(there, MONDAY, MONDAY.add(days=2))
    assert monday == DayTarget(MONDAY, 0, absence="Absence")
    assert tuesday == DayTarget(TUESDAY, 4 * HOUR, absence="Absence, half a day")
    assert (wednesday.seconds, wednesday.absence) == (8 * HOUR, None)


async def test_a_holiday_has_nothing_that_is_expected(there: Company) -> None:
    there.state.holidays.add(MONDAY)
    (monday,) = await targets(there, MONDAY, MONDAY)
    assert monday == DayTarget(MONDAY, 0)


async def test_whole_days_are_the_hours_that_they_count_for(there: Company) -> None:
    configured(there.vendor, "Ann", Configuration(unit=Unit.DAYS))
    settings = {"unit": "days"}
    backend = there.place.backend(there.vendor, "Ann", **settings)
    there.opened.append(backend)
    told = await backend.directory.targets(there.id("Ann"), Period(MONDAY, MONDAY))
    assert told == [DayTarget(MONDAY, 8 * HOUR)]


async def test_hours_that_are_no_half_of_a_day_are_no_share_of_one(there: Company) -> None:
    days = [{"date": "2026-03-02", "dtt": "07:24:00", "draj": "03:42:00"}]
    there.place.watch.answer("GET", 200, {"data": {"items": days}})
    backend = there.place.backend(there.vendor, "Ann", unit="days")
    there.opened.append(backend)
    told = await backend.directory.targets(there.id("Ann"), Period(MONDAY, MONDAY))
    assert told == [DayTarget(MONDAY, 3 * HOUR + 42 * 60, absence="Absence, half a day")]


async def test_years_can_be_asked_for(there: Company) -> None:
    told = await targets(there, Date(2024, 1, 1), Date(2026, 12, 31))
    assert (len(told), told[-1].day) == (366 + 365 + 365, Date(2026, 12, 31))
    assert {target.seconds for target in told} == {0, 8 * HOUR}


async def test_where_they_are_not_told_the_configuration_counts(there: Company) -> None:
    there.place.watch.answer("GET", 403, {"Status": 403, "Message": "no"})
    backend = there.backend("Ann")
    assert await backend.directory.targets(there.id("Ann"), Period(MONDAY, MONDAY)) is None
    assert await backend.directory.targets("nobody", Period(MONDAY, MONDAY)) is None


async def test_a_number_may_count_anything_and_is_none_that_is_told(there: Company) -> None:
    days = [{"date": "2026-03-02", "dtt": 7, "drt": 0, "draj": 0}, {"date": "2026-03-03", "dtt": 7.5}]
    there.place.watch.answer("GET", 200, {"data": {"items": days}})
    assert await targets(there, MONDAY, TUESDAY) == [DayTarget(MONDAY, None), DayTarget(TUESDAY, None)]


async def test_the_week_counts_by_what_is_told(there: Company) -> None:
    user = there.state.person_named("Ann")
    there.state.users[user.id] = replace(user, daily_hours=6)
    away(there, MONDAY, 2)
    session = there.session("Ann")
    sheet = await timesheet(session, W10)
    assert sheet.sheet(session.now()).target_seconds == 24 * HOUR
