"""A lead in the app at McTime: who is clocked in there, their clocks, and what McTime keeps of a balance."""

from __future__ import annotations

from tests.domain import berlin
from tests.tui.mctime.office import Office
from tests.tui.piloting import on_top, running, seen, settled, until
from textual.pilot import Pilot

from punchcard.core.clock import Working
from punchcard.sandbox.mctime.records import Clock, TimeEntry
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.overlap_question import OverlapQuestion
from punchcard.tui.presence.screen import PresenceScreen

ACCOUNTS = "/api/v2/auth/accounts"


def ben_is_there(office: Office) -> str:
    ben = office.state.person_named("Ben Okafor").id
    with office.state.lock:
        office.state.clocks[ben] = Clock(
            "ben", ben, berlin("11 07:30").to_instant(), "work", office.place, "on site"
        )
    return ben


def calls(office: Office, path: str) -> int:
    return sum(request.path == path for request in office.vendor.log.all())


async def opened(pilot: Pilot[int]) -> None:
    await pilot.press("w")
    await on_top(pilot, PresenceScreen)
    await until(pilot, lambda: "Ben Okafor" in seen(pilot))


async def test_the_clock_of_an_employee_is_paused_and_stopped_from_the_panel(office: Office) -> None:
    ben = ben_is_there(office)
    app = office.home.app()
    async with running(app) as pilot:
        await opened(pilot)
        await pilot.press("b")
        await on_top(pilot, ConfirmScreen)
        assert "Begin a break for Ben Okafor?" in seen(pilot)
        await pilot.press("y")
        await until(pilot, lambda: "on break" in seen(pilot))
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("y")
        await until(pilot, lambda: "Nobody whom you may see is clocked in." in seen(pilot))
        assert ben not in office.state.clocks
        assert [entry.comment for entry in office.state.entries_of(ben)] == ["on site"]
        assert app.overview
        assert not isinstance(app.overview.state, Working)
        assert app.overview.pending == app.overview.attention == 0


async def test_what_mctime_keeps_is_beside_the_clock_and_the_week_and_asked_for_once(office: Office) -> None:
    async with running(office.home.app()) as pilot:
        await until(pilot, lambda: "Vacation" in seen(pilot))
        assert "up to Sat 28 Feb" in seen(pilot)
        await pilot.press("2")
        await until(pilot, lambda: "balance" in seen(pilot))
        await pilot.press("r")
        await settled(pilot)
        assert calls(office, ACCOUNTS) == 1


async def test_a_stop_for_an_employee_over_what_they_have_booked_is_asked_about(office: Office) -> None:
    ben = ben_is_there(office)
    with office.state.lock:
        begins, ends = (berlin(f"11 {time}").to_instant() for time in ("09:00", "10:00"))
        meeting = TimeEntry(office.state.new_id(), ben, begins, ends, "work", office.place, "meeting")
        office.state.keep(meeting)
    async with running(office.home.app()) as pilot:
        await opened(pilot)
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("y")
        await on_top(pilot, OverlapQuestion)
        assert ben in office.state.clocks
        await pilot.press("escape")
        await until(pilot, lambda: "Ben Okafor: the clock was not stopped." in seen(pilot))
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("y")
        await on_top(pilot, OverlapQuestion)
        await pilot.press("r")
        await until(pilot, lambda: ben not in office.state.clocks)
        assert [entry.comment for entry in office.state.entries_of(ben)] == ["on site"]
