"""What was done, in a sentence for the person who did it."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Idle, OnBreak, Running
from punchcard.core.durations import duration_in_words
from punchcard.core.entries import Entry
from punchcard.core.moments import spoken
from punchcard.core.punches import Adjust, AnyPunch, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update


def punched(before: ClockState, punch: AnyPunch, after: ClockState, now: ZonedDateTime) -> str:
    """Return what `punch` did to the clock."""
    today, at = now.date(), spoken(punch.at, now.date())
    match punch:
        case Start():
            return f"Clocked in at {at}{_on(after)}."
        case TakeBreak():
            return f"On a break since {at}."
        case Resume():
            length = (
                punch.at.timestamp() - before.break_since.timestamp() if isinstance(before, OnBreak) else 0
            )
            return f"Back at work at {at}, after a break of {duration_in_words(length)}."
        case Stop():
            worked = before.worked_seconds(punch.at) if isinstance(before, Running) else 0
            return f"Clocked out at {at}: {duration_in_words(worked)} worked{_on(before)}."
        case Cancel():
            since = f" of {spoken(before.since, today)}" if isinstance(before, Running) else ""
            return f"The clock{since} was thrown away; nothing was booked."
        case Update():
            return f"The running clock was changed{_on(after)}."
        case Adjust():
            return f"The start was moved to {spoken(punch.since, today)}."
        case Restore():
            return f"The clock is back as it was: {state_in_words(after, now)}."


def state_in_words(state: ClockState, now: ZonedDateTime) -> str:
    """Return the state: "working since 08:02 · Northwind › Portal"."""
    if isinstance(state, Idle):
        return "not clocked in"
    today = now.date()
    if isinstance(state, OnBreak):
        return f"on a break since {spoken(state.break_since, today)}{_on(state)}"
    return f"working since {spoken(state.since, today)}{_on(state)}"


def entry_in_words(entry: Entry, now: ZonedDateTime) -> str:
    """Return an entry: "08:00 – 12:00, 4 h"."""
    from punchcard.core.overlaps import span_in_words

    worked = duration_in_words(entry.worked_seconds)
    if entry.interval is None:
        return f"{worked} on {entry.day.format_iso()}"
    return f"{span_in_words(entry.interval, now.date())}, {worked}"


def _on(state: ClockState) -> str:
    if isinstance(state, Idle):
        return ""
    parts = [state.time_type.name if state.time_type else "", state.assignment.label]
    return "".join(f" · {part}" for part in parts if part)
