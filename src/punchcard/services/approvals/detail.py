"""One item of an inbox as whoever decides it looks at it: the week, the day before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from punchcard.backends.errors import BackendError
from punchcard.core.approval_changes import Decide
from punchcard.core.approval_items import item_days
from punchcard.core.change_requests import (
    ChangeRequest,
    Decidable,
    Decision,
    Verdict,
)
from punchcard.core.days import LOOK_AROUND_DAYS
from punchcard.core.identifiers import new_id
from punchcard.core.moments import each_day
from punchcard.core.pending_weeks import PendingWeek, ReviewItem
from punchcard.core.people import Person
from punchcard.core.requested_days import DayPreview, preview
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.weeks import Week, week_at
from punchcard.services.approvals.inbox import known_people
from punchcard.services.approvals.requested_day import requested_week
from punchcard.services.reading.refresh import refresh_days
from punchcard.services.session import Session
from punchcard.services.timesheet.week import Timesheet, timesheet

ItemT = TypeVar("ItemT", bound=ReviewItem)


class Detail(NamedTuple, Generic[ItemT]):
    """An item with what a decision about it stands on."""

    item: ItemT
    person: Person
    sheet: Timesheet
    """The week of the item, of its person."""
    preview: DayPreview | None
    """The day before and after; None where no day is to be changed."""
    affected: tuple[Decidable, ...]
    """What an approval of what waits, or a reopening of what is approved, would reach besides the item."""


async def detail(session: Session, item: ItemT) -> Detail[ItemT]:
    """Read what belongs to an item, never older than the inbox that it stands in.

    Raises:
        BackendError: Something of it was never read and cannot be read now.
    """
    with session.store.read() as transaction:
        people = known_people(session, transaction)
    person = people.get(item.person) or Person(item.person, item.person)
    week = _week(session, item)
    await _read_again(session, week, person.id)
    sheet = await timesheet(session, week, person)
    change = None
    if isinstance(item, ChangeRequest) and item.status is RequestStatus.PENDING:
        change = preview(requested_week(sheet, item.day, session.now()), item, new_id)
    return Detail(item, person, sheet, change, tuple(await _affected(session, item)))


def _week(session: Session, item: ReviewItem) -> Week:
    if isinstance(item, PendingWeek):
        return item.week
    if isinstance(item, ChangeRequest):
        return week_at(item.day, session.schedule.week_starts)
    return Week(*item_days(item))


async def _read_again(session: Session, week: Week, person_id: str) -> None:
    """Read the days of another one where the inbox was read after them; what is known has to do without."""
    first, last = week.first.subtract(days=LOOK_AROUND_DAYS), week.last.add(days=LOOK_AROUND_DAYS)
    account, viewer = session.account.name, session.person.id
    with session.store.read() as transaction:
        since = transaction.approvals(account).fetched_at(viewer, "waiting")
        days = each_day(first, last)
        stale = transaction.cache(account).unfetched(person_id, days, since)
        known = not transaction.cache(account).unfetched(person_id, days)
    if not stale:
        return
    try:
        await refresh_days(session, first, last, person_id)
    except BackendError:
        if not known:
            raise


async def _affected(session: Session, item: ReviewItem) -> Sequence[Decidable]:
    port = session.backend.approvals
    if port is None or isinstance(item, PendingWeek):
        return ()
    verdicts = {RequestStatus.PENDING: Verdict.APPROVE, RequestStatus.APPROVED: Verdict.REOPEN}
    verdict = verdicts.get(item.status)
    if verdict is None or (verdict is Verdict.REOPEN and isinstance(item, ChangeRequest)):
        return ()
    return await port.affected(Decide(new_id(), session.person.id, item, Decision(verdict)))
