"""When to come back after a failure, with some chance in it."""

from __future__ import annotations

from random import SystemRandom

from punchcard.backends.errors import Throttled
from punchcard.core.refusals import Refusal
from punchcard.services.connection_words import is_at_hand
from punchcard.services.polling import Polling


def after_failure(polling: Polling, problem: Refusal, now: float) -> Polling:
    """Return when to read again after `problem` has come up at `now`, in epoch seconds."""
    retry_at = None
    if isinstance(problem, Throttled):
        retry_at = problem.retry_at.timestamp(unit="millisecond") / 1000
    chance = SystemRandom().uniform(-1.0, 1.0)
    return polling.fail(now, chance, retry_at=retry_at, at_hand=is_at_hand(problem))
