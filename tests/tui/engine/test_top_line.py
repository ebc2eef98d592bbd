"""The states of the connection in the top line, in the room there is; and an account that is not open yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.services.test_connection_words import PROBLEMS, service
from tests.tui.engine.away import Away
from tests.tui.homes import Home
from tests.tui.piloting import app_of, running, seen, until
from textual.pilot import Pilot

from punchcard.core.refusals import Refusal
from punchcard.services.reading.connection_state import ConnectionState
from punchcard.services.reading.connection_words import Activity, connection_state
from punchcard.tui.widgets.top_line import SYMBOLS, TopLine

GOOD = [
    connection_state(service()),
    connection_state(service("read-only")),
    connection_state(service(), activity=Activity.SENDING),
    connection_state(service(), activity=Activity.READING),
    connection_state(service(), offset_seconds=-180.0),
]
STATES = [*GOOD, *(connection_state(service(), problem=problem) for problem, _ in PROBLEMS)]


@pytest.mark.parametrize("width", [80, 120])
async def test_every_state_is_read_whole(home: Home, width: int) -> None:
    async with running(home.app(), (width, 24)) as pilot:
        for state in STATES:
            app_of(pilot).connection = state
            symbol, words = SYMBOLS[state.tone][0], named(pilot, state)
            await until(pilot, lambda said=(symbol, words): any(
                f"{said[0]}{each}" in seen(pilot).splitlines()[0] for each in said[1]
            ), f"{words}")  # fmt: skip
            if width == 120:
                assert f"{symbol}{words[0]}" in seen(pilot).splitlines()[0]
            line = pilot.app.screen.query_one(TopLine)
            assert str(line.tooltip) == state.sentence


async def test_whose_clock_it_is_is_read_whole_where_it_fits(home: Home) -> None:
    async with running(home.app(), (80, 24)) as pilot:
        line = pilot.app.screen.query_one(TopLine)
        line.account, line.bare_account = "practice · The reference vendor", "practice"
        line.pending = 1
        for problem in (PROBLEMS[0][0], PROBLEMS[1][0]):
            app_of(pilot).connection = connection_state(service(), problem=problem)
            await until(pilot, lambda: " practice  ○" in seen(pilot).splitlines()[0])
        assert seen(pilot).splitlines()[0].rstrip().endswith("Approvals practice  ○ waits until 08:03  ↑1")
        app_of(pilot).connection = GOOD[0]
        await until(pilot, lambda: "practice  ● connected  ↑1" in seen(pilot).splitlines()[0])


async def test_that_all_is_well_is_a_sign_alone_where_its_words_would_be_cut(home: Home) -> None:
    async with running(home.app(), (60, 18)) as pilot:
        app_of(pilot).connection = GOOD[0]
        pilot.app.screen.query_one(TopLine).waiting = 6
        await until(pilot, lambda: "·6" in seen(pilot).splitlines()[0])
        assert seen(pilot).splitlines()[0].rstrip().endswith("3 Approvals ·6  local  ●")


def named(pilot: Pilot[int], state: ConnectionState) -> list[str]:
    with_keys = app_of(pilot).with_keys
    return [with_keys(words) for words in (state.words, state.short) if words]


def test_no_two_states_differ_by_colour_alone() -> None:
    shown = [(SYMBOLS[state.tone][0], state.words) for state in STATES]
    assert len(set(shown)) == len(shown)
    assert len({symbol for symbol, _ in SYMBOLS.values()}) == len(SYMBOLS)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
def test_not_open_yet(away: Away, snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    away.home.configure(
        'default_account = "acme"\n[accounts.acme]\nbackend = "reference"\nbase_url = "http://127.0.0.1:9"\n'
    )

    async def wait(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: "cannot be opened yet" in seen(pilot))

    assert snap_compare(away.home.app(), terminal_size=size, run_before=wait)


@pytest.mark.parametrize(
    "problem", [PROBLEMS[0][0], PROBLEMS[1][0], PROBLEMS[3][0]], ids=["away", "often", "key"]
)
def test_in_the_way(home: Home, snap_compare: Callable[..., bool], problem: Refusal) -> None:
    async def show(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: app_of(pilot).connection.tone == "good")
        app_of(pilot).connection = connection_state(service(), problem=problem)
        await pilot.pause()

    app = home.app()
    app.animation_level = "none"
    assert snap_compare(app, terminal_size=(80, 24), run_before=show)
