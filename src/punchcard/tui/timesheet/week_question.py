"""Which week to show: by name, by a day in it, or in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input
from whenever import Date, Weekday

from punchcard.core.moments import day_in_words
from punchcard.core.refusals import Refusal
from punchcard.core.weeks import WEEK_FORMS, Week, parse_week
from punchcard.core.when import parse_day
from punchcard.tui.forms.base import Form, TextLine, field
from punchcard.tui.timesheet.heading import span_in_words, week_number

FoundWeek = tuple[Week, "Date | None"]
"""The week, and the day in it that was named; None where a whole week was."""


class WeekQuestion(Form["FoundWeek | None"]):
    """Asks for a week, and says which one that is while it is typed."""

    ASKS_TO_LEAVE = False
    VERB = "Show"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Show", tooltip="Show this week", id="form.save"),
    ]

    DEFAULT_CSS = """
    WeekQuestion {
        #dialog { max-width: 60; }
        .words { min-height: 3; }
    }
    """

    HELP = """
    ## Go to a week

    Type its name (`2026-W11`, `W11`), a day in it (`11.3.`, `2026-03-11`, `yesterday`), or words such as
    `last week` and `last month`.
    """

    def __init__(self, today: Date, week_starts: Weekday) -> None:
        """Ask; weeks begin on `week_starts`."""
        super().__init__("Go to week")
        self._today, self._week_starts = today, week_starts
        self._found: FoundWeek | None = None

    def compose_body(self) -> Iterator[Widget]:
        """The line, and which week that is."""
        yield field("Week", TextLine(placeholder="2026-W11, 11.3., last month", id="week"))
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what can be typed."""
        self._tell("")

    @on(Input.Changed)
    def _on_changed(self, event: Input.Changed) -> None:
        self._tell(event.value)

    @on(Input.Submitted)
    def _on_entered(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Answer with the week, if there is one."""
        if self._found is None:
            self.insist()
        else:
            self.answer(self._found)

    def _tell(self, text: str) -> None:
        self._found = None
        try:
            week = parse_week(text, self._today, self._week_starts)
        except Refusal as refusal:
            problem = f"{refusal.message} {refusal.hint}" if text.strip() else f"Which one? {WEEK_FORMS}"
            self.say("", problem)
            return
        day = self._day_in(text, week)
        self._found = (week, day)
        named = f" It will select {day_in_words(day)}." if day else ""
        self.say(f"{week_number(week)}, {span_in_words(week)}.{named}")

    def _day_in(self, text: str, week: Week) -> Date | None:
        """The day that was named, where it was one."""
        try:
            day = parse_day(text, self._today)
        except Refusal:
            return None
        return day if day in week.days else None
