"""Today's lines, worked out for a moment."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import ZonedDateTime

from punchcard.core.assignments import Assignment
from punchcard.core.clock import Idle, Working
from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry
from punchcard.core.entry_words import NOT_SAVED, NOT_SAVED_SIGN, without_times
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.services.fold import KnownEntry
from punchcard.services.overview import Overview
from punchcard.store.outbox import OutboxState
from punchcard.tui.clock.entry_list import Line

MARKS = {
    None: ("✓", "$success"),
    OutboxState.HELD: ("…", "$foreground-muted"),
    OutboxState.QUEUED: ("↑", "$primary"),
    OutboxState.SENDING: ("↑", "$primary"),
    OutboxState.UNKNOWN: ("?", "$warning"),
    OutboxState.NEEDS_YOU: ("!", "bold $error"),
}
"""Symbol and style for what is still on its way about a line; None when it has arrived."""


def mark_of(known: KnownEntry) -> tuple[str, str]:
    """Return the symbol and the style for how far an entry has come."""
    if known.entry.is_invalid and known.pending is None:
        return NOT_SAVED_SIGN, "bold $error"
    return MARKS[known.pending]


def lines_of(overview: Overview, now: ZonedDateTime) -> tuple[Line, ...]:
    """Return today's lines; the stretch in progress has no end."""
    found: list[tuple[int, Line]] = []
    day = overview.day(now).frame
    for known in overview.entries:
        entry = known.entry
        mark = mark_of(known)
        if entry.is_invalid and entry.interval:
            line = _line(entry.interval, entry.assignment, entry.note, mark, day, is_running=False)
            label = " · ".join(part for part in (NOT_SAVED, line.assignment) if part)
            found.append((entry.interval.start.timestamp(), line._replace(duration="–", assignment=label)))
        if entry.interval is None and entry.worked_seconds and entry.day == now.date():
            found.append((day.start.timestamp(), _without_times(entry, mark)))
        for piece in entry.worked_pieces():
            line = _line(piece, entry.assignment, entry.note, mark, day, is_running=False)
            found.append((piece.start.timestamp(), line))
    found += _running_lines(overview, now, day)
    return tuple(line for _, line in sorted(found, key=lambda item: item[0]))


def _without_times(entry: Entry, mark: tuple[str, str]) -> Line:
    worked = format_duration(entry.worked_seconds)
    times = without_times(entry)
    return Line("", "", worked, entry.assignment.label, entry.note, *mark, is_running=False, times=times)


def _running_lines(overview: Overview, now: ZonedDateTime, day: Interval) -> Iterator[tuple[int, Line]]:
    state = overview.state
    if isinstance(state, Idle):
        return
    mark = MARKS[overview.clock_pending]
    pieces = state.worked_pieces(now)
    if isinstance(state, Working) and (not pieces or pieces[-1].end != state.work_until(now)):
        pieces.append(Interval(state.last_moment(), state.last_moment()))
    for piece in pieces:
        is_last = isinstance(state, Working) and piece is pieces[-1]
        line = _line(piece, state.assignment, state.note, mark, day, is_running=is_last)
        yield piece.start.timestamp(), line


def _line(
    piece: Interval,
    assignment: Assignment,
    note: str,
    mark: tuple[str, str],
    day: Interval,
    *,
    is_running: bool,
) -> Line:
    begins = clock_time(piece.start) if piece.start >= day.start else "··:··"
    ends = "" if is_running else clock_time(piece.end) if piece.end <= day.end else "··:··"
    return Line(begins, ends, format_duration(piece.seconds), assignment.label, note, *mark, is_running)
