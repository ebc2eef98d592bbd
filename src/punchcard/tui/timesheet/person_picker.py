"""Whose weeks to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from punchcard.core.people import Person
from punchcard.core.text import one_line
from punchcard.tui.forms.base import CANCEL, Dialog, button
from punchcard.tui.forms.picker_model import ranked
from punchcard.tui.forms.query_line import QueryLine

ALONE = "You are the only one whose time this account may see."


class PersonLine(QueryLine):
    """Typed into; there is nothing to the left and to the right of a person."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "right", "Right", show=False, id="person.right", tooltip="Move right in the text"),
        Binding("left", "left", "Left", show=False, id="person.left", tooltip="Move left in the text"),
    ]


class PersonPicker(Dialog[Person]):
    """Lists the people whose time may be seen; answers with one of them."""

    HELP = "## Whose week\n\nType a part of the name; enter takes the marked one."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", show=False, id="person.choose", tooltip="Take the marked one"),
        CANCEL,
    ]

    DEFAULT_CSS = """
    PersonPicker {
        #dialog { max-width: 56; }
        #people {
            height: auto;
            max-height: 12;
            margin: 1 0 0 0;
            padding: 0;
            border: none;
            background: transparent;
            scrollbar-size-vertical: 1;
        }
        #nobody { display: none; margin: 1 1 0 1; color: $text-muted; height: auto; }
        #nobody.-shown { display: block; }
    }
    """

    def __init__(self, people: Sequence[Person], shown: Person) -> None:
        """Ask, with `shown` marked."""
        super().__init__("Whose week?")
        self._people, self._shown = people, shown
        self._listed: list[Person] = []

    def compose_body(self) -> Iterator[Widget]:
        """The line to type in and the list; alone, why there is none."""
        if len(self._people) < 2:
            yield Static(ALONE, markup=False)
            yield Horizontal(button("Close", "close"), classes="buttons")
            return
        yield PersonLine("", "Type a name", id="query", select_on_focus=False)
        people = OptionList(id="people", markup=False)
        people.can_focus = False
        yield people
        yield Static("Nobody here is called that.", id="nobody")

    def on_mount(self) -> None:
        """List everybody."""
        self._show("")

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(OptionList.OptionSelected)
    def _on_clicked(self, event: OptionList.OptionSelected) -> None:
        self.answer(self._listed[event.option_index])

    @on(Button.Pressed)
    def _on_closed(self) -> None:
        self.action_cancel()

    def action_choose(self) -> None:
        """Take the marked one."""
        people = self.query_one_optional("#people", OptionList)
        if people is None:
            self.action_cancel()
        elif people.highlighted is None:
            self.app.bell()
        else:
            self.answer(self._listed[people.highlighted])

    def action_move(self, how: str) -> None:
        """Move the mark in the list."""
        people = self.query_one("#people", OptionList)
        {
            "cursor_down": people.action_cursor_down,
            "cursor_up": people.action_cursor_up,
            "page_down": people.action_page_down,
            "page_up": people.action_page_up,
        }[how]()

    def _show(self, text: str) -> None:
        people = self.query_one_optional("#people", OptionList)
        if people is None:
            return
        self._listed = ranked(self._people, lambda person: person.name, text)
        people.set_options(Option(Content(self._line(person))) for person in self._listed)
        ids = [person.id for person in self._listed]
        if ids:
            is_asked = bool(text.strip()) or self._shown.id not in ids
            people.highlighted = 0 if is_asked else ids.index(self._shown.id)
        self.query_one("#nobody").set_class(not ids, "-shown")

    def _line(self, person: Person) -> str:
        sign = "▸" if person.id == self._shown.id else " "
        return f"{sign} {one_line(person.name, 40)}"
