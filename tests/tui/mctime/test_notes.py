"""Start and note of a running clock, which McTime has no call to change: greyed, and said in the form."""

from __future__ import annotations

from tests.tui.mctime.office import Office
from tests.tui.piloting import on_top, running, seen, until
from textual.widgets import Input

from punchcard.tui.forms.clock_form import ClockForm
from punchcard.tui.forms.time_field import TimeField

WHY = "McTime has no call that changes the start or the note"


async def test_the_key_is_greyed_and_says_why(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        await until(pilot, lambda: "stock count" in seen(pilot))
        assert pilot.app.screen.check_action("note", ()) is None
        await pilot.press("n")
        await until(pilot, lambda: WHY in seen(pilot))


async def test_the_form_shows_it_and_says_why(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        await until(pilot, lambda: "stock count" in seen(pilot))
        await pilot.press("e")
        await on_top(pilot, ClockForm)
        assert pilot.app.screen.query_one("#note", Input).disabled
        assert pilot.app.screen.query_one(TimeField).disabled
        await until(pilot, lambda: WHY in seen(pilot))
        await pilot.press("escape")
        await pilot.press("x")
        await until(pilot, lambda: not office.runs())
        await pilot.press("S")
        await on_top(pilot, ClockForm)
        assert not pilot.app.screen.query_one("#note", Input).disabled
        assert not pilot.app.screen.query_one(TimeField).disabled
        assert "McTime has no call" not in seen(pilot)
