from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.findings.made import SICK, VACATION, Made, booked, hours

from punchcard.core.entries import Entry
from punchcard.core.findings import Rule, Severity
from punchcard.core.time_types import TimeType

TUESDAY = "2026-03-10"


def told(pieces: str, rules: str = "DE") -> list[str]:
    made = Made("2026-03-09", [f"{TUESDAY} {piece}" for piece in pieces.split()], rules=rules)
    return [f.message for f in made.findings if not f.source]


@pytest.mark.parametrize(
    ("rules", "pieces", "gap"),
    [
        ("DE", "08:00-10:00 10:05-12:00", None),
        ("DE", "08:00-10:00 10:06-12:00", "6 min, 10:00 – 10:06; too short to count as a break"),
        ("DE", "08:00-10:00 10:14-12:00", "14 min, 10:00 – 10:14; too short to count as a break"),
        ("DE", "08:00-10:00 10:15-12:00", None),
        ("AT", "08:00-10:00 10:10-12:00", None),
        ("none", "08:00-10:00 10:10-12:00", None),
        ("DE", "08:00-10:00 11:30-12:00", None),
        ("DE", "08:00-10:00 11:31-12:00", "1 h 31 min, 10:00 – 11:31"),
        ("DE", "06:00-08:00 16:00-18:00", "8 h, 08:00 – 16:00"),
        # Entries inside another one leave no gap behind.
        ("DE", "08:00-14:00 09:00-10:00 14:00-14:30", None),
    ],
)
def test_gaps(rules: str, pieces: str, gap: str | None) -> None:
    noted = [line for line in told(pieces, rules) if "booked twice" not in line]
    assert noted == ([f"Nothing is booked for {gap}."] if gap else [])


def test_a_rest_is_no_gap() -> None:
    nights = ["2026-03-09 22:00-06:00 02:00-02:30", "2026-03-10 22:00-06:00 02:00-02:30"]
    assert [f.rule for f in Made("2026-03-09", nights).findings] == ["over_midnight"] * 2
    day_after = [*nights[:1], "2026-03-10 14:00-18:00"]
    assert Made("2026-03-09", day_after).short == [
        "2026-03-09 note over_midnight",
        "2026-03-10 serious short_rest",
    ]


def test_an_absence_with_clock_times_leaves_no_gap() -> None:
    doctor = booked(f"{TUESDAY} 10:00-14:00", time_type=SICK)
    made = Made("2026-03-09", [f"{TUESDAY} 08:00-10:00", doctor, f"{TUESDAY} 14:00-16:00"])
    assert made.told == []


def test_overlaps_name_each_entry_once() -> None:
    assert told("08:00-12:00 09:00-10:00 09:30-11:00 11:59-13:00 13:00-14:00") == [
        "1 h booked twice: 08:00 – 12:00 and 09:00 – 10:00.",
        "1 h 30 min booked twice: 08:00 – 12:00 and 09:30 – 11:00.",
        "1 min booked twice: 08:00 – 12:00 and 11:59 – 13:00.",
    ]
    assert told("08:00-12:00 12:00-13:00") == []


def test_time_booked_twice_is_worked_once() -> None:
    twice = Made("2026-03-09", [f"{TUESDAY} 08:00-13:00", f"{TUESDAY} 08:00-13:01"])
    assert twice.short == ["2026-03-10 serious overlap"]  # 5:01 of work, not 10:01


@pytest.mark.parametrize(
    ("absences", "is_said"),
    [([hours(TUESDAY, 8, VACATION, 2)], True), ([hours(TUESDAY, 4, VACATION, 1)], False),
     ([hours(TUESDAY, 4, VACATION, 1), hours(TUESDAY, 4, SICK, 1)], True)],
)  # fmt: skip
def test_work_on_a_whole_day_of_absence(absences: list[Entry], is_said: bool) -> None:
    entries = [*absences, f"{TUESDAY} 08:00-10:00"]
    assert Made("2026-03-09", entries).short == (["2026-03-10 warning overlap"] if is_said else [])


def test_over_midnight_is_said_on_the_first_day_only() -> None:
    made = Made("2026-03-09", ["2026-03-08 22:00-04:00", "2026-03-15 22:00-04:00", "2026-03-12 20:00-24:00"])
    assert made.short == ["2026-03-15 note over_midnight"]


@pytest.mark.parametrize(
    ("until", "days"),
    [("48:00", "24:00 of it count on the next day."), ("55:00", "31:00 of it count on the next days.")],
)
def test_what_is_longer_than_a_day_counts_on_the_days_after_it(until: str, days: str) -> None:
    off = booked(f"2026-03-10 18:00-{until}", time_type=VACATION)
    [said] = [each.message for each in Made("2026-03-09", [off]).findings if each.rule is Rule.OVER_MIDNIGHT]
    assert days in said


