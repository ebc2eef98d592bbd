"""Future, unsynced and silenced."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.findings.made import VACATION, Made, booked, hours

from punchcard.core.entries import EntryStatus
from punchcard.core.findings import Rule

FIVE_EIGHTS = (8, 8, 8, 8, 8, 0, 0)


def test_work_in_the_future_is_odd_and_absence_is_not() -> None:
    made = Made(
        "2026-03-09",
        [
            "2026-03-10 08:00-12:00",
            "2026-03-10 13:00-15:00",
            hours("2026-03-11", 3),
            booked("2026-03-12 08:00-12:00", time_type=VACATION),
            hours("2026-03-13", 8, VACATION, 2),
            hours("2026-03-10", 1),
        ],
        now="2026-03-10 11:00",
    )
    assert made.told == [
        "2026-03-10 08:00 – 12:00 ends in the future.",
        "2026-03-10 13:00 – 15:00 lies in the future.",
        "2026-03-11 3:00 of work booked on a day that has not come yet.",
    ]
    assert {f.severity for f in made.findings} == {"warning"}
    assert made.findings[0].entry_id == "2026-03-10 08:00-12:00"


@pytest.mark.parametrize(
    ("state", "severity"),
    [("needs_you", "serious"), ("unknown", "warning"), ("queued", "warning"), ("held", "warning")],
)
def test_what_the_backend_has_not_confirmed(state: str, severity: str) -> None:
    timed, untimed = booked("2026-03-10 08:00-12:00"), hours("2026-03-11", 3)
    unsynced = {timed.id: state, untimed.id: state, "elsewhere": state}
    made = Made("2026-03-09", [timed, untimed], unsynced=unsynced)
    assert made.short == [f"2026-03-10 {severity} unsynced", f"2026-03-11 {severity} unsynced"]
    assert [f.entry_id for f in made.findings] == [timed.id, untimed.id]


def test_days_before_the_beginning_are_not_expected() -> None:
    empty = Made("2026-03-09", ["2026-03-09 08:00-09:00"], FIVE_EIGHTS, complete_from="2026-03-12")
    assert empty.short == ["2026-03-12 warning missing_day", "2026-03-13 warning missing_day"]


def test_silenced_findings_are_there_with_their_reason() -> None:
    entries = ["2026-03-10 08:00-18:31"]
    loud = Made("2026-03-09", entries).findings
    quiet = Made("2026-03-09", entries, silenced={"long_day": "Trade fair", "gap": "Never mind"}).findings
    assert [(f.rule, f.silenced) for f in loud] == [(Rule.MISSING_BREAK, None), (Rule.LONG_DAY, None)]
    assert [(f.rule, f.silenced) for f in quiet] == [
        (Rule.MISSING_BREAK, None),
        (Rule.LONG_DAY, "Trade fair"),
    ]


@pytest.mark.parametrize(
    ("worked", "rule"),
    [("06:00", None), ("05:59", "below_target"), ("10:00", None), ("10:01", "above_target")],
)
def test_two_hours_either_way_are_not_far(worked: str, rule: str | None) -> None:
    hour, minute = (int(part) for part in worked.split(":"))
    entry = hours("2026-03-10", hour + minute / 60)
    made = Made("2026-03-09", [entry], (0, 8, 0, 0, 0, 0, 0), rules="none")
    assert made.short == ([f"2026-03-10 note {rule}"] if rule else [])


def test_days_without_targets_have_none_to_miss() -> None:
    assert Made("2026-03-09").findings == ()
    assert Made("2026-03-09", targets=(0,) * 7).findings == ()


def test_an_entry_without_work_is_no_missing_day() -> None:
    zero = Made("2026-03-09", ["2026-03-10 08:00-08:00"], (0, 8, 0, 0, 0, 0, 0))
    assert zero.short == ["2026-03-10 note below_target"]


def test_a_clock_that_could_not_be_saved_is_found_and_counts_nowhere() -> None:
    refused = replace(booked("2026-03-10 08:02-12:10"), status=EntryStatus.INVALID)
    made = Made("2026-03-09", [refused, "2026-03-10 10:00-12:00"])
    assert made.told == [
        "2026-03-10 The clock of 08:02 – 12:10 could not be saved: it counts nowhere until it is removed and "
        "booked again."
    ]
    assert [(f.rule, f.severity, f.entry_id) for f in made.findings] == [
        (Rule.INVALID, "serious", refused.id)
    ]
