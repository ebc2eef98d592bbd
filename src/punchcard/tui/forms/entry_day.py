"""A line to type a day into: a date, a weekday of the week around it, or how many days away."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from whenever import Date

from punchcard.core.moments import checked_day
from punchcard.core.refusals import Refusal
from punchcard.core.when import parse_day_near
from punchcard.tui.forms.time_field import NudgedLine, nudge_keys

DAY_WORDS = "Say 2026-03-11, 11.3., wed for the one of this week, +1, -1, today or yesterday."
"""The forms that the field reads."""


class DayField(NudgedLine):
    """A day, typed or nudged. While the text cannot be read, `day` is None and `problem` says why."""

    HELP = f"## Day\n\n{DAY_WORDS} j and k move it by a day, J and K by a week."

    BINDINGS: ClassVar[list[BindingType]] = nudge_keys("day", "the day", (1, 7), "d", ("earlier", "later"))

    def __init__(self, day: Date, today: Callable[[], Date], week: tuple[Date, ...]) -> None:
        """Begin with `day`; weekdays are those of `week`."""
        self._base, self._today, self._week = day, today, week
        super().__init__(day.format_iso(), "a day", tooltip=Content(DAY_WORDS), id="day")

    @property
    def day(self) -> Date | None:
        """What the field says; None while it cannot be read."""
        return self._reading()[0]

    @property
    def problem(self) -> str:
        """Why the field cannot be read; empty where it can."""
        return self._reading()[1]

    def action_nudge(self, days: int) -> None:
        """Move the day."""
        try:
            moved = checked_day((self.day or self._base).add(days=days))
        except Refusal:
            self.app.bell()
            return
        self.value = moved.format_iso()
        self.cursor_position = len(self.value)

    def _reading(self) -> tuple[Date | None, str]:
        try:
            return parse_day_near(self.value, self._today(), self._base, self._week), ""
        except Refusal as refusal:
            return None, f"{refusal.message} {refusal.hint}".strip()
