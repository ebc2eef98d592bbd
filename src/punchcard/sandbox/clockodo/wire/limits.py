"""How often somebody may call (Clockodo API, rate limits), by the vendor's clock."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from whenever import Instant


class Limit(NamedTuple):
    """So many calls in so many seconds."""

    calls: int
    seconds: int


GLOBAL = (Limit(900, 60), Limit(2250, 15 * 60), Limit(4500, 3600), Limit(20_000, 24 * 3600))
"""For everything that somebody calls."""

GROUPS = (Limit(10, 60),)
"""For each method of the entry groups, in all versions together."""

ENHANCED = (Limit(300, 15 * 60),)
"""For lists of entries with names and revenues."""


class CallCounter:
    """Remembers the calls of everybody for as long as a limit looks back."""

    def __init__(self) -> None:
        self._calls: dict[tuple[int, str], deque[int]] = {}

    def wait(self, users_id: int, name: str, limits: tuple[Limit, ...], now: Instant) -> int:
        """Count a call that is let in.

        Returns:
            0, or in how many seconds the next call will be let in where this one is not.
        """
        at = now.timestamp()
        calls = self._calls.setdefault((users_id, name), deque())
        longest = max(limit.seconds for limit in limits)
        # A clock that was put back has no calls ahead of it.
        while calls and not at - longest < calls[0] <= at:
            calls.popleft()
        wait = max(_wait(calls, limit, at) for limit in limits)
        if wait == 0:
            calls.append(at)
        return wait

    def clear(self) -> None:
        """Forget every call."""
        self._calls.clear()


def _wait(calls: deque[int], limit: Limit, at: int) -> int:
    if len(calls) < limit.calls:
        return 0
    # Of the newest calls that fill the limit, the oldest has to leave it.
    return max(0, calls[-limit.calls] + limit.seconds - at)
