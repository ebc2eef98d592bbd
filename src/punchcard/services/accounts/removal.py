"""Removing an account: its secret and its settings go, what it has asked for stays in the ledger."""

from __future__ import annotations

import asyncio
import os
from contextlib import closing
from typing import NamedTuple

from punchcard.config import AccountConfig, Config
from punchcard.config.editing import with_default, without_account
from punchcard.core.refusals import NotFound, Refusal
from punchcard.credentials import is_in_environment, variable_of
from punchcard.paths import Folders
from punchcard.services.accounts.checks import secret_field
from punchcard.services.accounts.config_file import Edit, edit_config
from punchcard.services.accounts.saving import keeping_local, with_secret_removed
from punchcard.services.accounts.testing import open_store
from punchcard.services.clocks import WallClock
from punchcard.services.installed_backends import BrokenBackend, backend_factory
from punchcard.services.session import chosen_account
from punchcard.services.status_keeping import remove_status_file

_RUNNING = "Its clock runs, is kept on this machine alone,"


class OnlyAccount(Refusal):
    """The account is the only one."""

    code = "only_account"


class StillOnItsWay(Refusal):
    """What an account was asked for has not arrived."""

    code = "still_on_its_way"


class Removal(NamedTuple):
    """What removing an account would do; nothing is done yet."""

    account: str
    pending: int
    """How much is on its way, and would never be sent."""
    next_default: str | None
    """The account that commands would use instead; None where that stays as it is."""
    question: str
    """What will be done, ending in a question mark."""
    is_running: bool = False
    """Whether a clock runs that is kept on this machine alone, and would be thrown away."""


def removal_of(folders: Folders, config: Config, clock: WallClock, name: str) -> Removal:
    """Return what removing an account would do.

    Raises:
        Refusal: There is no such account, or no other one.
    """
    account = chosen_account(config, name)
    others = [other for other in config.accounts if other != account.name]
    if not others:
        raise OnlyAccount(
            f"{account.name} is the only account, so it stays.", "Add another one first: `punch account add`."
        )
    pending = _pending(folders, config, clock, account.name)
    next_default = None
    if account.name == config.default_account:
        next_default = "local" if "local" in others else others[0]
    is_running = _is_running(folders, config, clock, account.name)
    question = _question(account, pending, next_default, is_running=is_running)
    return Removal(account.name, pending, next_default, question, is_running)


async def remove_account(
    folders: Folders, config: Config, clock: WallClock, name: str, *, drop_pending: bool = False
) -> str:
    """Remove an account; its ledger, its cache and, of a local one, its entries stay on this machine.

    Args:
        folders: Where the files lie.
        config: What is configured.
        clock: The clock on the wall.
        name: The account.
        drop_pending: Whether what is on its way is given up; the person was told how much that is.

    Returns:
        What was done, in sentences.

    Raises:
        StillOnItsWay: Something is on its way, and not to be given up.
        Refusal: It cannot be removed. Nothing was changed.
    """
    removal = removal_of(folders, config, clock, name)
    if removal.pending and not drop_pending:
        raise StillOnItsWay(
            f"{_things(removal.pending)} still on the way and would never be sent. Nothing was changed.",
            f"Deliver first: `punch sync --account {removal.account}`. To give it up, say --yes twice.",
        )
    if removal.is_running and not drop_pending:
        raise StillOnItsWay(
            f"{_RUNNING} and would be thrown away. Nothing was changed.",
            f"Stop it first: `punch out --account {removal.account}`. To give it up, say --yes twice.",
        )
    account = config.accounts[removal.account]
    new_default = removal.next_default
    edits: list[Edit] = keeping_local(config)
    if new_default is not None:
        edits.append(lambda path, text: with_default(path, text, new_default))
    edits.append(lambda path, text: without_account(path, text, account.name))
    secret_removed = False
    if _has_secret(account):
        secret_removed = await asyncio.to_thread(
            with_secret_removed, account.name, lambda: edit_config(folders, *edits)
        )
    else:
        await asyncio.to_thread(edit_config, folders, *edits)
    _drop_all(folders, config, clock, account.name)
    return _done(removal, secret_removed=secret_removed)


def _done(removal: Removal, *, secret_removed: bool) -> str:
    said = [f"The account {removal.account} {'and its secret are' if secret_removed else 'is'} removed."]
    if is_in_environment(removal.account):
        said.append(f"{variable_of(removal.account)} is still set: unset it yourself.")
    if removal.pending:
        said.append(f"{_things(removal.pending)} given up.")
    if removal.is_running:
        said.append("The clock that ran there is thrown away.")
    said.append("What it has asked for stays in the ledger, and its files stay where they are.")
    if removal.next_default:
        said.append(f"Commands use {removal.next_default} from now on.")
    return " ".join(said)


def _question(account: AccountConfig, pending: int, next_default: str | None, *, is_running: bool) -> str:
    said = [f"{_things(pending)} on the way and will never be sent."] if pending else []
    if is_running:
        said.append(f"{_RUNNING} and will be thrown away.")
    if next_default:
        said.append(f"Commands will use {next_default} instead.")
    secret = " and its secret" if _has_secret(account) and not is_in_environment(account.name) else ""
    return " ".join([*said, f"Remove the account {account.name}{secret}?"])


def _things(count: int) -> str:
    return "1 thing is" if count == 1 else f"{count} things are"


def _has_secret(account: AccountConfig) -> bool:
    try:
        return secret_field(backend_factory(account.backend).info) is not None
    except (NotFound, BrokenBackend):
        # Nobody can tell any more; it may have one.
        return True


def _pending(folders: Folders, config: Config, clock: WallClock, name: str) -> int:
    if not os.path.exists(folders.database_file):
        return 0
    with closing(open_store(folders, config, clock)) as store, store.read() as transaction:
        return transaction.outbox.count_unsettled(name)[0]


def _is_running(folders: Folders, config: Config, clock: WallClock, name: str) -> bool:
    if not os.path.exists(folders.database_file):
        return False
    with closing(open_store(folders, config, clock)) as store, store.read() as transaction:
        return transaction.cache(name).has_own_clock_running()


def _drop_all(folders: Folders, config: Config, clock: WallClock, name: str) -> None:
    """Settle what is on its way, and forget what was known: it must not turn up in one of the same name."""
    if not os.path.exists(folders.database_file):
        return
    now = clock().timestamp(unit="millisecond")
    with closing(open_store(folders, config, clock)) as store, store.write() as transaction:
        transaction.forget_account(name, "The account was removed.", now)
    remove_status_file(folders, name)
