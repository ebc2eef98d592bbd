"""The selected item in full, below the list or beside it."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from punchcard.tui.approvals.detail_lines import lines_of
from punchcard.tui.approvals.detail_view import DetailView
from punchcard.tui.host import HostApp


class ItemDetail(VerticalScroll, can_focus=True):
    """Lines to read; longer than the screen they scroll."""

    app = getters.app(HostApp)

    DEFAULT_CSS = """
    ItemDetail {
        height: 1fr;
        padding: 0 2 0 3;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        background: transparent;
        border-left: blank;
        &:focus { border-left: thick $primary; }
    }
    """

    HELP = """
    The day before and after on one scale: `█` is worked, `+` would be added, `−` removed. Below stand the
    stretches in words, the rules that would be broken (`!`) or mended (`✓`), and the week around the day.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="detail.down", tooltip="Scroll down"),
        Binding("k", "scroll_up", "Up", show=False, id="detail.up", tooltip="Scroll up"),
    ]

    view: DetailView | None = None
    """What is shown; None while nothing is known."""
    problem: str = ""
    """Why deciding it did not work."""
    waiting: str = ""
    """What is said while nothing is known."""

    def compose(self) -> ComposeResult:
        """One text for all lines."""
        yield Static(id="lines")

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self.show()

    def show(self) -> None:
        """Draw the lines."""
        width = self.scrollable_content_region.width
        if width <= 0 or not self.is_mounted:
            return
        if self.view is None:
            text = Content.styled(self.waiting, "$foreground-muted")
        else:
            text = Content("\n").join(lines_of(self.view, width, self.problem))
        self.query_one("#lines", Static).update(text)
