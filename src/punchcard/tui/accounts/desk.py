"""What the screens of accounts ask of the services, each beside the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from punchcard.tui.accounts.beside import beside, beside_async
from punchcard.tui.accounts.secret_line import Typed

if TYPE_CHECKING:
    from pydantic import SecretStr

    from punchcard.backends.contract import AccountField, BackendInfo, WritePolicy
    from punchcard.config import Config
    from punchcard.services.ability_words import AbilityLine
    from punchcard.services.accounts import AccountSummary, Agrees, NewAccount, Removal, SecretSource, Tested
    from punchcard.services.reading.connection_state import ConnectionState
    from punchcard.tui.host import HostApp


class Draft(NamedTuple):
    """What a form says of a new account."""

    name: str
    backend: str
    settings: tuple[tuple[str, str], ...]
    """Name and value of each field that is no secret."""
    write: WritePolicy
    secret: Typed


class Added(NamedTuple):
    """An account that was saved."""

    name: str
    sentence: str


class Desk(Protocol):
    """Whatever answers the screens; each call but the properties may take seconds."""

    @property
    def config(self) -> Config:
        """What is configured now."""
        ...

    @property
    def open_account(self) -> str:
        """The name of the account that is open."""
        ...

    @property
    def connection(self) -> ConnectionState:
        """How the open account's service answers, the person's own keys named in it."""
        ...

    async def summaries(self) -> Sequence[AccountSummary]:
        """Return every account."""
        ...

    async def source(self, name: str) -> SecretSource:
        """Look for the key of an account."""
        ...

    async def backends(self) -> Sequence[BackendInfo]:
        """Return what is installed."""
        ...

    async def test(self, what: str | Draft) -> Tested:
        """Ask the service who the person is: of a saved account, by its name, or of a new one."""
        ...

    async def add(self, draft: Draft, agrees: Agrees) -> str:
        """Test a new account and save it, if it is still whom the person has agreed to be."""
        ...

    async def use(self, name: str) -> str:
        """Make an account the default."""
        ...

    async def change_key(self, name: str, secret: Typed) -> str:
        """Test a new key and keep it."""
        ...

    async def key_field(self, name: str) -> AccountField:
        """Return what the backend of an account says about its key."""
        ...

    async def abilities(self, name: str) -> Sequence[AbilityLine]:
        """Return what an account can do."""
        ...

    async def removal(self, name: str) -> Removal:
        """Return what removing an account would do."""
        ...

    async def remove(self, name: str) -> str:
        """Remove an account, and give up what is on its way; the person was told."""
        ...


class AppDesk:
    """Asks the services, with the folders and the clock of the app."""

    def __init__(self, app: HostApp) -> None:
        """Work for `app`, whose configuration is brought up to date."""
        self._app = app

    @property
    def config(self) -> Config:
        """What is configured now."""
        return self._app.config

    @property
    def open_account(self) -> str:
        """The name of the account that is open."""
        return self._app.account

    @property
    def connection(self) -> ConnectionState:
        """How the open account's service answers, the person's own keys named in it."""
        state = self._app.connection
        return state._replace(
            sentence=self._app.with_keys(state.sentence), words=self._app.with_keys(state.words)
        )

    async def summaries(self) -> Sequence[AccountSummary]:
        """Read every account; what another process has configured since is taken over."""
        app = self._app

        def read() -> tuple[Config, Sequence[AccountSummary]]:
            from punchcard.config import load_config
            from punchcard.services.accounts import list_accounts

            config = load_config(app.folders)
            return config, list_accounts(app.folders, config, app.clock)

        app.config, found = await beside(read)
        return found

    async def source(self, name: str) -> SecretSource:
        """Look for the key of an account."""

        def look() -> SecretSource:
            from punchcard.services.accounts import secret_source

            return secret_source(name)

        return await beside(look)

    async def backends(self) -> Sequence[BackendInfo]:
        """Return what is installed; loads every one."""

        def load() -> Sequence[BackendInfo]:
            from punchcard.services.accounts import installed

            return installed()

        return await beside(load)

    async def test(self, what: str | Draft) -> Tested:
        """Ask the service who the person is."""
        folders, config, clock = self._app.folders, self._app.config, self._app.clock

        async def ask() -> Tested:
            from punchcard.services.accounts import test_account, test_saved

            if isinstance(what, str):
                return await test_saved(folders, config, clock, what)
            return await test_account(folders, config, clock, _new_account(what))

        return await beside_async(ask)

    async def add(self, draft: Draft, agrees: Agrees) -> str:
        """Test a new account and save it, if it is still whom the person has agreed to be."""
        app = self._app

        async def save() -> str:
            from punchcard.services.accounts import add_account

            return await add_account(app.folders, app.config, app.clock, _new_account(draft), agrees=agrees)

        return await self._changing(await beside_async(save))

    async def use(self, name: str) -> str:
        """Make an account the default."""
        folders, config = self._app.folders, self._app.config

        def use() -> str:
            from punchcard.services.accounts import use_account

            return use_account(folders, config, name)

        return await self._changing(await beside(use))

    async def change_key(self, name: str, secret: Typed) -> str:
        """Test a new key and keep it."""
        app = self._app

        async def keep() -> str:
            from punchcard.services.accounts import replace_secret

            return await replace_secret(app.folders, app.config, app.clock, name, _checked(secret))

        sentence = await self._changing(await beside_async(keep))
        if name == app.account:
            # Whatever the old key was refused for goes on now.
            app.engine.refresh()
        return sentence

    async def key_field(self, name: str) -> AccountField:
        """Return what the backend of an account says about its key."""
        config = self._app.config

        def look() -> AccountField:
            from punchcard.services.accounts import wanted_secret
            from punchcard.services.installed_backends import backend_factory

            return wanted_secret(name, backend_factory(config.accounts[name].backend).info)

        return await beside(look)

    async def abilities(self, name: str) -> Sequence[AbilityLine]:
        """Return what an account can do."""
        account = self._app.config.accounts[name]

        def look() -> Sequence[AbilityLine]:
            from punchcard.services.ability_words import ability_lines, account_abilities

            return ability_lines(account_abilities(account))

        return await beside(look)

    async def removal(self, name: str) -> Removal:
        """Return what removing an account would do."""
        folders, config, clock = self._app.folders, self._app.config, self._app.clock

        def look() -> Removal:
            from punchcard.services.accounts import removal_of

            return removal_of(folders, config, clock, name)

        return await beside(look)

    async def remove(self, name: str) -> str:
        """Remove an account, and give up what is on its way."""
        folders, config, clock = self._app.folders, self._app.config, self._app.clock

        async def remove() -> str:
            from punchcard.services.accounts import remove_account

            return await remove_account(folders, config, clock, name, drop_pending=True)

        return await self._changing(await beside_async(remove))

    async def _changing(self, sentence: str) -> str:
        """Take over what is configured now."""
        folders = self._app.folders

        def read() -> Config:
            from punchcard.config import load_config

            return load_config(folders)

        self._app.config = await beside(read)
        return sentence


def _new_account(draft: Draft) -> NewAccount:
    from punchcard.services.accounts import NewAccount

    secret = _checked(draft.secret) if draft.secret else None
    return NewAccount(draft.name, draft.backend, dict(draft.settings), draft.write, secret)


def _checked(secret: Typed) -> SecretStr:
    from punchcard.credentials import checked_secret

    return checked_secret(secret.reveal())
