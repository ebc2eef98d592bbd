"""What is refused before anything is sent: the service removes whatever an entry is saved over (2.2, 2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whenever import Date

from punchcard.backends.mctime.entries.words import named, when
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.outcomes import Refused
from punchcard.core.entries import Entry
from punchcard.core.overlaps import overlapping

NO_BILLABLE = Refused(f"{TITLE} does not keep whether time is billable. Nothing was sent.", "billable")


def unsavable(entry: Entry) -> Refused | None:
    """Return why an entry cannot be one of the service's at all; None where it can."""
    if entry.start is None or entry.end is None:
        return Refused(f"{TITLE} keeps time from a start to an end: give both. Nothing was sent.")
    if entry.end <= entry.start:
        return Refused("The end does not lie after the start. Nothing was sent.", "end")
    if entry.assignment.billable is not None:
        return NO_BILLABLE
    return None


def over_others(entry: Entry, others: Iterable[Entry], today: Date) -> Refused | None:
    """Return why an entry is not sent: what it would be saved over; None where its time is free.

    Args:
        entry: As it would be sent.
        others: The entries of its days, itself perhaps among them.
        today: The day that it is.
    """
    if entry.interval is None:
        return None
    found = overlapping(others, entry.interval, but_not=entry.id)
    if locked := [each for each in found if each.locked]:
        return Refused(
            f"{_listed(locked, today)} {'is' if len(locked) == 1 else 'are'} in the way of "
            f"{when(entry, today)}, and cannot be saved over: {locked[0].locked} Nothing was sent."
        )
    if found:
        return Refused(
            f"{TITLE} would remove {_listed(found, today)} to save {when(entry, today)}. Nothing was sent: "
            "change or delete that first."
        )
    return None


def _listed(entries: Sequence[Entry], today: Date) -> str:
    names = [named(each, today) for each in entries]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
