"""A card: something happened that the person should decide, with proposals ready."""

from __future__ import annotations

from math import ceil
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
        height: 1fr;
        border: round $warning;
        border-title-color: $warning;
        border-title-style: bold;
        padding: 0 1;
        & OptionList, & OptionList:focus {
            height: 1fr;
            scrollbar-size-vertical: 1;
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
        self._content: CardContent | None = content

    def compose(self) -> ComposeResult:
        """The question and the choices."""
        yield Static(id="card-text")
        yield OptionList(id="card-choices")

    def on_mount(self) -> None:
        """Show the question and take the keys."""
        self._ask()
        self.query_one(OptionList).focus()

    def show(self, content: CardContent | None) -> None:
        """Ask something else, or nothing any more."""
        before, self._content = self._content, content
        self.display = content is not None
        if content is None or content == before or not self.is_mounted:
            return
        is_same = before is not None and (before.kind, before.about) == (content.kind, content.about)
        self._ask(keeps_mark=is_same)
        if before is None or before.kind != content.kind:
            self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Be no higher than what there is to read."""
        content, width = self._content, self.size.width - 2
        if content is not None and width > 0:
            lines = (content.text, *(label for _, label in content.choices))
            rows = sum(ceil(len(line) / width) for line in lines)
            self.styles.max_height = rows + self.gutter.height

    def action_later(self) -> None:
        """Put the card away until the app is started again."""
        self._answer("later")

    def _ask(self, *, keeps_mark: bool = False) -> None:
        """Show the question; the choice that is marked may stay so, where it is still there."""
        content = self._content
        if content is None:
            return
        self.border_title = content.title
        self.query_one("#card-text", Static).update(literal(content.text))
        choices = self.query_one(OptionList)
        marked = choices.highlighted_option
        choices.set_options(Option(literal(label), id=choice) for choice, label in content.choices)
        ids = [choice for choice, _ in content.choices]
        choices.highlighted = ids.index(marked.id) if keeps_mark and marked and marked.id in ids else 0
        self.on_resize()

    def _answer(self, choice: str) -> None:
        if self._content is not None:
            self.post_message(CardAnswered(self._content, choice))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._answer(event.option_id or "later")
