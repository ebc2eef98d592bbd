"""To another account, by typing a part of its name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui.accounts.words import signs
from punchcard.tui.forms.base import CANCEL, Dialog, button
from punchcard.tui.forms.query_line import QueryLine
from punchcard.tui.text import fitted

if TYPE_CHECKING:
    from punchcard.services.accounts import AccountSummary

LONGEST_NAME, SHORTEST_TITLE, LONGEST_PERSON = 16, 8, 18


class NameLine(QueryLine):
    """Typed into; there is nothing to the left and to the right of an account."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "screen.choose", "Switch", id="switcher.go", tooltip="Go over to the marked account"
        ),
        Binding("right", "right", "Right", show=False, id="switcher.right", tooltip="Move right in the text"),
        Binding("left", "left", "Left", show=False, id="switcher.left", tooltip="Move left in the text"),
    ]


class AccountSwitcher(Dialog["str | None"]):
    """Lists the accounts; answers with the name of one."""

    HELP = "## To another account\n\nType a part of the name; enter goes over to the marked one."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Switch", show=False, id="switcher.choose", tooltip="Go over to it"),
        CANCEL,
    ]

    DEFAULT_CSS = """
    AccountSwitcher {
        #dialog { max-width: 70; }
        #accounts {
            height: auto;
            max-height: 12;
            margin: 1 0 0 0;
            padding: 0;
            border: none;
            background: transparent;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            scrollbar-size-vertical: 1;
        }
        #none { display: none; margin: 1 1 0 1; color: $text-muted; height: auto; }
        #none.-shown { display: block; }
    }
    """

    @dataclass
    class Counted(Message):
        """What is on its way in each account is known."""

        accounts: Sequence[AccountSummary]

    def __init__(
        self, names: Sequence[str], here: str, load: Callable[[], Awaitable[Sequence[AccountSummary]]]
    ) -> None:
        """Ask.

        Args:
            names: The accounts.
            here: The one that is open.
            load: Returns all that is known of them; awaited in a worker.
        """
        super().__init__("To another account")
        self._names, self._here, self._load = names, here, load
        self._known: dict[str, AccountSummary] = {}
        self._listed: list[str] = []

    def compose_body(self) -> Iterator[Widget]:
        """The line to type in, and the list; where there is only one account, how there come to be more."""
        if len(self._names) < 2:
            only = f"{self._here} is the only account. Another one is added there where all are listed."
            yield Static(Content(one_line(only)))
            add = button("Accounts …", "manage", "primary")
            yield Horizontal(button("Close", "close"), add, classes="buttons")
            return
        yield NameLine("", "Type a name", id="query", select_on_focus=False)
        accounts = OptionList(id="accounts", markup=False)
        accounts.can_focus = False
        yield accounts
        yield Static("No account here is called that.", id="none")

    def on_mount(self) -> None:
        """List them, and look what is on its way."""
        self._show("", marked=next((name for name in self._names if name != self._here), self._here))
        if len(self._names) > 1:
            self._count()
        else:
            self.query_one("#manage", Button).focus()

    @work
    async def _count(self) -> None:
        try:
            self.post_message(self.Counted(await self._load()))
        except Refusal as refusal:
            self.log.warning(refusal.message)

    def on_account_switcher_counted(self, event: Counted) -> None:
        """Say it beside each name."""
        self._known = {account.name: account for account in event.accounts}
        at = self.query_one("#accounts", OptionList).highlighted
        marked = self._listed[at] if at is not None and at < len(self._listed) else None
        self._show(self.query_one(QueryLine).value, marked)

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(OptionList.OptionSelected)
    def _on_clicked(self, event: OptionList.OptionSelected) -> None:
        self.answer(self._listed[event.option_index])

    @on(Button.Pressed)
    def _on_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_cancel()
        if event.button.id == "manage":
            self.app.call_later(self.app.run_action, "accounts")

    def action_choose(self) -> None:
        """Take the marked one."""
        accounts = self.query_one_optional("#accounts", OptionList)
        if accounts is None or accounts.highlighted is None:
            self.app.bell()
        else:
            self.answer(self._listed[accounts.highlighted])

    def action_into(self) -> None:
        """There is nothing below an account."""

    def action_up(self) -> None:
        """There is nothing above an account."""

    def action_move(self, how: str) -> None:
        """Move the mark in the list."""
        accounts = self.query_one("#accounts", OptionList)
        {
            "cursor_down": accounts.action_cursor_down,
            "cursor_up": accounts.action_cursor_up,
            "page_down": accounts.action_page_down,
            "page_up": accounts.action_page_up,
        }[how]()

    def _show(self, text: str, marked: str | None = None) -> None:
        accounts = self.query_one_optional("#accounts", OptionList)
        if accounts is None:
            return
        wanted = text.strip().casefold()
        self._listed = [name for name in self._names if wanted in self._sought(name)]
        # What begins with it comes first.
        self._listed.sort(key=lambda name: not name.casefold().startswith(wanted))
        accounts.set_options(Option(self._line(name)) for name in self._listed)
        if self._listed:
            accounts.highlighted = self._listed.index(marked) if marked in self._listed else 0
        self.query_one("#none").set_class(not self._listed, "-shown")

    def _sought(self, name: str) -> str:
        known = self._known.get(name)
        return " ".join((name, known.title, known.person or "") if known else (name,)).casefold()

    def _title_width(self, taken: int) -> int:
        """What is left for the titles beside names and people of `taken` cells, and what is said of them."""
        accounts = self._known.values()
        said = max(6 * (a.name == self._here) + 9 * a.is_default for a in accounts)
        waiting = max(cell_len(signs(a.pending, a.attention)) for a in accounts)
        room = self.query_one("#accounts").size.width - taken - said - (waiting + 2 if waiting else 0) - 9
        return min(max(SHORTEST_TITLE, room), _width([a.title for a in accounts], room))

    def _line(self, name: str) -> Content:
        known = self._known.get(name)
        sign = "▸ " if name == self._here else "  "
        shown = fitted(name, _width(self._names, LONGEST_NAME))
        if known is None:
            return Content.assemble(sign, shown)
        accounts = self._known.values()
        people = _width([a.person or "–" for a in accounts], LONGEST_PERSON)
        said = ["open"] * (name == self._here) + ["default"] * known.is_default
        waiting = signs(known.pending, known.attention)
        return Content.assemble(
            sign,
            shown,
            ("  " + fitted(known.title, self._title_width(len(shown) + people)), "dim"),
            "  " + fitted(known.person or "–", people),
            ("  " + "  ".join(said), "dim") if said else "",
            (f"  {waiting}", "bold $text-warning") if waiting else "",
        )


def _width(texts: Sequence[str], longest: int) -> int:
    """Cells of a column."""
    return min(longest, max(cell_len(one_line(text)) for text in texts))
