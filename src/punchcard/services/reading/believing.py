"""Suspicion: a backend that suddenly forgets a week, or most of a period, is asked a second time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from whenever import Date

from punchcard.core.approval_changes import RequestChange
from punchcard.core.change_requests import IntervalChange
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.moments import day_in_words
from punchcard.core.punches import Restore
from punchcard.services.outbox.ports import entries_port
from punchcard.services.session import Session
from punchcard.store.store import Transaction


class Doubt(NamedTuple):
    """What was not believed at once."""

    sentence: str = ""
    """Empty where nothing was."""
    names_what_is_gone: bool = False
    """Whether the entries that are gone are counted in it, and need not be told once more."""


class Believed(NamedTuple):
    """The entries of a period, as they are believed."""

    entries: Sequence[Entry]
    doubt: Doubt
    """What was not believed at once."""


async def believable(session: Session, person: str, first: Date, last: Date) -> Believed:
    """Read a person's entries of the days from `first` to `last`; twice where more than half are gone.

    What the person has removed here and may have happened is not looked for.

    Raises:
        BackendError: The backend cannot be read.
    """
    from punchcard.core.groups import Filters, Period

    port, period = entries_port(session), Period(first, last)
    entries = await port.list([person], period, Filters())
    with session.store.read() as transaction:
        cached = transaction.cache(session.account.name).entries(person, session.days_frame(first, last))
        cached = _not_touched(session, transaction, person, cached)
    if session.backend.info.overwrites:
        cached = _not_saved_over(cached, entries)
    lost = _lost(cached, entries)
    if lost * 2 <= len(cached):
        return Believed(entries, Doubt())
    entries = await port.list([person], period, Filters())
    title, whole = session.backend.info.title, len(cached)
    known = f"{whole} entr{'y' if whole == 1 else 'ies'} of {_in_words(first, last, session.today())}"
    if _lost(cached, entries) * 2 <= whole:
        said = f"{title} had lost {lost} of the {known}; read again, they are there."
        return Believed(entries, Doubt(said))
    said = f"{title} has lost {_lost(cached, entries)} of the {known}; it was read a second time and says so."
    return Believed(entries, Doubt(said, names_what_is_gone=True))


def _not_touched(
    session: Session, transaction: Transaction, person: str, cached: Sequence[Entry]
) -> Sequence[Entry]:
    """Leave out what was changed or deleted here and may not be there any more for that reason."""
    if session.backend.info.immediate:
        return cached
    from punchcard.services.reading.adoption import own_changes

    own = own_changes(transaction, session.account.name, person)
    touched = {change.entry.id for change in own if isinstance(change, SaveEntry | DeleteEntry)}
    touched |= {change.state.entry_id for change in own if isinstance(change, Restore)}
    freed = [stretch for change in own if isinstance(change, RequestChange) for stretch in _removed(change)]
    return [
        entry
        for entry in cached
        if entry.id not in touched
        and not any(entry.interval and entry.interval.overlaps(stretch) for stretch in freed)
    ]


def _not_saved_over(cached: Sequence[Entry], entries: Sequence[Entry]) -> Sequence[Entry]:
    """Leave out whatever gave way to something new: that is no mystery."""
    known, there = ({entry.id for entry in some} for some in (cached, entries))
    new = [entry.interval for entry in entries if entry.id not in known and entry.interval]
    return [
        entry
        for entry in cached
        if entry.id in there
        or not any(entry.interval and entry.interval.overlaps(stretch) for stretch in new)
    ]


def _removed(change: RequestChange) -> list[Interval]:
    """The time that a request takes away; the entries in it go where it is granted at once."""
    return [one.interval for one in change.request.changes if one.change is IntervalChange.REMOVE]


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
