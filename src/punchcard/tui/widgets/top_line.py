"""The top line: the screens, the account, and how its connection is."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from punchcard.core.text import one_line
from punchcard.services.reading.connection_state import OPENING, ConnectionState

TABS = (("clock", "1 Clock"), ("timesheet", "2 Timesheet"), ("approvals", "3 Approvals"))

SYMBOLS = {
    "good": ("● ", "$success"),
    "busy": ("◌ ", "$foreground-muted"),
    "away": ("○ ", "$warning"),
    "wrong": ("✗ ", "$error"),
}
"""What stands before the words, and its colour."""

NEEDS_WIDTH = 24
"""Cells from which it is said in words that something needs the person."""

SHORTEST_ACCOUNT, LONGEST_ACCOUNT = 8, 16
"""Cells below which the name of an account says nothing, and more than which are not kept free for it."""


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
    bare_account: reactive[str] = reactive("")
    """The account alone, for where there is no room for more; empty where `account` is that already."""
    state: reactive[ConnectionState] = reactive(OPENING)
    """How the account's service answers; the whole of it is the tooltip."""
    pending: reactive[int] = reactive(0)
    """How many requests are on their way."""
    waiting: reactive[int] = reactive(0)
    """How many items wait for the person's decision."""
    attention: reactive[int] = reactive(0)
    """How many of them need the person."""

    def __init__(self, here: str) -> None:
        """Make the line for the mode `here`."""
        super().__init__()
        self._here = here
        self._account_at = self._account_cells = 0

    def watch_state(self, state: ConnectionState) -> None:
        """Have the whole of it at hand."""
        self.tooltip = Content(one_line(state.sentence)) if state.sentence else None

    def render(self) -> Content:
        """Draw the tabs at the left and the account at the right, what matters least cut first."""
        tabs, width = self._tabs(), self.content_size.width
        # The last tab has a blank of its own behind it.
        state = self._state(width - tabs.cell_length)
        self._account_at = max(tabs.cell_length, width - state.cell_length)
        return Content.assemble(tabs, " " * max(0, width - tabs.cell_length - state.cell_length), state)

    async def on_click(self, event: events.Click) -> None:
        """Go over to another account where the account's name is clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and 0 <= offset.x - self._account_at < self._account_cells:
            await self.run_action("app.switch_account")

    def _tabs(self) -> Content:
        parts = [Content.styled("Punchcard", "bold $primary"), Content(" ")]
        for mode, name in TABS:
            label = f"{name} ·{self.waiting:,}" if mode == "approvals" and self.waiting else name
            if mode == self._here:
                parts.append(Content.styled(f" {label} ", "bold $foreground on $panel"))
            else:
                parts.append(Content.from_markup(f"[@click=app.switch_mode('{mode}')] {label} [/]"))
        return Content("").join(parts)

    def _state(self, room: int) -> Content:
        symbol, colour = SYMBOLS[self.state.tone]
        on_its_way = self.pending - self.attention
        words = " needs you" if room >= NEEDS_WIDTH else ""
        marks = Content.assemble(
            (f"  ↑{on_its_way}", "bold $primary") if on_its_way > 0 else "",
            (f"  !{self.attention}{words}", "bold $error") if self.attention else "",
        )
        room -= len(symbol) + marks.cell_length
        said = one_line(self.state.words)
        # Whose clock this is matters more than every word of how it is connected.
        bare = one_line(self.bare_account or self.account)
        beside = max(SHORTEST_ACCOUNT, min(cell_len(bare), LONGEST_ACCOUNT)) + 2 if self.account else 0
        if cell_len(said) > room - beside and self.state.short:
            said = one_line(self.state.short)
        if cell_len(said) > room and self.state.tone == "good":
            said = ""
        connection = Content(said).truncate(max(0, room), ellipsis=True)
        room -= connection.cell_length + 2
        whole = one_line(self.account)
        named = whole if cell_len(whole) <= room else bare
        account = Content(named).truncate(max(0, room), ellipsis=True)
        is_read = named and room >= min(SHORTEST_ACCOUNT, cell_len(named))
        shown = Content.assemble(account, "  ") if is_read else Content("")
        self._account_cells = shown.cell_length
        return Content.assemble(
            shown.stylize("$foreground-muted"),
            (symbol, colour),
            connection.stylize("$foreground-muted"),
            marks,
        )
