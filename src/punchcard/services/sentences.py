"""What was done, in a sentence for the person who did it."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Idle, OnBreak, Running
from punchcard.core.durations import duration_in_words
from punchcard.core.entries import Entry, Unit
from punchcard.core.moments import clock_time, day_and_month, spoken, weekday_name
from punchcard.core.punches import Adjust, AnyPunch, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update
from punchcard.core.text import one_line
from punchcard.core.zoned_time import entry_in_zone


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
        case Stop() if isinstance(before, OnBreak) and before.since == before.break_since:
            # Where a break stops the clock, what was worked before it is booked already.
            return f"Clocked out: your work ended with the break, at {spoken(before.since, today)}."
        case Stop():
            worked = before.worked_seconds(punch.at) if isinstance(before, Running) else 0
            return f"Clocked out at {at}: {duration_in_words(worked)} worked{_on(before)}."
        case Cancel():
            since = f" of {spoken(before.since, today)}" if isinstance(before, Running) else ""
            return f"The clock{since} was thrown away; nothing was booked."
        case Update():
            return f"The running clock was changed{_values(before, after)}."
        case Adjust():
            return f"The start was moved to {spoken(punch.since, today)}."
        case Restore():
            return f"The clock is back as it was: {state_in_words(after, now)}{_note_again(before, after)}."


def state_in_words(state: ClockState, now: ZonedDateTime) -> str:
    """Return the state: "working since 08:02 · Northwind › Portal"."""
    if isinstance(state, Idle):
        return "not clocked in"
    today = now.date()
    if isinstance(state, OnBreak):
        return f"on a break since {spoken(state.break_since, today)}{_on(state)}"
    return f"working since {spoken(state.since, today)}{_on(state)}"


def entry_in_words(entry: Entry, now: ZonedDateTime) -> str:
    """Return an entry: "08:00 – 12:00, 4 h"; "2 h of Work, Tue 10 March" without clock times.

    The times are those of the wall clock that `now` is read from, wherever the entry was written.
    """
    from punchcard.core.overlaps import span_in_words

    entry = entry_in_zone(entry, now.tz_id or "UTC")
    if entry.interval is not None:
        return f"{span_in_words(entry.interval, now.date())}, {duration_in_words(entry.worked_seconds)}"
    return f"{_length(entry)}, {weekday_name(entry.day, short=True)} {day_and_month(entry.day, now.date())}"


def change_in_words(before: Entry, after: Entry, now: ZonedDateTime) -> str:
    """Return what became of an entry: "Changed to 08:00 – 13:00, 5 h: note “on site”."."""
    was, is_now = entry_in_words(before, now), entry_in_words(after, now)
    verb = "Changed" if was == is_now else "Changed to"
    values = new_values(before, after)
    if before.breaks != after.breaks and was == is_now:
        here = entry_in_zone(after, now.tz_id or "UTC")
        spans = [f"{clock_time(pause.start)} – {clock_time(pause.end)}" for pause in here.breaks]
        values.insert(0, f"break {', '.join(spans)}")
    return f"{verb} {is_now}{': ' if values else ''}{', '.join(values)}."


def new_values(before: Entry | Running, after: Entry | Running) -> list[str]:
    """Return what `after` is booked as otherwise than `before`, each in words: "type Travel", "no note"."""
    values: list[str] = []
    if after.time_type != before.time_type:
        values.append(f"type {one_line(after.time_type.name)}" if after.time_type else "no type")
    if after.assignment.references != before.assignment.references:
        values.append(f"booked on {after.assignment.label}" if after.assignment else "booked on nothing")
    if after.note != before.note:
        values.append(f"note “{one_line(after.note, 60)}”" if after.note else "no note")
    if after.assignment.billable != before.assignment.billable and after.assignment.billable is not None:
        values.append("billable" if after.assignment.billable else "not billable")
    return values


def _length(entry: Entry) -> str:
    kind = one_line(entry.time_type.name) if entry.time_type else ""
    if entry.unit is Unit.DAYS and entry.half_days == 2:
        return kind or "a whole day"
    length = "half a day" if entry.unit is Unit.DAYS else duration_in_words(entry.worked_seconds)
    return f"{length} of {kind}" if kind else length


def _values(before: ClockState, after: ClockState) -> str:
    if isinstance(before, Idle) or isinstance(after, Idle):
        return ""
    values = new_values(before, after)
    return f": {', '.join(values)}" if values else ""


def _note_again(before: ClockState, after: ClockState) -> str:
    """What only the note tells apart is not said by the state."""
    if isinstance(before, Idle) or isinstance(after, Idle) or before.note == after.note:
        return ""
    return f", note “{one_line(after.note, 60)}”" if after.note else ", no note"


def _on(state: ClockState) -> str:
    if isinstance(state, Idle):
        return ""
    parts = [state.time_type.name if state.time_type else "", state.assignment.label]
    return "".join(f" · {part}" for part in parts if part)
