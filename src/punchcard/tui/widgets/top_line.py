"""The top line: the screens, the account, and how its connection is."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from punchcard.core.text import one_line

TABS = (("clock", "1 Clock"), ("timesheet", "2 Timesheet"), ("approvals", "3 Approvals"))


class TopLine(Widget):
    """One line: where you are, and whether everything has arrived. A single widget, drawn at once."""

    DEFAULT_CSS = """
    TopLine {
        height: 1;
        padding: 0 1;
        background: $surface;
        link-color: $text-muted;
        link-style: none;
        link-background: transparent;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    account: reactive[str] = reactive("")
    """Account and backend in words."""
    connection: reactive[str] = reactive("opening …")
    """State of the connection in words."""
    is_connected: reactive[bool] = reactive(True)
    """Whether the backend answers."""
    pending: reactive[int] = reactive(0)
    """How many requests are on their way."""
    attention: reactive[int] = reactive(0)
    """How many of them need the person."""

    def __init__(self, here: str) -> None:
        """Make the line for the mode `here`."""
        super().__init__()
        self._here = here

    def render(self) -> Content:
        """Draw the tabs at the left and the account at the right, what matters least cut first."""
        tabs, width = self._tabs(), self.content_size.width
        for state in (self._state(f"{one_line(self.account)}  "), self._state("")):
            room = width - tabs.cell_length - state.cell_length
            if room >= 1:
                return Content.assemble(tabs, " " * room, state)
        return tabs

    def _tabs(self) -> Content:
        parts = [Content.styled("Punchcard", "bold $primary"), Content(" ")]
        for mode, label in TABS:
            if mode == self._here:
                parts.append(Content.styled(f" {label} ", "bold $foreground on $panel"))
            else:
                parts.append(Content.from_markup(f"[@click=app.switch_mode('{mode}')] {label} [/]"))
        return Content("").join(parts)

    def _state(self, account: str) -> Content:
        symbol, colour = ("●", "$success") if self.is_connected else ("○", "$warning")
        parts = [
            Content.styled(account, "$foreground-muted"),
            Content.styled(symbol, colour),
            Content.styled(f" {one_line(self.connection)}", "$foreground-muted"),
        ]
        if self.pending - self.attention > 0:
            parts.append(Content.styled(f"  ↑{self.pending - self.attention}", "bold $primary"))
        if self.attention:
            parts.append(Content.styled(f"  !{self.attention} needs you", "bold $error"))
        return Content("").join(parts)
