"""Whether two entries say the same, and whether one is the other under an id of the backend's own."""

from __future__ import annotations

from collections.abc import Iterable

from punchcard.core.entries import Entry
from punchcard.core.same_clock import is_near


def content_of(entry: Entry) -> tuple[object, ...]:
    """Return what a person sees of an entry, to be compared: moments are the same in every zone."""
    when = entry.interval or (entry.day, entry.duration_seconds, entry.half_days, entry.afternoon)
    breaks = tuple(pause.interval for pause in entry.breaks)
    return when, breaks, entry.time_type, entry.assignment, entry.note


def is_same_time(entry: Entry, other: Entry) -> bool:
    """Whether two entries with clock times take the same time of the same person, but for rounding.

    Somebody's entries do not overlap, so that this tells them apart. Entries without clock times may well be
    there twice.
    """
    if entry.interval is None or other.interval is None or entry.person != other.person:
        return False
    # A clock that could not be saved is not the entry that it should have become.
    if entry.is_invalid != other.is_invalid:
        return False
    mine, theirs = entry.interval, other.interval
    return is_near(mine.start, theirs.start) and is_near(mine.end, theirs.end)


def the_same_among(entry: Entry, others: Iterable[Entry]) -> Entry | None:
    """Return the one of `others` that takes the time of `entry`; None for none, or where several might."""
    found = [other for other in others if is_same_time(entry, other)]
    exact = [other for other in found if other.interval == entry.interval]
    candidates = exact or found
    return candidates[0] if len(candidates) == 1 else None
