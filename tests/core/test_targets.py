"""Weeks whose targets were worked out by hand."""

from __future__ import annotations

import pytest
from whenever import Date, Weekday, ZonedDateTime

from punchcard.core.entries import Entry
from punchcard.core.schedule import Schedule
from punchcard.core.targets import DayTarget, targets_of
from punchcard.core.time_types import Category, TimeType

HOUR = 3600
ZONE = "Europe/Berlin"
SCHEDULE = Schedule(ZONE, hours=tuple((day, 8 * HOUR) for day in list(Weekday)[:5]))
VACATION = TimeType("vacation", "Vacation", Category.VACATION)
SICK = TimeType("sick", "Sick leave", Category.SICK)
WORK = TimeType("work", "Work", Category.PRODUCTIVE)
WEDNESDAY = Date(2026, 3, 11)
CHRISTMAS = {Date(2025, 12, 25): "Erster Weihnachtstag", Date(2025, 12, 26): "Zweiter Weihnachtstag"}


def days_off(day: Date, half_days: int, kind: TimeType = VACATION) -> Entry:
    worth = half_days * 4 * HOUR
    return Entry("v", "p", day, None, None, time_type=kind, duration_seconds=worth, half_days=half_days)


def hours_off(day: Date, seconds: int, kind: TimeType = SICK) -> Entry:
    return Entry("h", "p", day, None, None, time_type=kind, duration_seconds=seconds)


def away(start: ZonedDateTime, end: ZonedDateTime, kind: TimeType = SICK) -> Entry:
    return Entry("t", "p", start.date(), start, end, time_type=kind)


def week(first: Date, *entries: Entry, holidays: dict[Date, str] | None = None) -> list[DayTarget]:
    days = [first.add(days=n) for n in range(7)]
    return list(targets_of(SCHEDULE, days, holidays or {}, entries))


def hours(targets: list[DayTarget]) -> list[float | None]:
    return [None if target.seconds is None else target.seconds / HOUR for target in targets]


def test_a_week_with_two_holidays():
    targets = week(Date(2025, 12, 22), holidays=CHRISTMAS)

    assert hours(targets) == [8, 8, 8, 0, 0, 0, 0]
    assert [target.holiday for target in targets] == [
        None, None, None, "Erster Weihnachtstag", "Zweiter Weihnachtstag", None, None,
    ]  # fmt: skip


def test_a_holiday_on_a_free_weekday_is_named_and_changes_nothing():
    targets = week(Date(2026, 12, 21), holidays={Date(2026, 12, 26): "Zweiter Weihnachtstag"})

    assert hours(targets) == [8, 8, 8, 8, 8, 0, 0]
    assert targets[5].holiday == "Zweiter Weihnachtstag"


def test_vacation_over_christmas_is_no_double_gain():
    entries = [days_off(Date(2025, 12, day), 2) for day in (22, 23, 25)]

    targets = week(Date(2025, 12, 22), *entries, holidays=CHRISTMAS)

    assert hours(targets) == [0, 0, 8, 0, 0, 0, 0]
    assert targets[3] == DayTarget(Date(2025, 12, 25), 0, "Erster Weihnachtstag", "Vacation")


@pytest.mark.parametrize(
    ("entries", "left", "absence"),
    [
        ([days_off(WEDNESDAY, 1)], 4, "Vacation, half a day"),
        ([days_off(WEDNESDAY, 2)], 0, "Vacation"),
        ([days_off(WEDNESDAY, 1)] * 2, 0, "Vacation"),
        (
            [days_off(WEDNESDAY, 1), days_off(WEDNESDAY, 1, SICK)],
            0, "Vacation, half a day; Sick leave, half a day",
        ),
        ([days_off(WEDNESDAY, 2), days_off(WEDNESDAY, 1, SICK)], 0, "Vacation; Sick leave, half a day"),
        ([hours_off(WEDNESDAY, 3 * HOUR)], 5, "Sick leave"),
        ([hours_off(WEDNESDAY, 3 * HOUR), days_off(WEDNESDAY, 1)], 1, "Sick leave; Vacation, half a day"),
        ([hours_off(WEDNESDAY, 20 * HOUR)], 0, "Sick leave"),
        ([hours_off(WEDNESDAY, 3 * HOUR, WORK)], 8, None),
        ([hours_off(Date(2026, 3, 12), 3 * HOUR)], 8, None),
    ],
)  # fmt: skip
def test_absences_take_off_what_they_are(entries: list[Entry], left: float, absence: str | None):
    target = week(Date(2026, 3, 9), *entries)[2]

    assert (target.seconds, target.absence) == (left * HOUR, absence)


