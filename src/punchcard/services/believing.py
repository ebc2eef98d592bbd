"""Suspicion: a backend that suddenly forgets a week, or most of a period, is asked a second time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.moments import day_in_words
from punchcard.services.ports import entries_port
from punchcard.services.session import Session


class Believed(NamedTuple):
    """The entries of a period, as they are believed."""

    entries: Sequence[Entry]
    doubt: str
    """What was not believed at once, in a sentence; empty where nothing was."""


async def believable(session: Session, person: str, first: Date, last: Date) -> Believed:
    """Read a person's entries of the days from `first` to `last`; twice where more than half are gone.

    Raises:
        BackendError: The backend cannot be read.
    """
    from punchcard.core.groups import Filters, Period

    port, period = entries_port(session), Period(first, last)
    entries = await port.list([person], period, Filters())
    with session.store.read() as transaction:
        cached = transaction.cache(session.account.name).entries(person, session.days_frame(first, last))
    lost = _lost(cached, entries)
    if lost * 2 <= len(cached):
        return Believed(entries, "")
    entries = await port.list([person], period, Filters())
    title, whole = session.backend.info.title, len(cached)
    known = f"{whole} entr{'y' if whole == 1 else 'ies'} of {_in_words(first, last, session.today())}"
    if _lost(cached, entries) * 2 <= whole:
        return Believed(entries, f"{title} had lost {lost} of the {known}; read again, they are there.")
    return Believed(
        entries,
        f"{title} has lost {_lost(cached, entries)} of the {known}; it was read a second time and says so.",
    )


def _lost(cached: Sequence[Entry], entries: Sequence[Entry]) -> int:
    """How many are gone; one that got another id is not."""
    ids = {entry.id for entry in entries}
    gone = [entry for entry in cached if entry.id not in ids]
    if not gone:
        return 0
    from punchcard.core.same_entry import the_same_among

    return sum(the_same_among(entry, entries) is None for entry in gone)


def _in_words(first: Date, last: Date, today: Date) -> str:
    if first == last:
        return day_in_words(first, short=True, today=today)
    return f"{day_in_words(first, short=True, today=today)} to {day_in_words(last, short=True, today=today)}"
