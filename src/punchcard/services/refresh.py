"""Refresh: reading what the backend says now into the cache."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.core.entries import Entry
from punchcard.services.edit_locks import follow_edit_lock, keep_edit_lock
from punchcard.services.ports import clock_port, entries_port
from punchcard.services.session import Session
from punchcard.services.status_keeping import what_targets_go_by
from punchcard.services.weeks import keep_weeks, read_weeks

SUSPICIOUS_LOSS = 4
"""From this many cached entries on, an answer with less than half of them is read a second time; an empty one
always is."""


async def refresh(session: Session) -> None:
    """Read the clock, and the entries of this week with a day on either side.

    Raises:
        BackendError: The backend cannot be read; the cache is as it was.
    """
    week = session.week()
    first, last = week[0].subtract(days=1), week[-1].add(days=1)
    while not await _read(session, session.person.id, first, last, with_clock=True):
        pass


async def refresh_days(session: Session, first: Date, last: Date, person: str | None = None) -> None:
    """Read the entries of the days from `first` to `last`, both included.

    Args:
        session: The account in use.
        first: The first day.
        last: The last day.
        person: Whose entries; None for the account's own person.
    """
    while not await _read(session, person or session.person.id, first, last, with_clock=False):
        pass


async def ensure_days(session: Session, person: str, first: Date, last: Date) -> None:
    """Read those of the person's days from `first` to `last` that were never read.

    Raises:
        BackendError: There are some, and the backend cannot be read.
    """
    with session.store.read() as transaction:
        missing = transaction.cache(session.account.name).unfetched(person, _days(first, last))
    if missing:
        await refresh_days(session, missing[0], missing[-1], person)


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
    await follow_edit_lock(session)
    _follow_configuration(session)


def _follow_configuration(session: Session) -> None:
    """Bring what `punch status` prints up to date where the targets were changed in the configuration."""
    with session.store.read() as transaction:
        kept = transaction.status(session.account.name)
    if kept is not None and kept.get("targets_by") != what_targets_go_by(session.config):
        with session.change():
            pass


async def _read(session: Session, person: str, first: Date, last: Date, *, with_clock: bool) -> bool:
    """Read once; False where something was settled meanwhile.

    What was read then may be older than what the backend has confirmed since, to this process or to another
    one: kept, it would let a second clock start.
    """
    account = session.account.name
    with session.store.read() as transaction:
        progress = transaction.outbox.progress(account)
        known = transaction.cache(account).clock(person)
    reading = await clock_port(session).reading(person, known) if with_clock else None
    entries = await _believable(session, person, first, last)
    weeks = await read_weeks(session, person, first, last)
    lock = await session.backend.directory.edit_lock(person)
    with session.change() as transaction:
        if transaction.outbox.progress(account) != progress:
            return False
        cache = transaction.cache(account)
        cache.replace_entries(person, _days(first, last), session.zone, entries, session.instant())
        keep_weeks(session, transaction, person, (first, last), weeks)
        keep_edit_lock(session, transaction, person, lock)
        if reading is not None:
            cache.keep_clock(person, reading.state, reading.read_at)
    return True


async def _believable(session: Session, person: str, first: Date, last: Date) -> Sequence[Entry]:
    """A backend that suddenly forgets more than half of a period is asked a second time."""
    from punchcard.core.groups import Filters, Period

    port, people = entries_port(session), [person]
    entries = await port.list(people, Period(first, last), Filters())
    with session.store.read() as transaction:
        cache = transaction.cache(session.account.name)
        cached = len(cache.entries(person, session.days_frame(first, last)))
    has_shrunk = cached >= SUSPICIOUS_LOSS and len(entries) * 2 < cached
    if has_shrunk or (cached and not entries):
        entries = await port.list(people, Period(first, last), Filters())
    return entries


def _days(first: Date, last: Date) -> list[Date]:
    days = [first]
    while days[-1] < last:
        days.append(days[-1].add(days=1))
    return days
