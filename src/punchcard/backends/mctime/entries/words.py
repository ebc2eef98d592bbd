"""Entries in the sentences of refusals and warnings."""

from __future__ import annotations

from whenever import Date

from punchcard.core.entries import Break, Entry
from punchcard.core.moments import clock_time
from punchcard.core.overlaps import span_in_words


def named(entry: Entry, today: Date) -> str:
    """Return an entry as a person knows it: "08:00 – 12:00 (Work, Northwind)"."""
    kind = entry.time_type.name if entry.time_type else ""
    inside = ", ".join(each for each in (kind, entry.assignment.label) if each)
    return f"{when(entry, today)} ({inside})" if inside else when(entry, today)


def when(entry: Entry, today: Date) -> str:
    """Return when an entry is: "08:00 – 12:00", with the day where it is not today."""
    return span_in_words(entry.interval, today) if entry.interval else entry.day.format_iso()


def pause_named(pause: Break) -> str:
    """Return when a break is: "12:00 – 12:30"."""
    return f"{clock_time(pause.start)} – {clock_time(pause.end)}"
