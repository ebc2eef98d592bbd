"""A question before something that cannot be taken for granted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from punchcard.core.text import one_line
from punchcard.tui.forms.base import Dialog, button

_NO = "No, leave everything as it is"
_OTHER = "To the other answer"


class ConfirmScreen(Dialog[bool]):
    """Asks whether to do something, and says what it would lead to; the safe answer has the focus."""

    DEFAULT_CSS = """
    ConfirmScreen {
        #dialog { max-width: 60; }
        #dialog.-destructive { border: round $error; }
        #question { text-style: bold; height: auto; }
        #consequence { margin: 1 0 0 0; height: auto; max-height: 8; color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", tooltip="Yes, do it", id="confirm.yes"),
        Binding("n", "answer(False)", "No", tooltip=_NO, id="confirm.no", show=False),
        Binding("escape", "cancel", "No", tooltip=_NO, id="form.cancel"),
        Binding("left,h", "app.focus_previous", "Left", show=False, tooltip=_OTHER, id="confirm.left"),
        Binding("right,l", "app.focus_next", "Right", show=False, tooltip=_OTHER, id="confirm.right"),
    ]

    def __init__(
        self,
        question: str,
        consequence: str = "",
        *,
        yes: str = "Yes",
        no: str = "No",
        title: str = "Are you sure?",
        destructive: bool = True,
    ) -> None:
        """Ask `question`.

        Args:
            question: One sentence.
            consequence: What a yes leads to, in one or two sentences.
            yes: What a yes does, as a verb: "Throw it away".
            no: What a no does: "Keep working".
            title: What stands in the frame.
            destructive: Whether a yes loses something; it is marked as such.
        """
        super().__init__(title)
        self._question, self._consequence = one_line(question), one_line(consequence)
        self._yes, self._no, self._destructive = one_line(yes), one_line(no), destructive

    def compose_body(self) -> Iterator[Widget]:
        """The question, what a yes leads to, and the two answers."""
        yield Static(self._question, id="question", markup=False)
        if self._consequence:
            yield Static(self._consequence, id="consequence", markup=False)
        yes = button(_letter("y", self._yes), "yes", "error" if self._destructive else "primary")
        yield Horizontal(yes, button(_letter("n", self._no), "no"), classes="buttons")

    def on_mount(self) -> None:
        """Put the focus on the answer that changes nothing."""
        self.query_one("#dialog").set_class(self._destructive, "-destructive")
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer as the button says."""
        self.answer(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Answer by letter."""
        self.answer(answer)

    def action_cancel(self) -> None:
        """Answer no."""
        self.answer(False)


def _letter(letter: str, word: str) -> Content:
    return Content.assemble((letter, "underline"), f"  {word}")
