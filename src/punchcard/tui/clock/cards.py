"""Cards: something happened that the person should decide, with proposals ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Running
from punchcard.core.durations import duration_in_words
from punchcard.core.moments import clock_time, spoken
from punchcard.services.repair import Proposal
from punchcard.tui.text import literal


@dataclass(frozen=True, slots=True)
class CardContent:
    """What a card says, and what can be chosen."""

    kind: str
    title: str
    text: str
    choices: tuple[tuple[str, str], ...]
    """Pairs of what is posted when chosen, and what the person reads."""


class Card(Vertical):
    """One decision, in the place of the day's entries."""

    DEFAULT_CSS = """
    Card {
        display: none;
        height: auto;
        max-height: 10;
        border: round $warning;
        border-title-color: $warning;
        border-title-style: bold;
        padding: 0 1;
        &.-shown { display: block; }
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

    @dataclass
    class Chosen(Message):
        """The person has decided."""

        kind: str
        choice: str

    def __init__(self) -> None:
        super().__init__()
        self._content: CardContent | None = None

    def compose(self) -> ComposeResult:
        """The question and the choices."""
        yield Static(id="card-text")
        yield OptionList(id="card-choices")

    def show(self, content: CardContent | None) -> None:
        """Show a card, or put it away; a card that is shown already keeps its cursor."""
        if content == self._content:
            return
        self._content = content
        self.set_class(content is not None, "-shown")
        if content is None:
            return
        self.border_title = content.title
        self.query_one("#card-text", Static).update(literal(content.text))
        choices = self.query_one(OptionList)
        choices.clear_options()
        choices.add_options([Option(literal(label), id=choice) for choice, label in content.choices])
        choices.highlighted = 0
        choices.focus()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._answer(event.option_id or "")

    def action_later(self) -> None:
        """Put the card away until the app is started again."""
        self._answer("later")

    def _answer(self, choice: str) -> None:
        if self._content is not None:
            self.post_message(self.Chosen(self._content.kind, choice))


def repair_card(state: ClockState, proposals: Sequence[Proposal], now: ZonedDateTime) -> CardContent | None:
    """Return the card about a clock that was never stopped."""
    if not isinstance(state, Running):
        return None
    choices = [
        (proposal.at.format_iso(), f"Stop at {spoken(proposal.at, now.date())}, {proposal.reason}")
        for proposal in proposals[:3]
    ]
    choices += [("other", "Stop at another time …"), ("later", "I am still working; keep it running")]
    length = duration_in_words(now.timestamp() - state.since.timestamp())
    text = f"It runs since {spoken(state.since, now.date())}, for {length}. When did you really stop?"
    return CardContent("repair", "Your clock was never stopped", text, tuple(choices))


def sleep_card(since: ZonedDateTime, until: ZonedDateTime) -> CardContent:
    """Return the card about a machine that slept while the clock ran."""
    length = duration_in_words(until.timestamp() - since.timestamp())
    span = f"{clock_time(since)} – {spoken(until, until.date())}"
    text = f"From {span}, for {length}, while your clock ran. Was that a break?"
    choices = (
        ("break", f"Yes, make {span} a break"),
        ("keep", "No, I was working; keep it"),
        ("stop", f"I had stopped: clock out at {clock_time(since)}"),
    )
    return CardContent("sleep", "This machine was asleep", text, choices)
