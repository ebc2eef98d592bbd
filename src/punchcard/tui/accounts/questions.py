"""What the accounts screen asks of the person, to be awaited in workers only."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from punchcard.tui.accounts.abilities_dialog import AbilitiesDialog
from punchcard.tui.accounts.backend_picker import BackendPicker
from punchcard.tui.accounts.beside import beside
from punchcard.tui.accounts.desk import Added, Desk
from punchcard.tui.accounts.words import removal_question
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.host import HostApp

if TYPE_CHECKING:
    from punchcard.services.accounts import AccountSummary


FORM = "punchcard.tui.accounts.form"
"""Brings along what checks a configuration, which takes too long to load for the screen to wait."""


class Asking(Protocol):
    """Whatever asks the person; each call lasts until they have answered."""

    async def add(self) -> Added | None:
        """Ask for a new account; None where the person changed their mind."""
        ...

    async def key(self, account: AccountSummary) -> str:
        """Ask for a new key; return what was done, empty where nothing was."""
        ...

    async def abilities(self, account: AccountSummary) -> str:
        """Show what an account can do; there is nothing to say of it then."""
        ...

    async def remove(self, account: AccountSummary) -> str:
        """Ask, and remove an account; return what was done, empty where nothing was."""
        ...


class Questions:
    """Asks on the screens of `app`, and has done by `desk` what was answered."""

    def __init__(self, app: HostApp, desk: Desk) -> None:
        """Ask nothing yet."""
        self._app, self._desk = app, desk

    async def add(self) -> Added | None:
        """Ask for a new account; None where the person changed their mind."""
        backend = await self._app.push_screen_wait(BackendPicker(self._desk.backends))
        if backend is None:
            return None
        await beside(partial(import_module, FORM))
        from punchcard.tui.accounts.form import AccountForm

        return await self._app.push_screen_wait(AccountForm(backend, self._desk))

    async def key(self, account: AccountSummary) -> str:
        """Ask for a new key, and return what was done; empty where nothing was.

        Raises:
            Refusal: The backend cannot be loaded.
        """
        field = await self._desk.key_field(account.name)
        from punchcard.tui.accounts.key_form import KeyForm

        return await self._app.push_screen_wait(KeyForm(account.name, field, self._desk)) or ""

    async def abilities(self, account: AccountSummary) -> str:
        """Show what an account can do; there is nothing to say of it then.

        Raises:
            Refusal: The backend cannot be loaded.
        """
        lines = await self._desk.abilities(account.name)
        await self._app.push_screen_wait(AbilitiesDialog(account.name, account.title, lines))
        return ""

    async def remove(self, account: AccountSummary) -> str:
        """Ask, and remove an account; return what was done, empty where nothing was.

        Raises:
            Refusal: It cannot be removed.
        """
        removal = await self._desk.removal(account.name)
        question = ConfirmScreen(
            f"Remove the account {account.name}?",
            removal_question(removal, account),
            yes="Remove it",
            no="Keep it",
            title="Remove",
        )
        if not await self._app.push_screen_wait(question):
            return ""
        return await self._desk.remove(account.name)
