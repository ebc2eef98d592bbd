"""Going over from one account to another: the engine of the one ends in good order, the other's begins.

Nothing of the old account stays: its screens are taken away and made anew, and its engine is no longer heard.
"""

from __future__ import annotations

import asyncio
from asyncio import wrap_future
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, ClassVar, Protocol, cast

from textual.screen import Screen

from punchcard.core.refusals import Refusal
from punchcard.services.session import Session
from punchcard.tui.accounts.beside import beside
from punchcard.tui.accounts.opening import OpeningScreen
from punchcard.tui.forms.base import Form
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.host import OPENING_MODE, HostApp

HELD_SECONDS = 0.5
"""How long to wait for the engine's word on what is held back."""


class _Modes(Protocol):
    """What Textual leaves without types."""

    MODES: ClassVar[Mapping[str, str | Callable[[], Screen[Any]]]]

    def remove_mode(self, mode: str) -> Awaitable[None]: ...

    def add_mode(self, mode: str, base_screen: str | Callable[[], Screen[Any]]) -> None: ...


def switch_to(app: HostApp, account: str) -> None:
    """Go over to another account; where something would be lost with that, ask first."""
    app.run_worker(partial(_switch, app, account), group="switching")


def go_back(app: HostApp) -> None:
    """Go back to the account that was open before; where there is none, leave."""
    before = app.came_from
    if before.account and before.account != app.account and before.account in app.config.accounts:
        switch_to(app, before.account)
    else:
        app.exit(0)


def show_opened(app: HostApp, sentence: str) -> None:
    """The account is open: back to the screen that was left."""
    app.switch_mode(app.came_from.mode)
    app.say(sentence)


def show_failure(app: HostApp, refusal: Refusal) -> None:
    """Say why the account cannot be opened."""
    if isinstance(app.screen_stack[0], OpeningScreen):
        app.screen_stack[0].show_failure(refusal)


async def _switch(app: HostApp, account: str) -> None:
    async with app.switching:
        is_opening = app.current_mode == OPENING_MODE
        if account == app.account and not is_opening:
            app.say(f"You are in {account} already.")
        elif await _may_leave(app):
            await _go(app, account)


async def _go(app: HostApp, account: str) -> None:
    old = app.engine
    app.leave_for(account)
    await _heard(app)
    await _clear(app)
    # It may take seconds until what is under way has ended.
    await beside(old.stop)
    app.engine.start()


async def _heard(app: HostApp) -> None:
    """Wait until all that the old engine has said was heard, so that none of it comes later."""
    heard = asyncio.Event()
    app.call_later(heard.set)
    await heard.wait()


async def _clear(app: HostApp) -> None:
    """Take every screen of the old account away; each is made anew when it is next gone to."""
    await app.switch_mode(OPENING_MODE)
    while len(app.screen_stack) > 1:
        await app.pop_screen()
    app.forget()
    if isinstance(app.screen, OpeningScreen):
        app.screen.show_account()
    modes = cast("_Modes", app)
    for mode, screen in modes.MODES.items():
        if mode != OPENING_MODE:
            await modes.remove_mode(mode)
            modes.add_mode(mode, screen)


async def _may_leave(app: HostApp) -> bool:
    """Ask before something typed or decided is lost."""
    if any(screen.has_changes for screen in app.screen_stack if isinstance(screen, Form)):
        question = ConfirmScreen(
            "Leave what you have typed?", "Nothing of it was saved.", yes="Leave it", no="Go on typing",
            title="Not saved",
        )  # fmt: skip
        if not await app.push_screen_wait(question):
            return False
    left = await _held_seconds(app)
    if left is None:
        return True
    question = ConfirmScreen(
        "Switch before your decision is sent?",
        f"It is held back for {max(1, round(left))} s more, so that it can be taken back. Switching now "
        "leaves it unsent; you are told so when you come back.",
        yes="Switch now", no="Stay", title="Not sent",
    )  # fmt: skip
    return bool(await app.push_screen_wait(question))


async def _held_seconds(app: HostApp) -> float | None:
    """In how many seconds the last decision that is held back is sent; None where none is."""
    if app.overview is None:
        return None

    async def read(session: Session) -> float | None:
        return session.hold.seconds_left()

    try:
        return await asyncio.wait_for(wrap_future(app.engine.fetch(read)), HELD_SECONDS)
    except TimeoutError:
        return None
