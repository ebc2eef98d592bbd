"""The line behind `/`: only the people who fit what is typed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from punchcard.tui.forms.base import TextLine
from punchcard.tui.timesheet.filter_line import FilterLine


class PresenceFilter(FilterLine):
    """A line to type in."""

    HELP = "Type words of a name, of what is worked on, of the type or the note, `working` or `break`."

    def compose(self) -> ComposeResult:
        """The sign, the line, and the count."""
        yield Static("/", id="slash")
        yield TextLine(placeholder="name, what is worked on, type, note, break …", select_on_focus=False)
        yield Static(id="count")
