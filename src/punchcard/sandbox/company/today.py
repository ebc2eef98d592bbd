"""The day in progress: whatever the time, Ann is at work or on her lunch break."""

from __future__ import annotations

from dataclasses import dataclass

from whenever import Time, ZonedDateTime

from punchcard.core.durations import HOUR, MINUTE

USUAL_START = Time(8, 2)
USUAL_HOURS = (Time(8, 10), Time(17, 30))
"""Between these Ann came at the usual time; before she came early, after it she works a late shift."""

UNTIL_LUNCH_SECONDS = 3 * HOUR + 58 * MINUTE
LUNCH_SECONDS = 30 * MINUTE
EARLY_SECONDS = 38 * MINUTE
LATE_SECONDS = 5 * HOUR + 9 * MINUTE


@dataclass(frozen=True, slots=True)
class Today:
    """When the clock was started, and the break as far as it has come."""

    start: ZonedDateTime
    break_start: ZonedDateTime | None
    break_end: ZonedDateTime | None


def today_until(now: ZonedDateTime) -> Today:
    """Return what Ann has punched today; nothing of it lies after `now`."""
    start = _start(now)
    lunch = start.add(seconds=UNTIL_LUNCH_SECONDS)
    back = lunch.add(seconds=LUNCH_SECONDS)
    return Today(start, lunch if lunch <= now else None, back if back <= now else None)


def _start(now: ZonedDateTime) -> ZonedDateTime:
    first, last = USUAL_HOURS
    minute = now.round("minute", mode="floor")
    if now.time() < first:
        return minute.subtract(seconds=EARLY_SECONDS)
    if now.time() > last:
        return minute.subtract(seconds=LATE_SECONDS)
    return now.replace_time(USUAL_START)
