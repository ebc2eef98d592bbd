"""Whether what is there is what was asked for: how a write whose answer was lost is found again."""

from __future__ import annotations

from punchcard.backends.http.moments import near
from punchcard.core.assignments import Assignment
from punchcard.core.clock import Running
from punchcard.core.entries import Entry


def same_booking(found: Entry | Running, wanted: Entry | Running) -> bool:
    """Whether assignment and note are as they should be; whatever was left to the service may be anything."""
    return same_assignment(found.assignment, wanted.assignment) and found.note == wanted.note


def same_assignment(found: Assignment, wanted: Assignment) -> bool:
    """Whether the same is chosen on each level, whatever it is called."""
    ids = [{(each.dimension, each.id) for each in one.references} for one in (found, wanted)]
    return ids[0] == ids[1] and wanted.billable in (None, found.billable)


def same_entry(found: Entry, wanted: Entry) -> bool:
    """Whether an entry is as it should be."""
    return (
        found.person == wanted.person
        and near(found.start, wanted.start)
        and near(found.end, wanted.end)
        and same_booking(found, wanted)
    )
