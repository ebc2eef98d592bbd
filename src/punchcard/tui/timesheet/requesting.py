"""What `c` does: asking for a change of the selected day, or taking back what was asked for."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Callable
from typing import TypeAlias

from whenever import Date

from punchcard.backends.abilities import Ability, limits, unavailable
from punchcard.backends.errors import BackendError
from punchcard.core.change_requests import ChangeRequest
from punchcard.core.refusals import Refusal
from punchcard.services.approvals.change_requesting import CannotRequest, ask_for_change, withdraw_request
from punchcard.services.approvals.inbox import known_inbox
from punchcard.services.session import Session
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.forms.request_form import Changes, RequestForm
from punchcard.tui.forms.request_words import Standing
from punchcard.tui.timesheet.actions import TimesheetActions
from punchcard.tui.timesheet.editing import EngineDesk
from punchcard.tui.timesheet.reading import pending_among, pending_requests

Request: TypeAlias = Callable[[Session], str]
"""Something to ask of the engine."""


class EngineRequestDesk(EngineDesk):
    """What the form asks of the world around it, asked of the engine."""

    async def ask_for_change(self, day: Date, changes: Changes, note: str) -> str:
        """Ask for a change; return what was done, in a sentence."""
        return await self._ask(lambda session: ask_for_change(session, day, changes, note).message)

    async def withdraw(self, request: ChangeRequest) -> str:
        """Take a pending request back."""
        return await self._ask(lambda session: withdraw_request(session, request).message)


async def ask(screen: TimesheetActions) -> Request | None:
    """Open the form for the selected day.

    Returns:
        None, as the form asks by itself; or what says why nothing can be asked for.
    """
    sheet, day, engine = screen.shown, screen.selected_day, screen.app.engine
    if sheet is None or day is None:
        return None
    try:
        standing = await wrap_future(engine.fetch(lambda session: standing_of(session, sheet, day)))
    except Refusal as refusal:
        return _said(refusal)
    await screen.app.push_screen_wait(RequestForm(EngineRequestDesk(screen.app), sheet, day, standing))
    return None


async def standing_of(session: Session, sheet: Timesheet, day: Date) -> Standing:
    """Say how a day of one's own stands.

    Raises:
        Refusal: No change can be asked for with this account.
    """
    if reason := unavailable(session.abilities, Ability.REQUEST_CHANGE):
        raise CannotRequest(f"Changes cannot be asked for with this account. {reason}")
    try:
        waiting = await pending_requests(session, sheet.week)
    except BackendError:
        waiting = pending_among(known_inbox(session, "mine"), sheet.week)
    kept = (item.entry.locked for item in sheet.entries_of(day))
    reasons = (sheet.lock.why_locked(day, session.today()), sheet.standing.locked, *kept)
    locked = next((reason for reason in reasons if reason), "")
    limited = " ".join(limits(session.abilities, Ability.REQUEST_CHANGE))
    return Standing(waiting.get(day), locked, is_at_once=not locked, limits=limited)


def _said(refusal: Refusal) -> Request:
    """Say a refusal where every other one is said."""

    def request(session: Session) -> str:
        del session
        raise refusal

    return request
