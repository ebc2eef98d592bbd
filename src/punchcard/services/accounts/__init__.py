"""The accounts of a home: listing, testing, adding, changing, choosing and removing them.

Nothing is saved before the service has said who the person is there; then the secret goes to the keyring and
the settings to `config.toml`: both or neither.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from typing import Literal, NamedTuple, cast

from punchcard.backends.contract import BackendInfo, WritePolicy
from punchcard.config import AccountConfig, Config
from punchcard.config.editing import with_default
from punchcard.core.codec import person_from_json
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.paths import Folders
from punchcard.services.accounts.checks import AlreadyThere as AlreadyThere
from punchcard.services.accounts.checks import NewAccount as NewAccount
from punchcard.services.accounts.checks import checked_settings, secret_field
from punchcard.services.accounts.checks import wanted_secret as wanted_secret
from punchcard.services.accounts.config_file import edit_config
from punchcard.services.accounts.removal import Removal as Removal
from punchcard.services.accounts.removal import removal_of as removal_of
from punchcard.services.accounts.removal import remove_account as remove_account
from punchcard.services.accounts.saving import Agrees as Agrees
from punchcard.services.accounts.saving import add_account as add_account
from punchcard.services.accounts.saving import change_account as change_account
from punchcard.services.accounts.saving import keeping_local
from punchcard.services.accounts.saving import replace_secret as replace_secret
from punchcard.services.accounts.testing import Tested as Tested
from punchcard.services.accounts.testing import open_store
from punchcard.services.accounts.testing import test_account as test_account
from punchcard.services.accounts.testing import test_saved as test_saved
from punchcard.services.clocks import WallClock
from punchcard.services.installed_backends import BrokenBackend, backend_factory, installed_names
from punchcard.services.session import chosen_account


class AccountSummary(NamedTuple):
    """One account as a list shows it."""

    name: str
    backend: str
    title: str
    """What the backend is called; its name where it is not installed."""
    person: str | None
    """Who the account belongs to, as it was last known; None where nobody has asked yet."""
    is_default: bool
    """Whether commands use it where no other is named."""
    write: WritePolicy
    needs_secret: bool
    problem: str
    """Why it cannot be used, in a sentence; empty where nothing is known to be wrong."""
    pending: int
    """How much is on its way in its outbox."""
    attention: int
    """How much of that needs the person."""
    secret_from: Literal["environment", "keyring"] | None = None
    """Where its secret is, once it was looked for (`secret_source`)."""


class SecretSource(NamedTuple):
    """Where the secret of an account is."""

    source: Literal["environment", "keyring"] | None
    problem: str = ""
    """Why it cannot be had, in a sentence."""
    hint: str = ""


def installed() -> list[BackendInfo]:
    """Return what every backend that can be loaded is called and needs, the bundled ones first."""
    found: list[BackendInfo] = []
    for name in installed_names():
        try:
            found.append(backend_factory(name).info)
        except BrokenBackend:
            # Whoever names it is told why; the others can be used all the same.
            continue
    return found


def list_accounts(folders: Folders, config: Config, clock: WallClock) -> list[AccountSummary]:
    """Return every account in the order of the configuration; the network and the keyring are not asked.

    Raises:
        Refusal: The store cannot be read.
    """
    if not os.path.exists(folders.database_file):
        return [_summary(config, account, None, (0, 0)) for account in config.accounts.values()]
    found: list[AccountSummary] = []
    with closing(open_store(folders, config, clock)) as store, store.read() as transaction:
        for account in config.accounts.values():
            me = transaction.cache(account.name).directory("me")
            person = one_line(person_from_json(me).name, 80) if me else None
            counts = transaction.outbox.count_unsettled(account.name)
            found.append(_summary(config, account, person, counts))
    return found


def _summary(
    config: Config, account: AccountConfig, person: str | None, counts: tuple[int, int]
) -> AccountSummary:
    title, needs_secret, problem = account.backend, False, ""
    try:
        info = backend_factory(account.backend).info
        title, needs_secret = info.title, secret_field(info) is not None
        checked_settings(info, account.settings)
    except Refusal as refusal:
        problem = refusal.message
    return AccountSummary(
        name=account.name,
        backend=account.backend,
        title=title,
        person=person,
        is_default=account.name == config.default_account,
        write=cast("WritePolicy", account.write),
        needs_secret=needs_secret,
        problem=problem,
        pending=counts[0],
        attention=counts[1],
    )


def secret_source(name: str) -> SecretSource:
    """Look for the secret of an account that needs one, without asking anybody to unlock the keyring.

    Takes up to five seconds, so not on an event loop.
    """
    from punchcard.credentials import CredentialProblem, read_secret

    try:
        return SecretSource(read_secret(name, may_prompt=False).source)
    except CredentialProblem as problem:
        return SecretSource(None, problem.message, problem.hint)


def secret_sources(names: Sequence[str]) -> dict[str, SecretSource]:
    """Look for the secrets of several accounts at once; takes up to five seconds in all."""
    if not names:
        return {}
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(names)) as pool:
        return dict(zip(names, pool.map(secret_source, names), strict=True))


def has_secret_in_environment(name: str) -> bool:
    """Whether the environment gives the secret of an account, so that nobody need be asked for it.

    Raises:
        CredentialProblem: It gives one that cannot be used.
    """
    from punchcard.credentials import secret_in_environment

    return secret_in_environment(name) is not None


def check_keyring(name: str) -> None:
    """Make sure that there is a keyring for the secret of an account, before anybody types it.

    A locked one will do: it asks to be unlocked when the secret is kept. Takes up to five seconds.

    Raises:
        CredentialProblem: There is none that keeps secrets, or it does not answer.
    """
    from punchcard.credentials import KeyringLocked, keyring_in_use

    problem = keyring_in_use(name).problem
    if problem is not None and not isinstance(problem, KeyringLocked):
        raise problem


def use_account(folders: Folders, config: Config, name: str) -> str:
    """Let commands use an account where no other is named.

    Raises:
        Refusal: There is no such account, or the configuration cannot be written.
    """
    account = chosen_account(config, name)
    if account.name == config.default_account:
        return f"Commands use {account.name} already."
    edit_config(folders, *keeping_local(config), lambda path, text: with_default(path, text, account.name))
    return f"Commands use {account.name} from now on."
