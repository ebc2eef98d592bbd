"""Asking when the work really ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual import on
from textual.widget import Widget
from textual.widgets import Input
from whenever import ZonedDateTime

from punchcard.core.clock import OnBreak, Working
from punchcard.core.durations import duration_in_words
from punchcard.core.moments import spoken
from punchcard.tui.forms.base import Form, field
from punchcard.tui.forms.time_field import TimeField


class StopTimeScreen(Form[ZonedDateTime | None]):
    """One field: the moment at which the running clock should have been stopped."""

    def __init__(self, state: Working | OnBreak, now: Callable[[], ZonedDateTime]) -> None:
        """Ask about `state`; bare clock times are on the day on which it began."""
        super().__init__("When did you stop?")
        self._state, self._now = state, now

    def compose_body(self) -> Iterator[Widget]:
        """The field, and what will be saved."""
        day = self._state.since.date()
        yield field("Stopped", TimeField(self._now, day=day, placeholder="such as 17:30", id="stopped"))
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what is expected."""
        self._tell()

    @on(Input.Changed)
    def _tell(self) -> None:
        state, now = self._state, self._now()
        time = self.query_one(TimeField)
        moment, today = time.moment, now.date()
        if time.problem or moment is None:
            self.say("", time.problem or "Say when, such as 17:30 or yesterday 17:30.")
        elif moment < state.last_moment():
            last = spoken(state.last_moment(), today)
            self.say("", f"{spoken(moment, today)} lies before your last punch at {last}.")
        elif moment > now:
            self.say("", f"{spoken(moment, today)} is in the future.")
        else:
            worked = duration_in_words(state.worked_seconds(moment))
            self.say(f"Will clock you out at {spoken(moment, today)}, with {worked} worked.")

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Answer with the moment, unless it makes no sense."""
        moment = self.query_one(TimeField).moment
        if self.problem or moment is None:
            return
        self.dismiss(moment)
