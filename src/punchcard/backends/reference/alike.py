"""Whether what is there is what was asked for: how a write whose answer was lost is found again.

Ids, sources and names are the service's own and say nothing. A value that was left to the service may be
anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from whenever import ZonedDateTime

from punchcard.backends.http.moments import near
from punchcard.core.assignments import Assignment
from punchcard.core.clock import ClockState, Idle, OnBreak, Running
from punchcard.core.entries import Break, Entry
from punchcard.core.time_types import TimeType


def same_clock(found: ClockState, wanted: ClockState) -> bool:
    """Whether a clock runs as it should."""
    if isinstance(found, Idle) or isinstance(wanted, Idle):
        return type(found) is type(wanted)
    return (
        type(found) is type(wanted)
        and near(found.since, wanted.since)
        and near(_break_since(found), _break_since(wanted))
        and _same_breaks(found.breaks, wanted.breaks)
        and same_booking(found, wanted)
    )


def same_entry(found: Entry, wanted: Entry) -> bool:
    """Whether an entry is as it should be."""
    return (
        found.person == wanted.person
        and (found.day == wanted.day or wanted.start is not None)
        and near(found.start, wanted.start)
        and near(found.end, wanted.end)
        and (found.duration_seconds, found.half_days) == (wanted.duration_seconds, wanted.half_days)
        and _same_breaks(found.breaks, wanted.breaks)
        and same_booking(found, wanted)
    )


def same_booking(found: Entry | Running, wanted: Entry | Running) -> bool:
    """Whether type, assignment and note are as they should be."""
    return (
        _same_type(found.time_type, wanted.time_type)
        and _same_assignment(found.assignment, wanted.assignment)
        and found.note == wanted.note
    )


def _same_type(found: TimeType | None, wanted: TimeType | None) -> bool:
    return wanted is None or (found is not None and found.id == wanted.id)


def _same_assignment(found: Assignment, wanted: Assignment) -> bool:
    return [(each.dimension, each.id) for each in found.references] == [
        (each.dimension, each.id) for each in wanted.references
    ] and wanted.billable in (None, found.billable)


def _same_breaks(found: Sequence[Break], wanted: Sequence[Break]) -> bool:
    return len(found) == len(wanted) and all(
        near(one.start, other.start) and near(one.end, other.end)
        for one, other in zip(found, wanted, strict=True)
    )


def _break_since(state: Running) -> ZonedDateTime | None:
    return state.break_since if isinstance(state, OnBreak) else None
