"""What hardly ever changes, remembered for a while so that a week is opened with few calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from whenever import Instant

SECONDS = 600
"""How long something is remembered; the service itself goes by what is so now."""

ValueT = TypeVar("ValueT")


class Remembered(Generic[ValueT]):
    """Answers of one connection, each by what was asked for."""

    def __init__(self, now: Callable[[], Instant], seconds: int = SECONDS) -> None:
        """Know nothing yet.

        Args:
            now: The clock.
            seconds: How long something is remembered.
        """
        self._now, self._seconds = now, seconds
        self._known: dict[Hashable, tuple[Instant, ValueT]] = {}

    async def get(self, key: Hashable, ask: Callable[[], Awaitable[ValueT]]) -> ValueT:
        """Return what is known of `key`, or ask.

        Raises:
            BackendError: As asking does; nothing is remembered of it.
        """
        if not self._is_known(key):
            self.keep(key, await ask())
        return self._known[key][1]

    def known(self, key: Hashable) -> ValueT | None:
        """Return what is known of `key`; None for nothing."""
        return self._known[key][1] if self._is_known(key) else None

    def keep(self, key: Hashable, value: ValueT) -> None:
        """Remember what was told along with something else."""
        self._known[key] = self._now(), value

    def _is_known(self, key: Hashable) -> bool:
        found = self._known.get(key)
        return found is not None and 0 <= self._now().timestamp() - found[0].timestamp() < self._seconds
