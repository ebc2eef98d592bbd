"""What other devices did is taken over, and said once: to whoever of the person's sessions has read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whenever import Date

from punchcard.backends.contract import ClockReading
from punchcard.core.changes import Change, WeeksChange, is_approval
from punchcard.core.clock import ClockState, Idle
from punchcard.core.entries import Entry
from punchcard.core.zoned_time import entry_in_zone, state_in_zone
from punchcard.services.outbox.items import IT_HAPPENED
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.store import Transaction

_RECENT_ROWS = 50
"""How far back the ledger is searched for what may have happened without the cache knowing."""


def take_news(session: Session) -> tuple[str, ...]:
    """Return what other devices did and nobody was told yet; it is told once."""
    news = tuple(session.news)
    session.news.clear()
    return news


def news_of(
    session: Session,
    transaction: Transaction,
    state: ClockState | None,
    entries: tuple[Sequence[Date], Sequence[Entry]] | None,
    own: Change | None = None,
    *,
    losses_are_said: bool = False,
) -> tuple[str, ...]:
    """Compare what was read of the session's own person with the cache, before it is kept there.

    Args:
        session: The account in use.
        transaction: The transaction that will keep it.
        state: The clock; None where it was not read.
        entries: The days that were read, and what is on them; None where no day was.
        own: What was asked for here and has just been confirmed.
        losses_are_said: Whether the person is told otherwise of entries that are gone.
    """
    changes_much = own is not None and (isinstance(own, WeeksChange) or is_approval(own))
    if session.backend.info.immediate or changes_much:
        # What is kept on this machine is changed from here alone; what a request or a week has changed in
        # the entries of its days cannot be told from what others did there.
        return ()
    from punchcard.core.adoption import Seen, what_others_did

    person = session.person.id
    cache = transaction.cache(session.account.name)
    known = cache.clock(person)
    is_first = cache.clock_read_at(person) is None
    fresh = known if state is None or is_first else state
    before, after = (None, None) if entries is None else _compared(session, transaction, *entries)
    known, fresh = (state_in_zone(one, session.zone) for one in (known, fresh))
    booked = None
    if entries is not None and not isinstance(known, Idle) and known.since.date() in entries[0]:
        booked = _in_zone(session, entries[1])
    return what_others_did(
        Seen(known, before),
        Seen(fresh, after, booked),
        [*own_changes(transaction, session.account.name, person), *([own] if own else [])],
        session.today(),
        losses_are_said=losses_are_said,
        gives_way=session.backend.info.overwrites,
    )


def _compared(
    session: Session, transaction: Transaction, days: Sequence[Date], found: Sequence[Entry]
) -> tuple[list[Entry], list[Entry]]:
    """What was known of days, and what is on them now; those that are to be read first are left out."""
    cache, person = transaction.cache(session.account.name), session.person.id
    compared = set(days) - set(cache.unfetched(person, days))
    cached = _in_zone(session, cache.entries(person, session.days_frame(days[0], days[-1])))
    before = [entry for entry in cached if entry.day in compared]
    ids = {entry.id for entry in before}
    return before, [one for one in _in_zone(session, found) if one.day in compared or one.id in ids]


def adopt_clock(session: Session, reading: ClockReading) -> None:
    """Take over what a reading of the clock says that was not known, before something is done upon it."""
    if session.backend.info.immediate or reading.person != session.person.id:
        return
    with session.store.read() as transaction:
        news = news_of(session, transaction, reading.state, None)
    if news:
        with session.change() as transaction:
            cache = transaction.cache(session.account.name)
            cache.keep_clock(reading.person, reading.state, session.instant())
        session.news.extend(news)


def _in_zone(session: Session, entries: Iterable[Entry]) -> list[Entry]:
    return [entry_in_zone(entry, session.zone) for entry in entries]


def own_changes(transaction: Transaction, account: str, person: str) -> list[Change]:
    """Return what may have happened unknown to the cache: its answer was lost, or the person settled it."""
    read_at = transaction.cache(account).clock_read_at(person)
    since = read_at.timestamp(unit="millisecond") if read_at else 0
    rows = reversed(transaction.outbox.latest(account, _RECENT_ROWS))
    return [row.change for row in rows if row.person == person and _may_have_happened(row, since)]


def _may_have_happened(row: OutboxRow, since: int) -> bool:
    if not row.is_settled:
        return row.attempts > 0
    is_by_word = row.answer == IT_HAPPENED or (row.state is OutboxState.DROPPED and row.attempts > 0)
    return is_by_word and (row.settled_at or 0) >= since
