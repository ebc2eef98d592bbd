"""Two clocks that could not be saved: the newest is asked about first, and then the other one anew."""

from __future__ import annotations

from tests.at_mctime import APPROVED
from tests.tui.mctime.office import Office
from tests.tui.piloting import running, seen, until
from textual.pilot import Pilot
from textual.widgets import OptionList


def broken_twice(office: Office) -> None:
    office.start("06:00")
    office.fail_to_stop("07:00")
    office.book("06:30", "07:00", APPROVED)
    office.start("08:02")
    office.fail_to_stop("12:10")
    office.book("10:00", "12:00", APPROVED)


def marked(pilot: Pilot[int]) -> int | None:
    return pilot.app.screen.query_one(OptionList).highlighted


async def test_the_newest_comes_first_and_the_next_one_is_asked_about_anew(office: Office) -> None:
    broken_twice(office)
    async with running(office.home.app()) as pilot:
        await until(pilot, lambda: "10:00 – 12:00 Northwind is approved" in seen(pilot))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "08:02-12:10 invalid" not in office.booked())
        await until(pilot, lambda: "06:30 – 07:00 Northwind is approved" in seen(pilot))
        # What was chosen for the one before, to book nothing, is not what a key chooses now.
        assert marked(pilot) == 0
        await pilot.press("enter")
        await until(pilot, lambda: office.booked() == ["06:00-06:30", "06:30-07:00", "10:00-12:00"])
