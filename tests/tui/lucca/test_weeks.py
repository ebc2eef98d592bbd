"""Timesheets of Lucca in the app: what goes along is named before it is done. Look at each picture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.backends.lucca.company import W9, W10, W11, by_month
from tests.tui.approvals import team
from tests.tui.lucca.place import Place
from tests.tui.pictures import USUAL, SnapCompare, is_as_pictured
from tests.tui.piloting import on_top, said, seen, until
from tests.tui.timesheet import piloting
from tests.tui.timesheet.piloting import on_timesheet
from textual.pilot import Pilot

from punchcard.sandbox.lucca.records import Status
from punchcard.tui.approvals.decline_form import DeclineForm
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.timesheet.preflight_question import PreflightQuestion

WAITING, GONE = (Status.SUBMITTED, 0, None), Status.REJECTED


async def question(pilot: Pilot[int]) -> None:
    await pilot.press("w")
    await on_top(pilot, PreflightQuestion)


@pytest.mark.parametrize("size", USUAL)
def test_the_preflight_names_all_three_weeks(there: Place, snap_compare: SnapCompare, size: str) -> None:
    assert is_as_pictured(snap_compare, there.home.app(), size, piloting.go_there, question)


async def test_three_weeks_are_handed_in_and_taken_back_once_they_were_named(there: Place) -> None:
    async with on_timesheet(there.home, (100, 40)) as pilot:
        await question(pilot)
        shown = " ".join(seen(pilot).split())
        assert "Hand in weeks 9 to 11?" in shown
        assert all(f"Week {named} " in shown for named in ("9 23 Feb", "10 2 Mar", "11 9 Mar"))
        assert there.sheets("Ann") == []
        await pilot.press("y")
        await until(pilot, lambda: there.sheets("Ann") == [WAITING] * 3, "handing in")
        await until(pilot, lambda: "handed in, waits for Lea Brandt" in seen(pilot), "the week saying so")
        await piloting.press(pilot, "left_square_bracket")
        await question(pilot)
        assert "Take back weeks 10 and 11?" in seen(pilot)
        await pilot.press("y")
        taken = (GONE, 0, None)
        await until(pilot, lambda: there.sheets("Ann") == [WAITING, taken, taken], "taking back")


async def test_a_month_is_handed_in_as_a_month(there: Place) -> None:
    by_month(there.vendor.state, "Ann")
    async with on_timesheet(there.home, (100, 40)) as pilot:
        await question(pilot)
        assert "Hand in February 2026 and March 2026?" in seen(pilot)
        await pilot.press("y")
        words = "March 2026 handed in, waits for Lea Brandt"
        await until(pilot, lambda: words in seen(pilot), "the week saying so")


@pytest.mark.parametrize("size", USUAL)
def test_a_sheet_in_the_inbox(there: Place, snap_compare: SnapCompare, size: str) -> None:
    there.hand_in("Ben", W9, W10, W11)

    async def steps(pilot: Pilot[int]) -> None:
        await team.press(pilot, "down")

    assert is_as_pictured(snap_compare, there.home.app(), size, team.go_there, steps)


async def test_an_approval_names_the_earlier_ones_and_takes_one_step(there: Place) -> None:
    there.hand_in("Ben", W9, W10, W11)
    async with team.on_approvals(there.home.app(), (120, 40)) as pilot:
        await team.press(pilot, "end", "a")
        await on_top(pilot, ConfirmScreen)
        assert "It also approves weeks 9 and 10 of the same person." in " ".join(seen(pilot).split())
        assert there.sheets("Ben") == [WAITING] * 3
        await pilot.press("y")
        words = "That was one step: week 11 now waits for Lea Brandt."
        await until(pilot, lambda: words in said(pilot), words)
        await until(pilot, lambda: not team.approvals(pilot).selection.rows, "the inbox being empty")
        assert there.sheets("Ben") == [(Status.SUBMITTED, 1, None)] * 3


async def test_an_approval_takes_nothing_along_that_was_not_named(there: Place) -> None:
    """Ben hands in week 9 once more while the question stands."""
    there.hand_in("Ben", W9, W10, W11)
    sheets = there.vendor.state.sheets
    week9 = min(sheets)
    sheets[week9] = replace(sheets[week9], status=Status.REJECTED)
    async with team.on_approvals(there.home.app(), (120, 40)) as pilot:
        await team.press(pilot, "end", "a")
        await on_top(pilot, ConfirmScreen)
        assert "It also approves week 10 of the same person." in " ".join(seen(pilot).split())
        there.hand_in("Ben", W9)
        await pilot.press("y")
        words = "Week 9 would go along by now"
        await until(pilot, lambda: words in said(pilot), words)
        assert {(status, steps) for status, steps, _ in there.sheets("Ben")[1:]} == {(Status.SUBMITTED, 0)}


async def test_opening_again_asks_for_a_reason(there: Place) -> None:
    there.hand_in("Lea", W9)
    async with team.on_approvals(there.home.app(), (120, 40)) as pilot:
        await team.press(pilot, "a")
        await until(pilot, lambda: there.sheets("Lea") == [(Status.APPROVED, 1, None)], "approving")
        await team.done(pilot)
        await team.press(pilot, "h")
        await until(pilot, lambda: bool(team.approvals(pilot).selection.rows), "the decided ones")
        await pilot.press("R")
        await on_top(pilot, DeclineForm)
        assert "Opening it again needs a reason" in seen(pilot)
        assert "Lea Brandt, week 9 " in seen(pilot)
        assert "^s Reopen" in seen(pilot)
        await pilot.press(*"Wrong", "enter")
        await until(pilot, lambda: there.sheets("Lea") == [(GONE, 1, "Wrong")], "opening it again")
