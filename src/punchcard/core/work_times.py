"""When somebody was at work on a day, as a service keeps it beside the entries."""

from __future__ import annotations

from typing import NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.core.durations import format_duration
from punchcard.core.interval_sets import Stretches, seconds_of
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time


class WorkTimeDay(NamedTuple):
    """One day of attendance: each stretch stands on the day that it begins on, and is not cut at midnight.

    It is no work of its own: the entries of the day say what the same time was worked on.
    """

    day: Date
    stretches: Stretches
    """In order; one that goes on lasts until it was read, and is left out where it begins later than that."""
    goes_on: bool = False
    """Whether the last of them has no end yet."""
    offset_seconds: int = 0
    """Work beside the stretches, may be negative; only where a service keeps such."""

    def at(self, now: ZonedDateTime) -> WorkTimeDay:
        """The day at a later moment, until which the open stretch has gone on."""
        if not self.goes_on or not self.stretches or now <= self.stretches[-1].end:
            return self
        last = self.stretches[-1]
        return self._replace(stretches=(*self.stretches[:-1], Interval(last.start, now)))

    @property
    def seconds(self) -> int:
        """All of it together, in seconds."""
        return max(0, seconds_of(self.stretches) + self.offset_seconds)


def work_times_in_words(day: WorkTimeDay) -> str:
    """Say when somebody was at work: "08:00 – 12:00, 12:30 – … · 6:15"."""
    last = len(day.stretches) - 1
    spans = [
        f"{clock_time(piece.start)} – {'…' if day.goes_on and at == last else clock_time(piece.end)}"
        for at, piece in enumerate(day.stretches)
    ]
    beside = [f"{format_duration(day.offset_seconds, sign=True)} beside"] if day.offset_seconds else []
    return f"{', '.join([*spans, *beside])} · {format_duration(day.seconds)}"
