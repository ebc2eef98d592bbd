"""One row of a form with a few words of which one is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

GAP = 3
"""Cells between two words."""


class Option(NamedTuple):
    """One word to choose."""

    value: str
    label: str


class ChoiceRow(Static, can_focus=True):
    """Shows all options side by side; left and right, or a click, choose."""

    DEFAULT_CSS = "ChoiceRow { text-wrap: nowrap; pointer: pointer; }"

    HELP = "## One of these\n\nLeft and right choose, and so does a click."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "turn(1)", "Next", tooltip="Choose the one after it", id="choice.next"),
        Binding("left,h", "turn(-1)", "Previous", tooltip="Choose the one before it", id="choice.previous"),
    ]

    @dataclass
    class Changed(Message):
        """Another option was chosen by the person."""

        row: ChoiceRow
        value: str

        @property
        def control(self) -> ChoiceRow:
            """The row."""
            return self.row

    def __init__(self, options: Sequence[Option], value: str, *, name: str) -> None:
        """Offer `options`, with `value` chosen; `name` is the row's id."""
        super().__init__(classes="control", markup=False, id=name)
        self._options, self._value = tuple(options), value
        self._draw()

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._value

    @property
    def count(self) -> int:
        """How many options there are."""
        return len(self._options)

    def offer(self, options: Sequence[Option], value: str) -> None:
        """Offer other options, with `value` chosen; nobody is told."""
        self._options, self._value = tuple(options), value
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Choose what is under the pointer."""
        offset = event.get_content_offset(self)
        for start, option in self._places():
            if offset and start <= offset.x < start + cell_len(_text(option, "")):
                self._choose(option.value)

    def action_turn(self, by: int) -> None:
        """Choose the next one, or the one before; after the last one comes the first."""
        values = [option.value for option in self._options]
        at = values.index(self._value) if self._value in values else 0
        self._choose(values[(at + by) % len(values)])

    def _choose(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self._draw()
            self.post_message(self.Changed(self, value))

    def _draw(self) -> None:
        parts = [
            Content.styled(_text(option, self._value), "bold" if option.value == self._value else "dim")
            for option in self._options
        ]
        self.update(Content(" " * GAP).join(parts))

    def _places(self) -> Iterable[tuple[int, Option]]:
        column = 0
        for option in self._options:
            yield column, option
            column += cell_len(_text(option, "")) + GAP


def _text(option: Option, chosen: str) -> str:
    # A sign as well as a weight.
    return f"{'●' if option.value == chosen else '○'} {option.label}"
