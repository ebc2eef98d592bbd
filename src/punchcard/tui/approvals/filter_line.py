"""The line to filter the inbox by."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from punchcard.tui.approvals.query import QUERY_HINT
from punchcard.tui.forms.base import TextLine
from punchcard.tui.timesheet.filter_line import FilterLine


class InboxFilter(FilterLine):
    """A line to type in, and how much is left."""

    DEFAULT_CSS = """
    InboxFilter { padding: 0 2; }
    """

    HELP = """
    Type a name or other words that stand in a row, or terms: `person:ben`, `team:product`, `kind:week`,
    `kind:request`, `status:declined`, `date:march`, `date:2026-W10`, `date:3.3.`. Enter goes to what is left,
    escape shows everything again.
    """

    def compose(self) -> ComposeResult:
        """The sign, the line, and the count."""
        yield Static("/", id="slash")
        yield TextLine(placeholder=QUERY_HINT, select_on_focus=False)
        yield Static(id="count")

    def say_left(self, text: str) -> None:
        """Say how much is left now, unless what is typed cannot be read."""
        if not self.query_one("#count", Static).has_class("-problem"):
            self.say(text)
