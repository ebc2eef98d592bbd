"""What `w` does: a look at everything that will be handed in, or taken back, and then the question."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Callable
from typing import TypeAlias

from punchcard.core.refusals import Refusal
from punchcard.core.weeks import Week
from punchcard.services.session import Session
from punchcard.services.timesheet import preflight
from punchcard.services.timesheet.preflight import Preflight
from punchcard.tui.host import HostApp
from punchcard.tui.timesheet.actions import TimesheetActions
from punchcard.tui.timesheet.preflight_question import PreflightQuestion

Request: TypeAlias = Callable[[Session], str]
"""Something to ask of the engine."""


async def ask(screen: TimesheetActions, what: str) -> Request | None:
    """Show the preflight of the week on the screen, and do what is answered.

    Args:
        screen: The screen.
        what: "hand_in" or "take_back".

    Returns:
        None, as everything is asked for already; or what says why the week cannot be looked at.
    """
    if screen.shown is None:
        return None
    week, refused = screen.shown.week, ""
    while True:
        try:
            found = await _look(screen.app, week, withdraws=what == "take_back")
        except Refusal as refusal:
            return _said(refusal)
        if not await screen.app.push_screen_wait(PreflightQuestion(found, screen.app.now().date(), refused)):
            return None
        try:
            await wrap_future(screen.app.engine.ask(lambda session, found=found: _do(session, found)))
        except Refusal as refusal:
            # Something has changed while it was looked at: the look is taken once more.
            refused = f"{refusal.message} {refusal.hint}".strip()
        else:
            return None


async def _look(app: HostApp, week: Week, *, withdraws: bool) -> Preflight:
    async def read(session: Session) -> Preflight:
        look = preflight.withdraw_preflight if withdraws else preflight.preflight
        return await look(session, week)

    return await wrap_future(app.engine.fetch(read))


def _do(session: Session, found: Preflight) -> str:
    does = preflight.withdraw if found.withdraws else preflight.submit
    return does(session, found).message


def _said(refusal: Refusal) -> Request:
    """Say a refusal where every other one is said."""

    def request(session: Session) -> str:
        del session
        raise refusal

    return request
