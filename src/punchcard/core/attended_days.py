"""A week in which one day stands as a service keeps its work times, not as its entries have it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from punchcard.core.clock import Idle
from punchcard.core.days import WeekSheet
from punchcard.core.entries import Entry, Source
from punchcard.core.findings import FindingsInput
from punchcard.core.work_times import WorkTimeDay


def as_attended(
    given: FindingsInput, told: WorkTimeDay, person: str, make_id: Callable[[], str]
) -> FindingsInput:
    """Return the same week, with the stretches of work times in the place of the entries of their day.

    A stretch that goes on is left out where the running clock is known here, which stands for it.

    Args:
        given: The week of the day, with the entries around it.
        told: The day's work times.
        person: Whose they are.
        make_id: Makes ids for what stands in the place of the entries.
    """
    clock_is_known = not isinstance(given.state, Idle)
    stretches = told.stretches[:-1] if told.goes_on and clock_is_known else told.stretches
    attended = (
        Entry(make_id(), person, told.day, each.start, each.end, source=Source.UNKNOWN) for each in stretches
    )
    kept = (entry for entry in given.entries if not _is_work_of(entry, told))
    entries = tuple(sorted([*kept, *attended], key=lambda entry: (entry.day, str(entry.start or ""))))
    week = WeekSheet(tuple(replace(sheet, entries=entries) for sheet in given.week.days))
    return replace(given, week=week, entries=entries)


def _is_work_of(entry: Entry, told: WorkTimeDay) -> bool:
    return entry.day == told.day and entry.interval is not None and not entry.is_absence
