"""What the clock form will save, in words, and why it cannot; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from whenever import ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment, Dimension, levels_missing
from punchcard.core.durations import MINUTE, duration_in_words, seconds_between
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time, spoken
from punchcard.core.overlaps import overlapping, span_in_words
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType
from punchcard.services.clocking import FUTURE_SECONDS
from punchcard.tui.forms.base import shown


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form."""

    at: ZonedDateTime | None = None
    """The start; None for now, or where a running clock's start stays as it is."""
    assignment: Assignment = NOTHING
    time_type: TimeType | None = None
    """None for the backend's usual one."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the form is checked against."""

    before: Filled = field(default_factory=Filled)
    """The running clock; for a new one, what the form began with."""
    is_running: bool = False
    entries: Sequence[Entry] = ()
    """Entries that the clock must not run over."""
    latest: ZonedDateTime | None = None
    """The last possible start of a running clock: where its first break began."""
    booked_on: Sequence[Dimension] = ()
    """Levels that all time has to be booked on."""


def lacks(assignment: Assignment, around: Surroundings) -> str:
    """Return what an assignment lacks, as a sentence; empty where it is all there, or stays as it is."""
    missing = levels_missing(around.booked_on, assignment.references)
    if not missing or (around.is_running and assignment == around.before.assignment):
        return ""
    return f"Choose a {' and a '.join(one_line(level.name).lower() for level in missing)} to book it on."


def problem_with(filled: Filled, around: Surroundings, now: ZonedDateTime) -> str:
    """Return why it cannot be saved as it is, as a sentence; empty where it can."""
    return _problem_with_start(filled, around, now) or lacks(filled.assignment, around)


def _problem_with_start(filled: Filled, around: Surroundings, now: ZonedDateTime) -> str:
    if filled.at is None:
        return "" if around.is_running else _overlap(now, around, now)
    if ahead := in_future(filled.at, now):
        return ahead
    if around.latest and filled.at > around.latest:
        return (
            f"The start cannot move to {spoken(filled.at, now.date())}: "
            f"your first break began at {spoken(around.latest, now.date())}."
        )
    return _overlap(filled.at, around, now)


def will_save(filled: Filled, around: Surroundings, now: ZonedDateTime) -> str:
    """Return what saving will do, as a sentence."""
    return _will_change(filled, around.before, now) if around.is_running else _will_start(filled, now)


def is_change(filled: Filled, before: Filled) -> bool:
    """Whether saving would change anything of a running clock."""
    return bool(
        filled.at
        or filled.assignment.references != before.assignment.references
        or filled.time_type != before.time_type
        or filled.note != before.note
    )


def how_far(at: ZonedDateTime | None, now: ZonedDateTime) -> str:
    """Return how far away a moment is: "26 min ago", "in 40 s", "now"."""
    seconds = 0 if at is None else seconds_between(at, now)
    if seconds >= MINUTE:
        return f"{duration_in_words(seconds)} ago"
    return f"in {duration_in_words(-seconds)}" if seconds < 0 else "now"


def in_future(at: ZonedDateTime, now: ZonedDateTime) -> str:
    """Return why a punch cannot lie at `at`, where that is more than a minute ahead; otherwise nothing."""
    if seconds_between(now, at) <= FUTURE_SECONDS:
        return ""
    return f"{spoken(at, now.date())} is in the future; it is {clock_time(now)} now."


def _overlap(start: ZonedDateTime, around: Surroundings, now: ZonedDateTime) -> str:
    found = overlapping(around.entries, Interval(start, max(start, now)))
    if not found or found[0].interval is None:
        return ""
    span = span_in_words(found[0].interval, now.date())
    return f"From {spoken(start, now.date())} on, it would run over the time you already have, {span}."


def _will_start(filled: Filled, now: ZonedDateTime) -> str:
    far = how_far(filled.at, now)
    when = spoken(filled.at or now, now.date())
    sentence = f"Will clock you in now, at {when}" if far == "now" else f"Will clock you in at {when}, {far}"
    if filled.assignment:
        sentence += f", on {shown(filled.assignment.label, 70)}"
    if filled.time_type:
        sentence += f", as {shown(filled.time_type.name, 30)}"
    if filled.note:
        sentence += f", with the note “{shown(filled.note, 50)}”"
    return sentence + "."


def _will_change(filled: Filled, before: Filled, now: ZonedDateTime) -> str:
    if not is_change(filled, before):
        return "Nothing changes yet."
    parts: list[str] = []
    if filled.at and before.at:
        parts.append(_move(before.at, filled.at, now))
    if filled.assignment.references != before.assignment.references:
        parts.append(f"book it on {shown(filled.assignment.label, 70) or 'nothing in particular'}")
    if filled.time_type and filled.time_type != before.time_type:
        parts.append(f"count it as {shown(filled.time_type.name, 30)}")
    if filled.note != before.note:
        parts.append(f"keep the note “{shown(filled.note, 50)}”" if filled.note else "remove the note")
    return f"Will {'; '.join(parts)}."


def _move(before: ZonedDateTime, after: ZonedDateTime, now: ZonedDateTime) -> str:
    seconds = seconds_between(after, before)
    size = duration_in_words(abs(seconds))
    today = now.date()
    what = f"move the start from {spoken(before, today)} to {spoken(after, today)}"
    if before.date() != today or after.date() != today:
        return f"{what}, {size} {'earlier' if seconds > 0 else 'later'}"
    return f"{what} and make today {size} {'longer' if seconds > 0 else 'shorter'}"
