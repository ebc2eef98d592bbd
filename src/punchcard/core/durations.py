"""Durations: counted in whole seconds, read from what people type, written as people read them."""

from __future__ import annotations

import re

from whenever import ZonedDateTime

from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

MINUTE = 60
"""Seconds in a minute."""

HOUR = 60 * MINUTE
"""Seconds in an hour."""

_MINUS = "\N{MINUS SIGN}"
_CLOCK = r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?"
_DECIMAL = r"([0-9]{1,4}(?:[.,][0-9]{1,4})?) ?(?:h|hrs?|hours?)?"
_UNITS = (
    r"(?:([0-9]{1,4}) ?(?:h|hrs?|hours?))? ?"
    r"(?:([0-9]{1,5}) ?(?:m|mins?|minutes?)|(?<=h)([0-5][0-9]))? ?"
    r"(?:([0-9]{1,6}) ?(?:s|secs?|seconds?))?"
)


def seconds_between(start: ZonedDateTime, end: ZonedDateTime) -> int:
    """Real elapsed time in whole seconds, right over a change of the clocks.

    Both moments are cut to their second first, so that neighbouring stretches add up exactly.

    Returns:
        Seconds from `start` to `end`; negative where `end` is the earlier one.
    """
    return end.timestamp() - start.timestamp()


def format_duration(seconds: int, *, seconds_shown: bool = False, sign: bool = False) -> str:
    """Write a duration as hours and minutes: "3:58", "0:04", "−0:30".

    Args:
        seconds: The duration; may be negative, may exceed a day.
        seconds_shown: Whether to write "3:58:07"; otherwise it is cut toward zero to the minute.
        sign: Whether to put a plus before what is more than nothing.
    """
    size = abs(seconds) if seconds_shown else abs(seconds) // MINUTE * MINUTE
    lead = "" if not size else _MINUS if seconds < 0 else "+" if sign else ""
    text = f"{lead}{size // HOUR}:{size % HOUR // MINUTE:02}"
    return f"{text}:{size % MINUTE:02}" if seconds_shown else text


def duration_in_words(seconds: int) -> str:
    """Write a duration with its units: "3 h 58 min", "45 min", "12 s", "0 min".

    Seconds are named only below a minute; above, they are cut toward zero. Negative durations begin
    with a minus sign.
    """
    size = abs(seconds)
    lead = _MINUS if seconds < 0 else ""
    if 0 < size < MINUTE:
        return f"{lead}{size} s"
    hours, minutes = divmod(size // MINUTE, 60)
    named = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes or not hours)
    return lead + " ".join(named)


def parse_duration(text: str) -> int:
    """Read a duration: "8:00", "8h", "7.5h", "7,5", "30m", "1h30", "90 min", "3 h 58 min".

    A number without a unit means hours, and what follows its point or comma is a fraction of one.

    Returns:
        Seconds, never negative.

    Raises:
        UsageError: For anything else; the sentence names the text.
    """
    words = " ".join(text.split()).casefold()
    if found := re.fullmatch(_CLOCK, words):
        return _sum(found[1], found[2], found[3])
    if found := re.fullmatch(_DECIMAL, words):
        return round(float(found[1].replace(",", ".")) * HOUR)
    if words and (found := re.fullmatch(_UNITS, words)):
        return _sum(found[1], found[2] or found[3], found[4])
    raise UsageError(
        f"“{one_line(text, 40)}” is not a duration.", "Say 8:00, 8h, 7.5h, 30m, 1h30 or 90 min, for example."
    )


def _sum(hours: str | None, minutes: str | None, seconds: str | None) -> int:
    return int(hours or 0) * HOUR + int(minutes or 0) * MINUTE + int(seconds or 0)


def parse_half_days(text: str) -> int:
    """Read a number of days: 1 for half of one, 2 for a whole one.

    Raises:
        UsageError: It is neither.
    """
    words = text.strip().replace(",", ".")
    half_days = {"0.5": 1, ".5": 1, "1/2": 1, "½": 1, "1": 2, "1.0": 2}.get(words)
    if half_days is None:
        raise UsageError(f"“{one_line(text, 40)}” is not half a day or a whole one.", "Say 0.5 or 1.")
    return half_days
