"""Saving an account: its secret in the keyring, its settings in `config.toml`, both or neither."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, TypeAlias

from punchcard.backends.errors import BackendError
from punchcard.config import AccountConfig, Config
from punchcard.config.editing import with_account, with_changes, with_default, with_local
from punchcard.core.codec import person_from_json, person_to_json
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.credentials import CredentialProblem
from punchcard.paths import Folders
from punchcard.services.accounts.checks import (
    ADDRESS,
    NewAccount,
    address_of,
    checked_account,
    refuse_if_taken,
    table_of,
    wanted_secret,
)
from punchcard.services.accounts.config_file import Edit, edit_config
from punchcard.services.accounts.testing import (
    Tested,
    given,
    in_memory,
    open_store,
    refuse_somebody_else,
    whoami,
)
from punchcard.services.clocks import WallClock
from punchcard.services.installed_backends import backend_factory
from punchcard.services.session import chosen_account
from punchcard.services.whose_key import GivenSecret, keep_confirmed

if TYPE_CHECKING:
    from pydantic import SecretStr


class HalfSaved(Refusal):
    """The settings could not be saved, and then the keyring not be put back."""

    code = "half_saved"


class KeyTaken(Refusal):
    """The keyring holds another key under the name of a new account."""

    code = "key_taken"


Agrees: TypeAlias = "Callable[[Person], None]"
"""Lets a person say that it is them whom the service has found; raises a refusal where it is not."""


async def add_account(
    folders: Folders,
    config: Config,
    clock: WallClock,
    new: NewAccount,
    *,
    use: bool = False,
    agrees: Agrees | None = None,
) -> str:
    """Test a new account, then save it: the secret, the settings, and who the person is there.

    Args:
        folders: Where the files lie.
        config: What is configured.
        clock: The clock on the wall.
        new: The account.
        use: Whether commands use it from now on where no other is named.
        agrees: Asks the person, before anything is saved, where the account says who they are and not its
            secret (`BackendInfo.asks_who`).

    Returns:
        What was done, in sentences.

    Raises:
        Refusal: Something cannot be used, the service says no, or it cannot be saved. Nothing was saved then.
    """
    refuse_if_taken(config, new.name)
    account = checked_account(new)
    await asyncio.to_thread(_refuse_taken_key, new.name, new.secret)
    tested = await _tested(folders, config, clock, account, given(new), from_environment=new.secret is None)
    if agrees is not None and backend_factory(new.backend).info.asks_who:
        agrees(tested.person)
    edits = keeping_local(config)
    edits.append(lambda path, text: with_account(path, text, account.name, table_of(account)))
    if use:
        edits.append(lambda path, text: with_default(path, text, account.name))
    await _save(folders, config, clock, account, tested, new.secret, edits)
    said = f"{tested.sentence} The account {account.name} is saved"
    said += ", and commands use it from now on." if use else "."
    said += _taken_address(new, account) + _same_person(folders, config, clock, account, tested.person)
    return said + _winner(new.name, new.secret)


async def change_account(folders: Folders, config: Config, clock: WallClock, new: NewAccount) -> str:
    """Test an account with other settings or another secret, then save them.

    Args:
        folders: Where the files lie.
        config: What is configured.
        clock: The clock on the wall.
        new: All settings of the account as they are to be, and the new secret; None to keep it.

    Returns:
        What was done, in sentences.

    Raises:
        Refusal: There is no such account, the service says no, or it cannot be saved. Nothing was changed.
    """
    before, account = chosen_account(config, new.name), checked_account(new)
    tested = await _tested(folders, config, clock, account, in_memory(new.secret))
    refuse_somebody_else(folders, config, clock, account, tested.person)
    changes: dict[str, str | int | None] = dict.fromkeys((*before.settings, "write"))
    changes.update(table_of(account))
    edits = keeping_local(config)
    edits.append(lambda path, text: with_changes(path, text, account.name, changes))
    await _save(folders, config, clock, account, tested, new.secret, edits)
    said = f"{tested.sentence} The account {account.name} is changed." + _taken_address(new, account)
    return said + _winner(new.name, new.secret)


async def replace_secret(
    folders: Folders, config: Config, clock: WallClock, name: str, secret: SecretStr
) -> str:
    """Test an account with another secret, such as for a key that has expired, then keep that one.

    Returns:
        What was done, in sentences.

    Raises:
        Refusal: There is no such account, the service says no, or it cannot be kept. Nothing was changed.
    """
    account = chosen_account(config, name)
    wanted_secret(account.name, backend_factory(account.backend).info)
    tested = await _tested(folders, config, clock, account, in_memory(secret))
    refuse_somebody_else(folders, config, clock, account, tested.person)
    await _save(folders, config, clock, account, tested, secret, [])
    return f"{tested.sentence} The new secret of {account.name} is kept." + _winner(account.name, secret)


def _refuse_taken_key(name: str, secret: SecretStr | None) -> None:
    """Another home of the same person keeps its keys in the same keyring, under the names of its accounts."""
    if secret is None:
        return
    kept = _kept_secret(name)
    if kept is not None and kept != secret:
        raise KeyTaken(
            f"The keyring holds another key under the name {name} already, such as that of another home of "
            "yours. It stays as it is; nothing was saved.",
            "Take another name. If nothing needs that key any more: `keyring del punchcard " + name + "`.",
        )


def with_secret_removed(name: str, save: Callable[[], None]) -> bool:
    """Remove the secret of an account, then save; where that fails, the keyring holds it again.

    Waits for the keyring: to be run on a thread, whole, so that nothing ends it half way.

    Returns:
        Whether the keyring held one.

    Raises:
        Refusal: The keyring does not let it go, or saving fails.
    """
    from punchcard.credentials import NoKeyring, remove_secret
    from punchcard.services.secrets import forget_secret

    try:
        restore = _restoring(name)
        removed = remove_secret(name)
    except NoKeyring:
        # Without a keyring nothing is in it: the secret came from the environment.
        save()
        return False
    _or_restore(save, restore)
    forget_secret(name)
    return removed


def keeping_local(config: Config) -> list[Edit]:
    """What writes `local` down where nothing names it, so that it does not vanish behind other accounts."""
    return [with_local] if "local" in config.accounts else []


async def _tested(
    folders: Folders,
    config: Config,
    clock: WallClock,
    account: AccountConfig,
    secret: GivenSecret | None,
    *,
    from_environment: bool = False,
) -> Tested:
    try:
        return await whoami(folders, config, clock, account, secret, from_environment=from_environment)
    except BackendError as error:
        is_new = secret is None or account.name not in config.accounts
        kept = "Nothing was saved." if is_new else "The new one was not saved; the one from before stays."
        error.message = f"{error.message} {kept}"
        error.args = (error.message,)
        raise


async def _save(
    folders: Folders,
    config: Config,
    clock: WallClock,
    account: AccountConfig,
    tested: Tested,
    secret: SecretStr | None,
    edits: list[Edit],
) -> None:
    """Keep who the person is, the secret and the settings: all, or at least not the last two.

    On a thread, whole, so that nothing ends it half way. The configuration comes last: only then is there
    an account that the others could be of.
    """

    def save() -> None:
        _keep_person(folders, config, clock, account, tested)
        edit_config(folders, *edits)

    await asyncio.to_thread(_with_secret_kept, account.name, secret, save)


def _with_secret_kept(name: str, secret: SecretStr | None, save: Callable[[], None]) -> None:
    """Keep the secret, then save; where that fails, the keyring holds what it did before."""
    if secret is None:
        save()
        return
    from punchcard.credentials import keep_secret
    from punchcard.services.secrets import forget_secret

    restore = _restoring(name)
    keep_secret(name, secret)
    _or_restore(save, restore)
    forget_secret(name)


def _or_restore(save: Callable[[], None], restore: Callable[[], object]) -> None:
    try:
        save()
    except BaseException as error:
        try:
            restore()
        except CredentialProblem as problem:
            raise HalfSaved(
                f"{_said(error)} The keyring could not be put back as it was: {problem.message}",
                "Do it again once both can be written: the secret in the keyring is not the one from before.",
            ) from error
        raise


def _said(error: BaseException) -> str:
    return error.message if isinstance(error, Refusal) else f"It was not saved ({type(error).__name__})."


def _restoring(name: str) -> Callable[[], object]:
    """What puts the keyring back as it is now.

    Raises:
        CredentialProblem: What is there cannot be seen; then it is left alone.
    """
    from punchcard import credentials

    kept = _kept_secret(name)
    if kept is None:
        return lambda: credentials.remove_secret(name)
    return lambda: credentials.keep_secret(name, kept)


def _kept_secret(name: str) -> SecretStr | None:
    """What the keyring holds; None where nothing is there, or nothing that could be used.

    Raises:
        CredentialProblem: It cannot be seen.
    """
    from punchcard import credentials
    from punchcard.credentials.questions import Question

    question = Question(lambda on_prompt: credentials.kept_secret(name, on_prompt))
    try:
        return question.answer(credentials.KEYRING_SECONDS).value
    except (credentials.NoSecret, credentials.KeyringDenied):
        return None


def _taken_address(new: NewAccount, account: AccountConfig) -> str:
    """Name the address where nobody has said one."""
    taken = account.settings.get(ADDRESS)
    return (
        f" Its address is {taken}, the usual one."
        if taken and not new.settings.get(ADDRESS, "").strip()
        else ""
    )


def _same_person(
    folders: Folders, config: Config, clock: WallClock, account: AccountConfig, person: Person
) -> str:
    """Say so where another account is the same person at the same service: both show the same time."""
    info = backend_factory(account.backend).info
    if info.immediate:
        return ""
    address = address_of(info, account.settings)
    with closing(open_store(folders, config, clock)) as store, store.read() as transaction:
        for other in config.accounts.values():
            if other.backend != account.backend or address_of(info, other.settings) != address:
                continue
            known = transaction.cache(other.name).directory("me")
            if known is not None and person_from_json(known).id == person.id:
                return f" The account {other.name} is the same person there already."
    return ""


def _keep_person(
    folders: Folders, config: Config, clock: WallClock, account: AccountConfig, tested: Tested
) -> None:
    """Let the account open offline; what another person left under its name is forgotten.

    Whoever is kept in a file of the account's own is found there, not in what a test has made up.
    """
    if backend_factory(account.backend).info.immediate:
        return
    with closing(open_store(folders, config, clock)) as store, store.write() as transaction:
        cache = transaction.cache(account.name)
        known, person = cache.directory("me"), tested.person
        if known is not None and person_from_json(known).id != person.id:
            # Also what is on its way: it was asked for by somebody else, perhaps of another service.
            now = clock().timestamp(unit="millisecond")
            transaction.forget_account(account.name, "The account is somebody else's now.", now)
        if tested.key is not None:
            keep_confirmed(transaction, account.name, person, tested.key, clock)
        cache.keep_directory("me", person_to_json(person), clock())


def _winner(name: str, secret: SecretStr | None) -> str:
    """Say so where the environment wins over the keyring."""
    from punchcard.credentials import secret_in_environment, variable_of

    try:
        wins = secret is not None and secret_in_environment(name) is not None
    except CredentialProblem:
        wins = True
    return f" {variable_of(name)} is set and wins over the keyring as long as it is." if wins else ""
