"""What the command palette offers about accounts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.app import SystemCommand

from punchcard.core.text import one_line
from punchcard.tui.accounts.open import open_accounts
from punchcard.tui.accounts.switching import switch_to
from punchcard.tui.host import HostApp


def account_commands(app: HostApp) -> Iterable[SystemCommand]:
    """Yield them, named `account: Add`."""
    for name, what, help_text in (
        ("add", "Add", "Add an account"),
        ("test", "Test", "Ask the service who you are there"),
        ("abilities", "What it can do", "What this account can do, and why not"),
        ("change_key", "New key", "Keep a new key for this account"),
    ):
        yield SystemCommand(f"account: {what}", help_text, partial(open_accounts, app, name))
    for account in app.config.accounts:
        if account != app.account:
            name = one_line(account, 40)
            yield SystemCommand(
                f"account: Switch to {name}", f"Go over to {name}", partial(switch_to, app, account)
            )
