"""What was worked on a clock, as it is written down: in whole minutes (section 12.2).

Every moment counts as the minute that it lies in, as a clock on the wall shows it. So a stretch is at most a
minute longer or shorter than it was, stretches that met still meet, and none run over one another.
"""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval


def whole_minutes(clock: Entry) -> list[Interval]:
    """Return the stretches of work in order; a break within one minute parts nothing."""
    found: list[Interval] = []
    for worked in clock.worked_pieces():
        start, end = _minute(worked.start), _minute(worked.end)
        if found and found[-1].end == start:
            start = found.pop().start
        if start < end:
            found.append(Interval(start, end))
    return found


def too_short(clock: Entry, booked: list[Interval]) -> list[Interval]:
    """Return the stretches of work of which nothing is among those that are `booked`."""
    return [
        worked
        for worked in clock.worked_pieces()
        if not any(
            stretch.start <= _minute(worked.start) and _minute(worked.end) <= stretch.end
            for stretch in booked
        )
    ]


def _minute(moment: ZonedDateTime) -> ZonedDateTime:
    return moment.round("minute", mode="floor")
