"""Durations as the service writes them: the "c" format of a .NET TimeSpan in v3, ISO 8601 in v4 (4.3)."""

from __future__ import annotations

import re

DAY_SECONDS = 24 * 3600
LONGEST_SECONDS = 10_000 * DAY_SECONDS
"""What is longer is no time that anybody has worked."""

_TIMESPAN = re.compile(
    r"(?P<minus>-)?(?:(?P<days>[0-9]{1,8})\.)?(?P<hours>[01][0-9]|2[0-3]):(?P<minutes>[0-5][0-9])"
    r":(?P<seconds>[0-5][0-9])(?:\.[0-9]{1,7})?"
)
_ISO = re.compile(
    r"(?P<minus>-)?P(?=[0-9T])(?:(?P<days>[0-9]{1,8})D)?(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,9})H)?"
    r"(?:(?P<minutes>[0-9]{1,9})M)?(?:(?P<seconds>[0-9]{1,9})(?:[.,][0-9]{1,9})?S)?)?"
)


def parse_timespan(text: str) -> int:
    """Return the whole seconds of `[-][d.]hh:mm:ss[.fffffff]`; a fraction is cut off.

    Hours run from 00 to 23: a whole day is `1.00:00:00`, and `24:00:00` is nothing at all.

    Raises:
        ValueError: It is no such text, or longer than `LONGEST_SECONDS`.
    """
    return _seconds(_TIMESPAN.fullmatch(text.strip()))


def format_timespan(seconds: int) -> str:
    """Return whole seconds as `[-][d.]hh:mm:ss`: "01:20:00", "1.00:00:00"."""
    days, rest = divmod(abs(seconds), DAY_SECONDS)
    sign, before = "-" if seconds < 0 else "", f"{days}." if days else ""
    return f"{sign}{before}{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}"


def parse_iso_duration(text: str) -> int:
    """Return the whole seconds of an ISO 8601 duration in days, hours, minutes and seconds: "PT1H20M", "P1D".

    Raises:
        ValueError: It is no such text, or longer than `LONGEST_SECONDS`.
    """
    return _seconds(_ISO.fullmatch(text.strip()))


def _seconds(found: re.Match[str] | None) -> int:
    if found is None:
        raise ValueError("this is no duration")
    days, hours, minutes, seconds = (
        int(found[name] or 0) for name in ("days", "hours", "minutes", "seconds")
    )
    total = days * DAY_SECONDS + hours * 3600 + minutes * 60 + seconds
    if total > LONGEST_SECONDS:
        raise ValueError("nobody works that long")
    return -total if found["minus"] else total
