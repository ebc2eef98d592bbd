"""Asking the keyring something on a thread of its own, so that nobody hangs with it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Thread
from typing import Generic, TypeVar

from punchcard.credentials.problems import CredentialProblem, KeyringLocked, KeyringSilent

AnswerT = TypeVar("AnswerT")

OnPrompt = Callable[[], None]
"""Called when the keyring is about to ask the person to unlock it."""


class Question(Generic[AnswerT]):
    """Something that was asked of the keyring. It may never be answered; it keeps nobody from leaving."""

    def __init__(self, ask: Callable[[OnPrompt], AnswerT]) -> None:
        """Ask it at once; `ask` may block for as long as it likes."""
        self.future: Future[AnswerT] = Future()
        self._prompting = Event()
        Thread(target=self._work, args=(ask,), name="punchcard-keyring", daemon=True).start()

    @property
    def is_prompting(self) -> bool:
        """Whether it is the person who is waited for, and not the keyring."""
        return self._prompting.is_set()

    def answer(self, seconds: float) -> AnswerT:
        """Wait for the answer, for at most `seconds`.

        Raises:
            CredentialProblem: There is none, or it is one.
        """
        try:
            return self.future.result(timeout=seconds)
        except TimeoutError:
            if self.future.done():
                raise
            raise self.late(seconds) from None

    def late(self, seconds: float) -> CredentialProblem:
        """Return what is said where there was no answer within `seconds`."""
        if self.is_prompting:
            return KeyringLocked(
                f"The keyring is locked, and nobody has unlocked it within {seconds:g} seconds.",
                "Unlock it and try again. Nothing was changed there.",
            )
        return KeyringSilent(
            f"The keyring has not answered within {seconds:g} seconds.",
            "Look what it waits for, or start it again, and try once more. Nothing was changed there.",
        )

    def _work(self, ask: Callable[[OnPrompt], AnswerT]) -> None:
        try:
            answer = ask(self._prompting.set)
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(answer)
