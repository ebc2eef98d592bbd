"""The first line of a week: which one, whose, and how far it has come."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from punchcard.core.text import one_line


class Heading(NamedTuple):
    """Everything that the header says."""

    week: str = ""
    span: str = ""
    person: str = ""
    sign: str = ""
    standing: str = ""
    style: str = ""
    is_reading: bool = False
    problem: str = ""
    """Why the week cannot be read, or cannot be changed; on lines of its own."""
    is_failure: bool = False


class WeekHeader(Widget):
    """One line, and below it what is the matter, if anything is."""

    DEFAULT_CSS = """
    WeekHeader {
        height: auto;
        padding: 0 2 0 1;
        link-style: none;
        link-color: $primary;
        link-background: transparent;
    }
    """

    heading: reactive[Heading] = reactive(Heading(), layout=True)
    """What to show."""

    def render(self) -> Content:
        """Draw the week at the left, the person and the standing at the right."""
        heading, width = self.heading, self.content_size.width
        if not heading.week:
            return Content("")
        week = Content.assemble(
            Content.from_markup("[@click=screen.previous_week]‹[/] "),
            (heading.week, "bold"),
            Content.from_markup(" [@click=screen.next_week]›[/]   "),
            (heading.span, ""),
        )
        room = width - week.cell_length - 2
        right = self._right(room)
        line = Content.assemble(week, " " * max(2, width - week.cell_length - right.cell_length), right)
        if not heading.problem:
            return line
        sign, style = ("! ", "$error") if heading.is_failure else ("⊘ ", "$foreground-muted")
        return Content.assemble(line, "\n", (f"{sign}{one_line(heading.problem)}", style))

    def _right(self, room: int) -> Content:
        heading = self.heading
        if heading.is_reading:
            return Content.styled("reading …", "$foreground-muted")
        state = Content.styled(f"{heading.sign} {one_line(heading.standing)}".strip(), heading.style)
        state = state.truncate(max(0, room), ellipsis=True)
        apart = "    " if state.cell_length else ""
        left = room - state.cell_length - len(apart)
        person = Content(one_line(heading.person)).truncate(max(0, left), ellipsis=True)
        if left < min(6, len(heading.person)) or not heading.person:
            return state
        return Content.assemble(person.stylize("$foreground-muted"), apart, state)