def test_half_a_day_is_half_of_what_that_weekday_asks_for():
    short = Schedule(ZONE, hours=((Weekday.FRIDAY, 5 * HOUR),))
    friday = Date(2026, 3, 13)

    found = targets_of(short, [friday], {}, [days_off(friday, 1)])

    assert found == (DayTarget(friday, 5 * HOUR // 2, None, "Vacation, half a day"),)


def test_an_absence_on_a_free_weekday_is_named():
    assert week(Date(2026, 3, 9), days_off(Date(2026, 3, 14), 2))[5] == DayTarget(
        Date(2026, 3, 14), 0, None, "Vacation"
    )


def test_without_targets_only_the_names_are_left():
    day = Date(2025, 12, 25)

    found = targets_of(Schedule(ZONE), [day], CHRISTMAS, [days_off(day, 2)])

    assert found == (DayTarget(day, None, "Erster Weihnachtstag", "Vacation"),)


def test_a_timed_absence_counts_on_each_day_with_its_part():
    night = away(ZonedDateTime(2026, 3, 10, 21, tz=ZONE), ZonedDateTime(2026, 3, 11, 2, tz=ZONE))

    assert hours(week(Date(2026, 3, 9), night)) == [8, 5, 6, 8, 8, 0, 0]


def test_the_midnight_at_which_an_absence_ends_is_not_its_own():
    evening = away(ZonedDateTime(2026, 3, 10, 16, tz=ZONE), ZonedDateTime(2026, 3, 11, 0, tz=ZONE))

    targets = week(Date(2026, 3, 9), evening)

    assert hours(targets)[1:3] == [0, 8]
    assert [target.absence for target in targets][1:3] == ["Sick leave", None]


@pytest.mark.parametrize(
    ("zone", "day", "off"),
    [
        pytest.param("Europe/Berlin", Date(2026, 3, 29), 3.0, id="an hour is skipped"),
        pytest.param("Europe/Berlin", Date(2026, 10, 25), 5.0, id="an hour comes twice"),
        pytest.param("America/New_York", Date(2026, 3, 8), 3.0, id="New York, spring"),
        pytest.param("America/New_York", Date(2026, 11, 1), 5.0, id="New York, autumn"),
        pytest.param("Australia/Lord_Howe", Date(2026, 10, 4), 3.5, id="half an hour is skipped"),
        pytest.param("Australia/Lord_Howe", Date(2026, 4, 5), 4.5, id="half an hour comes twice"),
    ],
)
def test_a_timed_absence_over_a_change_of_the_clocks_counts_what_went_by(zone: str, day: Date, off: float):
    schedule = Schedule(zone, hours=((Weekday.SUNDAY, 8 * HOUR),))
    start = ZonedDateTime(day.year, day.month, day.day, 0, tz=zone)
    entry = away(start, ZonedDateTime(day.year, day.month, day.day, 4, tz=zone))

    (target,) = targets_of(schedule, [day], {}, [entry])

    assert target.seconds == 8 * HOUR - off * HOUR


def test_a_leap_day_is_a_day_like_any_other():
    assert hours(week(Date(2024, 2, 26), days_off(Date(2024, 2, 29), 1))) == [8, 8, 8, 4, 8, 0, 0]


def test_the_week_over_the_end_of_a_year_with_53_weeks():
    new_year = {Date(2027, 1, 1): "Neujahr"}

    assert hours(week(Date(2026, 12, 28), holidays=new_year)) == [8, 8, 8, 8, 0, 0, 0]
