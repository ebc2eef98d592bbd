"""The card for a clock that was never stopped, and the one after the machine slept."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.homes import PORTAL, Home
from tests.tui.piloting import (
    app_of,
    on_top,
    press,
    running,
    said,
    seen,
    settled,
    stilled,
    until,
)
from textual.pilot import Pilot
from textual.widgets import OptionList

from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.tui.clock.entry_list import EntryList
from punchcard.tui.forms.stop_time import StopTimeScreen

FORGOTTEN = "Your clock was never stopped"
ASLEEP = "This machine was asleep"


@pytest.fixture
def forgotten(home: Home) -> Home:
    """Yesterday's clock still runs in the morning; the app was last seen at 17:58."""
    home.clock.set("2026-03-09 16:40")
    home.work("08:00", "16:40", PORTAL)
    home.clock.set("2026-03-10 08:02")
    home.start(None, PORTAL)
    home.clock.set("2026-03-10 17:58")
    home.see()
    home.clock.set("2026-03-11 07:41")
    return home


def choices(pilot: Pilot[int]) -> list[str]:
    options = pilot.app.screen.query_one("#card-choices", OptionList)
    return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]


async def choose(pilot: Pilot[int], beginning: str) -> None:
    """Move to a choice of the card and take it."""
    index = next(i for i, choice in enumerate(choices(pilot)) if choice.startswith(beginning))
    await pilot.press(*["down"] * index, "enter")


