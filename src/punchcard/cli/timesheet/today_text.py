"""A day as people read it in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whenever import Date, ZonedDateTime

from punchcard.cli.tables import table
from punchcard.cli.timesheet.today import Day
from punchcard.core.balance_words import balance_text, vacation_text
from punchcard.core.breaks_due import BreakDue
from punchcard.core.clock import Running
from punchcard.core.days import DaySheet
from punchcard.core.durations import MINUTE, duration_in_words, format_duration
from punchcard.core.entries import Break, Entry
from punchcard.core.entry_words import NOT_SAVED, NOT_SAVED_SIGN
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.text import one_line
from punchcard.core.work_times import work_times_in_words
from punchcard.services.sentences import state_in_words
from punchcard.store.outbox import OutboxState

NOTE_WIDTH = 60
"""How much of a note the table shows, in characters."""

SYNC_MARKS = {None: "✓", OutboxState.UNKNOWN: "?", OutboxState.NEEDS_YOU: "!"}
"""Confirmed, no answer yet, needs you; anything else is on its way: "↑"."""


def day_text(day: Day) -> str:
    """Return the day: its entries in a table, and the totals below."""
    state = state_in_words(day.state, day.now)
    title = day_in_words(day.sheet.day) + (f" · {state}" if day.outlook else "")
    rows = [_finished(item.entry, item.pending, day.sheet) for item in day.entries]
    if day.running:
        rows.append(_running(day.running, day.running_pending, day))
    entries = table(rows, right=frozenset({5})) or ["No entries."]
    lines = [title, "", *(f"  {line}" if rows else line for line in entries), "", *_totals(day)]
    return "\n".join(lines)


def sync_mark(pending: OutboxState | None) -> str:
    """The mark for how far a request has come: ✓ ↑ ? or !."""
    return SYNC_MARKS.get(pending, "↑")


def _finished(entry: Entry, pending: OutboxState | None, sheet: DaySheet) -> list[str]:
    """The whole entry, with what was worked of it on this day."""
    start, end = entry.start, entry.end
    times = _span(start, end, sheet.day) if start and end else ["", "", ""]
    worked = _on(sheet, entry.worked_pieces()) if entry.interval else entry.worked_seconds
    spent = "" if entry.is_invalid or entry.lump_sum is not None else format_duration(worked)
    breaks = _breaks(entry.breaks, sheet)
    mark = NOT_SAVED_SIGN if entry.is_invalid else sync_mark(pending)
    return [mark, entry.id[-6:], *times, spent, breaks, *_booking(entry)]


def _running(state: Running, pending: OutboxState | None, day: Day) -> list[str]:
    times = [_begins(state.since, day.sheet.day), "–", "…"]
    worked = format_duration(_on(day.sheet, state.worked_pieces(day.now)))
    breaks = _breaks(state.all_breaks(day.now), day.sheet)
    return [sync_mark(pending), state.entry_id[-6:], *times, worked, breaks, *_booking(state)]


def _on(sheet: DaySheet, pieces: Iterable[Interval]) -> int:
    """The seconds of `pieces` that lie on the day, so that the rows add up to what was worked on it."""
    return sum(piece.seconds for whole in pieces if (piece := whole.clipped(sheet.frame)))


def _booking(booked: Entry | Running) -> list[str]:
    kind = one_line(booked.time_type.name) if booked.time_type else ""
    if isinstance(booked, Entry) and booked.lump_sum is not None:
        kind = one_line(booked.lump_sum)
    if isinstance(booked, Entry) and booked.is_invalid:
        kind = f"{NOT_SAVED}: `punch repair`"
    return [kind, booked.assignment.label, one_line(booked.note, NOTE_WIDTH)]


def _breaks(all_breaks: Sequence[Break], sheet: DaySheet) -> str:
    breaks = [pause for pause in all_breaks if pause.interval.overlaps(sheet.frame)]
    if not breaks:
        return ""
    spans = ", ".join(f"{clock_time(pause.start)}–{clock_time(pause.end)}" for pause in breaks)
    return f"break {spans}" + (" (automatic)" if all(pause.automatic for pause in breaks) else "")


def _span(start: ZonedDateTime, end: ZonedDateTime, day: Date) -> list[str]:
    later = " (next day)" if end.date() > day else ""
    return [_begins(start, day), "–", clock_time(end) + later]


def _begins(start: ZonedDateTime, day: Date) -> str:
    if start.date() >= day:
        return clock_time(start)
    is_before = start.date() == day.subtract(days=1)
    return f"{clock_time(start)} ({'day before' if is_before else day_in_words(start.date(), short=True)})"


def _totals(day: Day) -> list[str]:
    sheet = day.sheet
    worked = format_duration(sheet.worked_seconds)
    if sheet.target_seconds:
        # Reckoned with the minutes that are shown, so that the sum is right to the eye.
        shown = sheet.worked_seconds // MINUTE * MINUTE
        difference = format_duration(shown - sheet.target_seconds, sign=True)
        worked += f" of {format_duration(sheet.target_seconds)} ({difference})"
    rows = [*_free(sheet), ["Worked", worked], ["Breaks", format_duration(sheet.break_seconds)]]
    rows += [["Work times", work_times_in_words(day.work_times)]] if day.work_times else []
    rows += _outlook(day)
    week = format_duration(day.week.worked_seconds)
    if day.week.target_seconds:
        week += f" of {format_duration(day.week.target_seconds)}"
    return table([*rows, ["Week", week], *_balance(day)])


def _free(sheet: DaySheet) -> list[list[str]]:
    """Why there is less to do than on other days."""
    holiday = [["Holiday", one_line(sheet.holiday)]] if sheet.holiday else []
    return holiday + ([["Absence", one_line(sheet.absence)]] if sheet.absence else [])


def _balance(day: Day) -> list[list[str]]:
    rows = [["Balance", balance_text(day.balance)], ["Vacation", vacation_text(day.balance)]]
    return [row for row in rows if row[1]]


def _outlook(day: Day) -> list[list[str]]:
    ahead, rows = day.outlook, list[list[str]]()
    if ahead is None:
        return rows
    if ahead.left_seconds is not None and ahead.left_seconds > 0:
        done = f", done at {_at(ahead.done_at, day.now)}" if ahead.done_at else ""
        rows.append(["Left", f"{format_duration(ahead.left_seconds + MINUTE - 1)}{done}"])
    if ahead.break_due:
        rows.append(["Break due", _break_due(ahead.break_due, day.now)])
    return rows


def _break_due(due: BreakDue, now: ZonedDateTime) -> str:
    length = f"{duration_in_words(due.missing_seconds)} " if due.missing_seconds else ""
    by = f"since {_at(due.by, now)}" if due.by <= now else f"by {_at(due.by, now)}"
    return f"{length}{by} ({due.source})"


def _at(moment: ZonedDateTime, now: ZonedDateTime) -> str:
    later = " tomorrow" if moment.date() > now.date() else ""
    return clock_time(moment) + later
