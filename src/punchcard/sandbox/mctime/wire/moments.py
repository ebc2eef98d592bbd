"""Moments as they are sent: ISO 8601 with an offset and whole seconds (McTime API, dates)."""

from __future__ import annotations

import re

from whenever import Instant, OffsetDateTime

from punchcard.sandbox.mctime.records import User
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.wire.answers import malformed

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})")
_YEARS = range(1970, 9000)


def read_moment(text: object, name: str) -> Instant:
    """Return a moment with its mandatory offset, in whole seconds.

    Raises:
        Problem: It is anything else.
    """
    if not isinstance(text, str) or not _MOMENT.fullmatch(text) or int(text[:4]) not in _YEARS:
        raise malformed(f"{name} is no date and time in ISO-8601 with a timezone")
    try:
        if text.endswith("Z"):
            return Instant.parse_iso(text)
        return OffsetDateTime.parse_iso(text).to_instant()
    except ValueError as error:
        raise malformed(f"{name} is no date and time in ISO-8601 with a timezone") from error


def read_milliseconds(text: str, name: str) -> Instant:
    """Return a moment that is told in milliseconds since 1970, as `/accounts` has its cut-offs.

    Raises:
        Problem: It is anything else.
    """
    number = int(text) if re.fullmatch(r"[0-9]{1,15}", text) else -1
    if not 0 <= number < 221_845_392_000_000:
        raise malformed(f"{name} is no number of milliseconds")
    return Instant.from_timestamp(number // 1000)


def local_text(state: McTimeState, user: User, moment: Instant) -> str:
    """Return a moment as it is sent: by the clocks of somebody."""
    return state.local(user, moment).to_fixed_offset().format_iso(unit="second")


def utc_text(moment: Instant) -> str:
    """Return a moment as it is sent where it is nobody's: with the offset `+00:00`."""
    return moment.to_fixed_offset().format_iso(unit="second")
