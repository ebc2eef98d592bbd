"""A list of rows of which one is selected; it draws only what is seen, and repaints only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

CURSOR_WIDTH = 2
"""Cells before every row: the sign of the selected one stands there."""

CURSOR, DIM_CURSOR = "▸ ", "· "
"""The sign of the selected row where keys reach it, and where they do not."""


class RowList(ScrollView, can_focus=True):
    """Rows of one or more lines; up and down select, enter takes the selected one."""

    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        background: transparent;
        & .row-list--selected { background: $foreground 6%; }
        & .row-list--focused { background: $primary 24%; text-style: bold; }
        &:ansi .row-list--focused { background: ansi_default; text-style: bold; }
        &:ansi .row-list--selected { background: ansi_default; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--selected", "row-list--focused"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "select(-1)", "Up", show=False, id="rows.up", tooltip="Select the row above"),
        Binding("down,j", "select(1)", "Down", show=False, id="rows.down", tooltip="Select the row below"),
        Binding("home", "select_first", "First", show=False, id="rows.first", tooltip="Select the first row"),
        Binding("end", "select_last", "Last", show=False, id="rows.last", tooltip="Select the last row"),
        Binding(
            "pageup", "select_page(-1)", "Page up", show=False, id="rows.page_up", tooltip="Select a page up"
        ),
        Binding(
            "pagedown",
            "select_page(1)",
            "Page down",
            show=False,
            id="rows.page_down",
            tooltip="Select a page down",
        ),
        Binding("enter", "take", "Open", show=False, id="rows.take", tooltip="Take the selected row"),
    ]

    cursor: var[int] = var(0)
    """Index of the selected row; 0 also where there are none."""

    @dataclass
    class Selected(Message):
        """Another row was selected by the person."""

        rows: RowList
        index: int

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    @dataclass
    class Taken(Message):
        """The selected row was taken, by enter or by a second click."""

        rows: RowList
        index: int

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    def __init__(self) -> None:
        """Make an empty list."""
        super().__init__()
        self._lines: list[tuple[int, Content]] = []
        self._first_lines: list[int] = []
        self._awaited: int | None = None

    def lay_out(self, width: int) -> Sequence[Content]:
        """Return the rows for `width` cells; a row may have several lines."""
        raise NotImplementedError

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._first_lines)

    @property
    def sign(self) -> str:
        """What stands before the selected row now."""
        return CURSOR if self.has_focus else DIM_CURSOR

    @property
    def cursor_region(self) -> Region | None:
        """Where the selected row stands on the screen; None where it cannot be seen."""
        if not self._first_lines:
            return None
        seen = self.content_region
        top = seen.y + self._first_lines[self.cursor] - self.scroll_offset.y
        row = Region(seen.x, top, seen.width, sum(row == self.cursor for row, _ in self._lines))
        return row if seen.contains_region(row) else None

    def show(self, cursor: int | None = None) -> None:
        """Lay the rows out again and draw those that have changed; select the row `cursor`."""
        width = self.scrollable_content_region.width - CURSOR_WIDTH
        cursor = self._awaited if cursor is None else cursor
        if width <= 0:
            # Shown again once there is room, with this row selected.
            self._awaited = cursor
            return
        self._awaited = None
        before, old_cursor = self._lines, self.cursor
        rows = self.lay_out(width)
        self._lines = [
            (at, line) for at, row in enumerate(rows) for line in row.split("\n", allow_blank=True)
        ]
        self._first_lines = [0] * len(rows)
        for line in range(len(self._lines) - 1, -1, -1):
            self._first_lines[self._lines[line][0]] = line
        wanted = old_cursor if cursor is None else cursor
        self.set_reactive(RowList.cursor, max(0, min(wanted, len(rows) - 1)))
        if len(before) != len(self._lines):
            self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
            self.refresh(layout=self.styles.is_auto_height)
        else:
            for line, (old, new) in enumerate(zip(before, self._lines, strict=True)):
                moved = (old[0] == old_cursor) != (new[0] == self.cursor)
                if moved or not old[1].is_same(new[1]):
                    self.refresh_line(line)
        if self.cursor != old_cursor or cursor is not None:
            self._see_cursor()

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows that differ."""
        for line, (row, _) in enumerate(self._lines):
            if row in (old, new):
                self.refresh_line(line)
        self._see_cursor()

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self.show()

    def on_focus(self) -> None:
        """Draw the selected row as the one that keys reach."""
        self._draw_cursor()

    def on_blur(self) -> None:
        """Draw the selected row as one that keys do not reach."""
        self._draw_cursor()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        at, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if at >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        row, line = self._lines[at]
        is_selected = row == self.cursor
        sign = self.sign if is_selected and at == self._first_lines[row] else " " * CURSOR_WIDTH
        colour = "bold $primary" if self.has_focus else "$foreground-muted"
        if is_selected:
            part = "row-list--focused" if self.has_focus else "row-list--selected"
            style = self.get_visual_style(part)
        else:
            style = self.visual_style
        text = Content.assemble((sign, colour), line)
        return Visual.to_strips(self, text, width, 1, style, pad=True)[0]

    def on_click(self, event: events.Click) -> None:
        """Select the row under the pointer; a second click takes it."""
        offset = event.get_content_offset(self)
        at = self.scroll_offset.y + offset.y if offset else len(self._lines)
        if at >= len(self._lines):
            return
        row = self._lines[at][0]
        if row == self.cursor and event.chain > 1:
            self.post_message(self.Taken(self, row))
        else:
            self._select(row)

    def action_select(self, by: int) -> None:
        """Select the row so many further down."""
        self._select(self.cursor + by)

    def action_select_first(self) -> None:
        """Select the first row."""
        self._select(0)

    def action_select_last(self) -> None:
        """Select the last row."""
        self._select(self.row_count - 1)

    def action_select_page(self, by: int) -> None:
        """Select a row a page further down."""
        self._select(self.cursor + by * max(1, self.size.height - 1))

    def action_take(self) -> None:
        """Take the selected row."""
        if self.row_count:
            self.post_message(self.Taken(self, self.cursor))

    def _select(self, row: int) -> None:
        row = max(0, min(row, self.row_count - 1))
        if row != self.cursor:
            self.cursor = row
            self.post_message(self.Selected(self, row))

    def _draw_cursor(self) -> None:
        for line, (row, _) in enumerate(self._lines):
            if row == self.cursor:
                self.refresh_line(line)

    def _see_cursor(self) -> None:
        """Scroll as far as the selected row needs."""
        if not self._first_lines:
            return
        first = self._first_lines[self.cursor]
        count = sum(row == self.cursor for row, _ in self._lines)
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif height and first + count > top + height:
            self.scroll_to(y=max(0, first + count - height), animate=False)
