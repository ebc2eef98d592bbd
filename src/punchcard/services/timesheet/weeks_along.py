"""Which weeks go along when one is handed in or taken back."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.core.changes import SubmitWeeks, WeeksChange
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.weeks import Week
from punchcard.services.outbox.items import waiting
from punchcard.services.session import Session
from punchcard.services.timesheet.weeks import known_weeks
from punchcard.store.store import Transaction


def due_as_known(session: Session, week: Week) -> list[Week]:
    """Return the weeks since the newest one handed in, as the cache has it; `week` alone without one."""
    with session.store.read() as transaction:
        newest = transaction.cache(session.account.name).last_week_before(session.person.id, week.first)
    weeks = [week]
    while newest is not None and newest.last < weeks[0].first.subtract(days=1):
        weeks.insert(0, Week(weeks[0].first.subtract(days=7), weeks[0].first.subtract(days=1)))
    return weeks


def with_what_is_on_its_way(session: Session, due: Sequence[Week], week: Week) -> list[Week]:
    """Lay over the weeks that are `due` up to `week` what was asked for and has not arrived yet."""
    table = {found.first: found for found in due}
    with session.store.read() as transaction:
        rows = waiting(session, transaction)
    for row in rows:
        if not isinstance(row.change, WeeksChange):
            continue
        for found in row.change.weeks:
            if isinstance(row.change, SubmitWeeks):
                table.pop(found.first, None)
            elif found.last <= week.last:
                table[found.first] = found
    return [table[first] for first in sorted(table)]


def waiting_from(session: Session, transaction: Transaction, week: Week) -> list[Week]:
    """Return the weeks from `week` on that wait for a decision, oldest first."""
    last = newest_day(session, week)
    known = known_weeks(session, transaction, session.person.id, week.first, last)
    return [
        Week(item.submitted.first, item.submitted.last)
        for item in known
        if item.submitted.status is RequestStatus.PENDING
    ]


def newest_day(session: Session, week: Week) -> Date:
    """The last day that a week may have which is handed in: none is before it begins."""
    return max(week.last, session.today().add(days=6))
