"""The screens of accounts over the app: opened here, and loaded when one is first opened."""

from __future__ import annotations

from functools import partial

from textual.screen import SystemModalScreen

from punchcard.tui.accounts.desk import AppDesk
from punchcard.tui.accounts.questions import Questions
from punchcard.tui.accounts.screen import AccountsScreen
from punchcard.tui.accounts.switcher import AccountSwitcher
from punchcard.tui.accounts.switching import switch_to
from punchcard.tui.host import HostApp


def open_accounts(app: HostApp, do: str = "") -> None:
    """List the accounts; where they are listed already, close the list.

    Args:
        app: The app.
        do: The action that is begun with, such as "add"; empty for none.
    """
    if isinstance(app.screen, AccountsScreen):
        app.screen.action_cancel()
    elif isinstance(app.screen, SystemModalScreen) or any(
        isinstance(screen, AccountsScreen) for screen in app.screen_stack
    ):
        app.bell()
    else:
        desk = AppDesk(app)
        app.push_screen(AccountsScreen(desk, Questions(app, desk), partial(switch_to, app), do))


def open_switcher(app: HostApp) -> None:
    """Ask for an account, and go over to it."""
    desk = AppDesk(app)

    def go(name: str | None) -> None:
        if name is not None:
            switch_to(app, name)

    app.push_screen(AccountSwitcher(list(app.config.accounts), app.account, desk.summaries), go)
