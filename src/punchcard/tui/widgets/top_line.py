"""The top line: the screens, the account, and how its connection is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from punchcard.core.text import one_line

TABS = (("clock", "1 Clock"), ("timesheet", "2 Timesheet"), ("approvals", "3 Approvals"))

NAMED_FROM_WIDTH = 78
"""Cells from which the account's name has room."""


class TopLine(Horizontal):
    """One line: where you are, and whether everything has arrived."""

    DEFAULT_CSS = """
    TopLine {
        height: 1;
        padding: 0 1;
        background: $surface;
        & #name { width: auto; text-style: bold; color: $primary; margin-right: 2; }
        & .tab {
            width: auto;
            padding: 0 1;
            color: $text-muted;
            link-color: $text-muted;
            link-style: none;
            link-background: transparent;
        }
        & .tab.-here { link-color: $foreground; text-style: bold; link-style: bold; background: $panel; }
        & #account { width: 1fr; text-align: right; color: $text-muted; }
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

    def compose(self) -> ComposeResult:
        """The name, a tab for each screen, and the account at the right."""
        yield Static("Punchcard", id="name")
        for mode, label in TABS:
            classes = "tab -here" if mode == self._here else "tab"
            yield Static(f"[@click=app.switch_mode('{mode}')]{label}[/]", classes=classes)
        yield Static(id="account")

    def on_mount(self) -> None:
        """Show what is known already."""
        self._show()

    def on_resize(self) -> None:
        """Show as much as there is room for."""
        self._show()

    def watch_account(self) -> None:
        """Show the account."""
        self._show()

    def watch_connection(self) -> None:
        """Show the connection."""
        self._show()

    def watch_pending(self) -> None:
        """Show how much is on its way."""
        self._show()

    def watch_attention(self) -> None:
        """Show how much needs the person."""
        self._show()

    def _show(self) -> None:
        if not self.is_mounted:
            return
        symbol = "●" if self.is_connected else "○"
        # The connection matters more than the account's name where there is no room for both.
        account = f"{one_line(self.account)}  " if self.size.width >= NAMED_FROM_WIDTH else ""
        parts = [
            Content(account),
            Content.styled(symbol, "$success" if self.is_connected else "$warning"),
        ]
        parts.append(Content(f" {one_line(self.connection)}"))
        if self.pending - self.attention > 0:
            parts.append(Content.styled(f"  ↑{self.pending - self.attention}", "bold $primary"))
        if self.attention:
            parts.append(Content.styled(f"  !{self.attention} needs you", "bold $error"))
        self.query_one("#account", Static).update(Content("").join(parts))
