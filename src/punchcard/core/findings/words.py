"""Numbers and moments as findings say them."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.durations import MINUTE, format_duration
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time, weekday_name


def amount(seconds: int) -> str:
    """A duration as on the screen, "9:40", with seconds where minutes do not tell: "10:00:30"."""
    return format_duration(seconds, seconds_shown=seconds % MINUTE != 0)


def span(stretch: Interval) -> str:
    """Beginning and end: "08:00 – 12:00"; with weekdays where they are two days: "Mon 22:00 – Tue 06:00"."""
    if stretch.start.date() == stretch.end.date():
        return f"{clock_time(stretch.start)} – {clock_time(stretch.end)}"
    return f"{day_and_time(stretch.start)} – {day_and_time(stretch.end)}"


def day_and_time(moment: ZonedDateTime) -> str:
    """The weekday and the time: "Mon 22:00"."""
    return f"{weekday_name(moment.date(), short=True)} {clock_time(moment)}"
