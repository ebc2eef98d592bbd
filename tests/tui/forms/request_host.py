"""A day that is locked, and a desk that keeps what was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from tests.tui.forms.entry_host import ANN, TUESDAY, FakeDesk, at, entry, sheet
from tests.tui.forms.host import settled
from textual.pilot import Pilot
from whenever import Date

from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.request_form import Changes, RequestForm
from punchcard.tui.forms.request_words import Standing

MORNING, AFTERNOON = entry("a", "08:00", "12:00"), entry("b", "12:30", "17:30", note="review")
LONG = entry("c", "08:00", "17:30", ("12:00", "12:10"), note="migration")
LOCKED = Standing(locked="10 March is more than 2 days ago; ask for a change.")
WAITING = ChangeRequest(
    "r1",
    ANN.id,
    TUESDAY,
    (RequestedChange(IntervalChange.ADD, Interval(at("17:30"), at("18:00"))),),
    requested_at=at("09:12", Date(2026, 3, 12)),
    note="forgot [b]it[/b]",
)


@dataclass
class RequestDesk(FakeDesk):
    """Keeps what was asked for and taken back."""

    async def ask_for_change(self, day: Date, changes: Changes, note: str) -> str:
        return await self._ask("ask", day, changes, note)

    async def withdraw(self, request: ChangeRequest) -> str:
        return await self._ask("withdraw", request)

    @property
    def changes(self) -> list[str]:
        """What the one request asks for: "+ 17:00-18:00"."""
        ((verb, day, changes, _),) = self.asked
        assert (verb, day) == ("ask", TUESDAY)
        signs = {IntervalChange.ADD: "+", IntervalChange.REMOVE: "-"}
        return [f"{signs[each.change]} {_span(each.interval)}" for each in cast("Changes", changes)]


def _span(stretch: Interval) -> str:
    start, end = stretch.start, stretch.end
    return f"{start.hour:02}:{start.minute:02}-{end.hour:02}:{end.minute:02}"


def with_desk(*entries: Entry, standing: Standing = LOCKED) -> tuple[RequestForm, RequestDesk]:
    """The form for Tuesday, and what it asks of."""
    desk = RequestDesk([sheet(*entries)])
    return RequestForm(desk, desk.weeks[0], TUESDAY, standing), desk


def request_form(*entries: Entry, standing: Standing = LOCKED) -> RequestForm:
    """The form for Tuesday."""
    return with_desk(*entries, standing=standing)[0]


async def press_keys(pilot: Pilot[None], keys: str) -> None:
    """Press keys, each once the one before has been answered; a question waits for its answer."""
    for key in keys.split():
        await pilot.press(key)
        await pilot.pause()
        if not isinstance(pilot.app.screen, ConfirmScreen):
            await settled(pilot)
