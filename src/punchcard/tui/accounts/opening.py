"""What stands on the screen between two accounts: which one is opened, or why it cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.reading.connection_state import ConnectionState
from punchcard.tui.host import OPENING_MODE, HostApp
from punchcard.tui.mode_screen import ModeScreen
from punchcard.tui.widgets.top_line import TopLine

SLOW_SECONDS = 3.0
"""After which it is said that opening takes long, and what can be done meanwhile."""


class OpeningScreen(ModeScreen):
    """Says calmly what is waited for; where nothing comes of it, why, and what can be done."""

    MODE = OPENING_MODE

    app = getters.app(HostApp)

    DEFAULT_CSS = """
    OpeningScreen {
        Vertical { align: center middle; height: 1fr; }
        #what, #why, #kept { width: 64; max-width: 90%; height: auto; }
        #what { text-style: bold; text-align: center; }
        #why, #kept { margin: 1 0 0 0; color: $text-muted; text-align: center; }
        &.-failed {
            #what { color: $text-error; text-align: left; }
            #why { color: $text; text-align: left; }
            #kept { text-align: left; }
        }
    }
    """

    HELP = """
    Another account is opened. Each has its own clock, outbox and undo; nothing of one is shown in the other.
    `{app.switch_account}` goes to another one, `{app.accounts}` lists them all.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "try_again", "Try again", id="opening.again", tooltip="Open it once more"),
        Binding("escape,q", "go_back", "Back", id="opening.back", tooltip="Back to the account before it"),
        Binding(
            "at",
            "app.switch_account",
            "Another",
            key_display="@",
            id="opening.other",
            tooltip="To another account",
        ),
        Binding("f2", "app.accounts", "Accounts", id="opening.accounts", tooltip="Your accounts"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._refusal: Refusal | None = None
        self._account = ""
        self._is_slow = False

    def compose_body(self) -> Iterable[Widget]:
        """What is done, and what there is to say about it."""
        with Vertical():
            yield Static(id="what")
            yield Static(id="why")
            yield Static(id="kept")

    def on_mount(self) -> None:
        """Begin to wait."""
        self._slow = self.set_timer(SLOW_SECONDS, self._take_long, pause=True)
        self.show_account()

    def show_account(self) -> None:
        """Say that the app's account is opened."""
        self._account, self._refusal, self._is_slow = self.app.account, None, False
        self.remove_class("-unopened")
        self.query_one(TopLine).account = self._account
        self._slow.reset()
        self._slow.resume()
        self._show()

    def show_failure(self, refusal: Refusal) -> None:
        """Say why the account cannot be opened."""
        self._refusal = refusal
        self.app.connection = ConnectionState("wrong", "not open")
        self._show()

    def show_connection(self, state: ConnectionState) -> None:
        """An account that could not be reached yet is tried again by itself; one that has failed is not."""
        if self._refusal is None:
            super().show_connection(state)
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Trying again is for what has not worked."""
        if action == "try_again" and self._refusal is None and not self.app.connection.is_problem:
            return False
        return super().check_action(action, parameters)

    def action_try_again(self) -> None:
        """Open the same account once more."""
        if self._refusal is None:
            self.app.engine.refresh()
            return
        from punchcard.tui.accounts.switching import switch_to

        switch_to(self.app, self.app.account)

    def action_go_back(self) -> None:
        """Back to the account that was open before; where there is none, leave."""
        from punchcard.tui.accounts.switching import go_back

        go_back(self.app)

    def _take_long(self) -> None:
        self._is_slow = True
        self._show()

    def _show(self) -> None:
        what, why, kept = (self.query_one(f"#{name}", Static) for name in ("what", "why", "kept"))
        name, refusal = one_line(self._account), self._refusal
        if refusal is not None:
            what.update(Content(f"! {name} cannot be opened"))
            why.update(Content(f"{refusal.message} {refusal.hint}".strip()))
            kept.update(Content(f"Nothing was lost: what you asked for in {name} is kept in its outbox."))
        else:
            what.update(Content(f"Opening {name} …"))
            why.update(Content("It takes longer than usual; it goes on by itself." if self._is_slow else ""))
            kept.update("")
        self.set_class(refusal is not None, "-failed")
        self.refresh_bindings()
