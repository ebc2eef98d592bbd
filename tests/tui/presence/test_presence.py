"""The panel at work: what it reads when, what its keys ask for, and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.tui.forms.host import Host, now, settled
from tests.tui.presence.desk import ANN, BEN, CARLA, LI, Desk, at, team
from textual.pilot import Pilot
from textual.widgets import Static

from punchcard.backends.errors import SHOWN_IS_OLD, Unreachable
from punchcard.core.clock import Working
from punchcard.core.presence import Presence
from punchcard.services.presence import Drive, WhoIsIn
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.presence import model, screen
from punchcard.tui.presence.rows import PresenceRows
from punchcard.tui.presence.screen import PresenceScreen


class Panel:
    """The panel in a tiny app."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.screen = desk, PresenceScreen(desk, now)
        self.host = Host(self.screen)

    def listed(self) -> list[str]:
        return [each.person.id for each in self.screen.query_one(PresenceRows).present]

    def says(self, selector: str = "#said") -> str:
        said = self.screen.query_one(selector, Static)
        return str(said.content) if said.has_class("-shown") else ""


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def test_a_punch_for_somebody_is_asked_about_and_then_asked_for() -> None:
    panel = Panel(desk := Desk())
    async with panel.host.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "x", "n")
        assert not desk.driven
        await press(pilot, "x")
        assert isinstance(panel.host.screen, ConfirmScreen)
        await press(pilot, "y")
        assert desk.driven == [("a", Drive.STOP, "running-a")]
        assert panel.says() == "Ann Berger: Clocked out at 08:41."
        await press(pilot, "down", "b", "y")
        assert desk.driven[1:] == [("b", Drive.RESUME, "running-b")]
        await press(pilot, "down", "b", "y")
        assert desk.driven[2:] == [("c", Drive.TAKE_BREAK, "running-c")]


async def test_what_has_arrived_is_read_at_once_and_nothing_else_is_read_in_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(screen, "LOOK_SECONDS", 0.01)
    panel = Panel(desk := Desk())
    async with panel.host.run_test() as pilot:
        await settled(pilot)
        await pilot.pause(0.1)
        assert desk.reads == 1
        await press(pilot, "x", "y")
        await pilot.pause(0.1)
        assert desk.reads == 1
        desk.on_its_way, desk.present = {}, team()[1:]
        await pilot.pause(0.1)
        await settled(pilot)
        assert desk.reads == 2
        assert panel.listed() == ["b", "c", "x", "l"]


async def test_the_selected_one_stays_selected_when_others_come_and_go() -> None:
    panel = Panel(desk := Desk())
    async with panel.host.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "down", "down")
        desk.present = (Presence(replace(ANN, id="n", name="Aaron")), *team())
        await press(pilot, "r")
        assert panel.screen.selected
        assert panel.screen.selected.person == CARLA


async def test_a_clock_that_has_gone_on_meanwhile_is_left_alone() -> None:
    desk = Desk(clocks={"b": Working("other", at(8))})
    panel = Panel(desk)
    async with panel.host.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "down", "b")
        assert panel.says() == "! Ben Okafor has gone on meanwhile; nothing was changed."
        assert not desk.driven
        assert desk.reads == 2


async def test_whose_clock_may_not_be_driven_is_said_with_the_reason() -> None:
    desk = Desk(reasons={"b": "Everybody drives their own clock alone."})
    panel = Panel(desk)
    async with panel.host.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "down", "x")
        assert panel.says() == "! Everybody drives their own clock alone."
        assert not isinstance(panel.host.screen, ConfirmScreen)


async def test_a_refusal_keeps_what_is_listed_and_the_last_reading_stays_when_nobody_answers() -> None:
    panel = Panel(desk := Desk())
    async with panel.host.run_test() as pilot:
        await settled(pilot)
        await pilot.press("x")
        await settled(pilot)
        desk.present = None
        await press(pilot, "y")
        assert panel.says() == "! McTime cannot be reached. Try again later."
        await press(pilot, "r")
        assert panel.says("#problem") == "! McTime cannot be reached. Try again later."
        assert panel.listed() == ["a", "b", "c", "x", "l"]


async def test_where_nothing_is_shown_nothing_is_said_to_be_old() -> None:
    panel = Panel(Desk(present=None, refusal=Unreachable("McTime cannot be reached.", SHOWN_IS_OLD)))
    async with panel.host.run_test() as pilot:
        await settled(pilot)
        assert panel.says("#empty") == "! McTime cannot be reached. It is asked for again by itself."


async def test_a_store_that_cannot_be_read_is_said_and_the_panel_stays() -> None:
    panel = Panel(desk := Desk())
    async with panel.host.run_test() as pilot:
        await settled(pilot)
        desk.present = None
        panel.screen.await_arrival("b")
        await settled(pilot)
        assert panel.says("#problem") == "! McTime cannot be reached. Try again later."
        assert panel.listed() == ["a", "b", "c", "x", "l"]


async def test_words_of_any_kind_leave_some_out_until_they_are_cleared() -> None:
    panel = Panel(Desk())
    async with panel.host.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "slash", *"north spec")
        assert panel.listed() == ["a"]
        await press(pilot, "enter", "slash", "escape")
        assert panel.listed() == ["a", "b", "c", "x", "l"]
        await press(pilot, "slash", *"zzz")
        assert panel.says("#empty") == model.NOBODY_FITS


@pytest.mark.parametrize(
    ("typed", "ids"),
    [("BREAK", ["b"]), ("home", ["c"]), ("明", ["l"]), ("night shift", ["l"]), ("working contoso", ["l"])],
)
def test_what_is_typed_is_looked_for_in_all_that_is_told(typed: str, ids: list[str]) -> None:
    assert [each.person.id for each in team() if model.fits(each, typed)] == ids


def test_since_when_is_said_with_its_day_where_that_is_another_one() -> None:
    days = {11: "22:00", 10: "Tue 22:00", 5: "Thu 22:00", 4: "4 Mar 22:00"}
    for day, words in days.items():
        assert model.since(Presence(LI, since=at(22, day=day)), now()) == words
    assert model.since(Presence(LI), now()) == ""
    assert model.summary(WhoIsIn((), (), now()), 0) == "0 clocked in · as of 08:41"


def test_what_is_asked_says_whose_clock_and_what_becomes_of_it() -> None:
    state = Working("e", at(8))
    asked = model.question(BEN, Drive.STOP, state, now())
    assert asked.question == "Stop the clock of Ben Okafor?"
    assert asked.consequence == "Working since 08:00. Their clock stops at 08:41: 41 min worked."
