"""Windows of every size, days of every length, and text that nobody should trust."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from tests.domain import HOSTILE
from tests.tui.homes import PORTAL, Home
from tests.tui.piloting import app_of, press, running, said, seen, state, until

from punchcard.core.clock import Working
from punchcard.core.entries import Entry
from punchcard.core.refusals import Refusal
from punchcard.services import clocking
from punchcard.services.reading.connection_state import ConnectionState
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState
from punchcard.tui.clock.entry_list import EntryList
from punchcard.tui.messages import RequestRefused

SMALL = "Punchcard needs 60×18"
MARKUP = "[bold]x[/] [@click=app.quit]y[/] [/nothing] \\[z] $error {clock.start}"


async def test_small_window_says_what_it_needs(home: Home) -> None:
    home.start("08:00")
    async with running(home.app()) as pilot:
        for size in ((59, 18), (60, 17), (50, 12), (20, 5)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: "Punchcard needs" in seen(pilot) and "Working" not in seen(pilot))
        await pilot.resize_terminal(60, 18)
        await until(pilot, lambda: SMALL not in seen(pilot) and "Working since 08:00" in seen(pilot))


async def test_keys_work_in_a_small_window(home: Home) -> None:
    async with running(home.app(), (50, 12)) as pilot:
        assert "This window has 50×12" in seen(pilot)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(state(pilot), Working))
        await pilot.press("2")
        await until(pilot, lambda: SMALL in seen(pilot))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Wednesday 11 March" in seen(pilot))


async def test_storm_of_sizes(home: Home) -> None:
    home.work("06:00", "07:00", PORTAL, "early")
    home.start("07:30", PORTAL)
    async with running(home.app()) as pilot:
        for number in range(32):
            await pilot.resize_terminal(31 * number % 229 + 1, 17 * number % 67 + 1)
            await pilot.press(("2", "question_mark", "escape", "1")[number % 4])
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Working since 07:30" in seen(pilot) and "06:00 – 07:00" in seen(pilot))


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (100, 30), (120, 40), (200, 50)])
async def test_nothing_overflows(home: Home, size: tuple[int, int]) -> None:
    home.work("06:00", "07:00", f"{'W' * 150}/{'日' * 70}/{'e' * 150}", HOSTILE * 8)
    home.start("07:30", f"{'W' * 150}/{'日' * 70}/{'e' * 150}", HOSTILE * 8, "Home office")
    async with running(home.app(), size) as pilot:
        lines = seen(pilot).splitlines()
        assert len(lines) == size[1]
        assert all(cell_len(line) <= size[0] for line in lines)
        assert not pilot.app.screen.max_scroll_x
        assert not pilot.app.screen.max_scroll_y
        marks = [line.rstrip() for line in lines if line.strip().startswith(("06:00 –", "07:30 –"))]
        assert [line[-1] for line in marks] == ["✓", "✓"]
        assert len({cell_len(line) for line in marks}) == 1
        assert "● saved" in lines[0]
        assert "? Help" in lines[-1]


async def test_markup_and_hostile_text_stand_there_as_they_are(home: Home) -> None:
    home.work("06:00", "07:00", "[red]Nord[b]", MARKUP)
    home.start("07:30", "[red]Nord[b]", MARKUP)
    async with running(home.app(), (200, 50)) as pilot:
        text = seen(pilot)
        assert text.count(MARKUP) >= 2
        assert "[red]Nord[b]" in text
        await press(pilot, "x", "Clocked out")
        assert "· [red]Nord[b]." in said(pilot)
        await pilot.click(offset=(60, 14))
        assert pilot.app.is_running


async def test_terminal_sequences_never_reach_the_terminal(home: Home) -> None:
    home.start("07:30", note="kept")
    _smuggle(home, "\x1b]52;c;aGk=\x07red\x1b[31m \u202eevil\u2066 \x07\x9b5n tail")
    async with running(home.app(), (120, 40)) as pilot:
        picture = pilot.app.export_screenshot()
        assert "tail" in seen(pilot)
        assert not any(character in picture for character in "\x1b\x07\x9b\u202e\u2066")


def _smuggle(home: Home, note: str) -> None:
    """Put a note into the cache as an ill-meaning backend would."""

    async def run(session: Session) -> None:
        with session.store.write() as transaction:
            cache = transaction.cache(session.account.name)
            state = cache.clock(session.person.id)
            assert isinstance(state, Working)
            cache.keep_clock(session.person.id, replace(state, note=note), session.instant())

    home.do(run)


async def test_a_day_of_a_thousand_entries_scrolls(home: Home) -> None:
    home.clock.set("23:30")

    async def many(session: Session) -> None:
        begin = session.now().subtract(hours=22, minutes=30)
        with session.store.write() as transaction:
            for number in range(1000):
                start = begin.add(seconds=80 * number)
                entry = Entry(
                    f"e{number}", session.person.id, start.date(), start, start.add(seconds=60),
                    note=f"number {number}",
                )  # fmt: skip
                transaction.cache(session.account.name).keep_entry(entry, session.zone)

    home.do(many)
    async with running(home.app()) as pilot:
        listed = pilot.app.screen.query_one(EntryList)
        await until(pilot, lambda: "number 0" in seen(pilot))
        await pilot.press("end")
        await until(pilot, lambda: "number 999" in seen(pilot))
        await pilot.press("pageup", "up", "up")
        await until(pilot, lambda: "number 999" not in seen(pilot))
        await pilot.press("home")
        await until(pilot, lambda: "number 0 " in seen(pilot))
        assert listed.max_scroll_y > 900
        assert "Today       16:40" in seen(pilot)


async def test_what_needs_you_is_said(home: Home) -> None:
    async def need(session: Session) -> None:
        asked = clocking.start(session)
        with session.change() as transaction:
            transaction.outbox.move(asked.row_id, OutboxState.NEEDS_YOU, answer="Nobody knows.")

    home.do(need)
    async with running(home.app()) as pilot:
        assert "!1 needs you" in seen(pilot).splitlines()[0]
        assert "!" in next(line for line in seen(pilot).splitlines() if line.strip().startswith("08:00 –"))


@pytest.mark.parametrize("size", [(60, 18), (80, 24)])
async def test_long_refusals_are_cut_and_never_cover_the_keys(home: Home, size: tuple[int, int]) -> None:
    async with running(home.app(), size) as pilot:
        app_of(pilot).post_message(RequestRefused(Refusal("Because " * 60, "[bold]Do[/] this.")))
        await until(pilot, lambda: "✗ Because" in seen(pilot))
        assert "Not clocked in" in seen(pilot)
        assert "? Help" in seen(pilot).splitlines()[-1]
        assert all("Because" in line for line in seen(pilot).splitlines()[-4:-1])


async def test_long_account_and_connection_leave_the_marks_in_sight(home: Home) -> None:
    name = "an_account_with_a_name_that_is_as_long_as_a_name_may_be_" + "x" * 8
    home.configure(f'[schedule]\nzone = "Europe/Berlin"\n[accounts.{name}]\nbackend = "local"\n')
    async with running(home.app()) as pilot:
        app = app_of(pilot)
        assert "● saved" in seen(pilot).splitlines()[0]
        app.connection = ConnectionState("away", "the backend cannot be reached, and here is a long reason")
        await until(pilot, lambda: "○ the backend cannot" in seen(pilot).splitlines()[0])
        await pilot.press("s")
        await until(pilot, lambda: isinstance(state(pilot), Working))
