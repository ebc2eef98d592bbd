"""The line behind `/`: only the entries that fit what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from punchcard.tui.forms.base import TextLine


class FilterLine(Horizontal):
    """A line to type in, and how much is left."""

    DEFAULT_CSS = """
    FilterLine {
        height: 1;
        display: none;
        &.-shown { display: block; }
        & #slash { width: 2; color: $primary; text-style: bold; }
        & TextLine { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
        & TextLine:focus { border: none; }
        & #count { width: auto; max-width: 50%; padding-left: 2; color: $text-muted; }
        & #count.-problem { color: $text-error; }
    }
    """

    HELP = """
    Type words that stand in the note, the assignment or the type, or terms such as `type:home`, `status:open`
    or `client:north`. Enter goes to the entries that are left, escape shows all of them again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear", id="filter.clear", tooltip="Show all entries again"),
        Binding("enter,down", "take", "Entries", id="filter.take", tooltip="To what is left"),
    ]

    @dataclass
    class Changed(Message):
        """Something else is looked for; empty where nothing is."""

        text: str

    class Closed(Message):
        """Everything is to be shown again."""

    class Taken(Message):
        """The person wants to go to the entries that are left."""

    def compose(self) -> ComposeResult:
        """The sign, the line, and the count."""
        yield Static("/", id="slash")
        yield TextLine(placeholder="note, assignment, type, status:open …", select_on_focus=False)
        yield Static(id="count")

    def open(self) -> None:
        """Show the line and go into it."""
        self.add_class("-shown")
        self.query_one(TextLine).focus()

    def say(self, text: str, *, is_problem: bool = False) -> None:
        """Say how much is left, or why the text cannot be read."""
        count = self.query_one("#count", Static)
        count.update(Content(f"! {text}" if is_problem else text))
        count.set_class(is_problem, "-problem")

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _on_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Taken())

    def action_take(self) -> None:
        """Go to the entries that are left."""
        self.post_message(self.Taken())

    def action_clear(self) -> None:
        """Show everything again."""
        self.post_message(self.Closed())

    def close(self) -> None:
        """Forget what was typed, and hide the line."""
        with self.prevent(Input.Changed):
            self.query_one(TextLine).value = ""
        self.say("")
        self.remove_class("-shown")
