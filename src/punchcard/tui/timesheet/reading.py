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
from punchcard.tui.timesheet.messages import BalanceRead, DimensionsRead, TimesheetRead, Wanted
from punchcard.tui.timesheet.pane_words import balance_in_words
from punchcard.tui.timesheet.week_view import WeekView, week_view

if TYPE_CHECKING:
    from punchcard.tui.mode_screen import ModeScreen


async def read(screen: ModeScreen, wanted: Wanted) -> None:
    """Post the week to `screen`, and behind it the balance, where there is one.

    Raises:
        Refusal: Days that were never read cannot be read now.
    """

    async def week(session: Session) -> WeekView:
        # Everything that takes time happens here, beside the screen.
        return week_view(await timesheet(session, wanted.week, wanted.person), session.now())

    async def words(session: Session) -> str:
        return balance_in_words(await balance(session, wanted.week.last, wanted.person), session.today())

    screen.post_message(TimesheetRead(wanted, await wrap_future(screen.app.engine.fetch(week))))
    try:
        said = await wrap_future(screen.app.engine.fetch(words))
    except Refusal:
        # The week is there; that its balance cannot be summed now is no reason to hide it.
        said = ""
    screen.post_message(BalanceRead(wanted, said))


async def read_dimensions(screen: ModeScreen) -> None:
    """Post to `screen` what the levels are called that time is booked on."""

    async def dimensions(session: Session) -> Sequence[Dimension]:
        return await session.backend.directory.dimensions()

    screen.post_message(DimensionsRead(await wrap_future(screen.app.engine.fetch(dimensions))))
