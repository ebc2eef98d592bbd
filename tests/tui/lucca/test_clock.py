"""The clock at Lucca in the app: kept on this machine, and booked piece by piece as it stops."""

from __future__ import annotations

import pytest
from tests.tui.lucca.place import Place
from tests.tui.pictures import USUAL, SnapCompare, is_as_pictured
from tests.tui.piloting import app_of, digits, opened, press, running, seen, state, until
from textual.pilot import Pilot

from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import IDLE, Working
from punchcard.sandbox.faults import Fault
from punchcard.services import clocking

pytestmark = pytest.mark.usefixtures("awake")


def pieces(there: Place) -> list[int]:
    """The minutes of what Ann has on this day, in order of time."""
    ann = there.vendor.state.person_named("Ann").id
    today = there.vendor.state.today()
    return [each.seconds // 60 for each in there.vendor.state.worked(ann) if each.day == today]


@pytest.mark.parametrize("size", USUAL)
def test_the_clock_says_that_it_is_kept_here(there: Place, snap_compare: SnapCompare, size: str) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await press(pilot, "s", "Clocked in at 12:41")
        there.home.clock.forward(minutes=25)
        await until(pilot, lambda: digits(pilot) == "0:25:00", "time going by")

    assert is_as_pictured(snap_compare, there.home.app(), size, steps)


async def test_nobody_is_needed_before_it_stops_and_the_stop_is_taken_back_whole(there: Place) -> None:
    async with running(there.home.app()) as pilot:
        await opened(pilot)
        there.vendor.faults.always(Fault.DROP_BEFORE)
        await press(pilot, "s", "Clocked in at 12:41")
        assert "on this machine until you stop" in seen(pilot)
        there.home.clock.forward(minutes=30)
        await press(pilot, "b", "On a break since 13:11.")
        there.home.clock.forward(minutes=15)
        await press(pilot, "b", "Back at work at 13:26")
        there.home.clock.forward(minutes=34)
        there.vendor.faults.clear()
        await press(pilot, "x", "Clocked out at 14:00: 1 h 4 min worked")
        await until(pilot, lambda: pieces(there) == [30, 34], "the pieces being booked")
        assert state(pilot) == IDLE
        await press(pilot, "u", "Undone. The clock is back as it was")
        await until(pilot, lambda: pieces(there) == [], "the pieces being taken back")
        assert isinstance(state(pilot), Working)


async def test_a_clock_on_nothing_says_that_the_work_has_to_be_chosen(there: Place) -> None:
    """It may have been started elsewhere: what is said at the start is not seen here."""
    reminder = "choose what it is on before you stop"
    with (there.home.folder / "config" / "config.toml").open("a") as config:
        config.write('mode = "activity"\n')
    async with running(there.home.app()) as pilot:
        await opened(pilot)
        app = app_of(pilot)
        app.engine.submit(lambda session: clocking.start(session).message)
        await until(pilot, lambda: isinstance(state(pilot), Working), "the clock running")
        await until(pilot, lambda: reminder in seen(pilot), "the reminder")
        branch = Assignment(tuple(Reference(f"axis-{level}", str(level), "X") for level in (1, 2, 3)))
        app.engine.submit(lambda session: clocking.update(session, branch).message)
        await until(pilot, lambda: reminder not in seen(pilot), "the reminder being gone")
