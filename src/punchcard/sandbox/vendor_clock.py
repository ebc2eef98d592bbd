"""The clock of a simulated vendor."""

from __future__ import annotations

from collections.abc import Callable

from whenever import Instant


class VendorClock:
    """Goes along with another clock until it is moved; a vendor's clock need not agree with anybody's."""

    def __init__(self, now: Callable[[], Instant]) -> None:
        self._now = now
        self._ahead_milliseconds = 0

    def __call__(self) -> Instant:
        """Return what it shows."""
        return self._now().add(milliseconds=self._ahead_milliseconds)

    def move(self, seconds: float) -> None:
        """Put it forward, or back where negative."""
        self._ahead_milliseconds += round(seconds * 1000)

    def set(self, moment: Instant) -> None:
        """Let it show `moment` now."""
        ahead = moment.timestamp(unit="millisecond") - self._now().timestamp(unit="millisecond")
        self._ahead_milliseconds = ahead

    def reset(self) -> None:
        """Let it agree again with the clock that it goes along with."""
        self._ahead_milliseconds = 0
