"""Refresh: reading what the backend says now into the cache, and saying what other devices did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from whenever import Date

from punchcard.backends.contract import ClockReading
from punchcard.backends.errors import BackendError
from punchcard.core.changes import Change
from punchcard.core.days import with_days_around
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Entry
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.services.outbox.ports import read_clock
from punchcard.services.reading.adoption import news_of, take_news
from punchcard.services.session import Session
from punchcard.services.status_keeping import what_targets_go_by
from punchcard.services.timesheet.beside import keep_beside, read_beside
from punchcard.services.timesheet.edit_locks import follow_edit_lock, keep_edit_lock
from punchcard.services.timesheet.weeks import keep_weeks, read_weeks
from punchcard.store.store import Transaction

if TYPE_CHECKING:
    from punchcard.services.reading.believing import Doubt

MOST_READINGS = 5
"""How often a reading is repeated that was out of date when it came."""

_LOOK_SECONDS = 0.02
"""How often it is looked whether days have been read."""


class OutOfDate(BackendError):
    """What was read was older than what was asked for, or delivered, in the meantime."""

    code = "out_of_date"

    def __init__(self) -> None:
        super().__init__(
            "So much is being sent just now that what was read was out of date each time; what was known "
            "before is kept.",
            "Try again in a moment.",
        )


class Fetched(NamedTuple):
    """What the backend has said, before it is kept."""

    person: str
    days: list[Date]
    entries: Sequence[Entry]
    weeks: Sequence[SubmittedWeek] | None
    lock: EditLock | None
    """None where it was not its turn."""
    reading: ClockReading | None
    doubt: Doubt
    """What was not believed at once."""
    progress: tuple[object, ...] = ()
    """How far the outbox had come before: what was read is out of date once it has come further."""


async def refresh(session: Session, *, everything: bool = False) -> tuple[str, ...]:
    """Read the clock, and the entries of this week with the days around it.

    Args:
        session: The account in use.
        everything: Whether to read also what is known for a moment and hardly ever changes: the targets.

    Returns:
        What other devices did since it was last read, in sentences; each is said once.

    Raises:
        BackendError: The backend cannot be read; the cache is as it was.
    """
    first, last = with_days_around(session.week())
    await _read(session, session.person.id, first, last, with_clock=True, everything=everything)
    return take_news(session)


async def refresh_days(
    session: Session, first: Date, last: Date, person: str | None = None
) -> tuple[str, ...]:
    """Read the entries of the days from `first` to `last`, both included.

    Args:
        session: The account in use.
        first: The first day.
        last: The last day.
        person: Whose entries; None for the account's own person.

    Returns:
        What other devices did since they were last read, in sentences; each is said once.

    Raises:
        BackendError: The backend cannot be read; the cache is as it was.
    """
    await _read(session, person or session.person.id, first, last, with_clock=False)
    return take_news(session)


async def ensure_days(session: Session, person: str, first: Date, last: Date) -> None:
    """Read those of the person's days from `first` to `last` that were never read.

    Raises:
        BackendError: There are some, and the backend cannot be read.
    """
    await until_read(session, person, first, last)
    with session.store.read() as transaction:
        missing = transaction.cache(session.account.name).unfetched(person, _days(first, last))
    if missing:
        await _read(session, person, missing[0], missing[-1], with_clock=False)


async def until_read(session: Session, person: str, first: Date, last: Date) -> None:
    """Wait while some of these days are being read already, so that they are not asked for twice."""
    while any(whose == person and a <= last and first <= b for whose, a, b in session.under_way):
        import asyncio

        await asyncio.sleep(_LOOK_SECONDS)


async def ensure_known(session: Session) -> tuple[str, ...]:
    """Read what has never been read: the clock and this week.

    Returns:
        What other devices did, in sentences, where something was read; each is said once.
    """
    days = _days(*with_days_around(session.week()))
    with session.store.read() as transaction:
        cache = transaction.cache(session.account.name)
        known = cache.clock_read_at(session.person.id) is not None
        missing = cache.unfetched(session.person.id, days)
    news = await refresh(session) if missing or not known else ()
    if session.backend.info.kept_clock is not None:
        await _ensure_terms(session)
    await follow_edit_lock(session)
    _follow_configuration(session)
    return news


async def _ensure_terms(session: Session) -> None:
    """Read by what a clock becomes entries, where that is not known, or was read with other settings."""
    from punchcard.services.reading.person_terms import known_terms, person_terms

    if known_terms(session, session.person.id) is None:
        await person_terms(session, session.person.id)


async def fetch_days(session: Session, person: str, first: Date, last: Date) -> Fetched:
    """Ask the backend for a person's days, and keep nothing: `keep_fetched` does.

    Raises:
        BackendError: The backend cannot be read.
    """
    return await _fetch(session, person, first, last, with_clock=False)


def keep_fetched(
    session: Session, transaction: Transaction, fetched: Fetched, own: Change | None = None
) -> tuple[str, ...]:
    """Keep what was read, inside a transaction that is already open.

    Args:
        session: The account in use.
        transaction: The transaction.
        fetched: What was read.
        own: What was asked for here and has just been confirmed, and is no news.

    Returns:
        What other devices did, to be said once the transaction is over.
    """
    person, days = fetched.person, fetched.days
    cache, now = transaction.cache(session.account.name), session.instant()
    frame = session.days_frame(days[0], days[-1])
    news = (fetched.doubt.sentence,) if fetched.doubt.sentence else ()
    if person == session.person.id:
        state = fetched.reading.state if fetched.reading else None
        losses_are_said = fetched.doubt.names_what_is_gone
        found = (days, fetched.entries)
        news += news_of(session, transaction, state, found, own, losses_are_said=losses_are_said)
    _take_over_ids(session, transaction, cache.entries(person, frame), fetched.entries)
    cache.replace_entries(person, days, session.zone, fetched.entries, now)
    keep_weeks(session, transaction, person, (days[0], days[-1]), fetched.weeks)
    if fetched.lock is not None:
        keep_edit_lock(session, transaction, person, fetched.lock)
    if fetched.reading is not None:
        cache.keep_clock(person, fetched.reading.state, now)
    return news


def _take_over_ids(
    session: Session, transaction: Transaction, known: Sequence[Entry], entries: Sequence[Entry]
) -> None:
    """Follow entries that the backend has under another id than the one by which they were known."""
    ids = {entry.id for entry in entries}
    gone = [entry for entry in known if entry.id not in ids]
    if not gone or session.backend.info.immediate:
        return
    from punchcard.core.same_entry import the_same_among
    from punchcard.services.outbox.given_ids import Became, take_over

    ids = {entry.id for entry in known}
    new = [entry for entry in entries if entry.id not in ids]
    for entry in gone:
        if (same := the_same_among(entry, new)) is not None:
            take_over(transaction, session.account.name, Became(entry.id, same.id))


def _follow_configuration(session: Session) -> None:
    """Bring what `punch status` prints up to date where the targets were changed in the configuration."""
    with session.store.read() as transaction:
        kept = transaction.status(session.account.name)
    if kept is not None and kept.get("targets_by") != what_targets_go_by(session.config):
        with session.change():
            pass


async def _read(
    session: Session, person: str, first: Date, last: Date, *, with_clock: bool, everything: bool = False
) -> None:
    """Read until nothing is settled meanwhile.

    What was read then may be older than what the backend has confirmed since, to this process or to another
    one: kept, it would let a second clock start.
    """
    session.under_way.append((person, first, last))
    try:
        await _read_on(session, person, first, last, with_clock=with_clock, everything=everything)
    finally:
        session.under_way.remove((person, first, last))


async def _read_on(
    session: Session, person: str, first: Date, last: Date, *, with_clock: bool, everything: bool
) -> None:
    account = session.account.name
    beside = await read_beside(session, person, first, last, with_clock=with_clock, anew=everything)
    if with_clock and session.backend.info.kept_clock is not None:
        from punchcard.services.reading.person_terms import person_terms

        # What a clock becomes goes by them, also where nobody can be asked as it starts or stops.
        await person_terms(session, person)
    for _ in range(MOST_READINGS):
        fetched = await _fetch(session, person, first, last, with_clock=with_clock)
        session.gate.go_on()
        with session.change() as transaction:
            is_fresh = transaction.outbox.progress(account) == fetched.progress
            news = keep_fetched(session, transaction, fetched) if is_fresh else ()
            keep_beside(session, transaction, beside)
        if is_fresh:
            session.news.extend(news)
            return
    raise OutOfDate


async def _fetch(session: Session, person: str, first: Date, last: Date, *, with_clock: bool) -> Fetched:
    with session.store.read() as transaction:
        progress = transaction.outbox.progress(session.account.name)
        known = transaction.cache(session.account.name).clock(person)
        is_first = transaction.cache(session.account.name).clock_read_at(person) is None
    from punchcard.services.reading.believing import Believed, believable

    # What is stopped between the two is there twice, and not gone. The first time, entries bring the names.
    believed: Believed | None = await believable(session, person, first, last) if is_first else None
    reading = await read_clock(session, person, known) if with_clock else None
    entries, doubt = believed or await believable(session, person, first, last)
    weeks = await read_weeks(session, person, first, last)
    # Where work times are kept too, it takes turns with what else hardly ever changes.
    lock = await session.backend.directory.edit_lock(person) if session.backend.days is None else None
    return Fetched(person, _days(first, last), entries, weeks, lock, reading, doubt, progress)


def _days(first: Date, last: Date) -> list[Date]:
    days = [first]
    while days[-1] < last:
        days.append(days[-1].add(days=1))
    return days
