"""Today's entries, one line a stretch of work, with their sync marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static
from whenever import ZonedDateTime

from punchcard.core.assignments import Assignment
from punchcard.core.clock import Idle, Working
from punchcard.core.durations import format_duration
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.services.overview import Overview
from punchcard.store.outbox import OutboxState
from punchcard.tui.text import fitted, literal

MARKS = {
    None: ("✓", "$success"),
    OutboxState.HELD: ("…", "$foreground-muted"),
    OutboxState.QUEUED: ("↑", "$primary"),
    OutboxState.SENDING: ("↑", "$primary"),
    OutboxState.UNKNOWN: ("?", "$warning"),
    OutboxState.NEEDS_YOU: ("!", "bold $error"),
}
"""Symbol and style for what is still on its way about a line; None when it has arrived."""


TIMES_WIDTH = 26
"""Cells beside assignment and note: times, duration, gaps and the mark."""


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of work."""

    start: str
    end: str
    duration: str
    assignment: str
    note: str
    mark: str
    mark_style: str
    is_running: bool


class EntryList(VerticalScroll):
    """Today's stretches of work in order of time."""

    DEFAULT_CSS = """
    EntryList {
        height: 1fr;
        scrollbar-size-vertical: 1;
        background: transparent;
        & Static { width: 1fr; }
    }
    """

    HELP = """
    Today's time, one line for each stretch of work between two breaks.

    At the right: `✓` it has arrived, `↑` on its way, `?` checking, `!` it needs you (`o` shows the outbox).
    """

    lines: reactive[tuple[Line, ...] | None] = reactive(None)
    """What to show; None before anything is known."""

    def compose(self) -> ComposeResult:
        """One text for all lines."""
        yield Static(id="lines")

    def watch_lines(self) -> None:
        """Draw the lines again."""
        self._draw()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted or self.lines is None:
            return
        if not self.lines:
            text = literal("Nothing yet today. Your first punch will stand here.", "$foreground-muted")
        else:
            width = self.scrollable_content_region.width or 76
            longest = max(cell_len(line.assignment) for line in self.lines)
            text = Content("\n").join(_row(line, width, longest) for line in self.lines)
        self.query_one("#lines", Static).update(text)


def lines_of(overview: Overview, now: ZonedDateTime) -> tuple[Line, ...]:
    """Return today's lines; the stretch in progress has no end."""
    found: list[tuple[int, Line]] = []
    day = overview.day(now).frame
    for known in overview.entries:
        entry = known.entry
        mark = MARKS[known.pending]
        for piece in entry.worked_pieces():
            line = _line(piece, entry.assignment, entry.note, mark, day, is_running=False)
            found.append((piece.start.timestamp(), line))
    found += _running_lines(overview, now, day)
    return tuple(line for _, line in sorted(found, key=lambda item: item[0]))


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


def _row(line: Line, width: int, longest_assignment: int) -> Content:
    """Lay a line out: the assignment takes what it needs, the note what is left, the mark the last cell."""
    room = max(8, width - TIMES_WIDTH)
    named = room if not line.note else min(longest_assignment, room * 3 // 5)
    text = fitted(line.assignment or ("" if line.note else "–"), named)
    if line.note:
        gap = "  " if named else ""
        text = f"{text}{gap}{fitted(line.note, room - named - len(gap))}"
    return Content.assemble(
        (f"{line.start} – {line.end:<5}", "bold" if line.is_running else ""),
        (f"{line.duration:>7}", "bold $success" if line.is_running else ""),
        "   ",
        (text, "" if line.is_running else "$foreground-muted"),
        " ",
        (line.mark, line.mark_style),
    )
