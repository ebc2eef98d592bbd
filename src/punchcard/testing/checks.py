"""Checks whose failures read as sentences, whatever runs the suite."""

from __future__ import annotations

from typing import TypeVar

from punchcard.backends.abilities import Ability, No, unavailable
from punchcard.backends.contract import Backend
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled
from punchcard.core.clock import ClockState, Idle, OnBreak
from punchcard.core.entries import Entry

ResultT = TypeVar("ResultT")


def expect(condition: bool, problem: str) -> None:
    """Fail with `problem` unless `condition` holds."""
    if not condition:
        raise AssertionError(problem)


def same(actual: object, wanted: object, what: str) -> None:
    """Fail unless `actual` is equal to `wanted`."""
    expect(actual == wanted, f"{what}:\n  is     {actual!r}\n  not    {wanted!r}")


def offers(backend: Backend, ability: Ability) -> bool:
    """Whether it can; a No has to say why."""
    answer = backend.abilities[ability]
    expect(not isinstance(answer, No) or bool(answer.reason.strip()), f"{ability} gives no reason")
    return unavailable(backend.abilities, ability) is None


def confirmed(outcome: Outcome[ResultT], what: str) -> ResultT:
    """Return the result of a write that has to succeed."""
    if not isinstance(outcome, Confirmed):
        raise AssertionError(f"{what} was not confirmed: {outcome!r}")
    return outcome.result


def said_no(outcome: Outcome[object], what: str) -> None:
    """Fail unless a write was refused with a sentence."""
    expect(isinstance(outcome, Refused), f"{what} was not refused: {outcome!r}")
    if isinstance(outcome, Refused):
        expect(outcome.reason.strip().endswith((".", "!", "?")), f"{outcome.reason!r} is no sentence")


def happened(settled: Settled[object], what: str) -> None:
    """Fail unless reading back finds a write that has happened."""
    expect(isinstance(settled, Confirmed), f"{what} has happened, and reading back says {settled!r}")


def not_happened(settled: Settled[object], what: str) -> None:
    """Fail unless reading back is sure of a write that has not happened."""
    expect(isinstance(settled, Absent), f"{what} has not happened, and reading back says {settled!r}")


def as_booked(entry: Entry) -> tuple[object, ...]:
    """What of an entry has to be kept; its id and its source may become the vendor's own."""
    kind = entry.time_type.id if entry.time_type else None
    breaks = [(pause.start, pause.end) for pause in entry.breaks]
    return entry.person, entry.day, entry.start, entry.end, breaks, kind, branch(entry), entry.note


def branch(entry: Entry) -> tuple[tuple[str, str], ...]:
    """What an entry is booked on, without the names."""
    return tuple((reference.dimension, reference.id) for reference in entry.assignment.references)


def as_seen(state: ClockState) -> tuple[object, ...]:
    """What of a running clock has to be kept; its id may become another."""
    if isinstance(state, Idle):
        return ()
    kind = state.time_type.id if state.time_type else None
    pause = state.break_since if isinstance(state, OnBreak) else None
    breaks = [(done.start, done.end) for done in state.breaks]
    return state.since, kind, state.assignment.references, state.note, breaks, pause
