"""The first line of the Approvals screen: which list it is, how much waits, and what is being done."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from punchcard.core.text import one_line


class Heading(NamedTuple):
    """Everything that the header says."""

    name: str = "Inbox"
    counted: str = ""
    doing: str = ""
    """What is held or on its way; it stands out."""
    marked: str = ""
    is_reading: bool = False
    problem: str = ""
    """Why nothing can be decided or read; on a line of its own."""
    is_failure: bool = False


class ApprovalsHeader(Widget):
    """One line, and below it what is the matter, if anything is."""

    DEFAULT_CSS = """
    ApprovalsHeader { height: auto; padding: 0 2; }
    """

    heading: reactive[Heading] = reactive(Heading(), layout=True)
    """What to show."""

    def render(self) -> Content:
        """Draw the list's name and count at the left, what is being done at the right."""
        heading, width = self.heading, self.content_size.width
        left = Content.assemble((heading.name, "bold"), (f"   {heading.counted}", "$foreground-muted"))
        right = self._right()
        room = width - right.cell_length - 2
        if left.cell_length > room:
            left = left.truncate(max(0, room), ellipsis=True)
        line = Content.assemble(left, " " * max(2, width - left.cell_length - right.cell_length), right)
        if not heading.problem:
            return line
        sign, style = ("! ", "$error") if heading.is_failure else ("⊘ ", "$foreground-muted")
        return Content.assemble(line, "\n", (f"{sign}{one_line(heading.problem)}", style))

    def _right(self) -> Content:
        heading = self.heading
        if heading.doing:
            return Content.styled(heading.doing, "bold $warning")
        if heading.marked:
            return Content.styled(heading.marked, "bold $primary")
        return Content.styled("reading …" if heading.is_reading else "", "$foreground-muted")
