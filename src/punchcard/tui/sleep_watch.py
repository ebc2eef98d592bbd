"""Notices that the machine was asleep.

The wall clock goes on during sleep and the monotonic clock stands still, so the two drift apart. A
program that was merely stopped or slow sees both go on.
"""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Working
from punchcard.core.intervals import Interval

NOTICED_SECONDS = 180
"""Shorter sleep is not worth a question."""


def is_one_sleep(woke: ZonedDateTime, slept_again: ZonedDateTime) -> bool:
    """Whether the machine was awake in between too shortly for anybody to have worked."""
    return slept_again.timestamp() - woke.timestamp() < NOTICED_SECONDS


def is_undecided(slept: ZonedDateTime, state: ClockState) -> bool:
    """Whether the clock still runs as it did when the machine fell asleep."""
    return isinstance(state, Working) and state.last_moment() <= slept


class SleepWatch:
    """Compares the two clocks from look to look."""

    def __init__(self, wall: ZonedDateTime, monotonic: float) -> None:
        """Begin to watch at `wall`, and at `monotonic` seconds of the monotonic clock."""
        self._wall, self._monotonic = wall, monotonic

    def look(self, wall: ZonedDateTime, monotonic: float) -> Interval | None:
        """Return when the machine slept since the last look, if it did."""
        before = self._wall
        wall_seconds = wall.timestamp() - before.timestamp()
        awake_seconds = monotonic - self._monotonic
        self._wall, self._monotonic = wall, monotonic
        if wall_seconds - awake_seconds < NOTICED_SECONDS:
            return None
        return Interval(before, wall)
