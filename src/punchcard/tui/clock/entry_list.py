"""Today's entries, one line a stretch of work, with their sync marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from punchcard.core.text import one_line
from punchcard.tui.text import fitted, literal

TIMES_WIDTH = 26
"""Cells beside assignment and note: times, duration, gaps and the mark."""


class Line(NamedTuple):
    """One stretch of work, or an entry without clock times."""

    start: str
    end: str
    duration: str
    assignment: str
    note: str
    mark: str
    mark_style: str
    is_running: bool
    times: str = ""
    """What stands in the place of `start` and `end` where there are none: "whole day"."""


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

    At the right: `✓` it has arrived, `↑` on its way, `?` checking, `!` it needs you (`{app.outbox}` shows the
    outbox), `×` it could not be saved and counts nowhere.
    """

    lines: reactive[tuple[Line, ...] | None] = reactive(None)
    """What to show; None before anything is known."""

    _height: int = 0

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
            column = _assignment_width(self.lines, width - TIMES_WIDTH)
            text = Content("\n").join(_row(line, width, column) for line in self.lines)
        lines = self.query_one("#lines", Static)
        height = max(1, len(self.lines))
        lines.update(text, layout=height != self._height)
        self._height = height


def _assignment_width(lines: Sequence[Line], room: int) -> int:
    """The column of the assignments: what they need, as long as there is room for the notes."""
    longest = max(cell_len(one_line(line.assignment)) for line in lines)
    notes = max(cell_len(one_line(line.note)) for line in lines)
    return min(longest, max(room * 3 // 5, room - notes - 2))


def _row(line: Line, width: int, column: int) -> Content:
    """Lay a line out: the assignment in its column, the note takes what is left, the mark the last cell."""
    room = max(8, width - TIMES_WIDTH)
    named = column if line.note else room
    text = fitted(line.assignment or ("" if line.note else "–"), named)
    if line.note:
        gap = "  " if named else ""
        text = f"{text}{gap}{fitted(line.note, room - named - len(gap))}"
    return Content.assemble(
        (f"{line.times or f'{line.start} – {line.end}':<13}", "bold" if line.is_running else ""),
        (f"{line.duration:>7}", "bold $success" if line.is_running else ""),
        "   ",
        (text, "" if line.is_running else "$foreground-muted"),
        " ",
        (line.mark, line.mark_style),
    )
