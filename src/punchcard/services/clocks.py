"""The clock on the wall, injected everywhere so that a test or a demo can stand still."""

from __future__ import annotations

import os
from collections.abc import Callable

from whenever import Instant, ZonedDateTime

from punchcard.core.moments import checked_moment
from punchcard.core.refusals import UsageError
from punchcard.core.zones import in_zone

NOW_VARIABLE = "PUNCHCARD_NOW"
"""Environment variable that stops the clock at an ISO 8601 moment with offset, for trials and tests."""

WallClock = Callable[[], Instant]


def wall_clock() -> WallClock:
    """Return the machine's clock, or the moment at which `PUNCHCARD_NOW` has stopped it.

    Raises:
        UsageError: The variable is set and is not such a moment.
    """
    text = os.environ.get(NOW_VARIABLE)
    return stopped_at(text) if text else Instant.now


def stopped_at(text: str) -> WallClock:
    """Return a clock that stands at `text`, ISO 8601 with offset or zone.

    Raises:
        UsageError: `text` is not such a moment.
    """
    moment = _read(text)
    # The years are those in which a punch may lie.
    checked_moment(in_zone(moment, "UTC"))
    return lambda: moment


def _read(text: str) -> Instant:
    for read in (ZonedDateTime.parse_iso, Instant.parse_iso):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if isinstance(moment, Instant) else moment.to_instant()
    from whenever import OffsetDateTime

    try:
        return OffsetDateTime.parse_iso(text).to_instant()
    except ValueError as error:
        raise UsageError(
            f"“{text[:40]}” is not a moment with an offset, so the clock cannot be stopped there.",
            "Say it like 2026-03-11T12:41:00+01:00.",
        ) from error
