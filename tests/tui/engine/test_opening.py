"""Accounts that cannot be opened yet: the app opens all the same, says why, and goes on by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NoReturn

import pytest
from tests.tui.engine.away import Away, Keyring
from tests.tui.engine.test_hostile_network import shows, top
from tests.tui.piloting import app_of, opened, said, seen, state, until

from punchcard.core.clock import Working
from punchcard.credentials import KeyringLocked, NoKeyring
from punchcard.store.outbox import OutboxState


def locked() -> NoReturn:
    raise KeyringLocked("The keyring is locked, and was not unlocked.", "Unlock it and try again.")


def missing() -> NoReturn:
    raise NoKeyring("There is no keyring here that could keep a secret.", "Install one.")


async def test_never_connected_and_out_of_reach(away: Away) -> None:
    async with away.home.app().run_test() as pilot:
        await until(pilot, lambda: "acme cannot be opened yet" in seen(pilot))
        assert "○ offline" in top(pilot)
        for keys in ("r tries again", "f2 accounts", "@ another account"):
            assert keys.casefold() in seen(pilot).casefold()
        await pilot.press("s", "b", "x", "2")
        await until(pilot, lambda: "acme cannot be opened yet" in seen(pilot))
        await pilot.press("1")
        with away.served():
            await pilot.press("r")
            await opened(pilot)
            assert "cannot be opened" not in seen(pilot)
            await pilot.press("s")
            await until(pilot, lambda: isinstance(state(pilot), Working) and "↑" not in top(pilot))


async def test_goes_on_by_itself(away: Away) -> None:
    async with away.home.app().run_test() as pilot:
        await until(pilot, lambda: "acme cannot be opened yet" in seen(pilot))
        with away.served():
            away.home.clock.forward(minutes=2)
            await opened(pilot)


@pytest.mark.parametrize(("problem", "words"), [(locked, "✗ keyring locked"), (missing, "✗ no keyring here")])
async def test_keyring_that_does_not_give_the_key(
    away: Away, keyring: Keyring, problem: Callable[[], None], words: str
) -> None:
    keyring.answer = problem
    with away.served():
        async with away.home.app().run_test() as pilot:
            await shows(pilot, words)
            await until(pilot, lambda: "acme cannot be opened yet" in seen(pilot))
            keyring.answer = _nothing
            await pilot.press("r")
            await opened(pilot)


async def test_locked_keyring_lets_a_known_account_work_offline(away: Away, keyring: Keyring) -> None:
    away.connect()
    keyring.forget()
    keyring.answer = locked
    with away.served():
        async with away.home.app().run_test() as pilot:
            await shows(pilot, "✗ keyring locked")
            await pilot.press("s")
            await until(pilot, lambda: "Clocked in at 08:00" in said(pilot))
            await shows(pilot, "↑1")
            keyring.answer = _nothing
            # Nobody asks for it: it is looked at again every few seconds.
            away.home.clock.forward(seconds=20)
            await shows(pilot, "● connected")
            await until(pilot, lambda: "↑" not in top(pilot))
    assert [row.state for row in away.rows()] == [OutboxState.CONFIRMED]


async def test_hanging_keyring_keeps_nobody_from_working(away: Away, keyring: Keyring) -> None:
    away.connect()
    keyring.forget()
    unlocked = threading.Event()

    def wait() -> None:
        unlocked.wait(60)

    keyring.answer = wait
    with away.served():
        async with away.home.app().run_test() as pilot:
            await until(pilot, lambda: app_of(pilot).overview is not None)
            await pilot.press("s")
            await until(pilot, lambda: "Clocked in at 08:00" in said(pilot))
            await shows(pilot, "✗ keyring ")
            unlocked.set()
            away.home.clock.forward(seconds=20)
            await shows(pilot, "● connected")
            await until(pilot, lambda: "↑" not in top(pilot))


@pytest.mark.parametrize("is_known", [True, False])
async def test_key_that_another_process_has_changed_is_found(
    away: Away, keyring: Keyring, is_known: bool
) -> None:
    if is_known:
        away.connect()
        keyring.forget()
    good, keyring.key = keyring.key, "a-key-that-was-revoked"
    with away.served():
        async with away.home.app().run_test() as pilot:
            await shows(pilot, "✗ key refused")
            keyring.key = good
            away.home.clock.forward(minutes=2)
            await shows(pilot, "● connected")


async def test_key_of_somebody_else_sends_nothing_until_the_right_one_is_back(
    away: Away, keyring: Keyring
) -> None:
    away.connect()
    keyring.forget()
    away.vendor.log.clear()
    bens, keyring.key = keyring.key, next(iter(away.vendor.keys.values()))
    with away.served():
        async with away.home.app().run_test() as pilot:
            await shows(pilot, "✗ key of somebody else")
            await until(pilot, lambda: "kept until the key of Ben is back" in " ".join(said(pilot).split()))
            await pilot.press("s")
            await until(pilot, lambda: "Clocked in at 08:00" in said(pilot))
            await pilot.press("r")
            away.home.clock.forward(minutes=2)
            await pilot.pause(0.4)
            assert away.calls() == ["GET /api/me"]
            keyring.key = bens
            away.home.clock.forward(minutes=10)
            await shows(pilot, "● connected")
            await until(pilot, lambda: "↑" not in top(pilot))
    assert away.calls().count("GET /api/me") == 1
    assert list(away.vendor.state.running) == [away.person]


async def test_leaving_while_it_cannot_be_opened(away: Away) -> None:
    app = away.home.app()
    async with app.run_test() as pilot:
        await until(pilot, lambda: "acme cannot be opened yet" in seen(pilot))
        await pilot.press("q")
    assert app.return_value == 0
    assert not [thread for thread in threading.enumerate() if thread.name == "punchcard-engine"]


async def test_mistake_in_the_configuration_ends_the_app(away: Away) -> None:
    away.home.configure('default_account = "acme"\n[accounts.acme]\nbackend = "nobodys"\n')
    app = away.home.app()
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.failure is not None)
    assert app.failure is not None
    assert "nobodys" in app.failure.message


def _nothing() -> None:
    """All is well."""
