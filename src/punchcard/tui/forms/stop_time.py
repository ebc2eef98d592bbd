"""When the work really ended, for a clock that was never stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static
from whenever import ZonedDateTime

from punchcard.core.clock import OnBreak, Working
from punchcard.core.clock_rules import entry_after
from punchcard.core.durations import duration_in_words
from punchcard.core.moments import spoken
from punchcard.core.punches import Stop
from punchcard.core.refusals import Refusal
from punchcard.tui.forms.base import Form, field
from punchcard.tui.forms.clock_form_words import how_far, in_future
from punchcard.tui.forms.time_field import TimeField


class StopTimeScreen(Form["ZonedDateTime | None"]):
    """Asks when to clock out; bare times are of the day on which something last happened."""

    ASKS_TO_LEAVE = False

    DEFAULT_CSS = "StopTimeScreen .words { margin: 1 0 0 0; min-height: 2; }"

    def __init__(
        self,
        state: Working | OnBreak,
        now: Callable[[], ZonedDateTime],
        *,
        title: str = "When did you stop?",
    ) -> None:
        """Ask when the clock in `state` should have been stopped; `now` is the clock on the wall."""
        super().__init__(title)
        self._state, self._now = state, now

    def compose_body(self) -> Iterator[Widget]:
        """The time, and what will be saved."""
        last = self._state.last_moment()
        stop = TimeField(self._now, day=last.date(), placeholder="17:30")
        yield field("Stop", stop, Static(classes="aside", id="far"))
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what is there."""
        self._tell()

    @on(Input.Changed)
    def _on_changed(self) -> None:
        self._tell()

    @on(Input.Submitted)
    def _on_entered(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Answer with the moment, unless the clock cannot end there."""
        self._tell()
        if self.problem:
            self.insist()
        else:
            self.answer(self.query_one(TimeField).moment)

    def _tell(self) -> None:
        stop, now = self.query_one(TimeField), self._now()
        at, today = stop.moment, now.date()
        self.query_one("#far", Static).update(Content(how_far(at, now) if at else ""))
        if at is None:
            missing = f"Say when. You have been at work since {spoken(self._state.since, today)}."
            self.say("" if stop.problem else missing, stop.problem or missing)
            return
        try:
            entry = entry_after(self._state, Stop("", at), person="")
        except Refusal as refusal:
            self.say("", f"{refusal.message} {refusal.hint}")
            return
        worked = duration_in_words(entry.worked_seconds)
        ahead = in_future(at, now)
        self.say("" if ahead else f"Will clock you out at {spoken(at, today)}: {worked} of work.", ahead)
