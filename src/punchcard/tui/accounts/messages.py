"""What the work beside the screens of accounts tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from punchcard.core.refusals import Refusal
    from punchcard.services.accounts import AccountSummary, SecretSource
    from punchcard.tui.accounts.words import Checked


@dataclass
class AccountsRead(Message):
    """The accounts are known, or why they are not."""

    accounts: Sequence[AccountSummary]
    refusal: Refusal | None = None


@dataclass
class SourceFound(Message):
    """Where the key of an account is, is known."""

    account: str
    source: SecretSource


@dataclass
class AccountChecked(Message):
    """The connection of an account was tested."""

    account: str
    checked: Checked


@dataclass
class AccountsChanged(Message):
    """Something was done about the accounts, or refused."""

    sentence: str
    is_refusal: bool = False
