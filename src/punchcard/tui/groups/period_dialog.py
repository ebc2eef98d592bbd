"""Which period to group: in words, said back as one types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input
from whenever import Date, Weekday

from punchcard.core.groups import Period
from punchcard.core.periods import PERIOD_FORMS, days_in_words, length, parse_period, period_name
from punchcard.core.refusals import Refusal
from punchcard.tui.forms.base import Form, TextLine, field


class PeriodDialog(Form["Period | None"]):
    """Asks for a period, and says which one that is while it is typed."""

    ASKS_TO_LEAVE = False
    VERB = "Show"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Show", tooltip="Show this period", id="form.save"),
    ]

    DEFAULT_CSS = """
    PeriodDialog {
        #dialog { max-width: 64; }
        .words { min-height: 3; }
    }
    """

    HELP = """
    ## Choose the period

    Type a week (`2026-W11`, `last week`), a month (`march`, `2026-03`), a quarter (`2026-Q1`, `last
    quarter`), a year (`2026`, `last year`), a day, or two days (`1.3. to 15.3.`).
    """

    def __init__(self, today: Date, week_starts: Weekday) -> None:
        """Ask; weeks begin on `week_starts`."""
        super().__init__("Period")
        self._today, self._week_starts = today, week_starts
        self._found: Period | None = None

    def compose_body(self) -> Iterator[Widget]:
        """The line, and which period that is."""
        yield field("Period", TextLine(placeholder="last month, 2026-Q1, 1.3. to 15.3.", id="period"))
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
        """Answer with the period, if there is one."""
        if self._found is None:
            self.insist()
        else:
            self.answer(self._found)

    def _tell(self, text: str) -> None:
        self._found = None
        try:
            found = parse_period(text, self._today, self._week_starts)
        except Refusal as refusal:
            is_empty = not text.strip()
            self.say(
                PERIOD_FORMS if is_empty else "",
                PERIOD_FORMS if is_empty else f"{refusal.message} {refusal.hint}",
            )
            return
        self._found = found
        name, days = period_name(found, self._week_starts), length(found)
        lead = f"{name}: " if name else ""
        self.say(f"{lead}{days_in_words(found)}, {'one day' if days == 1 else f'{days:,} days'}.")
