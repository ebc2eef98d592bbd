"""What the app looks like. `pytest --snapshot-update` takes all pictures over; look at each that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.domain import HOSTILE
from tests.tui.homes import PORTAL, SUPPORT, WITH_TARGETS, Home
from tests.tui.pictures import NARROW_TOO, SIZES, USUAL, SnapCompare, Steps, is_as_pictured
from tests.tui.piloting import app_of, on_top, running, said, seen, settled, state, until
from textual.pilot import Pilot
from textual.screen import Screen

from punchcard.backends.errors import Unreachable
from punchcard.core.clock import Idle
from punchcard.core.refusals import Refusal
from punchcard.services import clocking
from punchcard.services.outbox.sync import Delivery
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState
from punchcard.tui.app import PunchcardApp
from punchcard.tui.forms.clock_form import ClockForm
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.note import NoteScreen
from punchcard.tui.forms.picker import AssignmentPicker
from punchcard.tui.forms.stop_time import StopTimeScreen
from punchcard.tui.help import HelpScreen
from punchcard.tui.messages import MachineSlept, RequestRefused


@pytest.fixture
def look(snap_compare: SnapCompare) -> Callable[..., bool]:
    """Compare the app, once its account is open and what `steps` do is done, with its picture."""

    def compare(app: PunchcardApp, size: str = "normal", steps: Steps | None = None) -> bool:
        return is_as_pictured(snap_compare, app, size, steps)

    return compare


def pressing(*keys: str, to: type[Screen[Any]] | None = None) -> Steps:
    """Press keys, and wait for what they open."""

    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press(*keys)
        if to is not None:
            await on_top(pilot, to)
        await settled(pilot)

    return steps


@pytest.fixture
def earlier(home: Home) -> Home:
    """Two days are done; it is Wednesday, 11 March 2026, 12:41."""
    home.clock.set("2026-03-11 12:41")
    home.work("2026-03-09 08:00", "2026-03-09 16:40", PORTAL, "login form")
    home.work("2026-03-10 08:00", "2026-03-10 17:40", SUPPORT)
    return home


@pytest.fixture
def on_break(earlier: Home) -> Home:
    earlier.start("08:02", PORTAL, "spec review", "Home office")
    earlier.take_break("12:00")
    return earlier


@pytest.fixture
def working(on_break: Home) -> Home:
    on_break.resume("12:30")
    return on_break


@pytest.fixture
def done(working: Home) -> Home:
    working.clock.set("16:45")
    working.stop()
    working.clock.set("16:46")
    return working


@pytest.fixture
def forgotten(earlier: Home) -> Home:
    earlier.clock.set("2026-03-10 17:50")
    earlier.start(None, PORTAL, "spec review")
    earlier.see()
    earlier.clock.set("2026-03-11 08:41")
    return earlier


@pytest.fixture
def hostile(home: Home) -> Home:
    home.clock.set("12:41")
    home.work("06:00", "07:00", "[red]Nord[b]/日本株式会社プロジェクト/👩🏽‍💻 שלום", HOSTILE)
    home.work("07:00", "07:30", "", "計画とレビューの会議に出席しました、そして文書を書きました。")
    home.start("08:02", "[red]Nord[b]/日本株式会社プロジェクト/👩🏽‍💻 שלום", (HOSTILE * 20)[:1000])
    return home


async def sleep(pilot: Pilot[int]) -> None:
    now = app_of(pilot).now()
    pilot.app.post_message(MachineSlept(now.subtract(minutes=8), now))
    await until(pilot, lambda: "This machine was asleep" in seen(pilot) or "Punchcard needs" in seen(pilot))


@pytest.mark.parametrize("size", list(SIZES))
def test_working(working: Home, look: SnapCompare, size: str) -> None:
    assert look(working.app(), size)


@pytest.mark.parametrize("size", USUAL)
def test_on_break(on_break: Home, look: SnapCompare, size: str) -> None:
    assert look(on_break.app(), size)


@pytest.mark.parametrize("size", list(SIZES))
def test_day_done(done: Home, look: SnapCompare, size: str) -> None:
    assert look(done.app(), size)


@pytest.mark.parametrize("size", USUAL)
def test_first_day_without_a_configuration(bare_home: Home, look: SnapCompare, size: str) -> None:
    assert look(bare_home.app(), size)


@pytest.mark.parametrize("size", USUAL)
@pytest.mark.usefixtures("unopened")
def test_opening(home: Home, snap_compare: SnapCompare, size: str) -> None:
    assert snap_compare(home.app(), terminal_size=SIZES[size])


@pytest.mark.parametrize("size", NARROW_TOO)
def test_repair_card(forgotten: Home, look: SnapCompare, size: str) -> None:
    assert look(forgotten.app(), size)


def test_asking_when_it_was_stopped(forgotten: Home, look: SnapCompare) -> None:
    assert look(forgotten.app(), steps=pressing("up", "up", "enter", *"2130", to=StopTimeScreen))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_sleep_card(working: Home, look: SnapCompare, size: str) -> None:
    assert look(working.app(), size, sleep)


@pytest.mark.parametrize("size", NARROW_TOO)
def test_start_form(done: Home, look: SnapCompare, size: str) -> None:
    assert look(done.app(), size, pressing("S", to=ClockForm))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_edit_form(working: Home, look: SnapCompare, size: str) -> None:
    assert look(working.app(), size, pressing("e", "J", "j", to=ClockForm))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_picker(working: Home, look: SnapCompare, size: str) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pressing("e", to=ClockForm)(pilot)
        await pressing("tab", "enter", to=AssignmentPicker)(pilot)
        await until(pilot, lambda: "Northwind › Portal › Support" in seen(pilot))

    assert look(working.app(), size, steps)


def test_note(working: Home, look: SnapCompare) -> None:
    assert look(working.app(), steps=pressing("n", to=NoteScreen))


def test_question_before_throwing_away(working: Home, look: SnapCompare) -> None:
    assert look(working.app(), steps=pressing("c", to=ConfirmScreen))


def test_help(working: Home, look: SnapCompare) -> None:
    assert look(working.app(), "wide", pressing("question_mark", to=HelpScreen))


def test_help_at_the_smallest(working: Home, look: SnapCompare) -> None:
    assert look(working.app(), "narrow", pressing("question_mark", to=HelpScreen))


def test_palette(working: Home, look: SnapCompare) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "account: Add" in seen(pilot))

    assert look(working.app(), steps=steps)


@pytest.mark.parametrize("mode", ["3"])
def test_other_screens(working: Home, look: SnapCompare, mode: str) -> None:
    assert look(working.app(), steps=pressing(mode))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_hostile_text(hostile: Home, look: SnapCompare, size: str) -> None:
    assert look(hostile.app(), size)


@pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark", "ansi-light"])
def test_themes(working: Home, look: SnapCompare, theme: str) -> None:
    working.configure(f'theme = "{theme}"\n{WITH_TARGETS}')
    assert look(working.app())


@pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark", "ansi-light"])
def test_forms_in_themes(working: Home, look: SnapCompare, theme: str) -> None:
    working.configure(f'theme = "{theme}"\n{WITH_TARGETS}')
    assert look(working.app(), steps=pressing("e", to=ClockForm))


def test_cards_in_a_light_theme(forgotten: Home, look: SnapCompare) -> None:
    forgotten.configure(f'theme = "punchcard-light"\n{WITH_TARGETS}')
    assert look(forgotten.app())


def test_no_colour(working: Home, look: SnapCompare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(working.app())


def test_said(working: Home, look: SnapCompare) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("x")
        await until(pilot, lambda: "Clocked out" in said(pilot) and isinstance(state(pilot), Idle))
        await settled(pilot)

    assert look(working.app(), steps=steps)


@pytest.mark.parametrize("size", ["narrow", "normal"])
def test_refused(working: Home, look: SnapCompare, size: str) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        message = "The clock cannot end at 12:41: it would run over the time you already have, 12:35 – 13:00."
        hint = "Choose another moment, or book the time with `punch add START END`."
        pilot.app.post_message(RequestRefused(Refusal(message, hint)))
        await until(pilot, lambda: "✗ The clock cannot" in seen(pilot))

    assert look(working.app(), size, steps)


@pytest.mark.usefixtures("awake")
@pytest.mark.parametrize("size", NARROW_TOO)
def test_offline_with_punches_on_their_way(
    earlier: Home, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    async def unreachable(session: Session, wait_seconds: float = 10.0) -> Delivery:
        del wait_seconds
        with session.store.read() as transaction:
            rows = tuple(transaction.outbox.unsettled(session.account.name))
        return Delivery(rows, Unreachable("The vendor cannot be reached."))

    monkeypatch.setattr("punchcard.tui.engine.delivering.deliver", unreachable)

    async def steps(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "○ offline" in seen(pilot))
        for key, time in (("s", "08:00"), ("b", "12:00")):
            earlier.clock.set(time)
            await pilot.press(key)
            await settled(pilot)
        await until(pilot, lambda: "↑2" in seen(pilot))
        mode = pilot.app.screen_stack[0]
        mode.query_one("Flash").remove()
        await pilot.pause()

    earlier.clock.set("07:59")
    assert snap_compare(earlier.app(), terminal_size=SIZES[size], run_before=steps)


@pytest.mark.parametrize("size", NARROW_TOO)
def test_needs_you(earlier: Home, look: SnapCompare, size: str) -> None:
    async def need(session: Session) -> None:
        asked = clocking.start(session)
        with session.change() as transaction:
            transaction.outbox.move(asked.row_id, OutboxState.NEEDS_YOU, answer="Nobody knows.")

    earlier.do(need)
    assert look(earlier.app(), size)


def test_long_day(home: Home, look: SnapCompare) -> None:
    home.clock.set("2026-03-11 19:30")
    for hour in range(4, 19):
        home.work(f"{hour:02}:00", f"{hour:02}:40", PORTAL if hour % 2 else SUPPORT, f"piece {hour}")

    assert look(home.app(), steps=pressing("down", "down"))


async def test_the_wait_is_for_facts(home: Home) -> None:
    """The helpers above stand on this: once it is open, nothing more changes by itself."""
    async with running(home.app()) as pilot:
        before = seen(pilot)
        await settled(pilot)
        assert seen(pilot) == before
