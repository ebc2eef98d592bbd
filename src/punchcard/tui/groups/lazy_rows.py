"""A list of any number of rows of one line each, of which only those that are seen are ever drawn."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.visual import Visual

from punchcard.tui.widgets.row_list import CURSOR_WIDTH, RowList


class LazyRows(RowList):
    """A `RowList` that asks for a row when it has to be drawn."""

    count: int = 0
    """How many rows there are."""

    def draw(self, index: int, width: int) -> Content:
        """Return the row `index` for `width` cells."""
        raise NotImplementedError

    def lay_out(self, width: int) -> Sequence[Content]:
        """All rows at once, for whoever wants to read them."""
        return [self.draw(index, width) for index in range(self.count)]

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self.count

    def show(self, cursor: int | None = None) -> None:
        """Draw what is seen again; select the row `cursor`."""
        before = self.cursor
        wanted = before if cursor is None else cursor
        self.set_reactive(RowList.cursor, max(0, min(wanted, self.count - 1)))
        size = Size(self.scrollable_content_region.width, self.count)
        if size != self.virtual_size:
            self.virtual_size = size
            self.refresh(layout=self.styles.is_auto_height)
        else:
            self.refresh()
        if cursor is not None or self.cursor != before:
            self._see_cursor()

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows that differ."""
        self._refresh_row(old)
        self._refresh_row(new)
        self._see_cursor()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        at, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if at >= self.count:
            return Strip.blank(width, self.rich_style)
        is_selected = at == self.cursor
        style = self.visual_style
        if is_selected:
            part = "row-list--focused" if self.has_focus else "row-list--selected"
            style = self.get_visual_style(part)
        sign = self.sign if is_selected else " " * CURSOR_WIDTH
        colour = "bold $primary" if self.has_focus else "$foreground-muted"
        text = Content.assemble((sign, colour), self.draw(at, width - CURSOR_WIDTH))
        return Visual.to_strips(self, text, width, 1, style, pad=True)[0]

    def on_click(self, event: events.Click) -> None:
        """Select the row under the pointer; a second click takes it."""
        row = self.row_at(event)
        if row is None:
            return
        if row == self.cursor and event.chain > 1:
            self.post_message(self.Taken(self, row))
        else:
            self._select(row)

    def row_at(self, event: events.Click) -> int | None:
        """Return the row under the pointer; None below the last one."""
        offset = event.get_content_offset(self)
        at = self.scroll_offset.y + offset.y if offset else self.count
        return at if at < self.count else None

    def _refresh_row(self, row: int) -> None:
        if 0 <= row < self.count:
            self.refresh_line(row)

    def _draw_cursor(self) -> None:
        self._refresh_row(self.cursor)

    def _see_cursor(self) -> None:
        """Scroll as far as the selected row needs."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if not self.count or not height:
            return
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)
