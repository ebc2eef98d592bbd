from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import berlin, entries, running_clocks, zones
from whenever import Date, Weekday, ZonedDateTime

from punchcard.core.clock import IDLE, ClockState, OnBreak, Running, Working
from punchcard.core.days import DaySheet, WeekSheet, week_of
from punchcard.core.entries import Break, Entry
from punchcard.core.intervals import Interval


def entry(start: ZonedDateTime, end: ZonedDateTime, *breaks: Break) -> Entry:
    return Entry("e", "ann", start.date(), start, end, breaks)


def days_around(start: ZonedDateTime, end: ZonedDateTime) -> list[Date]:
    days = [start.date().subtract(days=2)]
    while days[-1] < end.date().add(days=2):
        days.append(days[-1].add(days=1))
    return days


@given(entries(), zones)
def test_the_days_of_an_entry_add_up_to_it_in_any_zone(booked: Entry, zone: str) -> None:
    assert booked.start
    assert booked.end
    days = [DaySheet(day, zone, (booked,), IDLE, booked.end) for day in days_around(booked.start, booked.end)]
    # An absence is no work, and neither is what could not be saved.
    assert sum(day.worked_seconds for day in days) == (0 if booked.is_absence else booked.worked_seconds)
    assert sum(day.break_seconds for day in days) == (0 if booked.is_absence else booked.break_seconds)


@given(running_clocks(), st.integers(0, 100_000), zones)
def test_the_days_of_a_running_clock_add_up_to_it(state: Running, ahead: int, zone: str) -> None:
    assert isinstance(state, ClockState)
    now = state.last_moment().add(seconds=ahead)
    days = [DaySheet(day, zone, (), state, now) for day in days_around(state.since, now)]
    assert sum(day.worked_seconds for day in days) == state.worked_seconds(now)


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        ("Europe/Berlin", Date(2026, 3, 28), 7),
        ("Europe/Berlin", Date(2026, 10, 24), 9),
        ("America/New_York", Date(2026, 3, 7), 7),
        ("America/New_York", Date(2026, 10, 31), 9),
        ("Australia/Lord_Howe", Date(2026, 4, 4), 8.5),
        ("Australia/Lord_Howe", Date(2026, 10, 3), 7.5),
    ],
)
def test_a_night_shift_over_a_change_of_the_clocks_counts_what_really_passed(
    zone: str, evening: Date, hours: float
) -> None:
    start = ZonedDateTime(evening.year, evening.month, evening.day, 22, tz=zone)
    end = start.add(minutes=int(hours * 60))
    assert (end.date(), end.hour, end.minute) == (evening.add(days=1), 6, 0)
    assert entry(start, end).worked_seconds == hours * 3600
    assert Working("e", start).worked_seconds(end) == hours * 3600
    days = [DaySheet(day, zone, (entry(start, end),), IDLE, end) for day in (start.date(), end.date())]
    assert [day.worked_seconds for day in days] == [2 * 3600, hours * 3600 - 2 * 3600]


def test_an_entry_up_to_midnight_belongs_to_one_day_only() -> None:
    late = entry(berlin("10 20:00"), berlin("11 00:00"))
    tenth, eleventh = (
        DaySheet(Date(2026, 3, day), "Europe/Berlin", (late,), IDLE, berlin("11 09:00")) for day in (10, 11)
    )
    assert (tenth.worked_seconds, eleventh.worked_seconds) == (4 * 3600, 0)


def test_a_pause_is_a_gap_between_two_stretches_punched_or_not() -> None:
    morning = entry(berlin("11 08:00"), berlin("11 12:00"), Break(berlin("11 10:00"), berlin("11 10:15")))
    noon = entry(berlin("11 12:45"), berlin("11 16:00"))
    sheet = DaySheet(Date(2026, 3, 11), "Europe/Berlin", (noon, morning), IDLE, berlin("11 17:00"))
    assert [pause.seconds // 60 for pause in sheet.shift(11 * 3600).breaks] == [15, 45]
    assert sheet.break_seconds == 15 * 60


def test_a_day_in_day_units_counts_on_its_own_day() -> None:
    vacation = Entry("v", "ann", Date(2026, 3, 11), None, None, duration_seconds=8 * 3600)
    days = tuple(
        DaySheet(day, "Europe/Berlin", (vacation,), IDLE, berlin("11 09:00"), 8 * 3600)
        for day in week_of(Date(2026, 3, 11), Weekday.MONDAY)
    )
    assert [day.worked_seconds for day in days] == [0, 0, 8 * 3600, 0, 0, 0, 0]
    assert (days[2].difference_seconds, WeekSheet(days).worked_seconds) == (0, 8 * 3600)
    assert WeekSheet(days).target_seconds == 56 * 3600


@given(st.integers(0, 20_000), st.sampled_from(Weekday))
def test_a_week_is_seven_days_from_its_first_weekday(number: int, first: Weekday) -> None:
    day = Date(1990, 1, 1).add(days=number)
    week = week_of(day, first)
    assert day in week
    assert week[0].day_of_week() == first
    assert [week[0].add(days=n) for n in range(7)] == list(week)


def test_a_shift_goes_back_over_midnight_to_the_last_rest() -> None:
    day_before = entry(berlin("10 06:00"), berlin("10 11:30"))
    evening = entry(berlin("10 22:30"), berlin("10 23:30"))
    state = Working("w", berlin("10 23:45"))
    sheet = DaySheet(
        Date(2026, 3, 11), "Europe/Berlin", (day_before, evening), state, berlin("11 03:00"), 8 * 3600
    )
    assert sheet.shift(11 * 3600).pieces == (
        Interval(berlin("10 22:30"), berlin("10 23:30")),
        Interval(berlin("10 23:45"), berlin("11 03:00")),
    )
    assert sheet.shift(11 * 3600 + 1).pieces[0].start == berlin("10 06:00")
    assert sheet.worked_seconds == 3 * 3600


def test_after_a_rest_there_is_no_shift_yet() -> None:
    late = entry(berlin("10 14:00"), berlin("10 22:00"))
    for now, worked in (("11 08:59", 8 * 3600), ("11 09:00", 0)):
        sheet = DaySheet(Date(2026, 3, 11), "Europe/Berlin", (late,), IDLE, berlin(now))
        assert sheet.shift(11 * 3600).worked_seconds == worked


def test_where_breaks_part_entries_the_gaps_between_them_are_breaks() -> None:
    def at(hour: int, minute: int = 0) -> ZonedDateTime:
        return ZonedDateTime(2026, 3, 11, hour, minute, tz="Europe/Berlin")

    booked = entry(at(8), at(12)), entry(at(12, 30), at(14)), entry(at(14), at(15))
    plain = DaySheet(at(8).date(), "Europe/Berlin", booked, IDLE, at(16))
    parted = replace(plain, parts_breaks=True)
    assert (plain.break_seconds, parted.break_seconds) == (0, 30 * 60)
    assert parted.worked_seconds == plain.worked_seconds
    # A punch on its way keeps its break inside, and it counts once.
    on_its_way = Working("c", at(8), breaks=(Break(at(12), at(12, 30)),))
    running = replace(parted, entries=(), running=on_its_way)
    assert running.break_seconds == 30 * 60
    on_break = OnBreak("c", at(8), break_since=at(15, 30), breaks=(Break(at(12), at(12, 30)),))
    assert replace(running, running=on_break).break_seconds == 60 * 60
    assert replace(parted, entries=()).break_seconds == 0
