"""The stopwatch: the elapsed time in big digits, and the state in words."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from punchcard.tui.text import literal

LOOKS = ("idle", "working", "break")


@dataclass(frozen=True, slots=True)
class StopwatchView:
    """Everything that the stopwatch shows."""

    look: str
    """One of `LOOKS`."""
    elapsed: str
    """H:MM:SS."""
    state: str
    about: tuple[str, ...]
    """What the time is booked on, a row each."""


class Stopwatch(Vertical):
    """The one thing that matters, biggest."""

    DEFAULT_CSS = """
    Stopwatch {
        width: 40;
        height: 8;
        padding: 0 1 0 0;
        & Digits { width: 1fr; height: 3; color: $text-muted; text-style: bold; }
        & #state { margin-top: 1; text-style: bold; height: 1; }
        & #about { height: 3; color: $text-muted; }
        & #state, & #about { text-wrap: nowrap; text-overflow: ellipsis; }
        &.-working Digits { color: $success; }
        &.-working #state { color: $success; }
        &.-break Digits { color: $warning; }
        &.-break #state { color: $warning; }
    }
    """

    def compose(self) -> ComposeResult:
        """Digits, the state, and what the time is booked on."""
        yield Digits("0:00:00")
        yield Static("Opening …", id="state")
        yield Static(id="about")

    def show(self, view: StopwatchView) -> None:
        """Show a new state."""
        for look in LOOKS:
            self.set_class(look == view.look, f"-{look}")
        self.query_one("#state", Static).update(literal(view.state), layout=False)
        about = Content("\n").join(literal(row) for row in view.about)
        self.query_one("#about", Static).update(about, layout=False)
        self.show_elapsed(view.elapsed)

    def show_elapsed(self, elapsed: str) -> None:
        """Show the time; draws only what has changed."""
        digits = self.query_one(Digits)
        if digits.value != elapsed:
            digits.update(elapsed)
