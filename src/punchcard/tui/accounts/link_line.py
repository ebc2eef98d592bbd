"""An address to look at: as text, opened by a click or by key, copied by key."""

from __future__ import annotations

from typing import cast

from textual import events, getters
from textual.app import App
from textual.content import Content
from textual.widgets import Static

from punchcard.core.text import one_line

_ANY_APP = cast("type[App[object]]", App)


class LinkLine(Static):
    """Shows an address; a click opens it."""

    app = getters.app(_ANY_APP)

    DEFAULT_CSS = """
    LinkLine {
        height: 1;
        width: auto;
        max-width: 100%;
        color: $text-primary;
        text-style: underline;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        pointer: pointer;
        &:hover { text-style: underline bold; }
    }
    """

    address: str = ""

    def show(self, address: str) -> None:
        """Show `address`; what is no https address is not shown as one to open."""
        self.address = (
            address if address.startswith(("https://", "http://")) and address.isprintable() else ""
        )
        self.update(Content(one_line(address)))
        self.display = bool(address)
        self.tooltip = "Opens in your browser" if self.address else None

    def on_click(self, event: events.Click) -> None:
        """Open it."""
        event.stop()
        self.open()

    def open(self) -> None:
        """Open it in the browser."""
        if self.address:
            self.app.open_url(self.address)

    def copy(self) -> None:
        """Copy it, by the terminal."""
        if self.address:
            self.app.copy_to_clipboard(self.address)
            self.app.notify("The link is copied.", timeout=3)
