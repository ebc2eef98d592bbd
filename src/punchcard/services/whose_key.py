"""Whose key it is: an account belongs to one person, and nothing is sent or read with the key of another.

What waits in an outbox was asked for by that person. A key that turns up later, in the environment or left in
the keyring by another program, is shown to the service first, which says whose it is; then it is remembered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from punchcard.backends.errors import BadCredentials, NotAllowed
from punchcard.core.codec import person_from_json
from punchcard.core.people import Person
from punchcard.core.text import one_line
from punchcard.credentials import is_in_environment, variable_of
from punchcard.services.clocks import WallClock
from punchcard.store.store import Store, Transaction

if TYPE_CHECKING:
    from pydantic import SecretStr

GivenSecret = Callable[[], Awaitable["SecretStr"]]
"""What fetches a secret."""

_MARKS = "confirmed_keys"
_MOST_MARKS = 4
"""One person may have several keys: one in the keyring, one for what runs in the background."""


class SomebodyElse(BadCredentials):
    """An account belongs to one person, and the key to another."""

    code = "somebody_else"


class OwnKey:
    """Hands out the key of an account to one session, once it is sure to be that of the account's person."""

    def __init__(
        self,
        store: Store,
        account: str,
        clock: WallClock,
        fetch: GivenSecret,
        whoami: Callable[[GivenSecret], Awaitable[Person]],
    ) -> None:
        """Ask nobody yet.

        Args:
            store: Where it is kept whose the account is.
            account: The account's name.
            clock: The clock on the wall.
            fetch: Fetches the key.
            whoami: Asks the service whose a key is.
        """
        self._store, self._account, self._clock = store, account, clock
        self._fetch, self._whoami = fetch, whoami
        self._own: SecretStr | None = None
        self._other: tuple[SecretStr, Person] | None = None
        self._asking = asyncio.Lock()

    async def fetch(self) -> SecretStr:
        """Return the key, for `Connection.secret`; the service is asked only about one that is new.

        Raises:
            SomebodyElse: It belongs to somebody else. The service is not asked again about the same key.
            BackendError: There is none, or the service does not say whose it is.
        """
        key = await self._fetch()
        if key != self._own:
            async with self._asking:
                await self._confirm(key)
        return key

    def belongs_to(self, transaction: Transaction, person: Person) -> None:
        """Remember that the service, asked for the first time, has said `person` to the key that was shown.

        Raises:
            SomebodyElse: See `keep_confirmed`.
        """
        if self._own is not None:
            keep_confirmed(transaction, self._account, person, self._own, self._clock)

    async def _confirm(self, key: SecretStr) -> None:
        if key == self._own:
            # Another call has asked in the meantime.
            return
        with self._store.read() as transaction:
            me = transaction.cache(self._account).directory("me")
            person = person_from_json(me) if me is not None else None
            # Where nobody is known, whoever opens the account is just asking.
            is_sure = person is None or is_confirmed(transaction, self._account, person, key)
        if person is not None and not is_sure:
            found = await self._owner(key)
            if found.id != person.id:
                raise _somebody_else(self._account, found, person)
            with self._store.write() as transaction:
                keep_confirmed(transaction, self._account, person, key, self._clock)
        self._own = key

    async def _owner(self, key: SecretStr) -> Person:
        if self._other is not None and self._other[0] == key:
            return self._other[1]

        async def fetch() -> SecretStr:
            return key

        try:
            found = await self._whoami(fetch)
        except NotAllowed as problem:
            # That is about the key alone: what waits is not to blame, and goes with another one.
            raise BadCredentials(problem.message, problem.hint) from None
        self._other = (key, found)
        return found


def keep_confirmed(
    transaction: Transaction, account: str, person: Person, key: SecretStr, clock: WallClock
) -> None:
    """Remember that the service has said `person`, whose the account is, to `key`.

    What is kept is a mark of the key: the first four bytes of an HMAC-SHA256 of person and key, under a
    random salt of the account's own. No part of the key is in it, and it does not lead to one: of all keys
    that a service may draw, one in 2**32 has the same. It only tells a key seen before from another one.

    Raises:
        SomebodyElse: It was forgotten whose the account is, and something waits that another one asked for.
    """
    if any((row.asked_by or row.person) != person.id for row in transaction.outbox.unsettled(account)):
        name = one_line(person.name, 80)
        raise SomebodyElse(
            f"The key of the account {account} belongs to {name} there, and what waits to be sent was asked "
            "for by somebody else: nothing is sent or read with it, and what waits is kept.",
            _way_back(account, person),
        )
    if is_confirmed(transaction, account, person, key):
        return
    from secrets import token_hex

    salt, marks = _kept(transaction, account)
    salt = salt or token_hex(16)
    kept = [salt, *marks[1 - _MOST_MARKS :], _mark(salt, person, key)]
    transaction.cache(account).keep_directory(_MARKS, kept, clock())


def is_confirmed(transaction: Transaction, account: str, person: Person, key: SecretStr) -> bool:
    """Whether the service has said `person` to `key` before."""
    salt, marks = _kept(transaction, account)
    return bool(marks) and _mark(salt, person, key) in marks


def _kept(transaction: Transaction, account: str) -> tuple[str, list[str]]:
    kept = cast("list[str] | None", transaction.cache(account).directory(_MARKS)) or [""]
    return kept[0], kept[1:]


def _mark(salt: str, person: Person, key: SecretStr) -> str:
    import hmac

    said = f"{person.id}\0{key.get_secret_value()}"
    return hmac.digest(bytes.fromhex(salt), said.encode(), "sha256")[:4].hex()


def _somebody_else(account: str, found: Person, person: Person) -> SomebodyElse:
    other, own = one_line(found.name, 80), one_line(person.name, 80)
    return SomebodyElse(
        f"The key of the account {account} belongs to {other} there, and the account to {own}: nothing is "
        f"sent or read with it. What waits to be sent is kept until the key of {own} is back.",
        _way_back(account, found),
    )


def _way_back(account: str, found: Person) -> str:
    way = f"`punch account secret {account}` keeps another one."
    if is_in_environment(account):
        way = f"Unset {variable_of(account)}."
    return f"{way} An account for {one_line(found.name, 80)}: `punch account add`."