def test_what_ends_at_midnight_does_not_fill_the_day_after() -> None:
    made = Made("2026-03-09", ["2026-03-09 20:00-24:00"], (4, 8, 0, 0, 0, 0, 0))
    assert made.short == ["2026-03-10 warning missing_day"]
    into = Made("2026-03-09", ["2026-03-09 20:00-00:30"], (4, 8, 0, 0, 0, 0, 0))
    assert into.short == ["2026-03-09 note over_midnight", "2026-03-10 note below_target"]


def test_a_night_of_two_entries_is_one_shift() -> None:
    made = Made("2026-03-09", ["2026-03-10 20:00-24:00", "2026-03-11 00:00-06:01"])
    assert made.short == ["2026-03-10 serious missing_break", "2026-03-10 serious long_day"]


def test_the_shift_of_the_evening_before_the_week_is_not_told_again() -> None:
    made = Made("2026-03-09", ["2026-03-08 18:00-07:00", "2026-03-09 14:00-16:00"])
    assert made.told == ["2026-03-09 7:00 of rest, 07:00 – 14:00; at least 11 h are due. (ArbZG §5)"]


@pytest.mark.parametrize(
    ("begin", "short"),
    [
        # A night with a long break, or an evening and a rest that was far too short.
        ("02:59", ["2026-03-10 serious long_day", "2026-03-10 note gap"]),
        ("03:00", ["2026-03-11 serious short_rest"]),
    ],
)
def test_four_hours_over_midnight_part_two_shifts(begin: str, short: list[str]) -> None:
    made = Made("2026-03-09", ["2026-03-10 17:30-23:00", f"2026-03-11 {begin}-07:31"])
    assert sorted(made.short) == sorted(short)


def test_days_are_those_of_the_week_and_not_of_the_entries() -> None:
    entry = booked("2026-03-10 20:00-23:00", zone="America/New_York")  # 01:00 to 04:00 in Berlin
    made = Made("2026-03-09", [entry, hours("2026-03-11", 8)], (0, 8, 8, 0, 0, 0, 0), now="2026-03-11 01:30")
    assert made.short == [
        "2026-03-10 warning missing_day",
        "2026-03-11 note above_target",
        "2026-03-11 serious long_day",
        "2026-03-11 warning future",
    ]


def test_a_split_day_is_one_shift_and_its_afternoon_off_no_rest() -> None:
    made = Made("2026-03-09", [f"{TUESDAY} 07:00-11:00", f"{TUESDAY} 18:00-22:00", "2026-03-11 08:00-12:00"])
    assert made.told == [
        "2026-03-10 Nothing is booked for 7 h, 11:00 – 18:00.",
        "2026-03-11 10:00 of rest, Tue 22:00 – Wed 08:00; at least 11 h are due. (ArbZG §5)",
    ]


@pytest.mark.parametrize("rules", ["DE", "none"])
def test_more_than_a_day_on_one_day(rules: str) -> None:
    entries = [hours("2026-03-10", 20), hours("2026-03-10", 4.5)]
    found = [f for f in Made("2026-03-09", entries, rules=rules).findings if f.rule is Rule.OVERLAP]
    assert [(f.severity, f.message) for f in found] == [
        (Severity.SERIOUS, "24:30 booked on one day, which has 24 h.")
    ]
    assert not Made("2026-03-09", [hours("2026-03-10", 24)], rules="none").findings


@pytest.mark.parametrize(
    ("away", "named"),
    [
        ([(VACATION, 2), (VACATION, 2)], "Vacation twice"),
        ([(SICK, 2), (VACATION, 2)], "Sick leave and Vacation"),
        ([(VACATION, 1), (SICK, 1), (VACATION, 1)], "Vacation twice and Sick leave"),
        ([(VACATION, 1), (SICK, 1)], None),
        ([(VACATION, 2)], None),
    ],
)
def test_absences_that_are_more_than_the_day(away: list[tuple[TimeType, int]], named: str | None) -> None:
    entries = [replace(hours("2026-03-10", 4.0 * n, kind, n), id=f"{k}") for k, (kind, n) in enumerate(away)]
    found = [f for f in Made("2026-03-09", entries).findings if f.rule is Rule.OVERLAP]
    expected = [(Severity.WARNING, f"{named}: together more than the day.")] if named else []
    assert [(f.severity, f.message) for f in found] == expected
