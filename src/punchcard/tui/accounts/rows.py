"""The list of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content

from punchcard.core.text import one_line
from punchcard.tui.accounts.words import marks, outbox_in_words
from punchcard.tui.text import fitted
from punchcard.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from punchcard.services.accounts import AccountSummary

LONGEST_NAME, LONGEST_TITLE = 20, 22
"""Cells of the first two columns at most."""


class AccountRows(RowList):
    """A line an account: its name, its backend, who you are there, and what is special about it."""

    DEFAULT_CSS = """
    AccountRows { height: 1fr; min-height: 3; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Switch", id="account.switch", tooltip="Go over to the selected account"),
    ]

    HELP = "## The list\n\nUp and down select an account, enter goes over to it."

    accounts: Sequence[AccountSummary] = ()
    open_account: str = ""

    def lay_out(self, width: int) -> Sequence[Content]:
        """A line for each account."""
        names = min(LONGEST_NAME, max((cell_len(one_line(a.name)) for a in self.accounts), default=0))
        titles = min(LONGEST_TITLE, max((cell_len(one_line(a.title)) for a in self.accounts), default=0))
        said = [self._said(account) for account in self.accounts]
        room = max((cell_len(line.plain) for line in said), default=0)
        people = max(8, width - names - titles - room - 6)
        return [
            Content.assemble(
                (fitted(account.name, names), "bold" if account.name == self.open_account else ""),
                "  ",
                (fitted(account.title, titles), "$foreground-muted"),
                "  ",
                fitted(account.person or "–", people),
                "  ",
                line,
            )
            for account, line in zip(self.accounts, said, strict=True)
        ]

    def _said(self, account: AccountSummary) -> Content:
        special = marks(account, is_open=account.name == self.open_account)
        waiting = outbox_in_words(account.pending, account.attention)
        if account.problem:
            waiting = "! cannot be used"
        elif account.attention:
            waiting = f"! {waiting}"
        colour = "$text-error" if account.problem or account.attention else "$text-primary"
        return Content.assemble((special, "$success"), ", " if special and waiting else "", (waiting, colour))
