"""The accounts: each with who you are there, where its key comes from, and what is on its way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui.accounts.desk import Desk
from punchcard.tui.accounts.facts import AccountFacts
from punchcard.tui.accounts.messages import AccountChecked, AccountsChanged, AccountsRead, SourceFound
from punchcard.tui.accounts.rows import AccountRows
from punchcard.tui.accounts.words import Checked, facts, failed_test
from punchcard.tui.forms.base import Dialog
from punchcard.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from punchcard.services.accounts import AccountSummary, SecretSource
    from punchcard.tui.accounts.questions import Asking

LOOK_SECONDS = 2.0
"""How often the outboxes are counted again while the list is open."""


class AccountsScreen(Dialog[None]):
    """Lists the accounts, and looks after the selected one."""

    HELP = """
    ## Accounts

    Each account has a clock, an outbox and an undo of its own. The open one is what the screens show; the
    default one is what the app and the commands open by themselves. Keys stay in the keyring of your system.
    """

    DEFAULT_CSS = """
    AccountsScreen {
        #dialog { width: 98%; max-width: 112; height: 92%; max-height: 30; }
        #state { display: none; height: 1fr; content-align: center middle; color: $text-muted; }
        #state.-shown { display: block; }
        #state.-problem { color: $text-error; }
        #both { height: 1fr; layout: vertical; }
        #list { height: 1fr; }
        #about { height: auto; max-height: 11; border-top: solid $primary-muted; scrollbar-size-vertical: 1; }
        #said { height: auto; max-height: 3; padding: 0 2; color: $text-success; }
        #said.-refusal { color: $text-error; }
        &.-wide #both {
            layout: horizontal;
            #list { width: 1fr; }
            #about {
                width: 46; height: 1fr; max-height: 100%;
                border-top: none; border-left: solid $primary-muted;
            }
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", tooltip="Add an account", id="account.add"),
        Binding("m,asterisk", "use", "Default", tooltip="Make it the default", id="account.default"),
        Binding("t", "test", "Test", tooltip="Ask the service who you are there", id="account.test"),
        Binding("k", "change_key", "Key", tooltip="Keep a new key for it", id="account.key"),
        Binding("b", "abilities", "Can do", tooltip="What it can do, and why not", id="account.abilities"),
        Binding("d", "remove", "Remove", tooltip="Remove it; asks first", id="account.remove"),
        Binding("escape,q", "cancel", "Close", tooltip="Back to work", id="account.close"),
    ]

    def __init__(self, desk: Desk, questions: Asking, switch: Callable[[str], object], do: str = "") -> None:
        """Make the screen.

        Args:
            desk: What is asked of the services.
            questions: What is asked of the person.
            switch: Goes over to another account; returns at once.
            do: The action that is begun with once the accounts are known, such as "add"; empty for none.
        """
        super().__init__("Accounts")
        self.HORIZONTAL_BREAKPOINTS = [(0, "-normal"), (120, "-wide")]
        self._desk, self._questions, self._switch = desk, questions, switch
        self._do = do
        self._accounts: Sequence[AccountSummary] | None = None
        self._sources: dict[str, SecretSource] = {}
        self._looked_for: set[str] = set()
        self._checked: dict[str, Checked] = {}
        self._connection = desk.connection
        self._reading: Worker[None] | None = None
        self._failure = ""
        self._selected = ""

    def compose_body(self) -> Iterator[Widget]:
        """The list with what is known of the selected one, and what was done last."""
        yield Static(id="state")
        with Horizontal(id="both"):
            with Vertical(id="list"):
                yield AccountRows()
            with VerticalScroll(id="about", can_focus=False):
                yield AccountFacts()
        yield Static(id="said")

    def on_mount(self) -> None:
        """Read the list, and keep counting."""
        self._selected = self._desk.open_account
        self._show()
        self._read()
        self.set_interval(LOOK_SECONDS, self._look)
        self.query_one(AccountRows).focus()

    def _look(self) -> None:
        """Count again, unless that is being done; and believe no test that the open account has outlived."""
        state = self._desk.connection
        if state.tone != "busy" and state != self._connection:
            self._connection, name = state, self._desk.open_account
            self._sources.pop(name, None)
            if not self._checked.get(name, Checked()).is_going_on:
                self._checked.pop(name, None)
            self._show()
        if self._reading is None or self._reading.is_finished:
            self._read()

    @property
    def selected(self) -> AccountSummary | None:
        """The selected account."""
        return next((a for a in self._accounts or () if a.name == self._selected), None)

    def _read(self) -> None:
        self._reading = self._summarize()

    @work(group="reading", exclusive=True)
    async def _summarize(self) -> None:
        try:
            self.post_message(AccountsRead(await self._desk.summaries()))
        except Refusal as refusal:
            self.post_message(AccountsRead((), refusal))

    @work(group="sources")
    async def _look_for_key(self, name: str) -> None:
        self.post_message(SourceFound(name, await self._desk.source(name)))

    @work(group="testing")
    async def _test(self, name: str) -> None:
        try:
            checked = Checked(tested=await self._desk.test(name))
        except Refusal as refusal:
            checked = Checked(problem=failed_test(refusal))
        self.post_message(AccountChecked(name, checked))

    @work(group="changing")
    async def _change(self, do: Callable[[], Awaitable[str]]) -> None:
        """Do something about an account, and say what came of it; nothing is said of nothing."""
        try:
            self.post_message(AccountsChanged(await do()))
        except Refusal as refusal:
            self.post_message(AccountsChanged(in_words(refusal), is_refusal=True))

    @on(AccountsRead)
    def _on_read(self, event: AccountsRead) -> None:
        self._failure = in_words(event.refusal) if event.refusal else ""
        if event.refusal is None:
            self._accounts = [self._as_tested(account) for account in event.accounts]
            if self.selected is None and event.accounts:
                self._selected = event.accounts[0].name
        elif self._accounts is not None:
            self._say(self._failure, is_refusal=True)
        self._show()
        if self._do and self._accounts is not None:
            do, self._do = self._do, ""
            self.call_later(self.run_action, do)

    @on(SourceFound)
    def _on_source(self, event: SourceFound) -> None:
        self._looked_for.discard(event.account)
        self._sources[event.account] = event.source
        self._show()

    @on(AccountChecked)
    def _on_checked(self, event: AccountChecked) -> None:
        self._checked[event.account] = event.checked
        self._accounts = [self._as_tested(account) for account in self._accounts or ()]
        # A keyring may have been unlocked for it.
        self._sources.pop(event.account, None)
        self._show()
        self._read()

    @on(AccountsChanged)
    def _on_changed(self, event: AccountsChanged) -> None:
        if event.sentence:
            self._say(event.sentence, is_refusal=event.is_refusal)
        self._sources.clear()
        self._read()

    @on(RowList.Selected)
    def _on_selected(self, event: RowList.Selected) -> None:
        self._selected = (self._accounts or ())[event.index].name
        self._say("")
        self._show()

    @on(RowList.Taken)
    def _on_taken(self) -> None:
        if self._selected == self._desk.open_account:
            self._say(f"You are in {self._selected} already.")
        elif self.selected is not None:
            self._switch(self._selected)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what makes no sense for the selected account."""
        del parameters
        account = self.selected
        if action in ("use", "test", "abilities", "remove"):
            return None if account is None else True
        if action == "change_key":
            return True if account is not None and account.needs_secret else None
        return True

    def action_test(self) -> None:
        """Ask the service of the selected account who the person is."""
        name = self._selected
        if not self._checked.get(name, Checked()).is_going_on:
            self._say("")
            self._checked[name] = Checked(is_going_on=True)
            self._show()
            self._test(name)

    def action_use(self) -> None:
        """Make the selected account the default."""
        name = self._selected
        self._change(lambda: self._desk.use(name))

    def action_add(self) -> None:
        """Ask for a new account, and select it."""

        async def add() -> str:
            added = await self._questions.add()
            if added is None:
                return ""
            self._selected = added.name
            return added.sentence

        self._change(add)

    def action_change_key(self) -> None:
        """Ask for a new key of the selected account."""
        if (account := self.selected) is not None:
            self._checked.pop(account.name, None)
            self._change(lambda: self._questions.key(account))

    def action_abilities(self) -> None:
        """Show what the selected account can do."""
        if (account := self.selected) is not None:
            self._change(lambda: self._questions.abilities(account))

    def action_remove(self) -> None:
        """Ask, and remove the selected account."""
        account = self.selected
        if account is None:
            return
        if account.name == self._desk.open_account:
            self._say(f"You are in {account.name}. Go over to another account to remove it.", is_refusal=True)
        else:
            self._change(lambda: self._questions.remove(account))

    def _as_tested(self, account: AccountSummary) -> AccountSummary:
        """An account with who the person is there, as a test has just said it."""
        tested = self._checked.get(account.name, Checked()).tested
        return account if tested is None else account._replace(person=one_line(tested.person.name, 80))

    def _say(self, sentence: str, *, is_refusal: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(Content(f"{'!' if is_refusal else '✓'} {one_line(sentence)}" if sentence else ""))
        said.set_class(is_refusal, "-refusal")

    def _show(self) -> None:
        """Draw everything from the values."""
        rows, accounts = self.query_one(AccountRows), self._accounts or ()
        rows.accounts, rows.open_account = accounts, self._desk.open_account
        names = [account.name for account in accounts]
        rows.show(names.index(self._selected) if self._selected in names else None)
        state, is_empty = self.query_one("#state", Static), self._accounts is None
        state.update(Content(f"! {self._failure}" if self._failure else "Reading your accounts …"))
        state.set_class(is_empty, "-shown")
        state.set_class(bool(self._failure), "-problem")
        self.query_one("#both").display = not is_empty
        self._show_selected()
        self.refresh_bindings()

    def _show_selected(self) -> None:
        account = self.selected
        if account is None:
            return
        name = account.name
        if account.needs_secret and name not in self._sources and name not in self._looked_for:
            self._looked_for.add(name)
            self._look_for_key(name)
        connection = self._desk.connection if name == self._desk.open_account else None
        known = facts(account, self._sources.get(name), self._checked.get(name), connection)
        self.query_one(AccountFacts).show(f"{name} · {account.title}", known)


def in_words(refusal: Refusal) -> str:
    """Return a refusal with its hint."""
    return f"{refusal.message} {refusal.hint}".strip()
