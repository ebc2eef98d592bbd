"""Reading again what a row of the outbox may have changed, or did not fit."""

from __future__ import annotations

from punchcard.backends.contract import ClockReading
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
        news = keep_fetched(session, transaction, fetched._replace(reading=reading)) if is_fresh else ()
    session.news.extend(news)
    return None


async def read_clock_again(session: Session, row: OutboxRow) -> Refusal | None:
    """Read the clock again that a punch did not fit; return what stood in the way."""
    if session.backend.info.immediate:
        return None
    try:
        reading = await ports.clock_port(session).reading(row.person, row.before)
    except Refusal as problem:
        return problem
    return await adopt(session, row, reading)


async def read_days_again(session: Session, row: OutboxRow) -> Refusal | None:
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
