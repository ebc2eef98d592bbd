"""Today is unfinished, and a running clock counts up to now."""

from __future__ import annotations

import pytest
from tests.core.findings.made import H, Made, on_break, working

from punchcard.core.clock import ClockState

FIVE_EIGHTS = (8, 8, 8, 8, 8, 0, 0)
MONDAY = ["2026-03-09 08:00-16:30 12:00-12:30"]


def today(state: ClockState, now: str, *entries: str, rules: str = "DE") -> Made:
    """The week of Tuesday 10 March 2026, on which it is `now`."""
    return Made("2026-03-09", [*MONDAY, *entries], now=f"2026-03-10 {now}", state=state, rules=rules)


@pytest.mark.parametrize(
    ("now", "short"),
    [
        ("08:01", []),
        ("14:00", []),  # six hours in one go are allowed
        ("14:01", ["2026-03-10 serious late_break"]),
        ("18:01", ["2026-03-10 serious late_break", "2026-03-10 serious long_day"]),
    ],
)
def test_work_without_a_break_goes_on(now: str, short: list[str]) -> None:
    assert today(working("2026-03-10 08:00"), now).short == short


def test_a_break_that_can_still_be_taken_is_not_missing() -> None:
    state = working("2026-03-10 08:00", "12:00-12:30")
    assert today(state, "17:45").short == []  # 9:15, 15 min are due and can be taken
    stopped = "2026-03-10 08:00-17:45 12:00-12:30"
    made = Made("2026-03-09", [*MONDAY, stopped], FIVE_EIGHTS, now="2026-03-10 17:45")
    assert made.short == ["2026-03-10 serious missing_break"]
    assert today(working("2026-03-10 08:00"), "14:30", rules="FR").short == []
    assert today(on_break("2026-03-10 08:00", "2026-03-10 14:00"), "14:05").short == []


def test_what_was_missed_yesterday_is_said_while_the_clock_runs_today() -> None:
    made = Made(
        "2026-03-09", ["2026-03-09 08:00-14:01"], now="2026-03-10 09:00", state=working("2026-03-10 08:00")
    )
    assert made.short == ["2026-03-09 serious missing_break"]
    ahead = today(working("2026-03-10 08:00"), "09:00", "2026-03-11 08:00-14:01")
    assert ahead.short == ["2026-03-11 serious missing_break", "2026-03-11 warning future"]


def test_a_break_that_came_too_late_stays_late() -> None:
    late = today(on_break("2026-03-10 07:00", "2026-03-10 13:30"), "14:00").findings
    assert [f.message for f in late] == [
        "6:30 worked in one go, 07:00 – 13:30, without a break; at most 6 h are allowed."
    ]


def test_today_is_never_below_and_the_days_ahead_are_not_missing() -> None:
    assert Made("2026-03-09", MONDAY, FIVE_EIGHTS, now="2026-03-10 23:59").short == []
    state = working("2026-03-10 08:00")
    assert Made("2026-03-09", MONDAY, FIVE_EIGHTS, now="2026-03-10 08:30", state=state).short == []
    assert Made("2026-03-09", MONDAY, FIVE_EIGHTS, now="2026-03-11 00:00").short == [
        "2026-03-10 warning missing_day"
    ]


def test_today_may_be_above_already() -> None:
    made = Made(
        "2026-03-09", [], (0, 4, 0, 0, 0, 0, 0), now="2026-03-10 14:01", state=working("2026-03-10 08:00"),
        rules="none",
    )  # fmt: skip
    assert made.told == ["2026-03-10 6:01 worked, 2:01 above the target of 4:00."]


def test_the_clock_of_a_night_is_unclosed_on_the_day_it_began_after_twelve_hours() -> None:
    state = working("2026-03-09 22:00", "02:00-02:30")
    assert Made("2026-03-09", now="2026-03-10 05:00", state=state).told == []
    made = Made("2026-03-09", now="2026-03-10 10:01", state=state)
    assert made.told == ["2026-03-09 The clock runs since Mon 22:00, for 12:01 now, and was never stopped."]


def test_a_clock_that_runs_on_the_same_day_is_unclosed_after_twelve_hours() -> None:
    assert today(working("2026-03-10 06:00", "11:00-12:00"), "18:00", rules="AT").short == []
    late = today(working("2026-03-10 06:00", "11:00-12:00"), "18:01", rules="AT")
    assert late.short == ["2026-03-10 serious unclosed"]


@pytest.mark.parametrize(
    "state", [working("2026-03-10 08:00"), on_break("2026-03-10 08:00", "2026-03-10 12:00")]
)
def test_what_a_forgotten_clock_counts_is_not_believed(state: ClockState) -> None:
    made = Made(
        "2026-03-09", [*MONDAY, "2026-03-12 08:00-14:01"], FIVE_EIGHTS, now="2026-03-12 15:00", state=state
    )
    assert made.told == [
        "2026-03-10 The clock runs since Tue 08:00, for 55:00 now, and was never stopped.",
        "2026-03-12 6 h 1 min booked twice: the clock running since Tue 08:00 and 08:00 – 14:01.",
        "2026-03-12 6:01 worked without a break; over 6 h at least 30 min are due. (ArbZG §4)",
    ]


def test_a_clock_that_runs_over_an_entry() -> None:
    made = today(working("2026-03-10 08:00"), "11:00", "2026-03-10 09:00-10:00")
    assert made.told == ["2026-03-10 1 h booked twice: the clock running since Tue 08:00 and 09:00 – 10:00."]
    assert made.findings[0].entry_id == "2026-03-10 09:00-10:00"


def test_a_clock_on_break_over_midnight() -> None:
    state = on_break("2026-03-09 21:00", "2026-03-09 23:30")
    made = Made("2026-03-09", [], (0,) * 7, now="2026-03-10 00:30", state=state)
    assert [day.worked_seconds / H for day in made.given.week.days[:2]] == [2.5, 0]
    assert made.told == ["2026-03-09 2:30 worked on a day without a target."]


def test_targets_are_in_minutes_and_so_is_what_is_said_of_them() -> None:
    state = on_break("2026-03-09 21:00", "2026-03-09 23:30:12")
    made = Made("2026-03-09", [], (0,) * 7, now="2026-03-10 00:30", state=state)
    assert made.told == ["2026-03-09 2:30 worked on a day without a target."]


def test_a_clock_that_begins_later_than_now_says_nothing() -> None:
    assert today(working("2026-03-10 08:05"), "08:00").short == []


def test_breaks_of_entries_and_of_the_clock_make_one_shift() -> None:
    entries = ["2026-03-10 06:00-10:00", "2026-03-10 10:30-13:00"]
    assert today(working("2026-03-10 13:15"), "18:00", *entries).told == [
        "2026-03-10 11:15 worked; at most 10 h a day are allowed. (ArbZG §3)"
    ]
