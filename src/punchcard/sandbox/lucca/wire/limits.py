"""How often may be called: all keys of a tenant share so many calls a minute (Lucca API, limits)."""

from __future__ import annotations

from collections import deque

from whenever import Instant

WINDOW_SECONDS = 60


class CallCounter:
    """Remembers the calls of the last minute, by the vendor's clock."""

    def __init__(self) -> None:
        self._calls: deque[int] = deque()

    def wait(self, most: int, now: Instant) -> int:
        """Count a call that is let in.

        Returns:
            0, or in how many seconds the next call will be let in where this one is not.
        """
        at = now.timestamp()
        # A clock that was put back has no calls ahead of it.
        while self._calls and not at - WINDOW_SECONDS < self._calls[0] <= at:
            self._calls.popleft()
        if len(self._calls) >= most:
            return max(1, self._calls[-most] + WINDOW_SECONDS - at) if most else WINDOW_SECONDS
        self._calls.append(at)
        return 0

    def clear(self) -> None:
        """Forget every call."""
        self._calls.clear()
