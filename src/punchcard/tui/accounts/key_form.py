"""A new key for an account: tested first, and kept in the keyring only then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.worker import Worker

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui.accounts.desk import Desk
from punchcard.tui.accounts.link_line import LinkLine
from punchcard.tui.accounts.secret_line import SecretLine
from punchcard.tui.accounts.words import failed_test
from punchcard.tui.forms.base import CANCEL, Form, field

if TYPE_CHECKING:
    from punchcard.backends.contract import AccountField

TESTING = "Asking the service who you are …  Escape stops it."


class KeyForm(Form["str | None"]):
    """Asks for the new key; answers with what was done."""

    VERB = "Test and keep"

    HELP = """
    ## A new key

    The service is asked who you are with it. Where it says no, the old key stays.
    """

    DEFAULT_CSS = """
    KeyForm {
        #dialog { max-width: 68; }
        .field > .label { width: auto; padding: 0 2 0 0; }
        #about { height: auto; max-height: 3; color: $text-muted; }
        #hints { height: auto; margin: 0 0 1 0; }
        .words { min-height: 2; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Test and keep", tooltip="Test the key, and keep it", id="form.save"),
        CANCEL,
    ]

    def __init__(self, account: str, key: AccountField, desk: Desk) -> None:
        """Ask for a new key of `account`, which its backend calls `key`."""
        super().__init__(f"New key · {account}")
        self._account, self._field, self._desk = account, key, desk
        self._busy: Worker[None] | None = None
        self._refusal = ""

    def compose_body(self) -> Iterator[Widget]:
        """The line, and where the service shows the key."""
        yield field(one_line(self._field.label, 24), SecretLine("typed or pasted, never shown", name="key"))
        with Vertical(id="hints"):
            yield Static(Content(one_line(self._field.help, 300)), id="about")
            yield LinkLine()
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Begin to ask."""
        link = self.query_one(LinkLine)
        link.show(self._field.link)
        self.query_one("#hints").display = bool(self._field.help or self._field.link)
        self.query_one("#save", Button).label = f" {self.VERB} "
        self.query_one(SecretLine).focus()
        self._tell()

    def filled(self) -> tuple[object, ...]:
        """The key, as something that shows nothing."""
        return (self.query_one(SecretLine).typed,)

    def action_cancel(self) -> None:
        """Stop the test; where none is going on, close the form."""
        if self._busy is not None:
            self._busy.cancel()
            self._busy = None
            self._tell()
        else:
            super().action_cancel()

    def action_save(self) -> None:
        """Test the key, and keep it."""
        if self.problem:
            self.insist()
        elif self._busy is None:
            self._busy = self._keep()
            self._tell()

    @on(SecretLine.Changed)
    def _on_changed(self) -> None:
        self._refusal = ""
        self._tell()

    @on(SecretLine.Submitted)
    def _on_entered(self) -> None:
        self.action_save()

    @work(group="account")
    async def _keep(self) -> None:
        try:
            sentence = await self._desk.change_key(self._account, self.query_one(SecretLine).typed)
        except Refusal as refusal:
            self._busy, self._refusal = None, f"{failed_test(refusal)} The old key stays."
            self._tell()
        else:
            self._busy = None
            self.answer(sentence)

    def _tell(self) -> None:
        if self._busy is not None:
            self.say(TESTING, TESTING)
        elif self._refusal:
            self.say("", self._refusal)
        elif not self.query_one(SecretLine).typed:
            self.say("", "Type or paste the new key.")
        else:
            self.say("It is tested first; only a key that the service takes is kept.")
