"""The app while its vendor does not answer, or answers that it was asked too often: it goes on as ever."""

from __future__ import annotations

import logging
import time

import pytest
from tests.tui.engine.away import Away, probed
from tests.tui.piloting import app_of, digits, opened, said, seen, settled, state, until
from textual.pilot import Pilot

from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.core.entries import Entry
from punchcard.sandbox.faults import Fault
from punchcard.services.entries import by_hand as entries
from punchcard.store.outbox import OutboxState
from punchcard.tui.engine.reading import MOST_SHOWN

LONGEST_STALL_SECONDS = 2.0
"""The test's own pictures take tenths of a second on a busy machine; the vendor takes sixty. What it is on a
machine at rest the benchmark `stalls` measures."""

LEAVES_WITHIN_SECONDS = 6.0
"""Two for the engine, the rest for a slow machine; the vendor would take much longer."""


def top(pilot: Pilot[int]) -> str:
    return seen(pilot).splitlines()[0]


async def shows(pilot: Pilot[int], words: str) -> None:
    await until(pilot, lambda: words in top(pilot), f"“{words}” in the top line")


async def a_day_of_keys(pilot: Pilot[int]) -> None:
    """Everything that a person does all day answers at once."""
    await pilot.press("s")
    await until(pilot, lambda: "Working since 08:00" in seen(pilot) and isinstance(state(pilot), Working))
    await pilot.press("2")
    await until(pilot, lambda: "Wednesday 11 March" in seen(pilot))
    await pilot.press("3")
    await until(pilot, lambda: "Inbox" in seen(pilot) or "requests" in seen(pilot).lower())
    await pilot.press("1", "b")
    await until(pilot, lambda: isinstance(state(pilot), OnBreak))
    await pilot.press("o")
    await until(pilot, lambda: "Begin a break" in seen(pilot) or "break" in seen(pilot).lower())
    await pilot.press("escape", "x")
    await until(pilot, lambda: isinstance(state(pilot), Idle))
    await shows(pilot, "↑3")


@pytest.mark.parametrize("fault", [Fault.DELAY, Fault.THROTTLE_SECONDS, Fault.SERVER_ERROR])
async def test_the_app_never_waits_for_the_vendor(away: Away, fault: Fault) -> None:
    away.connect()
    away.vendor.faults.delay_seconds = away.vendor.faults.retry_seconds = 60
    away.vendor.faults.always(fault)
    with away.served():
        async with away.home.app().run_test() as pilot:
            await until(pilot, lambda: app_of(pilot).overview is not None)
            await settled(pilot)
            async with probed() as probe:
                await a_day_of_keys(pilot)
            assert probe.longest < LONGEST_STALL_SECONDS
            assert probe.blocking == []
            leaving = time.monotonic()
            await pilot.press("q")
        assert time.monotonic() - leaving < LEAVES_WITHIN_SECONDS

    assert [row.state for row in away.rows()] != []
    assert not any(row.is_settled for row in away.rows())


async def test_what_hung_when_the_app_was_left_arrives_once(away: Away) -> None:
    away.connect()
    # The punch is done, and its answer never comes.
    away.vendor.faults.delay_seconds = 3600.0
    away.vendor.faults.always(Fault.DELAY, ["POST /api/clock"])
    with away.served():
        async with away.home.app().run_test() as pilot:
            await opened(pilot)
            await pilot.press("s")
            await shows(pilot, "sending …")
            await pilot.press("q")
        assert [row.state for row in away.rows()] == [OutboxState.SENDING]

        away.vendor.faults.clear()
        async with away.home.app().run_test() as pilot:
            await opened(pilot)
            await until(pilot, lambda: "↑" not in top(pilot) and isinstance(state(pilot), Working))

    assert [row.state for row in away.rows()] == [OutboxState.CONFIRMED]
    assert [call for call in away.calls() if call == "POST /api/clock"] == ["POST /api/clock"]


async def test_offline_is_said_once_and_so_is_the_end_of_it(
    away: Away, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "punchcard.sync")
    away.connect()
    async with away.home.app().run_test() as pilot:
        await shows(pilot, "○ offline, kept here")
        await until(pilot, lambda: "kept here and sent as soon as" in said(pilot))
        await pilot.press("s")
        await until(pilot, lambda: "Clocked in at 08:00" in said(pilot))
        for _ in range(3):
            away.home.clock.forward(minutes=2)
            await pilot.pause(0.4)
            assert "kept here and sent as soon as" not in said(pilot)
        with away.served():
            await pilot.press("r")
            await shows(pilot, "● connected")
            await until(pilot, lambda: "answers again" in said(pilot))
            await until(pilot, lambda: "↑" not in top(pilot))

    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert away.key not in caplog.text
    assert [row.state for row in away.rows()] == [OutboxState.CONFIRMED]


