"""What follows a failure: when to come back, with some chance in it, and whether with the same secret."""

from __future__ import annotations

from random import SystemRandom

from punchcard.backends.errors import Throttled
from punchcard.core.refusals import Refusal
from punchcard.services.reading.connection_words import code_of, is_at_hand
from punchcard.services.reading.polling import Polling

_REFUSED = ("bad_credentials", "somebody_else")
_ASKED_AGAIN = (*_REFUSED, "keyring_locked", "keyring_denied")


def after_failure(polling: Polling, problem: Refusal, now: float) -> Polling:
    """Return when to read again after `problem` has come up at `now`, in epoch seconds."""
    retry_at = None
    if isinstance(problem, Throttled):
        retry_at = problem.retry_at.timestamp(unit="millisecond") / 1000
    chance = SystemRandom().uniform(-1.0, 1.0)
    return polling.fail(now, chance, retry_at=retry_at, at_hand=is_at_hand(problem))


def ask_for_the_secret_again(account: str, problem: Refusal) -> None:
    """Have the secret read anew where it was refused, or where its keyring was left locked.

    A keyring that has not answered yet is not asked twice: its answer counts whenever it comes.
    """
    if code_of(problem) in _ASKED_AGAIN:
        from punchcard.services.secrets import forget_secret

        forget_secret(account)


def forget_a_refused_secret(account: str, problem: Refusal) -> None:
    """Have the secret read anew the next time: another process may have kept a new one by then."""
    if code_of(problem) in _REFUSED:
        ask_for_the_secret_again(account, problem)
