"""Instants as people in a zone read them."""

from __future__ import annotations

from whenever import Instant, ZonedDateTime


def in_zone(instant: Instant, zone: str) -> ZonedDateTime:
    """Return `instant`, to the whole second, on the wall clock of `zone` (IANA name)."""
    # Not `Instant.to_tz`: a type checker cannot see its parameter (a sentinel type).
    there = ZonedDateTime(1970, 1, 1, tz=zone)
    return there.add(seconds=instant.timestamp() - there.timestamp())


def moment_in_zone(moment: ZonedDateTime, zone: str) -> ZonedDateTime:
    """Return `moment` on the wall clock of `zone` (IANA name), itself where it is there already."""
    return moment if moment.tz_id == zone else in_zone(moment.to_instant(), zone)
