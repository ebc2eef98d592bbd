"""What an entry may be written down in, as the form offers it."""

from __future__ import annotations

from dataclasses import replace

from whenever import Date

from punchcard.core.entries import Entry, Unit
from punchcard.core.time_types import Category, TimeType
from punchcard.tui.forms.entry_draft import offered_units

WORK = TimeType("work", "Work", Category.PRODUCTIVE)
VACATION = TimeType("vacation", "Vacation", Category.VACATION)
A_DAY_OFF = Entry(
    "e", "ann", Date(2026, 3, 11), None, None, time_type=VACATION, duration_seconds=8 * 3600, half_days=2
)


def test_a_day_off_may_stay_one_in_any_unit() -> None:
    assert offered_units([Unit.TIMES], A_DAY_OFF) == [Unit.TIMES, Unit.HOURS, Unit.DAYS]


def test_where_all_needs_times_time_off_is_offered_in_them_alone() -> None:
    assert offered_units([Unit.TIMES], None, is_absence=True, needs_times=True) == [Unit.TIMES]
    assert offered_units([Unit.TIMES], A_DAY_OFF, needs_times=True) == [Unit.TIMES, Unit.DAYS]


def test_a_day_off_that_becomes_work_does_not_bring_its_unit() -> None:
    work = replace(A_DAY_OFF, time_type=WORK)
    assert offered_units([Unit.TIMES], work, was_absence=True) == [Unit.TIMES]


def test_work_keeps_the_unit_that_it_has() -> None:
    work = replace(A_DAY_OFF, time_type=WORK)
    assert offered_units([Unit.TIMES], work) == [Unit.TIMES, Unit.DAYS]
