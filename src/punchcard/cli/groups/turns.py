"""Waiting for one's turn where a service takes so many calls a minute and no more: seen, and no error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from punchcard.backends.errors import Throttled
from punchcard.services.event_loop import pause
from punchcard.services.session import Session

ResultT = TypeVar("ResultT")

LONGEST_SECONDS = 120.0
"""More than a minute's budget ever asks for; whatever takes longer is told as an error."""


async def in_turn(
    session: Session, ask: Callable[[], Coroutine[Any, Any, ResultT]], *, may_wait: bool = True
) -> ResultT:
    """Return what asking brings; where the service takes no more calls now, wait and ask again.

    Args:
        session: The account in use.
        ask: Asks once. Where it is throttled, nothing was done.
        may_wait: False raises at once.

    Raises:
        Throttled: It may not be waited, or for too long.
    """
    while True:
        try:
            return await ask()
        except Throttled as throttled:
            left = throttled.retry_at.timestamp(unit="millisecond") - session.instant().timestamp(
                unit="millisecond"
            )
            if not may_wait or left > LONGEST_SECONDS * 1000:
                raise
            print(f"Waiting. {throttled.message}", file=sys.stderr, flush=True)
            await pause(max(0.0, left / 1000))
