"""Moments as services and people have them, which is never quite the same."""

from __future__ import annotations

from whenever import Date, Instant, ZonedDateTime

from punchcard.core.intervals import day_interval
from punchcard.core.zones import in_zone

NEAR_SECONDS = 1
"""Moments that are no further apart are the same one."""


def near(one: ZonedDateTime | None, other: ZonedDateTime | None) -> bool:
    """Whether two moments are the same, give or take a second."""
    if one is None or other is None:
        return one is other
    return abs(one.timestamp() - other.timestamp()) <= NEAR_SECONDS


def window(first: Date, last: Date, zone: str) -> tuple[Instant, Instant]:
    """Return the start of `first` and the end of `last` in a zone; days have 23 to 25 hours there."""
    return day_interval(first, zone).start.to_instant(), day_interval(last, zone).end.to_instant()


def local(instant: Instant, zone: str) -> ZonedDateTime:
    """Return a moment on the person's clock."""
    return in_zone(instant, zone)
