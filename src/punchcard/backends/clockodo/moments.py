"""Moments as they are sent and read."""

from __future__ import annotations

from whenever import Date, Instant, ZonedDateTime

from punchcard.core.intervals import day_interval
from punchcard.core.zones import in_zone


def utc(moment: ZonedDateTime | Instant) -> str:
    """Return a moment as it is sent: ISO 8601 in UTC with Z and whole seconds (section 1.5)."""
    instant = moment.to_instant() if isinstance(moment, ZonedDateTime) else moment
    return instant.format_iso(unit="second")


def window(first: Date, last: Date, zone: str) -> tuple[Instant, Instant]:
    """Return the start of `first` and the end of `last` in a zone; days have 23 to 25 hours there."""
    return day_interval(first, zone).start.to_instant(), day_interval(last, zone).end.to_instant()


def local(instant: Instant, zone: str) -> ZonedDateTime:
    """Return a moment on the person's clock."""
    return in_zone(instant, zone)
