"""What stands above and below the groups: period, person, how it is grouped, headings, and totals."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from punchcard.core.groups import Group
from punchcard.core.text import one_line
from punchcard.tui.groups.columns import Columns
from punchcard.tui.widgets.row_list import CURSOR_WIDTH


class Heading(NamedTuple):
    """Everything that the header says."""

    name: str = ""
    """What the period is called; empty where it has no name."""
    days: str = ""
    person: str = ""
    by: str = ""
    """What is grouped by: "client › project"."""
    how: tuple[str, ...] = ()
    """How else the groups are made: rounding, order, filter."""
    is_reading: bool = False
    waits_until: str = ""
    """Before when the service is not asked again: "12:41:07"; empty where it is not waited for."""
    problem: str = ""
    """Why the groups cannot be read, or nothing can be changed in them."""
    is_failure: bool = False


class GroupsHeader(Widget):
    """Two lines, and below them what is the matter, if anything is."""

    DEFAULT_CSS = """
    GroupsHeader {
        height: auto;
        padding: 0 2;
        link-style: none;
        link-color: $primary;
        link-background: transparent;
    }
    """

    heading: reactive[Heading] = reactive(Heading(), layout=True)
    """What to show."""

    def render(self) -> Content:
        """Draw the period at the left and the person at the right, and below how it is grouped."""
        heading, width = self.heading, self.content_size.width
        lines = [self._first(heading, width), self._second(heading, width)]
        if heading.problem:
            sign, style = ("! ", "$error") if heading.is_failure else ("⊘ ", "$foreground-muted")
            lines.append(Content.styled(f"{sign}{one_line(heading.problem)}", style))
        return Content("\n").join(lines)

    def _first(self, heading: Heading, width: int) -> Content:
        named = bool(heading.name)
        period = Content.assemble(
            Content.from_markup("[@click=screen.previous_period]‹[/] "),
            (heading.name or heading.days, "bold"),
            Content.from_markup(" [@click=screen.next_period]›[/]"),
            f"   {heading.days}" if named else "",
        )
        right = "reading …" if heading.is_reading else heading.person
        if heading.waits_until:
            right = f"waits until {heading.waits_until}"
        room = max(0, width - period.cell_length - 2)
        state = Content.styled(one_line(right), "$foreground-muted").truncate(room, ellipsis=True)
        return Content.assemble(period, " " * max(2, width - period.cell_length - state.cell_length), state)

    def _second(self, heading: Heading, width: int) -> Content:
        if not heading.by:
            return Content("")
        parts = [Content.assemble(("by ", "$foreground-muted"), heading.by), *map(Content, heading.how)]
        line = Content.styled(" · ", "$foreground-muted").join(parts)
        return line.truncate(max(0, width), ellipsis=True)


class ColumnHeadings(Widget):
    """The line above the groups."""

    DEFAULT_CSS = """
    ColumnHeadings { height: 1; padding-right: 1; text-wrap: nowrap; }
    """

    total: reactive[Group | None] = reactive(None)
    """What the columns are made for."""

    def render(self) -> Content:
        """Draw the line."""
        if self.total is None:
            return Content("")
        columns = Columns.of(self.content_size.width - CURSOR_WIDTH, self.total)
        return Content.assemble(" " * CURSOR_WIDTH, columns.headings())


class TotalRow(Widget):
    """The row below the groups, and what is in no sum."""

    DEFAULT_CSS = """
    TotalRow { height: auto; padding-right: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    total: reactive[Group | None] = reactive(None, layout=True)
    """The root."""
    notes: reactive[tuple[str, ...]] = reactive((), layout=True)
    """What is not counted, in sentences."""

    def render(self) -> Content:
        """Draw the row, and the sentences below it."""
        if self.total is None:
            return Content("")
        columns = Columns.of(self.content_size.width - CURSOR_WIDTH, self.total)
        lines = [Content.assemble(" " * CURSOR_WIDTH, columns.total(self.total, "  Total"))]
        indent = " " * (CURSOR_WIDTH + 2)
        lines += [Content.styled(indent + note, "$foreground-muted") for note in self.notes]
        return Content("\n").join(lines)
