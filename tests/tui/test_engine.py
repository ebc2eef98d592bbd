"""The engine beside the screen: the screen never waits for it, and it never takes the screen with it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.tui.homes import Home
from tests.tui.piloting import app_of, opened, press, running, said, seen, settled, state, until

from punchcard.backends.errors import Unreachable
from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.core.refusals import Refusal
from punchcard.database.failures import DamagedDatabase, StorageFailed
from punchcard.database.file import DatabaseFile
from punchcard.services.outbox import sync
from punchcard.services.outbox.sync import Delivery, deliver
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState
from punchcard.tui.app import PunchcardApp, run_app
from punchcard.tui.engine import Engine
from punchcard.tui.messages import MachineSlept, RequestAccepted, RequestRefused

DELIVER = "punchcard.tui.engine.delivering.deliver"
LONGEST_SECONDS = 2.0


class Gate:
    """Delivering that takes as long as a test likes, as over a network that hangs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open = threading.Event()
        self.entered = threading.Event()
        monkeypatch.setattr(DELIVER, self._deliver)

    def open(self) -> None:
        self._open.set()

    async def _deliver(self, session: Session, wait_seconds: float = 10.0) -> Delivery:
        self.entered.set()
        while not self._open.is_set():
            await asyncio.sleep(0.01)
        return await deliver(session, wait_seconds)


