"""Changes of locked days asked for on the timesheet, in a real home with a local team; weeks to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.homes import PORTAL, SUPPORT, WITH_TARGETS, Home
from tests.tui.pictures import SnapCompare, is_as_pictured
from tests.tui.piloting import on_top, said, says, seen
from tests.tui.timesheet.piloting import balanced, go_there, line_with, on_timesheet, press, timesheet
from tests.tui.timesheet.test_snapshots import counted_ids
from textual.pilot import Pilot
from textual.widgets import Static
from whenever import Date

from punchcard.core.change_requests import ChangeRequest
from punchcard.core.people import Person
from punchcard.core.weeks import Week
from punchcard.services.approvals.inbox import inbox, refresh_approvals
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.tui.app import PunchcardApp
from punchcard.tui.approvals.screen import ApprovalsScreen
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.request_form import RequestForm
from punchcard.tui.timesheet.read_only import ReadOnlyWeek, open_week
from punchcard.tui.timesheet.screen import TimesheetScreen

__all__ = ("counted_ids",)

WEEK_10 = Week(Date(2026, 3, 2), Date(2026, 3, 8))
LOCKED = f"""{WITH_TARGETS}
[accounts.local]
backend = "local"
name = "Ann Berger"
edit_lock_days = 7
"""
TYPED = ("ctrl+n", *"1700", "tab", *"1800")


@pytest.fixture
def locked(tmp_path: Path) -> Home:
    """Monday and Tuesday of week 10 are worked; it is Thursday of week 11, and they are locked."""
    home = Home(tmp_path / "locked", LOCKED, "2026-03-06 18:00")
    home.work("2026-03-02 08:00", "2026-03-02 12:30", PORTAL, "login form")
    home.work("2026-03-02 13:00", "2026-03-02 16:40", SUPPORT)
    home.work("2026-03-03 08:00", "2026-03-03 17:55", PORTAL, "migration")
    home.clock.set("2026-03-12 18:00")
    home.do(refresh)
    return home


def mine(home: Home) -> list[ChangeRequest]:
    async def read(session: Session) -> list[ChangeRequest]:
        await refresh_approvals(session)
        items = (each.item for each in (await inbox(session, "mine")).items)
        return [item for item in items if isinstance(item, ChangeRequest)]

    return home.do(read)


async def to_monday(pilot: Pilot[int]) -> None:
    await press(pilot, "[", "home", "enter")


async def ask_for(pilot: Pilot[int], *keys: str) -> None:
    """Open the form of the selected day, type, and ask."""
    await pilot.press("c")
    await on_top(pilot, RequestForm)
    for key in keys:
        await pilot.press(key)
    await pilot.press("ctrl+s")
    await on_top(pilot, TimesheetScreen)
    await balanced(pilot)


async def test_nothing_is_asked_for_of_the_week_before_while_another_is_read(locked: Home) -> None:
    async with on_timesheet(locked) as pilot:
        screen = timesheet(pilot)
        screen.action_previous_week()
        assert screen.why_not("request") == "The week is not read yet."
        assert screen.check_action("request", ()) is None
        await balanced(pilot)
        assert screen.why_not("request") == ""


async def test_a_locked_entry_says_why_and_which_key_asks(locked: Home) -> None:
    async with on_timesheet(locked) as pilot:
        await to_monday(pilot)
        for key in "edsma":
            await press(pilot, key)
            assert said(pilot).endswith("2 March is more than 7 days ago; c asks for a change."), key


async def test_asked_for_marked_and_taken_back(locked: Home) -> None:
    async with on_timesheet(locked) as pilot:
        await to_monday(pilot)
        await ask_for(pilot, *TYPED)
        await says(pilot, "Asked for a change of Mon 2 Mar.")
        await balanced(pilot)
        assert "? request" in line_with(pilot, "Mon  2")
        assert "? asked for: + 17:00 – 18:00" in line_with(pilot, "Monday 2 March")
        assert [request.status.value for request in mine(locked)] == ["pending"]
        await pilot.press("c")
        await on_top(pilot, RequestForm)
        assert "waits: + 17:00 – 18:00" in seen(pilot)
        await pilot.press("ctrl+r")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("y")
        await says(pilot, "Withdrew your request for Mon 2 Mar.")
        await on_top(pilot, TimesheetScreen)
        await balanced(pilot)
        assert "? request" not in seen(pilot)
    assert [request.status.value for request in mine(locked)] == ["withdrawn"]


async def test_a_newer_one_takes_the_place(locked: Home) -> None:
    async with on_timesheet(locked) as pilot:
        await to_monday(pilot)
        await ask_for(pilot, *TYPED)
        await ask_for(pilot, "ctrl+t")
        await balanced(pilot)
        assert "? asked for: − 08:00 – 12:30" in line_with(pilot, "Monday 2 March")
    assert [request.status.value for request in mine(locked)] == ["replaced", "pending"]


async def test_a_day_that_may_be_changed_is_changed_at_once(locked: Home) -> None:
    async with on_timesheet(locked) as pilot:
        await press(pilot, "home")
        await pilot.press("c")
        await on_top(pilot, RequestForm)
        await pilot.press(*"0800", "tab", *"1200")
        await balanced(pilot)
        assert "so it is done at once" in str(pilot.app.screen.query_one(".words", Static).content)
        await pilot.press("ctrl+s")
        await on_top(pilot, TimesheetScreen)
        await balanced(pilot)
        assert "4:00" in line_with(pilot, "Mon  9")
    assert [request.status.value for request in mine(locked)] == ["approved"]


async def test_a_week_to_look_at_changes_nothing_and_leads_back(locked: Home) -> None:
    ben = Person("ben", "Ben [b]{timesheet.add}[/b]")
    async with on_timesheet(locked) as pilot:
        await press(pilot, "3")
        app = pilot.app
        assert isinstance(app, PunchcardApp)
        open_week(app, WEEK_10, ben, Date(2026, 3, 3))
        await on_top(pilot, ReadOnlyWeek)
        await balanced(pilot)
        assert timesheet(pilot).selected_day == Date(2026, 3, 3)
        for key in "aedDsmcw":
            await press(pilot, key)
            assert said(pilot).endswith("can only be looked at here."), key
        await press(pilot, "right_square_bracket")
        assert "Week 11" in seen(pilot)
        await press(pilot, "escape")
        await on_top(pilot, ApprovalsScreen)


@pytest.mark.parametrize("size", ["normal", "wide"])
@pytest.mark.parametrize("what", ["locked", "waits", "read_only"])
@pytest.mark.usefixtures("counted_ids")
def test_looks(locked: Home, snap_compare: SnapCompare, what: str, size: str) -> None:
    app = locked.app()

    async def steps(pilot: Pilot[int]) -> None:
        if what == "waits":
            await ask_for(pilot, *TYPED)
        elif what == "locked":
            await press(pilot, "e")
        else:
            assert app.overview is not None
            open_week(app, WEEK_10, app.overview.person)
            await on_top(pilot, ReadOnlyWeek)

    assert is_as_pictured(snap_compare, app, size, go_there, to_monday, steps, balanced)
