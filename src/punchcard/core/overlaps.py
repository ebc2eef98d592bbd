"""Whether a stretch of time is free."""

from __future__ import annotations

from collections.abc import Iterable

from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time, spoken
from punchcard.core.refusals import Refusal


class Overlap(Refusal):
    """Two stretches of time would share a moment."""

    code = "overlap"


def overlapping(entries: Iterable[Entry], stretch: Interval, *, but_not: str = "") -> list[Entry]:
    """Return the entries that share time with `stretch`, except the one with the id `but_not`.

    A stretch without length shares time with an entry that it lies inside of. What could not be saved takes
    no time.
    """
    found: list[Entry] = []
    for entry in entries:
        if entry.interval is None or entry.is_invalid or entry.id == but_not:
            continue
        inside = stretch.seconds == 0 and entry.interval.start < stretch.start < entry.interval.end
        if inside or entry.interval.overlaps(stretch):
            found.append(entry)
    return found


def span_in_words(stretch: Interval, today: Date) -> str:
    """A stretch as a person says it: "08:00 – 12:00", with the day where it is not today."""
    if stretch.start.date() == stretch.end.date():
        return f"{clock_time(stretch.start)} – {spoken(stretch.end, today)}"
    return f"{spoken(stretch.start, today)} – {spoken(stretch.end, today)}"
