"""Refresh: reading what the backend says now into the cache."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, Period
from punchcard.services.ports import clock_port, entries_port
from punchcard.services.session import Session

SUSPICIOUS_LOSS = 4
"""From this many cached entries on, an answer with less than half of them is read a second time."""


async def refresh(session: Session) -> None:
    """Read the clock, and the entries of this week with a day on either side.

    Raises:
        BackendError: The backend cannot be read; the cache is as it was.
    """
    reading = await clock_port(session).reading(session.person.id)
    week = session.week()
    await refresh_days(session, week[0].subtract(days=1), week[-1].add(days=1))
    with session.change() as transaction:
        cache = transaction.cache(session.account.name)
        cache.keep_clock(session.person.id, reading.state, reading.read_at)


async def refresh_days(session: Session, first: Date, last: Date) -> None:
    """Read the entries of the days from `first` to `last`, both included."""
    entries = await _believable(session, first, last)
    days = _days(first, last)
    with session.change() as transaction:
        cache = transaction.cache(session.account.name)
        cache.replace_entries(session.person.id, days, session.zone, entries, session.instant())


async def ensure_known(session: Session) -> None:
    """Read what has never been read: the clock and this week."""
    week = session.week()
    days = _days(week[0].subtract(days=1), week[-1].add(days=1))
    with session.store.read() as transaction:
        cache = transaction.cache(session.account.name)
        known = cache.clock_read_at(session.person.id) is not None
        missing = cache.unfetched(session.person.id, days)
    if missing or not known:
        await refresh(session)


async def _believable(session: Session, first: Date, last: Date) -> Sequence[Entry]:
    """A backend that suddenly forgets more than half of a period is asked a second time."""
    port, people = entries_port(session), [session.person.id]
    entries = await port.list(people, Period(first, last), Filters())
    with session.store.read() as transaction:
        cache = transaction.cache(session.account.name)
        cached = len(cache.entries(session.person.id, session.days_frame(first, last)))
    if cached >= SUSPICIOUS_LOSS and len(entries) * 2 < cached:
        entries = await port.list(people, Period(first, last), Filters())
    return entries


def _days(first: Date, last: Date) -> list[Date]:
    days = [first]
    while days[-1] < last:
        days.append(days[-1].add(days=1))
    return days
