"""One tick a second, only while somebody can see it."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

import pytest
from tests.tui.homes import HandClock, Home
from tests.tui.piloting import digits, mode_screen, on_top, running, seen, until
from whenever import Instant

from punchcard.tui.help import HelpScreen
from punchcard.tui.widgets.key_line import KeyLine

TWO_TICKS_SECONDS = 2.2


class CountingClock(HandClock):
    """Counts how often the screen's thread asks what time it is."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self._thread = threading.get_ident()
        self.looks = 0

    def __call__(self) -> Instant:
        if threading.get_ident() == self._thread:
            self.looks += 1
        return super().__call__()


@pytest.fixture
def working(home: Home) -> Home:
    home.start("07:00")
    home.clock = CountingClock("2026-03-11 08:00")
    return home


def clock_of(home: Home) -> CountingClock:
    assert isinstance(home.clock, CountingClock)
    return home.clock


async def test_seconds_and_minutes_go_on(working: Home) -> None:
    async with running(working.app()) as pilot:
        assert digits(pilot) == "1:00:00"
        working.clock.forward(seconds=1)
        await until(pilot, lambda: digits(pilot) == "1:00:01")
        assert "Today        1:00" in seen(pilot)
        working.clock.forward(seconds=59)
        await until(pilot, lambda: "Today        1:01" in seen(pilot))
        assert "07:00 –         1:01" in seen(pilot)


async def test_break_counts_up_in_the_place_of_work(working: Home) -> None:
    working.take_break("08:00")
    async with running(working.app()) as pilot:
        assert digits(pilot) == "0:00:00"
        working.clock.forward(minutes=7, seconds=5)
        await until(pilot, lambda: digits(pilot) == "0:07:05")
        assert "Breaks       0:07" in seen(pilot)
        assert "Today        1:00" in seen(pilot)


async def test_nothing_ticks_where_the_clock_is_not_seen(working: Home) -> None:
    async with running(working.app()) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: "Nothing waits for you" in seen(pilot))
        before = clock_of(working).looks
        await asyncio.sleep(TWO_TICKS_SECONDS)
        assert clock_of(working).looks == before

        working.clock.forward(minutes=5)
        await pilot.press("1")
        await until(pilot, lambda: digits(pilot) == "1:05:00", "catching up at once")


async def test_at_most_one_look_a_second(working: Home) -> None:
    async with running(working.app()):
        before = clock_of(working).looks
        await asyncio.sleep(TWO_TICKS_SECONDS)
        assert 1 <= clock_of(working).looks - before <= 3


async def test_clock_goes_on_behind_a_dialog(working: Home) -> None:
    async with running(working.app(), (80, 40)) as pilot:
        await pilot.press("question_mark")
        await on_top(pilot, HelpScreen)
        working.clock.forward(seconds=3)
        await until(pilot, lambda: digits(pilot) == "1:00:03")
        await pilot.press("escape")
        working.clock.forward(seconds=3)
        await until(pilot, lambda: digits(pilot) == "1:00:06")


async def test_a_tick_paints_nothing_but_the_digits(working: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(working.app()) as pilot:
        shown: list[str] = []
        day, keys = mode_screen(pilot), pilot.app.screen.query_one(KeyLine)
        monkeypatch.setattr(day, "_show_day", partial(shown.append, "day"))
        monkeypatch.setattr(keys, "render", partial(shown.append, "keys"))
        for second in (1, 2):
            working.clock.forward(seconds=1)
            await until(pilot, lambda there=second: digits(pilot) == f"1:00:0{there}")
        assert shown == []


async def test_clock_set_back_shows_no_negative_time(working: Home) -> None:
    async with running(working.app()) as pilot:
        working.clock.set("06:30")
        await until(pilot, lambda: digits(pilot) == "0:00:00")
        working.clock.set("07:00:01")
        await until(pilot, lambda: digits(pilot) == "0:00:01")
