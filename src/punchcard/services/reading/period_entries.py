"""The entries of any people and any period: what the backend says now, with what is still on its way.

For grouped time, export and bulk changes, which reach further than the days that are cached.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from punchcard.core.clock import ClockState, Running
from punchcard.core.entries import Entry
from punchcard.core.filters import matches
from punchcard.core.groups import Filters, Period
from punchcard.services.fold import KnownEntry, fold
from punchcard.services.outbox.ports import entries_port
from punchcard.services.reading.refresh import MOST_READINGS, OutOfDate
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow

EVERYTHING = Filters()


class _Read(NamedTuple):
    """What a backend has, and what was on its way all the while."""

    entries: Sequence[Entry]
    rows: Sequence[OutboxRow]
    clocks: dict[str, ClockState]


async def period_entries(
    session: Session, people: Sequence[str], period: Period, filters: Filters = EVERYTHING
) -> list[KnownEntry]:
    """Return everything that touches a day of `period`, person by person, in order of time.

    Args:
        session: The account in use.
        people: Ids.
        period: The days.
        filters: What is wanted of it. A service that selects entries itself is asked for no more than that,
            and only it knows what is meant by `Filters.names`; all else is still to be filtered.

    Raises:
        BackendError: The backend cannot be read.
    """
    if period.last < period.first:
        return []
    asked = _asked(session, filters)
    read = None
    for _ in range(MOST_READINGS):
        read = read or await _read_once(session, people, period, asked)
    if read is None:
        raise OutOfDate
    frame = session.days_frame(period.first, period.last)
    own: dict[str, list[Entry]] = {person: [] for person in people}
    for entry in read.entries:
        if entry.person in own:
            own[entry.person].append(entry)
    known: list[KnownEntry] = []
    for person, entries in own.items():
        rows = [row for row in read.rows if row.person == person]
        known += fold(read.clocks[person], entries, rows, frame, session.zone).entries
    if not asked.names:
        return known
    by_name = Filters(names=asked.names)
    return [item for item in known if item.pending is None or matches(item.entry, by_name)]


def _asked(session: Session, filters: Filters) -> Filters:
    """What the service is asked to select; nothing where it is better done here."""
    by = session.backend.info.selects_by
    return Filters(
        types=filters.types if "type" in by else (),
        statuses=filters.statuses if "status" in by else (),
        references=tuple(pair for pair in filters.references if pair[0] in by),
        names=tuple(pair for pair in filters.names if pair[0] in by),
    )


async def _read_once(session: Session, people: Sequence[str], period: Period, asked: Filters) -> _Read | None:
    """Read once; None where something was settled in between: it might be missing, or there twice."""
    account = session.account.name
    with session.store.read() as transaction:
        progress = transaction.outbox.progress(account)
        rows = transaction.outbox.unsettled(account)
        cache = transaction.cache(account)
        clocks = {person: cache.clock(person) for person in people}
    found = await entries_port(session).list(people, period, asked)
    with session.store.read() as transaction:
        is_fresh = transaction.outbox.progress(account) == progress
    return _Read(found, rows, clocks) if is_fresh else None


def running_seconds(session: Session, period: Period) -> int | None:
    """What the person's clock has counted inside `period` so far; None where none runs there."""
    now = session.now()
    with session.store.read() as transaction:
        state = session.known(transaction, session.today(), session.today()).state
    if not isinstance(state, Running) or period.last < period.first:
        return None
    frame = session.days_frame(period.first, period.last)
    pieces = [piece.clipped(frame) for piece in state.worked_pieces(now)]
    return sum(piece.seconds for piece in pieces if piece) if any(pieces) else None
