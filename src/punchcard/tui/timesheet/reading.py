"""What is asked of the engine: a week, the balance behind it, and what may be filtered by."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.core.assignments import Dimension
from punchcard.core.change_requests import ChangeRequest
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.weeks import Week
from punchcard.services.approvals.inbox import Inbox, inbox
from punchcard.services.kept_balances import balance_of
from punchcard.services.session import Session
from punchcard.services.timesheet.week import timesheet, timesheet_at_hand
from punchcard.services.timesheet.week_view import WeekView, week_view
from punchcard.tui.timesheet.messages import BalanceRead, RequestsRead, Wanted
from punchcard.tui.timesheet.pane_words import balance_in_words

if TYPE_CHECKING:
    from punchcard.tui.engine import Engine


async def read_week(engine: Engine, wanted: Wanted) -> WeekView:
    """Return a week as it is drawn; everything about it that takes time happens on the engine's thread.

    What is known is there at once, also where it is old: the engine reads it anew beside that.

    Raises:
        Refusal: Days that were never read cannot be read now.
    """

    async def read(session: Session) -> WeekView:
        at_hand = None
        if not session.backend.info.immediate:
            at_hand = timesheet_at_hand(session, wanted.week, wanted.person)
        found = at_hand or await timesheet(session, wanted.week, wanted.person)
        return week_view(found, session.now())

    return await wrap_future(engine.fetch(read))


async def read_balance(engine: Engine, wanted: Wanted) -> BalanceRead:
    """Return the balance at the end of a week; empty where it cannot be summed now."""

    async def read(session: Session) -> str:
        found = await balance_of(session, wanted.week.last, wanted.person)
        return balance_in_words(found, session.today())

    try:
        return BalanceRead(wanted, await wrap_future(engine.fetch(read)))
    except Refusal:
        return BalanceRead(wanted, "")


async def read_requests(engine: Engine, wanted: Wanted) -> RequestsRead:
    """Return what the person has asked for in a week and still waits; nothing where that cannot be read."""
    if wanted.person is not None:
        return RequestsRead(wanted, {})

    async def read(session: Session) -> Mapping[Date, ChangeRequest]:
        return await pending_requests(session, wanted.week)

    try:
        return RequestsRead(wanted, await wrap_future(engine.fetch(read)))
    except Refusal:
        return RequestsRead(wanted, {})


async def pending_requests(session: Session, week: Week) -> Mapping[Date, ChangeRequest]:
    """Return what the person has asked for in a week and nobody has decided, by day.

    Raises:
        BackendError: It was never read, and cannot be read now.
    """
    if session.backend.approvals is None:
        return {}
    return pending_among(await inbox(session, "mine"), week)


def pending_among(found: Inbox, week: Week) -> Mapping[Date, ChangeRequest]:
    """Return what nobody has decided yet of the days of a week."""
    return {
        each.item.day: each.item
        for each in found.items
        if isinstance(each.item, ChangeRequest)
        and each.item.status is RequestStatus.PENDING
        and week.first <= each.item.day <= week.last
    }


async def read_dimensions(engine: Engine) -> Sequence[Dimension]:
    """Return the levels of the tree that time is booked on.

    Raises:
        Refusal: They cannot be read now.
    """

    async def read(session: Session) -> Sequence[Dimension]:
        return await session.backend.directory.dimensions()

    return await wrap_future(engine.fetch(read))
