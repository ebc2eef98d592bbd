"""Moments as they are sent and read."""

from __future__ import annotations

from whenever import Instant, ZonedDateTime


def utc(moment: ZonedDateTime | Instant) -> str:
    """Return a moment as it is sent: ISO 8601 in UTC with Z and whole seconds (section 1.5)."""
    instant = moment.to_instant() if isinstance(moment, ZonedDateTime) else moment
    return instant.format_iso(unit="second")
