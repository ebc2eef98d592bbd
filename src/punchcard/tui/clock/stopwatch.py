"""The stopwatch: the elapsed time in big digits, and the state in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.geometry import Region
from textual.reactive import var
from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD
from textual.widget import Widget

from punchcard.tui.text import fitted

DIGIT_ROWS = 3
_FONT: Sequence[str] = DIGITS3X3_BOLD
_COLOURS = {"idle": "$foreground-muted", "working": "$success", "break": "$warning"}


class StopwatchView(NamedTuple):
    """Everything that the stopwatch shows."""

    look: str
    """The state in one word: idle, working or break."""
    elapsed: str
    """H:MM:SS."""
    state: str
    about: tuple[str, ...]
    """What the time is booked on, a row each."""


class Stopwatch(Widget):
    """The one thing that matters, biggest. A single widget, so that it is there in the first frame."""

    DEFAULT_CSS = """
    Stopwatch { width: 40; height: 8; text-wrap: nowrap; }
    """

    view: var[StopwatchView] = var(StopwatchView("idle", "0:00:00", "Opening …", ()))
    """What is shown."""

    def __init__(self, view: StopwatchView | None = None) -> None:
        """Begin with `view`, where something is known already."""
        super().__init__()
        if view is not None:
            self.set_reactive(Stopwatch.view, view)

    def watch_view(self, before: StopwatchView, after: StopwatchView) -> None:
        """Draw no more than what has changed: most of the time the digits alone."""
        if before._replace(elapsed=after.elapsed) == after:
            self.refresh(Region(0, 0, self.size.width, DIGIT_ROWS))
        else:
            self.refresh()

    def show_elapsed(self, elapsed: str) -> None:
        """Show another time in the same state."""
        self.view = self.view._replace(elapsed=elapsed)

    def render(self) -> Content:
        """Draw the digits, the state, and what the time is booked on."""
        view, width = self.view, max(1, self.content_size.width - 1)
        colour = _COLOURS[view.look]
        rows = [Content.styled(row, f"bold {colour}") for row in big(view.elapsed)]
        rows.append(Content(""))
        rows.append(
            Content.styled(fitted(view.state, width), "bold" if view.look == "idle" else f"bold {colour}")
        )
        rows += [Content.styled(fitted(row, width), "$foreground-muted") for row in view.about]
        return Content("\n").join(rows)


def big(text: str) -> list[str]:
    """Return digits and colons as three rows of large ones, three cells each."""
    starts = [DIGITS.index(character) * DIGIT_ROWS for character in text]
    return ["".join(_FONT[start + row].ljust(3) for start in starts) for row in range(DIGIT_ROWS)]
