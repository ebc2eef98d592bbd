"""One row of a form that shows what time is booked on, and opens the picker."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from punchcard.core.assignments import NOTHING, Assignment


class AssignmentRow(Static, can_focus=True):
    """Shows an assignment; enter, a click or typing asks for another one."""

    HELP = "## Book on\n\nEnter opens the list, typing searches in it, delete books on nothing in particular."

    DEFAULT_CSS = """
    AssignmentRow { text-wrap: nowrap; text-overflow: ellipsis; pointer: pointer; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "ask", "Choose", tooltip="Choose what to book on", id="assignment.choose"),
        Binding(
            "delete,backspace",
            "clear",
            "Clear",
            tooltip="Book on nothing in particular",
            id="assignment.clear",
        ),
    ]

    class Asked(Message):
        """Another assignment is wanted; `query` is what was typed already."""

        def __init__(self, query: str = "") -> None:
            super().__init__()
            self.query = query

    class Cleared(Message):
        """Nothing in particular is wanted."""

    def __init__(self, assignment: Assignment = NOTHING) -> None:
        """Show `assignment`."""
        super().__init__(classes="control", markup=False)
        self.assignment = assignment

    @property
    def assignment(self) -> Assignment:
        """What is shown."""
        return self._assignment

    @assignment.setter
    def assignment(self, assignment: Assignment) -> None:
        self._assignment = assignment
        nothing = Content.styled("nothing in particular", "dim")
        self.update(Content(assignment.label) if assignment else nothing)

    def on_key(self, event: events.Key) -> None:
        """Begin to search with what is typed."""
        if event.is_printable and event.character and not event.character.isspace():
            event.stop()
            event.prevent_default()
            self.post_message(self.Asked(event.character))

    def on_click(self) -> None:
        """Open the picker."""
        self.post_message(self.Asked())

    def action_ask(self) -> None:
        """Open the picker."""
        self.post_message(self.Asked())

    def action_clear(self) -> None:
        """Book on nothing in particular."""
        self.post_message(self.Cleared())
