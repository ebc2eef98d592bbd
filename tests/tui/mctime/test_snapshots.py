"""What a stop over other entries, and a clock that could not be saved, look like."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.at_mctime import APPROVED
from tests.tui.mctime.office import Office
from tests.tui.pictures import USUAL, SnapCompare, Steps, is_as_pictured
from tests.tui.piloting import on_top, seen, until
from textual.pilot import Pilot

from punchcard.tui.forms.card_dialog import CardDialog
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.overlap_question import OverlapQuestion


@pytest.fixture
def look(office: Office, snap_compare: SnapCompare) -> Callable[[str, Steps], bool]:
    """Compare the app, once `steps` are done, with its picture."""

    def compare(size: str, steps: Steps) -> bool:
        return is_as_pictured(snap_compare, office.home.app(), size, steps)

    return compare


@pytest.mark.parametrize("size", USUAL)
def test_a_clock_that_could_not_be_saved(
    office: Office, look: Callable[[str, Steps], bool], size: str
) -> None:
    office.start("08:02")
    office.book("10:00", "12:00", APPROVED)
    office.fail_to_stop("12:10")

    async def steps(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "A clock could not be saved" in seen(pilot))

    assert look(size, steps)


@pytest.mark.parametrize("size", USUAL)
def test_in_the_timesheet(office: Office, look: Callable[[str, Steps], bool], size: str) -> None:
    office.start("08:02")
    office.book("10:00", "12:00", APPROVED)
    office.fail_to_stop("12:10")

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("2")
        await until(pilot, lambda: "! not saved" in seen(pilot))
        if size == "normal":
            await pilot.press("d")
            await on_top(pilot, CardDialog)

    assert look(size, steps)


@pytest.mark.parametrize("status", ["open", "approved"])
def test_a_stop_over_others(office: Office, look: Callable[[str, Steps], bool], status: str) -> None:
    office.start("08:02")
    if status == "approved":
        office.book("10:00", "11:00", APPROVED)
    else:
        office.book("10:00", "11:00")

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen if status == "approved" else OverlapQuestion)

    assert look("normal", steps)
