"""Floating times: what a clock on the wall shows, without any zone (section 4.2).

They are the wall clock of the person's zone. A duration is elapsed time (section 12.7): where the clocks are
changed, start and duration lead to another end here than on a wall.
"""

from __future__ import annotations

from typing import Any

from whenever import Date, PlainDateTime, ZonedDateTime

from punchcard.core.zones import moment_in_zone


def floating(moment: ZonedDateTime, zone: str) -> PlainDateTime:
    """Return what the clock on the wall of `zone` (IANA name) shows, in whole seconds."""
    return moment_in_zone(moment, zone).to_plain().round("second", mode="floor")


def sent(moment: PlainDateTime) -> str:
    """Return a floating time as it is sent: `2026-03-09T09:40:00`, never with an offset or Z."""
    return moment.format_iso(unit="second")


def local(moment: PlainDateTime, zone: str) -> ZonedDateTime:
    """Return a floating time on the wall clock of `zone` (IANA name).

    Of an hour that comes twice it is the first one; in one that is skipped, the clock is put on already.
    """
    # Not `PlainDateTime.assume_tz`: a type checker cannot see its parameter (a sentinel type).
    return ZonedDateTime(
        moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second,
        tz=zone, disambiguation="compatible",
    )  # fmt: skip


def wall_end(start: PlainDateTime, seconds: int) -> PlainDateTime:
    """Return the end that the service shows: start and duration, as if no clock was ever changed."""
    return start.add(seconds=seconds, naive_arithmetic_ok=True)


def told(value: Any) -> Any:
    """Return a text as a floating time, for pydantic: with `T` or a blank, any fraction cut off.

    Raises:
        ValueError: It is no moment, or has an offset.
    """
    if not isinstance(value, str):
        return value
    return PlainDateTime.parse_iso(value.strip()).round("second", mode="floor")


def told_day(value: Any) -> Any:
    """Return a text as a day, for pydantic: `2026-03-09`, or the midnight of that day.

    Raises:
        ValueError: It is neither.
    """
    if not isinstance(value, str):
        return value
    return Date.parse_iso(value.strip()[:10])
