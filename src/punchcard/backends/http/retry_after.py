"""How long a service wants not to be called: `Retry-After` (RFC 9110, section 10.2.3), or a guess."""

from __future__ import annotations

import re

from whenever import Instant

SHORTEST_SECONDS = 1.0
"""What is waited at least: "0" and a date that has passed ask for another 429."""

LONGEST_SECONDS = 3600.0
"""What is waited at most, whatever is asked for: an absurd value must not lock anybody out for good."""

LONGEST_UNASKED_SECONDS = 60.0
"""What is waited at most where the service does not say how long."""

_SECONDS = re.compile(r"[0-9]{1,300}(\.[0-9]{1,300})?")


def asked_seconds(retry_after: str | None, date: str | None, now: Instant) -> float | None:
    """Return how many seconds the service wants to be left alone, from 1 to 3600.

    Args:
        retry_after: The value of the header, in seconds or as a date; None where there is none.
        date: The value of the answer's own `Date`, which a date is measured from, so that a clock that is
            wrong here or there does not matter.
        now: The current moment, where the answer has no usable date.

    Returns:
        None where the header is absent or cannot be read.
    """
    text = (retry_after or "").strip()
    if _SECONDS.fullmatch(text):
        return _bounded(float(text))
    until = http_date(text)
    if until is None:
        return None
    since = http_date(date) or now
    return _bounded((until - since).total("seconds"))


def unasked_seconds(times: int) -> float:
    """Return what to wait where the service does not say: 1, 2, 4 … 60 s.

    Args:
        times: How many such answers there were in a row, this one included; from 1.
    """
    return float(min(LONGEST_UNASKED_SECONDS, 2 ** min(times - 1, 10)))


def http_date(text: str | None) -> Instant | None:
    """Return the moment of an HTTP date in any of its three forms (RFC 9110, section 5.6.7); None if none."""
    if not text or len(text) > 100 or not text.isascii():
        return None
    from email.utils import parsedate_tz

    try:
        parsed = parsedate_tz(text)
        if parsed is None:
            return None
        year, month, day, hour, minute, second = parsed[:6]
        # A leap second is told as 60.
        told = Instant.from_utc(year, month, day, hour, minute, min(second, 59))
        return told.subtract(seconds=parsed[9] or 0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _bounded(seconds: float) -> float:
    return min(LONGEST_SECONDS, max(SHORTEST_SECONDS, seconds))
