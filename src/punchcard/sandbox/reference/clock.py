"""The clocks of the reference vendor."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from whenever import Date

from punchcard.core.clock import IDLE, ClockState, OnBreak, Running, Working
from punchcard.core.clock_rules import apply, entry_after
from punchcard.core.entries import Entry
from punchcard.core.punches import Adjust, AnyPunch, Restore, Start, Stop, Update
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.core.zoned_time import entry_in_zone, state_in_zone
from punchcard.core.zones import in_zone
from punchcard.sandbox.reference.answers import against_a_rule, problem_of
from punchcard.sandbox.reference.rules import check_open, kept_note, known_assignment, known_type
from punchcard.sandbox.reference.state import ZONE, ReferenceState


class Punched(NamedTuple):
    """What a punch led to."""

    state: ClockState
    saved: tuple[Entry, ...] = ()
    removed: tuple[str, ...] = ()


def punch(state: ReferenceState, person: str, sent: AnyPunch, origin: str) -> Punched:
    """Do one punch.

    Args:
        state: What there is.
        person: Whose clock it is.
        sent: The punch; its id is of no interest.
        origin: What a clock that is started says of where that was.

    Raises:
        Problem: It does not fit.
    """
    asked = _named(state, person, sent)
    before: ClockState = state.running.get(person, IDLE)
    try:
        after = apply(before, asked)
    except Refusal as refusal:
        raise problem_of(refusal) from refusal
    check_open(state, person, _days(before, asked))
    if isinstance(asked, Stop):
        entry = entry_in_zone(entry_after(before, asked, person), ZONE)
        state.entries[entry.id] = entry
        del state.running[person]
        return Punched(IDLE, saved=(entry,))
    if not isinstance(after, Running):
        state.running.pop(person, None)
        return Punched(IDLE)
    removed = ()
    if isinstance(asked, Restore) and after.entry_id in state.entries:
        del state.entries[after.entry_id]
        removed = (after.entry_id,)
    state.running[person] = replace(after, origin=origin) if isinstance(asked, Start) else after
    return Punched(state.running[person], removed=removed)


def _named(state: ReferenceState, person: str, sent: AnyPunch) -> AnyPunch:
    """The punch in the vendor's zone, with ids and names of its own."""
    at = in_zone(sent.at.to_instant(), ZONE)
    match sent:
        case Start():
            is_idle = person not in state.running
            return replace(
                sent, id=state.new_id("E") if is_idle else "", at=at,
                assignment=known_assignment(state, sent.assignment), time_type=known_type(sent.time_type),
                note=kept_note(sent.note),
            )  # fmt: skip
        case Update():
            return replace(
                sent, at=at, time_type=known_type(sent.time_type),
                assignment=None if sent.assignment is None else known_assignment(state, sent.assignment),
                note=None if sent.note is None else kept_note(sent.note),
            )  # fmt: skip
        case Adjust():
            return replace(sent, at=at, since=in_zone(sent.since.to_instant(), ZONE))
        case Restore():
            return replace(sent, at=at, state=_restored(state, person, sent.state))
        case _:
            return type(sent)(sent.id, at)


def _restored(state: ReferenceState, person: str, wanted: Working | OnBreak) -> Working | OnBreak:
    """The state that a clock goes back to; its id is the one of the entry, or of the clock, that it was."""
    there = state_in_zone(wanted, ZONE)
    if not isinstance(there, Running):
        raise AssertionError("a running clock is a running clock in every zone")
    last = there.since
    for pause in there.breaks:
        if pause.start < last or pause.end <= pause.start:
            raise against_a_rule("The breaks of a clock lie after its start, one after another.", "breaks")
        last = pause.end
    if isinstance(there, OnBreak) and there.break_since < last:
        raise against_a_rule("The open break begins after everything else.", "break_since")
    known = state.entries.get(there.entry_id)
    running = state.running.get(person)
    is_known = (known is not None and known.person == person) or (
        running is not None and running.entry_id == there.entry_id
    )
    return replace(
        there, entry_id=there.entry_id if is_known else state.new_id("E"), note=kept_note(there.note),
        origin=one_line(there.origin, 60),
        assignment=known_assignment(state, there.assignment), time_type=known_type(there.time_type),
    )  # fmt: skip


def _days(before: ClockState, asked: AnyPunch) -> tuple[Date, ...]:
    """The days that a punch takes time from or gives time to."""
    match asked:
        case Start():
            return (asked.at.date(),)
        case Adjust():
            return (asked.since.date(),)
        case Restore():
            return (asked.state.since.date(),)
        case Stop() if isinstance(before, Running):
            return (before.since.date(),)
        case _:
            return ()