async def test_repair_card_proposes_times_with_their_reasons(forgotten: Home) -> None:
    async with running(forgotten.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        assert "It runs since 08:02 yesterday, for 23 h 39 min." in seen(pilot)
        assert choices(pilot) == [
            "Stop at 16:40 yesterday, when you usually stop",
            "Stop at 17:58 yesterday, when Punchcard last saw you",
            "Stop at 16:32 yesterday, when your target was reached",
            "Stop at another time …",
            "I am still working; keep it running",
        ]


@pytest.mark.parametrize(
    ("beginning", "sentence"),
    [
        ("Stop at 16:40", "Clocked out at 16:40 yesterday: 8 h 38 min worked"),
        ("Stop at 17:58", "Clocked out at 17:58 yesterday: 9 h 56 min worked"),
        ("Stop at 16:32", "Clocked out at 16:32 yesterday: 8 h 30 min worked"),
    ],
)
async def test_each_proposal_stops_then(forgotten: Home, beginning: str, sentence: str) -> None:
    async with running(forgotten.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        await choose(pilot, beginning)
        await until(pilot, lambda: sentence in said(pilot))
        assert FORGOTTEN not in seen(pilot)
        assert isinstance(pilot.app.focused, EntryList)

    assert forgotten.state() == Idle()


async def test_another_time(forgotten: Home) -> None:
    async with running(forgotten.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        await choose(pilot, "Stop at another time")
        await on_top(pilot, StopTimeScreen)
        await pilot.press(*"0730")
        await until(pilot, lambda: "07:30 lies before you clocked in at 08:02" in seen(pilot))
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, StopTimeScreen)
        await pilot.press(*["backspace"] * 4, *"1715")
        await until(pilot, lambda: "Will clock you out at 17:15 yesterday" in seen(pilot))
        await press(pilot, "enter", "Clocked out at 17:15 yesterday: 9 h 13 min worked")
        assert FORGOTTEN not in seen(pilot)


async def test_another_time_may_be_given_up(forgotten: Home) -> None:
    async with running(forgotten.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        await choose(pilot, "Stop at another time")
        await on_top(pilot, StopTimeScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert FORGOTTEN in seen(pilot)

    assert isinstance(forgotten.state(), Working)


@pytest.mark.parametrize("how", ["enter", "escape"])
async def test_still_working_keeps_it_running_and_asks_no_more(forgotten: Home, how: str) -> None:
    async with running(forgotten.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        if how == "enter":
            await choose(pilot, "I am still working")
        else:
            await pilot.press("escape")
        await until(pilot, lambda: FORGOTTEN not in seen(pilot))
        await press(pilot, "b", "On a break since 07:41.")
        assert FORGOTTEN not in seen(pilot)

    assert isinstance(forgotten.state(), OnBreak)


async def test_another_forgotten_clock_asks_again(forgotten: Home) -> None:
    async with running(forgotten.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        await pilot.press("escape")
        await press(pilot, "x", "Clocked out at 07:41")
        await press(pilot, "s", "Clocked in at 07:41")
        forgotten.clock.set("2026-03-12 09:00")
        await until(pilot, lambda: FORGOTTEN in seen(pilot))


async def test_card_keeps_its_cursor_while_time_goes_by(forgotten: Home) -> None:
    async with running(forgotten.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        await pilot.press("down", "down")
        before = choices(pilot)
        forgotten.clock.forward(minutes=3)
        forgotten.touch()
        await until(pilot, lambda: "23 h 42 min" in seen(pilot))

        assert choices(pilot) == before
        assert pilot.app.screen.query_one("#card-choices", OptionList).highlighted == 2


async def test_the_other_keys_work_beside_a_card(forgotten: Home) -> None:
    async with running(forgotten.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        await press(pilot, "x", "Clocked out at 07:41: 23 h 39 min worked")
        assert FORGOTTEN not in seen(pilot)
        await press(pilot, "u", "Undone. The clock is back as it was: working since 08:02 yesterday")
        await until(pilot, lambda: FORGOTTEN in seen(pilot))


async def test_an_open_break_is_the_first_proposal(home: Home) -> None:
    home.clock.set("2026-03-10 08:02")
    home.start()
    home.clock.set("2026-03-10 16:30")
    home.take_break()
    home.clock.set("2026-03-11 07:41")

    async with running(home.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        assert choices(pilot)[0] == "Stop at 16:30 yesterday, when your open break began"
        await press(pilot, "enter", "Clocked out at 16:30 yesterday: 8 h 28 min worked")


async def test_a_clock_without_any_trace_of_its_end_still_asks(tmp_path: Path) -> None:
    plain = Home(tmp_path / "plain")
    plain.clock.set("2026-03-10 08:00")
    plain.start()
    plain.clock.set("2026-03-11 07:41")

    async with running(plain.app()) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        assert choices(pilot) == ["Stop at another time …", "I am still working; keep it running"]
        await pilot.press("enter")
        await on_top(pilot, StopTimeScreen)


async def test_a_night_shift_is_not_called_forgotten(home: Home) -> None:
    home.clock.set("2026-03-10 22:00")
    home.start()
    home.clock.set("2026-03-11 06:00")

    async with running(home.app()) as pilot:
        assert FORGOTTEN not in seen(pilot)
        home.clock.set("10:01")
        await until(pilot, lambda: FORGOTTEN in seen(pilot), "noticing it while it is open")


@pytest.fixture
def working(home: Home) -> Home:
    home.start("08:00")
    home.clock.set("11:56")
    return home


async def sleep(pilot: Pilot[int], home: Home, minutes: int = 45) -> None:
    """The wall clock jumps while the monotonic one stands still, as it does when a lid is closed."""
    home.clock.forward(minutes=minutes)
    await until(pilot, lambda: app_of(pilot).slept is not None, "noticing the sleep")
    await stilled(pilot)


async def test_sleep_as_a_break(working: Home) -> None:
    async with running(working.app()) as pilot:
        await sleep(pilot, working)
        assert ASLEEP in seen(pilot)
        assert choices(pilot) == [
            "Yes, make 11:56 – 12:41 a break",
            "No, I was working; keep it",
            "I had stopped: clock out at 11:56",
        ]
        await press(pilot, "enter", "Back at work at 12:41, after a break of 45 min.")
        assert ASLEEP not in seen(pilot)

    after = working.state()
    assert isinstance(after, Working)
    assert [pause.seconds for pause in after.breaks] == [45 * 60]


@pytest.mark.parametrize("how", ["choose", "escape"])
async def test_sleep_as_work(working: Home, how: str) -> None:
    async with running(working.app()) as pilot:
        await sleep(pilot, working)
        if how == "choose":
            await choose(pilot, "No, I was working")
        else:
            await pilot.press("escape")
        await until(pilot, lambda: ASLEEP not in seen(pilot))

    after = working.state()
    assert isinstance(after, Working)
    assert after.breaks == ()
    assert len(working.rows()) == 1


async def test_sleep_as_the_end_of_work(working: Home) -> None:
    async with running(working.app()) as pilot:
        await sleep(pilot, working)
        await choose(pilot, "I had stopped")
        await until(pilot, lambda: "Clocked out at 11:56: 3 h 56 min worked." in said(pilot))

    assert working.state() == Idle()


async def test_punching_answers_the_sleep_card(working: Home) -> None:
    async with running(working.app()) as pilot:
        await sleep(pilot, working)
        await press(pilot, "x", "Clocked out at 12:41")
        assert ASLEEP not in seen(pilot)
        await press(pilot, "s", "Clocked in at 12:41")
        assert ASLEEP not in seen(pilot)


async def test_waking_up_for_a_moment_is_one_sleep(working: Home) -> None:
    async with running(working.app()) as pilot:
        await sleep(pilot, working, 30)
        working.clock.forward(minutes=90)
        await until(pilot, lambda: "11:56 – 13:56" in seen(pilot))


async def test_a_night_of_sleep_names_its_day(home: Home) -> None:
    home.clock.set("2026-03-11 20:00")
    home.start()
    home.clock.set("2026-03-11 23:50")
    async with running(home.app()) as pilot:
        home.clock.set("2026-03-12 07:00")
        await until(pilot, lambda: "From 23:50 yesterday – 07:00, for 7 h 10 min" in seen(pilot))
        await choose(pilot, "I had stopped: clock out at 23:50 yesterday")
        await until(pilot, lambda: "Clocked out at 23:50 yesterday: 3 h 50 min worked" in said(pilot))


async def test_sleep_off_the_clock_asks_nothing(home: Home) -> None:
    home.start("08:00")
    home.take_break("08:00")

    async with running(home.app()) as pilot:
        home.clock.forward(minutes=45)
        await until(pilot, lambda: "0:45" in seen(pilot))
        home.touch()
        await settled(pilot)
        assert app_of(pilot).slept is None
        assert ASLEEP not in seen(pilot)


async def test_cards_have_room_in_the_smallest_window(forgotten: Home) -> None:
    async with running(forgotten.app(), (60, 18)) as pilot:
        await until(pilot, lambda: FORGOTTEN in seen(pilot))
        for _ in range(4):
            await pilot.press("down")
        await until(pilot, lambda: "I am still working" in seen(pilot))
        await pilot.press("home")
        await until(pilot, lambda: "Stop at 16:40 yesterday" in seen(pilot))
