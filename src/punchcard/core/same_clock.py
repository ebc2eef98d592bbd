"""Whether two running clocks are one."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Idle

NEAR_SECONDS = 60
"""How far a moment may lie from the one that was asked for: services round to minutes."""


def is_near(moment: ZonedDateTime, other: ZonedDateTime) -> bool:
    """Whether two moments are one, but for rounding."""
    return abs(moment.timestamp() - other.timestamp()) <= NEAR_SECONDS


def is_same_clock(state: ClockState, other: ClockState) -> bool:
    """Whether two running states are of one clock: by its id, or by its start where it got another id.

    Where a break stops the clock, what runs after it is a new one, which began as the break ended.
    """
    if isinstance(state, Idle) or isinstance(other, Idle):
        return False
    if state.entry_id == other.entry_id or is_near(state.since, other.since):
        return True
    return type(state) is type(other) and is_near(state.last_moment(), other.last_moment())
