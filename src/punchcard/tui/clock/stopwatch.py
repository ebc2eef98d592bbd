"""The stopwatch: the elapsed time in big digits, and the state in words."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Digits, Static
from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Idle, OnBreak
from punchcard.core.durations import format_duration
from punchcard.core.moments import spoken
from punchcard.services.overview import Overview
from punchcard.tui.text import literal

_LOOKS = ("-idle", "-working", "-break")


class Stopwatch(Vertical):
    """The one thing that matters, biggest."""

    DEFAULT_CSS = """
    Stopwatch {
        width: 40;
        height: 8;
        & Digits { width: 1fr; height: 3; color: $text-muted; text-style: bold; }
        & #state { margin-top: 1; text-style: bold; height: 1; }
        & #about { height: 3; color: $text-muted; }
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

    def show(self, overview: Overview, now: ZonedDateTime) -> None:
        """Show a new state."""
        state = overview.state
        look = "-idle" if isinstance(state, Idle) else "-break" if isinstance(state, OnBreak) else "-working"
        for name in _LOOKS:
            self.set_class(name == look, name)
        self.query_one("#state", Static).update(literal(_state(state, now)))
        self.query_one("#about", Static).update(_about(overview))
        self.tick(state, now)

    def tick(self, state: ClockState, now: ZonedDateTime) -> None:
        """Show the time at `now`; draws only what has changed."""
        digits = self.query_one(Digits)
        text = format_duration(max(0, _elapsed(state, now)), seconds_shown=True)
        if digits.value != text:
            digits.update(text)


def _elapsed(state: ClockState, now: ZonedDateTime) -> int:
    if isinstance(state, Idle):
        return 0
    if isinstance(state, OnBreak):
        return now.timestamp() - state.break_since.timestamp()
    return state.worked_seconds(now)


def _state(state: ClockState, now: ZonedDateTime) -> str:
    if isinstance(state, Idle):
        return "○ Not clocked in"
    if isinstance(state, OnBreak):
        return f"‖ On a break since {spoken(state.break_since, now.date())}"
    return f"● Working since {spoken(state.since, now.date())}"


def _about(overview: Overview) -> Content:
    state = overview.state
    if isinstance(state, Idle):
        last = overview.last_used.assignment.label
        return literal(f"s starts on {last}" if last else "s starts the clock")
    rows = [state.assignment.label, f"“{state.note}”" if state.note else ""]
    if state.time_type is not None:
        rows.insert(0, state.time_type.name)
    return Content("\n").join(literal(row) for row in rows if row)
