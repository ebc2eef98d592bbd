"""Saving at a vendor that removes what an entry is saved over: looking first, and naming what would go."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date, ZonedDateTime

from punchcard.core.editing.room import overlap_choices
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.entry_words import APPROVAL_STATUSES
from punchcard.core.overlaps import Overlap, span_in_words
from punchcard.services.reading.refresh import refresh_days
from punchcard.services.sentences import entry_in_words
from punchcard.services.session import Session


async def look_around(session: Session, *days: Date) -> None:
    """Read the days around something that is to be saved again, where saving it may remove something.

    Raises:
        BackendError: They cannot be read; what is known is as it was.
    """
    if session.backend.info.overwrites and days:
        first, last = min(days).subtract(days=1), max(days).add(days=1)
        session.news.extend(await refresh_days(session, first, last))


def why_not_over(session: Session, entry: Entry, neighbours: Sequence[Entry]) -> Overlap:
    """Return why an entry is not saved over others, with what agrees to it as it is typed."""
    now, title = session.now(), session.backend.info.title
    where = span_in_words(entry.interval, now.date()) if entry.interval else entry_in_words(entry, now)
    locked = next((neighbour for neighbour in neighbours if neighbour.locked), None)
    if locked is not None:
        return Overlap(
            f"{where} would overlap {named(locked, now)}, which {why_locked(locked)} at {title}. "
            "Nothing was changed.",
            "Choose other times.",
        )
    would_go = " and ".join(named(neighbour, now) for neighbour in neighbours)
    return Overlap(
        f"{where} would remove {would_go} at {title}. Nothing was changed.",
        f"{choices_in_words(entry, neighbours)} Or change the times.",
    )


def choices_in_words(entry: Entry, neighbours: Sequence[Entry]) -> str:
    """Say with which options a person agrees to what becomes of the entries in the way."""
    options = " or ".join(f"`--overlap {choice.value}`" for choice in overlap_choices(entry, neighbours))
    return f"Say what becomes of {'it' if len(neighbours) == 1 else 'them'} with {options}."


def named(entry: Entry, now: ZonedDateTime) -> str:
    """Return an entry by its time and what it is booked on: "10:00 – 12:00, 2 h on Northwind"."""
    words = entry_in_words(entry, now)
    return f"{words} on {entry.assignment.label}" if entry.assignment else words


def why_locked(entry: Entry) -> str:
    """Return why an entry cannot make room, to be said behind "which": "is approved"."""
    if entry.status in (EntryStatus.APPROVED, EntryStatus.EXPORTED, EntryStatus.SUBMITTED):
        return f"is {APPROVAL_STATUSES[entry.status]}"
    return "cannot be changed" if entry.locked else "is booked"
