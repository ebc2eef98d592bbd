"""Declining, or opening again with a reason: what it will do, and why, in the lead's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from punchcard.core.change_requests import Verdict
from punchcard.core.notes import checked_note
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui.forms.base import CANCEL, Form, TextLine, field, shown
from punchcard.tui.text import fitted
from punchcard.tui.widgets.row_list import RowList

_WORDS = {Verdict.DECLINE: ("Decline", "Declining"), Verdict.REOPEN: ("Reopen", "Opening it again")}
"""The verb, and the same as a thing that is done."""


class ReasonRows(RowList):
    """Reasons that were given lately."""

    DEFAULT_CSS = """
    ReasonRows { height: auto; max-height: 5; margin: 0 0 1 7; }
    """

    HELP = "Reasons that you have given lately. Enter takes the selected one over."

    reasons: Sequence[str] = ()

    def lay_out(self, width: int) -> Sequence[Content]:
        """A line for each reason."""
        return [Content(fitted(reason, width)) for reason in self.reasons]


class DeclineForm(Form["str | None"]):
    """Asks for the reason; answers with it, or with None where the lead has changed their mind."""

    DEFAULT_CSS = """
    DeclineForm {
        #dialog { border: round $error; }
        #what { height: auto; max-height: 4; margin: 0 0 1 0; text-style: bold; }
        #lately { height: 1; color: $text-muted; margin: 0 0 0 9; }
    }
    """

    HELP = """
    ## Decline

    The reason is what the person reads. Down goes to the reasons that were given lately, enter takes one
    over, and enter on the line declines.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Decline", tooltip="Decline with this reason", id="form.save"),
        Binding(
            "down", "lately", "Lately", show=False, tooltip="To the reasons given lately", id="decline.lately"
        ),
        CANCEL,
    ]

    def __init__(
        self,
        what: str,
        reach: str = "",
        reasons: Sequence[str] = (),
        verdict: Verdict = Verdict.DECLINE,
    ) -> None:
        """Ask.

        Args:
            what: What will be declined, in words: "Ben Okafor, Tue 3 Mar, +1:00".
            reach: What else that reaches, as a sentence; empty where nothing.
            reasons: Reasons that were given lately, the newest first.
            verdict: What needs the reason: a decline, or opening again what is approved.
        """
        self._verb, self._doing = _WORDS[verdict]
        super().__init__(self._verb)
        self._what, self._reach = one_line(what, 300), one_line(reach, 300)
        self._reasons = [one_line(reason, 300) for reason in reasons]

    def compose_body(self) -> Iterator[Widget]:
        """What is declined, the reason, and those that were given lately."""
        yield Static(Content(self._what), id="what")
        yield field("Why", TextLine(placeholder="what the person will read", id="reason"))
        if self._reasons:
            rows = ReasonRows()
            rows.reasons = self._reasons
            yield Static(Content("lately:"), id="lately")
            yield rows
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what will happen."""
        self.query_one("#save", Button).label = f" {self._verb} "
        for rows in self.query(ReasonRows):
            rows.show()
        self._tell()

    @on(Input.Changed)
    def _on_changed(self) -> None:
        self._tell()

    @on(Input.Submitted)
    def _on_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    @on(RowList.Taken)
    def _on_taken(self, event: RowList.Taken) -> None:
        event.stop()
        line = self.query_one(TextLine)
        line.value = self._reasons[event.index]
        line.focus()

    def action_lately(self) -> None:
        """Go to the reasons that were given lately."""
        for rows in self.query(ReasonRows):
            rows.focus()

    def action_save(self) -> None:
        """Answer with the reason, unless there is none or it is too long."""
        if self.problem:
            self.app.bell()
        else:
            self.answer(checked_note(self._text))

    @property
    def _text(self) -> str:
        return self.query_one(TextLine).value

    def _tell(self) -> None:
        try:
            reason = checked_note(self._text)
        except Refusal as refusal:
            self.say("", f"{refusal.message} {refusal.hint}")
            return
        if not reason:
            self.say("", f"{self._doing} needs a reason; the person reads it.")
            return
        self.say(f"Will {self._verb.lower()} it with “{shown(reason, 80)}”. {self._reach}".strip())


class ReopenForm(DeclineForm):
    """Asks for the reason of opening again what is approved."""

    HELP = """
    ## Reopen

    The reason is what the person reads. Down goes to the reasons that were given lately, enter takes one
    over, and enter on the line opens the week again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Reopen", tooltip="Reopen with this reason", id="form.save"),
    ]

    def __init__(self, what: str, reach: str = "", reasons: Sequence[str] = ()) -> None:
        """Ask, with the arguments of `DeclineForm`."""
        super().__init__(what, reach, reasons, Verdict.REOPEN)
