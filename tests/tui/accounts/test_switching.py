"""Going over from one account to another: nothing of the one is in the other, and nothing is lost."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from tests.tui.accounts.two import BROKEN, TWO, arrived, choose, switch, two_accounts
from tests.tui.homes import Home
from tests.tui.piloting import (
    app_of,
    mode_screen,
    on_top,
    press,
    running,
    said,
    seen,
    settled,
    state,
    until,
)

from punchcard.core.clock import Idle, Working
from punchcard.core.refusals import Refusal
from punchcard.services.overview import Overview
from punchcard.services.session import Session, open_session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.tui.accounts.opening import OpeningScreen
from punchcard.tui.accounts.screen import AccountsScreen
from punchcard.tui.accounts.switcher import AccountSwitcher
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.note import NoteScreen
from punchcard.tui.messages import EngineFailed, OverviewChanged, RequestAccepted
from punchcard.tui.timesheet.screen import TimesheetScreen


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Two accounts; the default one has been worked in."""
    return two_accounts(tmp_path / "home")


async def rows(home: Home, account: str) -> list[OutboxRow]:
    """Everything that an account was asked for."""
    session = await open_session(home.folders, home.config(), home.clock, account)
    try:
        with session.store.read() as transaction:
            return transaction.outbox.latest(account, 100)
    finally:
        await session.aclose()


async def test_each_account_has_its_own_clock_outbox_and_undo(home: Home) -> None:
    async with running(home.app()) as pilot:
        await press(pilot, "s", "Clocked in at 08:00")
        await switch(pilot, "home")
        assert isinstance(state(pilot), Idle)
        assert "you are Hanna there" in said(pilot)
        screen = seen(pilot)
        assert "Wilma" not in screen
        assert "Northwind" not in screen
        assert "work" not in screen.splitlines()[0]
        await pilot.press("u")
        await until(pilot, lambda: "nothing to undo" in said(pilot))
        await switch(pilot, "work")
        assert isinstance(state(pilot), Working)
        await press(pilot, "u", "Undone")
        assert isinstance(state(pilot), Idle)
    assert await rows(home, "home") == []
    assert {row.state for row in await rows(home, "work")} == {OutboxState.CONFIRMED}


async def test_the_screen_that_was_seen_is_seen_again_with_nothing_of_the_old_account(home: Home) -> None:
    async with running(home.app()) as pilot:
        await pilot.press("2", "left_square_bracket")
        await until(pilot, lambda: "Week 10" in seen(pilot))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "of the work account" in seen(pilot) or "4:00" in seen(pilot))
        await pilot.press("left_square_bracket")
        await switch(pilot, "home")
        assert isinstance(mode_screen(pilot), TimesheetScreen)
        await until(pilot, lambda: "Week 11" in seen(pilot), "this week, not the one that was looked at")
        assert "of the work account" not in seen(pilot)
        await pilot.press("1")
        assert "Northwind" not in seen(pilot)


async def test_what_an_old_engine_still_says_is_not_heard(home: Home) -> None:
    async with running(home.app()) as pilot:
        app = app_of(pilot)
        old = app.overview
        assert old is not None
        line = app._line  # pyright: ignore[reportPrivateUsage]
        await switch(pilot, "home")
        line(OverviewChanged(old))
        line(RequestAccepted("From the old one."))
        line(EngineFailed(Refusal("It is gone.")))
        await settled(pilot)
        now: Overview | None = app.overview
        assert now is not None
        assert now.account == "home"
        assert "old one" not in said(pilot)
        assert app.is_running


async def test_the_open_account_is_not_opened_again(home: Home) -> None:
    async with running(home.app()) as pilot:
        engine = app_of(pilot).engine
        await choose(pilot, "wor")
        await until(pilot, lambda: "You are in work already." in said(pilot))
        assert app_of(pilot).engine is engine


