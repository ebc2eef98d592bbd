"""Durations as they are sent: the "c" format of .NET in v3, ISO 8601 in v4."""

from __future__ import annotations

import re

_C = re.compile(r"(-?)(?:([0-9]{1,4})\.)?([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,7}))?")
_ISO = re.compile(r"P(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?")
_DAY, _HOUR, _MINUTE = 86_400, 3600, 60


def c_text(seconds: int) -> str:
    """Return whole seconds as `d.hh:mm:ss`, without the days where there are none."""
    days, rest = divmod(abs(seconds), _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    sign, ahead = "-" if seconds < 0 else "", f"{days}." if days else ""
    return f"{sign}{ahead}{hours:02}:{minutes:02}:{rest:02}"


def c_seconds(text: str) -> float | None:
    """Return the seconds of a "c" duration; None for any other text."""
    match = _C.fullmatch(text)
    if match is None or not text.isascii():
        return None
    sign, days, hours, minutes, seconds, fraction = match.groups()
    whole = int(days or 0) * _DAY + int(hours) * _HOUR + int(minutes) * _MINUTE + int(seconds)
    return (-1 if sign else 1) * (whole + int((fraction or "0").ljust(7, "0")) / 10**7)


def iso_seconds(text: str) -> int | None:
    """Return the seconds of an ISO 8601 duration such as PT1H20M; None for any other text."""
    match = _ISO.fullmatch(text)
    if match is None or not text.isascii() or text.endswith(("P", "T")):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return days * _DAY + hours * _HOUR + minutes * _MINUTE + seconds