async def test_network_that_is_back_is_noticed_by_itself(away: Away) -> None:
    away.connect()
    async with away.home.app().run_test() as pilot:
        await shows(pilot, "offline")
        await pilot.press("s")
        await shows(pilot, "↑1")
        await pilot.press("o")
        await until(pilot, lambda: "The reference vendor cannot be reached" in seen(pilot))
        await pilot.press("escape")
        with away.served():
            away.home.clock.forward(minutes=2)
            await shows(pilot, "● connected")
            await until(pilot, lambda: "↑" not in top(pilot))


async def test_asked_too_often_waits_as_long_as_the_vendor_says(away: Away) -> None:
    away.connect()
    away.vendor.faults.retry_seconds = 60
    away.vendor.faults.always(Fault.THROTTLE_SECONDS)
    with away.served():
        async with away.home.app().run_test() as pilot:
            await shows(pilot, "○ waits until 08:0")
            away.vendor.log.clear()
            await pilot.press("s", "r", "r")
            away.home.clock.forward(minutes=2)
            await pilot.pause(1.2)
            assert "○ waits until" in top(pilot)
    assert away.calls() == []


async def test_a_quiet_minute_costs_one_call(away: Away) -> None:
    with away.served():
        async with away.home.app().run_test() as pilot:
            await opened(pilot)
            await pilot.pause(1.2)
            for _ in range(3):
                away.vendor.log.clear()
                away.home.clock.forward(seconds=61)
                await until(pilot, lambda: away.calls() != [])
                await pilot.pause(1.2)
                assert away.calls() == ["GET /api/clock"]


async def test_what_another_device_did_is_adopted_and_said_after_sleep(away: Away) -> None:
    with away.served():
        async with away.home.app().run_test() as pilot:
            await opened(pilot)
            away.vendor.state.running[away.person] = Working("E9", away.home.clock.now())
            away.home.clock.forward(minutes=9)
            await until(pilot, lambda: isinstance(state(pilot), Working), "what was started elsewhere")
            await until(pilot, lambda: "another device" in said(pilot), said(pilot))


async def test_elapsed_time_is_that_of_the_vendors_clock(away: Away) -> None:
    away.vendor.clock.move(180.0)
    with away.served():
        async with away.home.app().run_test(size=(120, 40)) as pilot:
            await opened(pilot)
            await shows(pilot, "your clock is 3 min behind")
            await pilot.press("s")
            await until(pilot, lambda: digits(pilot) == "0:03:00")


async def test_a_week_that_is_turned_to_is_read_again_where_it_is_old(away: Away) -> None:
    with away.served():
        async with away.home.app().run_test() as pilot:
            await opened(pilot)
            await pilot.press("2", "left_square_bracket")
            await until(pilot, lambda: "March" in seen(pilot))
            await pilot.press("t")
            away.home.clock.forward(seconds=30)
            await pilot.pause(0.5)
            away.vendor.log.clear()
            away.home.clock.forward(seconds=40)
            await pilot.press("left_square_bracket")
            await until(pilot, lambda: "GET /api/entries" in away.calls())


async def test_what_is_leafed_through_offline_is_not_all_made_up_for(away: Away) -> None:
    away.connect()
    async with away.home.app().run_test() as pilot:
        await shows(pilot, "○ offline")
        for weeks in range(1, 41):
            day = away.home.clock.now().date().subtract(days=7 * weeks)
            app_of(pilot).engine.show_days(None, day, day)
        with away.served():
            away.vendor.log.clear()
            app_of(pilot).engine.refresh()
            await shows(pilot, "● connected")
            await until(pilot, lambda: away.calls().count("GET /api/entries") > MOST_SHOWN)
            await pilot.pause(0.5)
            assert away.calls().count("GET /api/entries") == 1 + MOST_SHOWN


async def test_trouble_in_reading_what_became_of_it_is_over_once_reading_works(away: Away) -> None:
    with away.served():
        async with away.home.app().run_test(size=(120, 40)) as pilot:
            await opened(pilot)
            await shows(pilot, "● connected")
            # Everything has been read twice, and then the balance: no answer ends the trouble any more.
            await until(pilot, lambda: away.calls().count("GET /api/rights") == 3, "reading the balance")
            away.vendor.faults.always(Fault.HTML, ["GET /api/entries"])
            start = away.home.clock.now().subtract(hours=3)
            taken = Entry("E9", away.person, start.date(), start, start.add(hours=1))
            away.vendor.state.entries["E9"] = taken
            app_of(pilot).engine.submit(
                lambda session: entries.add(session, start, start.add(minutes=30)).message
            )
            await shows(pilot, "✗ answers cannot be read")
            away.vendor.faults.clear()
            away.home.clock.forward(seconds=61)
            await shows(pilot, "● connected")
