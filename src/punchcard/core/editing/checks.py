"""What a well-formed time entry is."""

from __future__ import annotations

from whenever import Date

from punchcard.core.durations import duration_in_words
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Entry
from punchcard.core.intervals import Interval
from punchcard.core.moments import day_in_words, spoken
from punchcard.core.overlaps import span_in_words
from punchcard.core.refusals import UsageError


def check_entry(entry: Entry, today: Date) -> None:
    """Let a well-formed entry pass.

    Raises:
        UsageError: It ends before it starts, is longer than 24 hours, has no length or two of them, or has a
            break that does not fit into it. Nothing was changed then, and the message says so.
    """
    _check_one_length(entry)
    if entry.interval is None:
        _check_duration(entry)
        return
    _check_span(entry.interval, today)
    previous = entry.interval.start
    for pause in sorted(entry.breaks, key=lambda pause: pause.start):
        if pause.start < previous or pause.end > entry.interval.end or pause.end <= pause.start:
            raise UsageError(
                f"The break {span_in_words(pause.interval, today)} does not fit into "
                f"{span_in_words(entry.interval, today)}; nothing was changed.",
                "Breaks lie inside the entry, one after another.",
            )
        previous = pause.end


def _check_one_length(entry: Entry) -> None:
    has_length = entry.duration_seconds is not None or entry.half_days is not None
    times = [moment for moment in (entry.start, entry.end) if moment is not None]
    if len(times) == 1 or (times and has_length):
        raise UsageError(
            "An entry goes from a start to an end, or has a length without clock times; nothing was changed.",
            "Delete it, and add it as it should be.",
        )


def _check_span(span: Interval, today: Date) -> None:
    if span.end <= span.start:
        raise UsageError(
            f"The entry would end at {spoken(span.end, today)}, not after it starts at "
            f"{spoken(span.start, today)}.",
            "Nothing was changed. For work over midnight, give the end with its day.",
        )
    if span.seconds > LONGEST_ENTRY_SECONDS:
        raise UsageError(
            f"{span_in_words(span, today)} is longer than 24 hours; nothing was changed.",
            "Book it as several entries.",
        )


def _check_duration(entry: Entry) -> None:
    day = day_in_words(entry.day)
    seconds = entry.duration_seconds or 0
    if entry.breaks:
        raise UsageError(f"An entry without clock times has no breaks; nothing was changed on {day}.")
    if entry.half_days not in (None, 1, 2):
        raise UsageError(f"An entry is half a day or a whole one; nothing was changed on {day}.")
    # A day off on a weekday without hours is worth nothing, and is a day off all the same.
    if seconds < 0 or (seconds == 0 and entry.half_days is None):
        raise UsageError(f"The entry on {day} would have no length; nothing was changed.")
    if seconds > LONGEST_ENTRY_SECONDS:
        raise UsageError(
            f"{duration_in_words(seconds)} on {day} is longer than 24 hours; nothing was changed.",
            "Book it on several days.",
        )
