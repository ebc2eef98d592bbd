"""The running balance where the backend does not sum: from the entries and targets of all days that count.

They are read once a day, a year at a time, and kept with all others; what is learned of them in between
counts as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from whenever import Date

from punchcard.backends.errors import BackendError
from punchcard.core.balance import Balance, worked_inside
from punchcard.core.clock import Idle
from punchcard.core.intervals import Interval
from punchcard.core.moments import each_day
from punchcard.services.fold import known
from punchcard.services.reading.person_terms import person_terms
from punchcard.services.reading.refresh import refresh_days
from punchcard.services.session import Session
from punchcard.services.timesheet.targets import day_targets

DAYS_AT_ONCE = 366
"""How many days are read with one call each for entries, weeks and targets."""


async def balance_of_entries(session: Session, person_id: str, last: Date) -> Balance | None:
    """Return the balance at the end of `last`.

    None where nobody says which day is the first to count, where none counts yet, or where none has a target.

    Args:
        session: The account in use.
        person_id: Whose balance it is.
        last: The last day to count, before today.

    Raises:
        BackendError: Days that were never read cannot be read now.
    """
    start = session.config.balance
    first = start.first or (await person_terms(session, person_id)).first_day
    if first is None or (first > last and not start.seconds):
        return None
    until = max(last, first.subtract(days=1))
    if first > last:
        return Balance(first, until, start.seconds, 0, 0)
    await _ensure_read(session, person_id, first)
    days, frame = each_day(first, last), session.days_frame(first, last)
    with session.store.read() as transaction:
        found = known(transaction, session.account.name, person_id, frame, session.zone)
    targets = day_targets(session, days, found.plain_entries, person_id)
    asked = {target.day: target.seconds for target in targets if target.seconds is not None}
    if not asked:
        return None
    running = [] if isinstance(found.state, Idle) else found.state.worked_pieces(session.now())
    worked = 0
    for begins, ends in _rows(asked):
        part = session.days_frame(begins, ends)
        worked += worked_inside(found.plain_entries, part) + _seconds_inside(running, part)
    return Balance(first, until, start.seconds, worked, sum(asked.values()))


async def _ensure_read(session: Session, person_id: str, first: Date) -> None:
    """Read all days that count, unless that was done today; those of an earlier day stand where it fails."""
    account, name = session.account.name, f"balance:{person_id}"
    days = each_day(first, session.today().subtract(days=1))
    span = [days[0].format_iso(), days[-1].format_iso()]
    with session.store.read() as transaction:
        cache = transaction.cache(account)
        is_read, missing = cache.directory(name) == span, cache.unfetched(person_id, days)
    if is_read:
        days = missing
    try:
        for number in range(0, len(days), DAYS_AT_ONCE):
            piece = days[number : number + DAYS_AT_ONCE]
            session.news.extend(await refresh_days(session, piece[0], piece[-1], person_id))
    except BackendError:
        if missing:
            raise
        return
    if not is_read:
        with session.store.write() as transaction:
            transaction.cache(account).keep_directory(name, span, session.instant())


def _rows(days: Iterable[Date]) -> Iterator[tuple[Date, Date]]:
    """The days in rows without a gap: the first and the last of each."""
    ordered = sorted(days)
    gaps = [(a, b) for a, b in pairwise(ordered) if a.add(days=1) != b]
    begins = [ordered[0], *(b for _, b in gaps)]
    return zip(begins, [*(a for a, _ in gaps), ordered[-1]], strict=True)


def _seconds_inside(pieces: Sequence[Interval], frame: Interval) -> int:
    clipped = (piece.clipped(frame) for piece in pieces)
    return sum(piece.seconds for piece in clipped if piece)
