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
    kept_secret,
    secret_in_environment,
)
from punchcard.credentials.questions import Question

if TYPE_CHECKING:
    from pydantic import SecretStr


class SecretNotToBeHad(BadCredentials):
    """The secret is not known just now. The vendor has refused nothing: it is worth asking again."""

    code = "secret_not_to_be_had"


class _Lookups:
    """What was asked of the keyring in this process, and what it has answered."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, SecretStr] = {}
        self._under_way: dict[str, Question[Secret]] = {}
        self._quiet: set[str] = set()
        """Accounts for which nobody has unlocked the keyring: its prompt is not shown again by itself."""

    def known(self, account: str) -> SecretStr | None:
        with self._lock:
            return self._known.get(account)

    def ask(self, account: str) -> Question[Secret]:
        """Return the question that is under way, which may be an old one, or ask."""
        with self._lock:
            if (under_way := self._under_way.get(account)) is not None:
                return under_way
            may_prompt = account not in self._quiet
            question = Question(lambda prompt: kept_secret(account, prompt if may_prompt else None))
            self._under_way[account] = question
        question.future.add_done_callback(lambda _: self._take(account, question))
        return question

    def leave(self, account: str, question: Question[Secret]) -> None:
        """Wait no longer for a person who does not answer a prompt; look quietly from now on.

        A keyring that does not answer at all keeps its one question: others would only hang beside it.
        """
        with self._lock:
            if question.is_prompting and self._under_way.get(account) is question:
                del self._under_way[account]
                self._quiet.add(account)

    def _take(self, account: str, question: Question[Secret]) -> None:
        with self._lock:
            if self._under_way.get(account) is not question:
                return
            del self._under_way[account]
            error = question.future.exception()
            if error is None:
                self._known[account] = question.future.result().value
                self._quiet.discard(account)
            elif isinstance(error, KeyringLocked):
                self._quiet.add(account)

    def forget(self, account: str) -> None:
        with self._lock:
            self._known.pop(account, None)
            self._under_way.pop(account, None)
            self._quiet.discard(account)


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
            return (await _answer(account, seconds)).value
        except CredentialProblem as problem:
            raise SecretNotToBeHad(problem.message, problem.hint) from problem

    return fetch


def forget_secret(account: str) -> None:
    """Ask the keyring anew at the next call: the secret was changed, removed or refused."""
    _lookups.forget(account)


async def _answer(account: str, seconds: float) -> Secret:
    question = _lookups.ask(account)
    loop, answered = asyncio.get_running_loop(), asyncio.Event()

    def wake(_: Future[Secret]) -> None:
        # Whoever waited may have left long ago, and taken the loop along.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(answered.set)

    question.future.add_done_callback(wake)
    try:
        async with asyncio.timeout(seconds):
            await answered.wait()
    except TimeoutError:
        _lookups.leave(account, question)
        raise question.late(seconds) from None
    return question.future.result()
