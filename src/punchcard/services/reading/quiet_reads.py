"""What is read when: one call in a minute in which nothing seems to happen, the whole week where it does."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from punchcard.backends.contract import Scope
from punchcard.backends.errors import NotAllowed
from punchcard.core.clock import Running
from punchcard.core.days import with_days_around
from punchcard.core.entries import Entry
from punchcard.core.people import Role
from punchcard.core.same_clock import is_same_clock
from punchcard.services.approvals.inbox import refresh_approvals, refresh_inbox
from punchcard.services.reading.adoption import news_of, take_news
from punchcard.services.reading.believing import believable
from punchcard.services.reading.polling import What
from punchcard.services.reading.refresh import Fetched, keep_fetched, refresh
from punchcard.services.session import Session
from punchcard.services.timesheet.beside import refresh_one_beside, refresh_targets
from punchcard.store.outbox import OutboxState
from punchcard.store.store import Transaction


class Read(NamedTuple):
    """What a reading has brought besides what is in the store now."""

    clock_changed: bool
    """Whether somebody has driven the clock elsewhere, so that there is more to read."""
    news: tuple[str, ...]
    """What other devices did, in sentences; each is said once."""


async def read_what(session: Session, what: What) -> Read:
    """Read from the backend what is due.

    Raises:
        BackendError: The backend cannot be read; what was known is kept.
    """
    clock_changed = False
    match what:
        case What.CLOCK:
            clock_changed = not await refresh_one_beside(session) and await read_clock(session)
        case What.ENTRIES:
            await read_entries(session)
        case What.INBOX:
            await _read_inbox(session)
        case What.TARGETS:
            clock_changed = not await refresh_targets(session) and await read_clock(session)
        case What.DAYS:
            session.news.extend(await refresh(session))
        case What.EVERYTHING:
            session.news.extend(await refresh(session, everything=True))
            # Whoever may not look into the inbox is told so there; the rest of the account works.
            with suppress(NotAllowed):
                await refresh_approvals(session)
    return Read(clock_changed, take_news(session))


async def read_clock(session: Session) -> bool:
    """Read the person's clock alone; where there is none, the entries.

    Returns:
        Whether it has changed since it was last known.

    Raises:
        BackendError: It cannot be read; what was known is kept.
    """
    port, person = session.backend.clock, session.person.id
    if port is None:
        await read_entries(session)
        return False
    with session.store.read() as transaction:
        progress = _progress(session, transaction)
        known = transaction.cache(session.account.name).clock(person)
    reading = await port.reading(person, known)
    session.gate.go_on()
    if isinstance(known, Running) and not is_same_clock(known, reading.state):
        # What became of it stands in the entries; read along with the clock, all is said at once.
        return True
    with session.change() as transaction:
        # What was sent meanwhile may be in the reading or not; the next one is soon.
        if progress is None or _progress(session, transaction) != progress:
            return False
        session.news.extend(news_of(session, transaction, reading.state, None))
        transaction.cache(session.account.name).keep_clock(person, reading.state, session.instant())
    return reading.state != known


async def read_entries(session: Session) -> None:
    """Read the entries of this week with the days around it, and nothing else.

    Raises:
        BackendError: They cannot be read; what was known is kept.
    """
    if session.backend.entries is None:
        return
    person, (first, last) = session.person.id, with_days_around(session.week())
    days = [first]
    while days[-1] < last:
        days.append(days[-1].add(days=1))
    with session.store.read() as transaction:
        progress = _progress(session, transaction)
    believed = await believable(session, person, first, last)
    session.gate.go_on()
    entries: list[Entry] = list(believed.entries)
    fetched = Fetched(person, days, entries, None, None, None, believed.doubt, progress or ())
    with session.change() as transaction:
        if progress is not None and _progress(session, transaction) == progress:
            session.news.extend(keep_fetched(session, transaction, fetched))


async def _read_inbox(session: Session) -> None:
    scope: Scope = "waiting" if session.person.role is Role.LEAD else "mine"
    with suppress(NotAllowed):
        await refresh_inbox(session, scope)


def _progress(session: Session, transaction: Transaction) -> tuple[object, ...] | None:
    """What differs once more was settled; None while something is being sent, which may be seen or not."""
    account = session.account.name
    rows = transaction.outbox.unsettled(account)
    if any(row.state in (OutboxState.SENDING, OutboxState.UNKNOWN) for row in rows):
        return None
    return transaction.outbox.progress(account)
