"""A card as a question of its own, above whatever screen the person is on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from punchcard.tui.clock.card_content import CardContent
from punchcard.tui.forms.base import Dialog
from punchcard.tui.text import literal


class CardDialog(Dialog[str]):
    """Asks what a card asks, and answers with what was chosen; "later" where nothing was."""

    DEFAULT_CSS = """
    CardDialog {
        #dialog { max-width: 78; border: round $warning; }
        #card-text { height: auto; max-height: 8; }
        OptionList, OptionList:focus {
            height: auto;
            max-height: 8;
            margin: 1 0 0 0;
            border: none;
            padding: 0;
            background: transparent;
        }
    }
    """

    HELP = """
    A decision. Choose with the arrows and `enter`; `escape` puts it off until later.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Later", tooltip="Decide later", id="form.cancel"),
    ]

    def __init__(self, content: CardContent) -> None:
        """Ask what `content` asks."""
        super().__init__(content.title)
        self._content = content

    def compose_body(self) -> Iterator[Widget]:
        """The question and the choices."""
        yield Static(literal(self._content.text), id="card-text")
        options = [Option(literal(label), id=choice) for choice, label in self._content.choices]
        yield OptionList(*options, id="card-choices")

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(OptionList).focus()

    def action_cancel(self) -> None:
        """Decide later."""
        self.answer("later")

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.answer(event.option_id or "later")
