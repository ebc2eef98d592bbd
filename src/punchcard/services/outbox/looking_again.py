"""Looking again at what a row was about, where it does not fit what is known."""

from __future__ import annotations

from punchcard.backends.contract import ClockReading
from punchcard.core.clock import Idle
from punchcard.core.entries import Entry
from punchcard.core.punches import Stop
from punchcard.core.refusals import Refusal
from punchcard.services.outbox import ports, row_moves
from punchcard.services.reading.adoption import adopt_clock
from punchcard.services.reading.refresh import fetch_days, keep_fetched, refresh_days
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow


async def adopt(session: Session, row: OutboxRow, reading: ClockReading) -> Refusal | None:
    """Take over how the clock is there, and what became of the one that was known; return the problem."""
    try:
        fetched = await fetch_days(session, row.person, *ports.touched_days(row))
    except Refusal as problem:
        adopt_clock(session, reading)
        return problem
    with session.change() as transaction:
        is_fresh = transaction.outbox.progress(row.account) == fetched.progress
        # A clock that could not be saved was ended by this very punch, and by nobody else.
        own = row.change if any(_was_made_of(entry, row) for entry in fetched.entries) else None
        found = fetched._replace(reading=reading)
        news = keep_fetched(session, transaction, found, own) if is_fresh else ()
    session.news.extend(news)
    return None


async def read_clock(session: Session, row: OutboxRow) -> Refusal | None:
    """Read the clock again that a punch did not fit; return what stood in the way."""
    if session.backend.info.immediate:
        return None
    try:
        reading = await ports.clock_port(session).reading(row.person, row.before)
    except Refusal as problem:
        return problem
    return await adopt(session, row, reading)


async def read_days(session: Session, row: OutboxRow) -> Refusal | None:
    """Read again what the row may have changed; return what stood in the way."""
    person = ports.touched_person(row)
    if person != row.person:
        row_moves.forget_days(session, row)
        return None
    try:
        session.news.extend(await refresh_days(session, *ports.touched_days(row), person))
    except Refusal as problem:
        return problem
    return None


def _was_made_of(entry: Entry, row: OutboxRow) -> bool:
    """Whether an entry is the clock that a stop could not save."""
    if not entry.is_invalid or not isinstance(row.change, Stop) or isinstance(row.before, Idle):
        return False
    from punchcard.core.same_clock import is_near

    return entry.start is not None and is_near(entry.start, row.before.since)
