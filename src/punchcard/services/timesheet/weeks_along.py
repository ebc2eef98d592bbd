"""Which weeks go along when one is handed in or taken back."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.core.changes import SubmitWeeks, WeeksChange
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.weeks import Week
from punchcard.services.outbox.items import waiting
from punchcard.services.session import Session
from punchcard.services.timesheet.weeks import known_weeks, period_of
from punchcard.store.store import Transaction


def due_as_known(session: Session, week: Week) -> list[Week]:
    """Return the weeks since the newest one handed in, as the cache has it; `week` alone without one."""
    with session.store.read() as transaction:
        newest = transaction.cache(session.account.name).last_week_before(session.person.id, week.first)
    weeks = [week]
    if newest is not None and not Week(newest.first, newest.last).is_week:
        return _months_after(Week(newest.first, newest.last), week)
    while newest is not None and newest.last < weeks[0].first.subtract(days=1):
        weeks.insert(0, Week(weeks[0].first.subtract(days=7), weeks[0].first.subtract(days=1)))
    return weeks


def _months_after(newest: Week, week: Week) -> list[Week]:
    """The months from the one after `newest` to the one that holds the last day of `week`."""
    first = newest.last.add(days=1).replace(day=1)
    months = [Week(first, first.add(months=1).subtract(days=1))]
    while months[-1].last < week.last:
        months.append(months[-1].after())
    return months


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
            elif found.first <= week.last:
                table[found.first] = found
    return [table[first] for first in sorted(table)]


def waiting_from(session: Session, transaction: Transaction, week: Week) -> list[Week]:
    """Return the weeks from `week` on, or from the month that holds its end, that wait for a decision.

    The oldest comes first.
    """
    last = newest_day(session, week)
    known = known_weeks(session, transaction, session.person.id, week.first, last)
    waits = [
        Week(item.submitted.first, item.submitted.last)
        for item in known
        if item.submitted.status is RequestStatus.PENDING
    ]
    start = (period_of(waits, week) or week).first
    return [each for each in waits if each.first >= start or each.is_week]


def newest_day(session: Session, week: Week) -> Date:
    """The last day that a week may have which is handed in: none is before it begins."""
    return max(week.last, session.today().add(days=6))
