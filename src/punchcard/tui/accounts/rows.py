"""The list of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content

from punchcard.core.text import one_line
from punchcard.tui.text import fitted
from punchcard.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from punchcard.services.accounts import AccountSummary

LONGEST_NAME, LONGEST_TITLE, LONGEST_PERSON = 20, 20, 28
"""Cells of the first three columns at most."""

SHORTEST_TITLE = 8
"""Cells below which the title of a backend says nothing."""


_MOVING = [
    replace(binding, key=binding.key.partition(",")[0])
    for binding in RowList.BINDINGS
    if isinstance(binding, Binding) and binding.action != "take"
]
"""How one moves in every list, less `j` and `k`: here `k` is about the key."""


class AccountRows(RowList, inherit_bindings=False):
    """A line an account: its name, its backend, who you are there, and what is special about it."""

    DEFAULT_CSS = """
    AccountRows { height: 1fr; min-height: 3; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *_MOVING,
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
        longest = max((cell_len(one_line(a.person or "–")) for a in self.accounts), default=0)
        # Who one is there matters more than what the service is called, which is said beside the list too.
        people = min(LONGEST_PERSON, longest)
        titles = max(min(titles, SHORTEST_TITLE), min(titles, width - names - people - room - 6))
        people = max(8, min(LONGEST_PERSON, width - names - titles - room - 6))
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
        is_open, going = account.name == self.open_account, account.pending - account.attention
        parts = [("open", "$success")] * is_open + [("default", "$foreground-muted")] * account.is_default
        parts += [(f"↑{going}", "$text-primary")] * bool(going)
        parts += [(f"!{account.attention} needs you", "bold $text-error")] * bool(account.attention)
        parts += [("! cannot be used", "bold $text-error")] * bool(account.problem)
        return Content("  ").join(Content.styled(*part) for part in parts)
