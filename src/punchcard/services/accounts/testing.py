"""Asking a service who somebody is there, before anything is saved."""

from __future__ import annotations

import asyncio
import os
from contextlib import ExitStack, closing
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from punchcard.backends.errors import BackendError, BadCredentials, Garbled, Misdirected, Unreachable
from punchcard.backends.meter import Meter
from punchcard.config import AccountConfig, Config
from punchcard.core.codec import person_from_json
from punchcard.core.people import Person
from punchcard.core.text import one_line
from punchcard.core.zones import in_zone
from punchcard.paths import Folders
from punchcard.services.accounts.checks import NewAccount, address_of, checked_account, secret_field
from punchcard.services.clocks import WallClock
from punchcard.services.installed_backends import backend_factory
from punchcard.services.session import chosen_account, open_backend
from punchcard.services.whose_key import GivenSecret, SomebodyElse, is_confirmed, keep_confirmed
from punchcard.store.store import Store

if TYPE_CHECKING:
    from pydantic import SecretStr

TEST_SECONDS = 30.0
"""How long a service may take to say who somebody is."""

OFFSET_SECONDS = 2.0
"""From when on it is said that the service's clock is ahead or behind."""


class Tested(NamedTuple):
    """What came of a test of the connection."""

    person: Person
    """Who the person is there."""
    clock_offset_seconds: float | None
    """How far the service's clock is ahead of this machine's; None where it does not tell."""
    sentence: str
    key: SecretStr | None = None
    """The secret that the service was shown; None where it wants none."""


async def test_account(folders: Folders, config: Config, clock: WallClock, new: NewAccount) -> Tested:
    """Ask the service who the person is there, with what was given; nothing is saved.

    Raises:
        Refusal: Something that was given cannot be used, or the service says no.
    """
    account, secret = checked_account(new), given(new)
    return await whoami(folders, config, clock, account, secret, from_environment=new.secret is None)


async def test_saved(folders: Folders, config: Config, clock: WallClock, name: str) -> Tested:
    """Ask the service of a configured account who the person is there.

    Raises:
        Refusal: There is no such account, or it cannot be used.
    """
    account = chosen_account(config, name)
    tested = await whoami(folders, config, clock, account, None)
    refuse_somebody_else(folders, config, clock, account, tested.person)
    if tested.key is not None:
        _remember(folders, config, clock, account.name, tested.person, tested.key)
    return tested


def refuse_somebody_else(
    folders: Folders, config: Config, clock: WallClock, account: AccountConfig, person: Person
) -> None:
    """Make sure that the key is that of the account's person: what they have asked for goes as nobody else.

    Raises:
        SomebodyElse: It is another one's.
    """
    if backend_factory(account.backend).info.immediate:
        return
    with closing(open_store(folders, config, clock)) as store, store.read() as transaction:
        known = transaction.cache(account.name).directory("me")
    if known is not None and (before := person_from_json(known)).id != person.id:
        raise SomebodyElse(
            f"That is {one_line(person.name, 80)} there, and the account {account.name} belongs to "
            f"{one_line(before.name, 80)}. Nothing was changed.",
            "Add an account of its own: `punch account add`.",
        )


def _remember(
    folders: Folders, config: Config, clock: WallClock, account: str, person: Person, key: SecretStr
) -> None:
    """Remember whose the key is; whose the account is, is remembered when it is opened for the first time."""
    with closing(open_store(folders, config, clock)) as store:
        with store.read() as transaction:
            is_opened = transaction.cache(account).directory("me") is not None
            is_needless = not is_opened or is_confirmed(transaction, account, person, key)
        if not is_needless:
            with store.write() as transaction:
                keep_confirmed(transaction, account, person, key, clock)


def open_store(folders: Folders, config: Config, clock: WallClock) -> Store:
    """Open the store without opening an account."""
    return Store(folders.data, in_zone(clock(), config.schedule.zone).date().format_iso())


