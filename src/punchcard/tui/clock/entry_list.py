"""Today's entries, one line a stretch of work, with their sync marks."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from punchcard.tui.text import fitted, literal

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