async def test_an_account_that_cannot_be_opened_says_why_and_leads_back(home: Home) -> None:
    home.configure(TWO + BROKEN)
    async with running(home.app()) as pilot:
        await choose(pilot, "broken")
        await until(pilot, lambda: "broken cannot be opened" in seen(pilot))
        await until(pilot, lambda: "is kept in its outbox" in " ".join(seen(pilot).split()))
        assert "No backend named “nowhere” is installed." in " ".join(seen(pilot).split())
        await pilot.press("r")
        await until(pilot, lambda: "Opening broken" in seen(pilot) or "cannot be opened" in seen(pilot))
        await until(pilot, lambda: "cannot be opened" in seen(pilot))
        await pilot.press("at")
        await on_top(pilot, AccountSwitcher)
        await pilot.press("escape", "escape")
        await arrived(pilot, "work")
        await press(pilot, "s", "Clocked in")


async def test_unsent_input_is_asked_about_first(home: Home) -> None:
    home.start("08:00")
    async with running(home.app()) as pilot:
        await pilot.press("n")
        await on_top(pilot, NoteScreen)
        await pilot.press(*"half", "f2")
        await on_top(pilot, AccountsScreen)
        await until(pilot, lambda: "Hanna" in seen(pilot) or "home" in seen(pilot))
        await pilot.press("down", "enter")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("n")
        await on_top(pilot, AccountsScreen)
        await pilot.press("escape")
        await on_top(pilot, NoteScreen)
        assert "half" in seen(pilot)
        await pilot.press("f2")
        await on_top(pilot, AccountsScreen)
        await pilot.press("down", "enter")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("y")
        await arrived(pilot, "home")
        assert len(pilot.app.screen_stack) == 1


async def test_what_is_held_back_is_asked_about_first(home: Home) -> None:
    async def hold(session: Session) -> None:
        session.hold.add(["a decision"], 60)

    async with running(home.app()) as pilot:
        await asyncio.wrap_future(app_of(pilot).engine.fetch(hold))
        await choose(pilot, "home")
        await on_top(pilot, ConfirmScreen)
        assert "leaves it unsent" in " ".join(seen(pilot).split())
        await pilot.press("n")
        await settled(pilot)
        assert app_of(pilot).account == "work"


async def test_the_screen_answers_while_the_old_engine_ends(home: Home) -> None:
    """What is under way may take the old engine a while; meanwhile it is said what is opened."""
    let_go = threading.Event()

    async def busy(session: Session) -> None:
        let_go.wait(10)

    async with running(home.app()) as pilot:
        app_of(pilot).engine.fetch(busy)
        await choose(pilot, "home")
        await on_top(pilot, OpeningScreen)
        await until(pilot, lambda: "Opening home" in seen(pilot))
        assert "Northwind" not in seen(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: "Another account is opened" in " ".join(seen(pilot).split()))
        await pilot.press("escape")
        let_go.set()
        await arrived(pilot, "home")


async def test_to_and_fro_in_a_hurry_ends_where_it_was_asked_for_last(home: Home) -> None:
    from punchcard.tui.accounts.switching import switch_to

    async with running(home.app()) as pilot:
        app = app_of(pilot)
        for name in ("home", "work", "home", "work", "home"):
            switch_to(app, name)
        await until(pilot, lambda: app.account == "home" and app.overview is not None)
        await settled(pilot)
        await arrived(pilot, "home")
        engines = [thread for thread in threading.enumerate() if thread.name == "punchcard-engine"]
        assert len(engines) == 1, "the others have ended"


async def test_one_account_alone_leads_to_where_another_is_added(bare_home: Home) -> None:
    async with running(bare_home.app()) as pilot:
        await pilot.press("at")
        await on_top(pilot, AccountSwitcher)
        assert "local is the only account" in " ".join(seen(pilot).split())
        await pilot.press("enter")
        await on_top(pilot, AccountsScreen)
        await pilot.press("f2")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)


async def test_the_palette_goes_over_too(home: Home) -> None:
    async with running(home.app()) as pilot:
        await pilot.press("ctrl+p", *"to home")
        await until(pilot, lambda: "account: Switch to home" in seen(pilot))
        await pilot.press("down", "enter")
        await arrived(pilot, "home")


async def test_the_account_in_the_top_line_can_be_clicked(home: Home) -> None:
    async with running(home.app()) as pilot:
        line = seen(pilot).splitlines()[0]
        await pilot.click(offset=(line.index("work") + 1, 0))
        await on_top(pilot, AccountSwitcher)
