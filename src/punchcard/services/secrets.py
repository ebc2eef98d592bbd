"""The secrets of accounts for an event loop that never waits for the keyring."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from punchcard.backends.errors import BadCredentials
from punchcard.credentials import (
    KEYRING_SECONDS,
    CredentialProblem,
    KeyringLocked,
    Secret,
    begin,
    kept_secret,
    secret_in_environment,
    silent,
)

if TYPE_CHECKING:
    from pydantic import SecretStr


class SecretNotToBeHad(BadCredentials):
    """The secret is not known just now. The vendor has refused nothing: it is worth asking again."""

    code = "secret_not_to_be_had"


class _Lookups:
    """What was asked of the keyring in this process: at most one question an account is under way."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, SecretStr] = {}
        self._under_way: dict[str, Future[Secret]] = {}
        self._dismissed: set[str] = set()
        """Accounts for which nobody unlocked the keyring: it does not prompt again by itself."""

    def known(self, account: str) -> SecretStr | None:
        with self._lock:
            return self._known.get(account)

    def ask(self, account: str) -> Future[Secret]:
        """Return the question that is under way, which may be an old one, or begin one."""
        with self._lock:
            if (under_way := self._under_way.get(account)) is not None:
                return under_way
            may_prompt = account not in self._dismissed
            future = begin(lambda: kept_secret(account, may_prompt=may_prompt))
            self._under_way[account] = future
        future.add_done_callback(lambda done: self._keep(account, done))
        return future

    def _keep(self, account: str, done: Future[Secret]) -> None:
        with self._lock:
            if self._under_way.get(account) is not done:
                return
            del self._under_way[account]
            error = done.exception()
            if error is None:
                self._known[account] = done.result().value
                self._dismissed.discard(account)
            elif isinstance(error, KeyringLocked):
                self._dismissed.add(account)

    def forget(self, account: str) -> None:
        with self._lock:
            self._known.pop(account, None)
            self._under_way.pop(account, None)
            self._dismissed.discard(account)


_lookups = _Lookups()


def secret_of(account: str, seconds: float = KEYRING_SECONDS) -> Callable[[], Awaitable[SecretStr]]:
    """Return what fetches the secret of an account, for `Connection.secret`.

    The environment is looked at each time. The keyring is asked until it has answered once: off the event
    loop, for at most `seconds`. An answer that comes later, because somebody has unlocked the keyring, is
    kept for the next time. Where somebody has dismissed its prompt, it is not shown again by itself.

    The callable raises `SecretNotToBeHad`, a `BadCredentials`.
    """

    async def fetch() -> SecretStr:
        try:
            if (given := secret_in_environment(account)) is not None:
                return given.value
            if (known := _lookups.known(account)) is not None:
                return known
            return (await _answer(_lookups.ask(account), seconds)).value
        except CredentialProblem as problem:
            raise SecretNotToBeHad(problem.message, problem.hint) from problem

    return fetch


def forget_secret(account: str) -> None:
    """Ask the keyring anew at the next call: the secret was changed, removed or refused."""
    _lookups.forget(account)


async def _answer(future: Future[Secret], seconds: float) -> Secret:
    loop, answered = asyncio.get_running_loop(), asyncio.Event()

    def wake(_: Future[Secret]) -> None:
        # Whoever waited may have left long ago, and taken the loop along.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(answered.set)

    future.add_done_callback(wake)
    try:
        async with asyncio.timeout(seconds):
            await answered.wait()
    except TimeoutError:
        raise silent(seconds) from None
    return future.result()
