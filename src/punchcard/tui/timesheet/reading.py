"""What is asked of the engine: a week, the balance behind it, and what may be filtered by."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.core.assignments import Dimension
from punchcard.core.refusals import Refusal
from punchcard.services.balance import balance
from punchcard.services.session import Session
from punchcard.services.timesheet import timesheet
from punchcard.services.week_view import WeekView, week_view
from punchcard.tui.timesheet.messages import BalanceRead, Wanted
from punchcard.tui.timesheet.pane_words import balance_in_words

if TYPE_CHECKING:
    from punchcard.tui.engine import Engine


async def read_week(engine: Engine, wanted: Wanted) -> WeekView:
    """Return a week as it is drawn; everything about it that takes time happens on the engine's thread.

    Raises:
        Refusal: Days that were never read cannot be read now.
    """

    async def read(session: Session) -> WeekView:
        return week_view(await timesheet(session, wanted.week, wanted.person), session.now())

    return await wrap_future(engine.fetch(read))


async def read_balance(engine: Engine, wanted: Wanted) -> BalanceRead:
    """Return the balance at the end of a week; empty where it cannot be summed now."""

    async def read(session: Session) -> str:
        return balance_in_words(await balance(session, wanted.week.last, wanted.person), session.today())

    try:
        return BalanceRead(wanted, await wrap_future(engine.fetch(read)))
    except Refusal:
        return BalanceRead(wanted, "")


async def read_dimensions(engine: Engine) -> Sequence[Dimension]:
    """Return the levels of the tree that time is booked on.

    Raises:
        Refusal: They cannot be read now.
    """

    async def read(session: Session) -> Sequence[Dimension]:
        return await session.backend.directory.dimensions()

    return await wrap_future(engine.fetch(read))
