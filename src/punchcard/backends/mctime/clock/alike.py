"""Whether what is there is what was asked for: how a punch whose answer was lost is found again."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.assignments import Assignment
from punchcard.core.clock import ClockState, Idle, OnBreak, Running
from punchcard.core.entries import Entry
from punchcard.core.same_clock import is_near


def same_booking(found: Entry | Running, wanted: Entry | Running) -> bool:
    """Whether organization, type and comment are as they should be; what was left open may be any."""
    mine, theirs = (each.time_type and each.time_type.id for each in (found, wanted))
    return (
        (not wanted.assignment or same_assignment(found.assignment, wanted.assignment))
        and found.note == wanted.note
        and theirs in (None, mine)
    )


def same_assignment(found: Assignment, wanted: Assignment) -> bool:
    """Whether time is booked on the same organization, whatever it is called."""
    return [each.id for each in found.references] == [each.id for each in wanted.references]


def is_same(found: ClockState, wanted: ClockState) -> bool:
    """Whether a clock has run, and paused, as it should have, on what it should be booked on.

    The service may round moments to minutes.
    """
    if isinstance(found, Idle) or isinstance(wanted, Idle):
        return found == wanted
    mine, theirs = edges(found), edges(wanted)
    return (
        is_near(found.since, wanted.since)
        and len(mine) == len(theirs)
        and all(is_near(one, other) for one, other in zip(mine, theirs, strict=True))
        and same_booking(found, wanted)
    )


def is_that_clock(found: ClockState, known: ClockState) -> bool:
    """Whether a clock that runs is the one that is meant, however it went on."""
    if isinstance(found, Idle) or isinstance(known, Idle):
        return False
    return found.entry_id == known.entry_id or is_near(found.since, known.since)


def edges(clock: Running) -> list[ZonedDateTime]:
    """Return the moments at which a clock went from work into a break, and back."""
    moments = [moment for pause in clock.breaks for moment in (pause.start, pause.end)]
    return [*moments, clock.break_since] if isinstance(clock, OnBreak) else moments
