"""The tree of groups on the screen."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from punchcard.core.groups import Group, GroupPath
from punchcard.tui.groups.columns import Columns
from punchcard.tui.groups.lazy_rows import LazyRows
from punchcard.tui.groups.tree_model import INDENT, TreeRow, all_branches, opened_to_fit, visible_rows
from punchcard.tui.widgets.row_list import CURSOR_WIDTH


class GroupTree(LazyRows):
    """A row for each group that is seen; right and left open and close."""

    DEFAULT_CSS = """
    GroupTree {
        height: auto;
        scrollbar-gutter: stable;
        scrollbar-size-horizontal: 0;
        &.-long { height: 1fr; }
    }
    """

    HELP = """
    The groups. Right opens a group and left closes it, `{groups.open_all}` and `{groups.close_all}` do so
    with all; enter on one that cannot be opened shows its entries. The bar is the share of the group above.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right,l", "open", "Open", show=False, id="tree.open", tooltip="Open the group, and go into it"
        ),
        Binding(
            "left,h", "close", "Close", show=False, id="tree.close", tooltip="Close the group, and go up"
        ),
        Binding("space", "turn", "Open or close", show=False, id="tree.toggle", tooltip="Open or close"),
    ]

    total: Group | None = None
    """The root; None until one is known."""
    room: int = 0
    """Lines that there are for it at most; a longer tree scrolls."""

    def __init__(self) -> None:
        """Make an empty tree."""
        super().__init__()
        self.rows: list[TreeRow] = []
        self.opened: set[GroupPath] = set()
        self._is_touched = False
        self._columns: Columns | None = None
        self._columns_for = 0

    @property
    def selected(self) -> Group | None:
        """The selected group; None where there is none."""
        return self.rows[self.cursor].group if self.rows else None

    def begin_again(self) -> None:
        """Forget what was opened: another tree comes."""
        self._is_touched = False
        self.cursor = 0

    def show_tree(self, total: Group) -> None:
        """Show another state of the tree; what was opened and selected stays so, where it is there.

        Until the person opens or closes something, as many levels are open as there is room for.
        """
        selected = self.selected.path if self.selected else ()
        self.total = total
        if not self._is_touched:
            self.opened = opened_to_fit(total, self.room)
        self._arrange(selected)

    def draw(self, index: int, width: int) -> Content:
        """Draw one group."""
        if self.total is None:
            return Content("")
        if self._columns is None or self._columns_for != width:
            self._columns, self._columns_for = Columns.of(width, self.total), width
        return self._columns.row(self.rows[index])

    def show(self, cursor: int | None = None) -> None:
        """Find the columns again, and draw."""
        self._columns = None
        self.set_class(self.count > self.room, "-long")
        super().show(cursor)

    def open_all(self) -> None:
        """Open every group."""
        if self.total is not None:
            self._open(all_branches(self.total))

    def close_all(self) -> None:
        """Close every group."""
        self._open(set())

    def action_open(self) -> None:
        """Open the group; where it is open, go to the first one in it."""
        row = self._row
        if row is None or not row.group.children:
            return
        if row.is_open:
            self._select(self.cursor + 1)
        else:
            self._open(self.opened | {row.group.path})

    def action_close(self) -> None:
        """Close the group; where it is closed, go to the one above."""
        row = self._row
        if row is None:
            return
        if row.is_open:
            self._open(self.opened - {row.group.path})
        else:
            above = row.group.path[:-1]
            self._select(next((n for n, r in enumerate(self.rows) if r.group.path == above), self.cursor))

    def action_turn(self) -> None:
        """Open the group, or close it."""
        row = self._row
        if row is not None and row.group.children:
            self._open(self.opened ^ {row.group.path})

    def on_click(self, event: events.Click) -> None:
        """A click on the sign before a group opens or closes it."""
        at, offset = self.row_at(event), event.get_content_offset(self)
        if at is None or offset is None:
            return
        sign = CURSOR_WIDTH + len(INDENT) * self.rows[at].depth
        if sign <= offset.x <= sign + 1 and self.rows[at].group.children:
            event.prevent_default()
            self._select(at)
            self.action_turn()

    @property
    def _row(self) -> TreeRow | None:
        return self.rows[self.cursor] if self.rows else None

    def _open(self, opened: set[GroupPath]) -> None:
        self._is_touched, self.opened = True, opened
        self._arrange(self.selected.path if self.selected else ())

    def _arrange(self, selected: GroupPath) -> None:
        """Find the rows that are seen; the selected group, or what is left above it, stays selected."""
        self.rows = visible_rows(self.total, self.opened) if self.total else []
        self.count = len(self.rows)
        places = {row.group.path: at for at, row in enumerate(self.rows)} if selected else {}
        found = (
            places[selected[:depth]] for depth in range(len(selected), 0, -1) if selected[:depth] in places
        )
        self.show(next(found, min(self.cursor, max(0, self.count - 1))))