async def whoami(
    folders: Folders,
    config: Config,
    clock: WallClock,
    account: AccountConfig,
    secret: GivenSecret | None,
    *,
    from_environment: bool = False,
) -> Tested:
    """Ask the service of an account who the person is there.

    Args:
        folders: Where the files lie.
        config: What is configured.
        clock: The clock on the wall.
        account: The account, which need not be configured.
        secret: What fetches its secret; None for the one that is kept for it.
        from_environment: Whether `secret` came from there.

    Raises:
        Refusal: The account cannot be used, or the service says no.
    """
    meter = Meter()
    title = backend_factory(account.backend).info.title
    key: SecretStr | None = None

    async def fetch() -> SecretStr:
        from punchcard.services.secrets import secret_of

        nonlocal key
        key = await (secret or secret_of(account.name))()
        return key

    with ExitStack() as stack:
        place = folders
        if not os.path.isdir(folders.account(account.name)):
            # An account that comes to nothing leaves no files behind.
            spare = stack.enter_context(TemporaryDirectory(prefix="punchcard-test-"))
            place = Folders(folders.config, spare, folders.state)
        backend = open_backend(place, config, clock, account, meter, fetch)
        try:
            async with asyncio.timeout(TEST_SECONDS):
                person = await backend.directory.whoami()
        except (Unreachable, Garbled, Misdirected) as error:
            error.hint = _where_to_look(error, account)
            raise
        except BadCredentials as error:
            if secret is not None:
                error.hint = _which_secret(account, from_environment=from_environment)
            raise
        except TimeoutError:
            late = Unreachable(f"{title} has not said who you are within {TEST_SECONDS:.0f} seconds.")
            late.hint = _where_to_look(late, account)
            raise late from None
        finally:
            await backend.aclose()
    return Tested(person, meter.offset_seconds, _connected(title, person, meter.offset_seconds), key)


def _where_to_look(error: BackendError, account: AccountConfig) -> str:
    """What to do where the service was not found: nothing is shown, and nothing asked again by itself."""
    address = address_of(backend_factory(account.backend).info, account.settings)
    named = f"The address is {address}." if address else ""
    if isinstance(error, Misdirected):
        return f"{error.hint} {named}".strip()
    return f"{named} Look at it and at your connection, and do it again." if named else "Try again later."


def _which_secret(account: AccountConfig, *, from_environment: bool) -> str:
    from punchcard.credentials import variable_of

    field = secret_field(backend_factory(account.backend).info)
    where = (field.help, field.link) if field else ()
    source = f"It came from the environment variable {variable_of(account.name)}." if from_environment else ""
    return " ".join(part for part in (source, "Copy it once more, whole.", *where) if part)


def _connected(title: str, person: Person, offset_seconds: float | None) -> str:
    email = f" ({one_line(person.email, 80)})" if person.email else ""
    said = f"{title} answers: you are {one_line(person.name, 80)}{email} there."
    if offset_seconds is None or abs(offset_seconds) < OFFSET_SECONDS:
        return said
    way = "ahead of" if offset_seconds > 0 else "behind"
    return f"{said} Its clock is {abs(offset_seconds):.0f} seconds {way} this machine's."


def in_memory(secret: SecretStr | None) -> GivenSecret | None:
    """Return what fetches a secret that is known; None for none."""
    if secret is None:
        return None

    async def fetch() -> SecretStr:
        return secret

    return fetch


def given(new: NewAccount) -> GivenSecret | None:
    """Return what fetches the secret of a new account: the one that was given, else the environment's.

    Raises:
        BadCredentials: It needs one, and there is none.
    """
    field = secret_field(backend_factory(new.backend).info)
    if field is None or new.secret is not None:
        return in_memory(new.secret)
    from punchcard.credentials import secret_in_environment, variable_of

    if found := secret_in_environment(new.name):
        return in_memory(found.value)
    ways = f"Type it in a terminal, pipe it in with --secret-stdin, or set {variable_of(new.name)}."
    raise BadCredentials(
        f"The account {new.name} needs the {field.label}. Nothing was saved.",
        " ".join(part for part in (ways, field.help, field.link) if part),
    )
