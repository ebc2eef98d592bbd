"""Splitting a time entry in two."""

from __future__ import annotations

from dataclasses import replace

from whenever import Date, ZonedDateTime

from punchcard.core.editing.pieces import piece_of
from punchcard.core.entries import Entry, Source
from punchcard.core.intervals import Interval
from punchcard.core.moments import spoken
from punchcard.core.overlaps import span_in_words
from punchcard.core.refusals import UsageError


def split_entry(entry: Entry, at: ZonedDateTime, new_id: str, today: Date) -> tuple[Entry, Entry]:
    """Return the two entries that `entry` becomes when it is split at a moment.

    The first keeps its id, the second takes `new_id`. Together they have the same work: a split within a
    break ends the first where the break begins, and begins the second where it ends.

    Raises:
        UsageError: The entry has no clock times, or there is no work on one side of the moment.
    """
    if entry.interval is None:
        raise UsageError(
            "An entry without clock times cannot be split at a time; nothing was changed.",
            "Delete it, and add the parts: `punch add --days 0.5`, or `punch add --hours 3:30`.",
        )
    span, moment = entry.interval, spoken(at, today)
    if not span.start < at < span.end:
        raise UsageError(
            f"{moment} does not lie inside {span_in_words(span, today)}; nothing was changed.",
            "Split at a time between its start and its end.",
        )
    first = piece_of(entry, Interval(span.start, at))
    second = piece_of(entry, Interval(at, span.end))
    if first is None or second is None:
        raise UsageError(
            f"There would be no work on one side of {moment}; nothing was changed.",
            "Split at a time between two stretches of work.",
        )
    return first, replace(second, id=new_id, source=Source.TYPED)