async def test_screen_answers_while_delivering_hangs(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    async with home.app().run_test() as pilot:
        await until(pilot, lambda: app_of(pilot).overview is not None)
        await pilot.press("s")
        await until(pilot, lambda: "Clocked in at 08:00" in said(pilot))
        assert "↑1" in seen(pilot)
        await pilot.press("2")
        await until(pilot, lambda: "Wednesday 11 March" in seen(pilot))
        await pilot.press("1", "b")
        await until(pilot, lambda: isinstance(state(pilot), OnBreak))
        assert "↑2" in seen(pilot)
        await pilot.press("question_mark")
        assert "Help" in seen(pilot)
        await pilot.press("escape")

        gate.open()
        await until(pilot, lambda: "↑" not in seen(pilot))

    assert [row.state for row in home.rows()] == [OutboxState.CONFIRMED] * 2


async def test_screen_answers_while_the_engine_is_busy(home: Home) -> None:
    async with running(home.app()) as pilot:
        let_go = threading.Event()

        def busy(session: Session) -> str:
            del session
            assert let_go.wait(20)
            return "It took long."

        app_of(pilot).engine.submit(busy)
        await pilot.press("3")
        assert "Inbox" in seen(pilot)
        await pilot.press("1", "ctrl+p")
        await until(pilot, lambda: "Search for commands" in seen(pilot))
        await pilot.press("escape")
        let_go.set()
        await until(pilot, lambda: "It took long." in said(pilot))


async def test_nothing_touches_a_database_on_the_screens_thread(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()

    def watched(name: str) -> None:
        method: Callable[..., Any] = getattr(DatabaseFile, name)

        def call(self: DatabaseFile, *arguments: Any) -> Any:
            threads.add(threading.get_ident())
            return method(self, *arguments)

        monkeypatch.setattr(DatabaseFile, name, call)

    for name in ("read", "write", "version"):
        watched(name)

    async with running(home.app()) as pilot:
        await press(pilot, "s", "Clocked in")
        await press(pilot, "b", "On a break")
        for key in ("e", "escape", "n", "escape", "c", "escape", "o", "escape", "2", "3", "1", "r"):
            await pilot.press(key)
            await settled(pilot)

    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_follows_another_process_within_two_seconds(home: Home) -> None:
    home.start("08:00")
    async with running(home.app()) as pilot:
        for command, sentence in (("break", "On a break"), ("resume", "Working"), ("out", "Not clocked in")):
            await asyncio.to_thread(punch, home, command)
            begun = time.monotonic()
            await until(pilot, lambda there=sentence: there in seen(pilot), sentence)
            assert time.monotonic() - begun < LONGEST_SECONDS


def punch(home: Home, *arguments: str) -> None:
    variables = {**os.environ, "PUNCHCARD_NOW": home.clock.now().to_fixed_offset().format_iso()}
    command = [sys.executable, "-m", "punchcard", "--home", str(home.folder), *arguments]
    subprocess.run(command, env=variables, check=True, capture_output=True)


async def test_midnight_begins_a_new_day(home: Home) -> None:
    home.clock.set("23:59:30")
    home.start("22:00")
    home.stop("23:00")
    async with running(home.app()) as pilot:
        assert "22:00 – 23:00" in seen(pilot)
        home.clock.forward(minutes=1)
        await until(pilot, lambda: "Nothing yet today" in seen(pilot))
        assert "Week         1:00" in seen(pilot)


@contextmanager
def damaged(home: Home) -> Generator[Path]:
    home.start("08:00")
    file = Path(home.folders.database_file)
    file.write_bytes(b"this was a database once " * 400)
    yield file


@pytest.fixture
def headless(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app runs without a terminal."""
    run = PunchcardApp.run

    def run_headless(app: PunchcardApp) -> int | None:
        return run(app, headless=True)

    monkeypatch.setattr(PunchcardApp, "run", run_headless)


@pytest.mark.usefixtures("headless")
def test_mistake_of_the_program_while_opening_ends_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async def wrong(session: Session) -> None:
        raise ZeroDivisionError(session.account.name)

    monkeypatch.setattr("punchcard.tui.engine.life.ensure_known", wrong)

    with pytest.raises(ZeroDivisionError, match="local"):
        run_app(home.folders, home.config(), home.clock)


@pytest.mark.usefixtures("headless")
def test_damaged_database_ends_the_app_with_its_sentence(home: Home) -> None:
    with damaged(home), pytest.raises(DamagedDatabase, match=r"punchcard\.db") as refused:
        run_app(home.folders, home.config(), home.clock)

    assert refused.value.exit_code == 1


async def test_app_gives_up_while_a_form_is_open(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    start, app = Engine.start, home.app()
    monkeypatch.setattr(Engine, "start", _later)
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        with damaged(home):
            start(app.engine)
            await until(pilot, lambda: app.failure is not None)
            await pilot.pause()

    assert isinstance(app.failure, Refusal)
    assert app.return_value == 1


def _later(engine: Engine) -> None:
    del engine


async def test_mistake_of_the_program_is_not_hidden(home: Home) -> None:
    def wrong(session: Session) -> str:
        raise ZeroDivisionError("a mistake")

    async def run() -> None:
        async with running(home.app()) as pilot:
            app_of(pilot).engine.submit(wrong)
            await until(pilot, lambda: not app_of(pilot).is_running)

    with pytest.raises(ZeroDivisionError, match="a mistake"):
        await run()


async def test_full_disk_is_said_and_nothing_is_lost(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(home.app()) as pilot:
        await press(pilot, "s", "Clocked in")
        home.clock.set("09:00")
        with monkeypatch.context() as full:
            full.setattr(DatabaseFile, "write", _full)
            await pilot.press("x")
            await until(pilot, lambda: "✗ The disk is full" in said(pilot))
            assert isinstance(state(pilot), Working)
        await press(pilot, "x", "Clocked out at 09:00")


@contextmanager
def _full(self: DatabaseFile) -> Generator[None]:
    raise StorageFailed("The disk is full: nothing was changed.")
    yield


async def test_delivery_that_fails_is_shown_and_goes_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = "Clockodo cannot be reached; what you do is kept and will be sent later."

    async def unreachable(session: Session, wait_seconds: float = 10.0) -> Delivery:
        with session.store.read() as transaction:
            rows = tuple(transaction.outbox.unsettled(session.account.name))
        return Delivery(rows, Unreachable(problem))

    monkeypatch.setattr(DELIVER, unreachable)
    async with home.app().run_test() as pilot:
        await until(pilot, lambda: "○ offline" in seen(pilot))
        await pilot.press("s")
        await until(pilot, lambda: "↑1" in seen(pilot))
        monkeypatch.setattr(DELIVER, deliver)
        await until(pilot, lambda: app_of(pilot).connection.words == "saved")
        await until(pilot, lambda: "↑" not in seen(pilot))


async def test_punch_just_before_leaving_is_safe(home: Home) -> None:
    async with running(home.app()) as pilot:
        await pilot.press("s", "q")
        await pilot.pause()

    assert isinstance(home.state(), Working)
    assert home.rows()[-1].is_settled


async def test_leaving_while_delivering_hangs_keeps_the_punch(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with home.app().run_test() as pilot:
        await until(pilot, lambda: app_of(pilot).overview is not None)
        await pilot.press("s")
        await until(pilot, lambda: "Clocked in" in said(pilot))
        await pilot.press("q")
    gate.open()
    monkeypatch.undo()

    async with running(home.app()) as pilot:
        assert isinstance(state(pilot), Working)
    assert [row.state for row in home.rows()] == [OutboxState.CONFIRMED]


@pytest.mark.parametrize("early", [True, False])
async def test_leaving_at_once(home: Home, early: bool) -> None:
    app = home.app()
    async with app.run_test() as pilot:
        if not early:
            await opened(pilot)
        await pilot.press("q")

    assert app.return_value == 0
    assert not [thread for thread in threading.enumerate() if thread.name == "punchcard-engine"]


async def test_messages_that_come_while_closing_do_no_harm(home: Home) -> None:
    app = home.app()
    async with running(app) as pilot:
        stop = threading.Event()

        def pester() -> None:
            while not stop.is_set():
                app.post_message(RequestAccepted("still here"))
                app.post_message(RequestRefused(Refusal("still here")))
                time.sleep(0.002)

        pest = threading.Thread(target=pester)
        pest.start()
        await pilot.press("2", "1", "q")
    stop.set()
    pest.join()
    app.engine.submit(_too_late)
    app.engine.refresh()

    assert app.engine.fetch(_nothing).cancelled()
    assert app.return_value == 0


async def _nothing(session: Session) -> None:
    del session


def _too_late(session: Session) -> str:
    del session
    return "too late"


async def test_sentences_reach_a_screen_that_is_just_coming(home: Home) -> None:
    async with running(home.app()) as pilot:
        app = app_of(pilot)
        for mode in ("timesheet", "approvals", "clock"):
            app.switch_mode(mode)
            app.post_message(RequestAccepted(f"said to {mode}"))
            app.post_message(MachineSlept(app.now().subtract(minutes=9), app.now()))
            await until(pilot, lambda there=mode: f"said to {there}" in said(pilot))


async def test_two_apps_on_one_home_share_one_clock(home: Home) -> None:
    async with running(home.app()) as left, running(home.app()) as right:
        await press(left, "s", "Clocked in")
        await right.press("s")
        await until(right, lambda: said(right).startswith("✗") or isinstance(state(right), Working))
        await press(left, "x", "Clocked out")
        await until(right, lambda: isinstance(state(right), Idle))

    assert [row.change.kind for row in home.rows()].count("start") == 1


def test_delivering_is_patched_where_it_is_used() -> None:
    """The tests above stand on this."""
    from punchcard.tui.engine import delivering

    assert delivering.deliver is sync.deliver


async def test_app_gives_up_when_its_store_is_moved_aside(home: Home) -> None:
    app = home.app()
    async with running(app) as pilot:
        store = Path(home.folders.data, "punchcard.db")
        store.rename(store.with_name("punchcard.db.damaged-20260311-124100"))
        await until(pilot, lambda: app.failure is not None)

    assert app.failure is not None
    assert "was moved" in app.failure.message or "damaged" in app.failure.message
