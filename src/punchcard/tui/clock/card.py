"""A card: something happened that the person should decide, with proposals ready."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from punchcard.tui.clock.card_content import CardAnswered, CardContent
from punchcard.tui.text import literal


class Card(Vertical):
    """One decision, in the place of the day's entries."""

    DEFAULT_CSS = """
    Card {
        height: auto;
        max-height: 10;
        border: round $warning;
        border-title-color: $warning;
        border-title-style: bold;
        padding: 0 1;
        & OptionList, & OptionList:focus {
            height: auto;
            max-height: 6;
            border: none;
            padding: 0;
            background: transparent;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "later", "Later", show=False, id="card.later", tooltip="Decide later"),
    ]

    HELP = """
    A decision about your clock. Choose with the arrows and `enter`; `escape` puts it off until later.
    """

    def __init__(self, content: CardContent) -> None:
        """Ask what `content` asks."""
        super().__init__()
        self._content = content

    def compose(self) -> ComposeResult:
        """The question and the choices."""
        yield Static(id="card-text")
        yield OptionList(id="card-choices")

    def on_mount(self) -> None:
        """Show the question and take the keys."""
        self._ask()
        self.query_one(OptionList).focus()

    def show(self, content: CardContent) -> None:
        """Ask something else; where the choices are the same, the cursor stays."""
        before, self._content = self._content, content
        if content.choices != before.choices:
            self._ask()
        else:
            self.query_one("#card-text", Static).update(literal(content.text))

    def action_later(self) -> None:
        """Put the card away until the app is started again."""
        self.post_message(CardAnswered(self._content.kind, "later"))

    def _ask(self) -> None:
        content = self._content
        self.border_title = content.title
        self.query_one("#card-text", Static).update(literal(content.text))
        choices = self.query_one(OptionList)
        choices.clear_options()
        choices.add_options([Option(literal(label), id=choice) for choice, label in content.choices])
        choices.highlighted = 0

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(CardAnswered(self._content.kind, event.option_id or "later"))
