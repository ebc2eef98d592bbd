"""What tests of the app need beside a pilot: waiting for a fact instead of a time, reading the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from operator import attrgetter
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from punchcard.core.clock import ClockState
from punchcard.services.session import Session
from punchcard.tui.app import PunchcardApp
from punchcard.tui.clock.stopwatch import Stopwatch
from punchcard.tui.mode_screen import ModeScreen
from punchcard.tui.widgets.flash import Flash

PATIENCE_SECONDS = 20.0
"""After which a fact will not come true any more."""

# What `App.export_screenshot` makes a picture of. A picture costs many times as much as the text in it.
_DRAW = attrgetter("screen._compositor.render_update")
_BEHIND = attrgetter("_background_screens")


async def until(pilot: Pilot[Any], fact: Callable[[], bool], what: str = "") -> None:
    """Wait until something holds."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not fact():
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"it never came to {what or 'it'}; the screen shows:\n{seen(pilot)}")
        await pilot.pause(0.005)
    await pilot.pause()


async def opened(pilot: Pilot[int]) -> None:
    """Wait until the account is open and everything is delivered."""
    app = app_of(pilot)
    await until(
        pilot, lambda: app.connection.tone == "good" and app.overview is not None, "the account being open"
    )
    await stilled(pilot)


async def stilled(pilot: Pilot[int]) -> None:
    """No cursor blinks, so that every picture of a moment is the same."""
    await pilot.pause()
    for line in pilot.app.screen.query(Input):
        line.cursor_blink = False
    await pilot.pause()


@asynccontextmanager
async def running(app: PunchcardApp, size: tuple[int, int] = (80, 24)) -> AsyncGenerator[Pilot[int]]:
    """Run the app until its account is open."""
    app.animation_level = "none"
    async with app.run_test(size=size, tooltips=True) as pilot:
        await opened(pilot)
        yield pilot


async def press(pilot: Pilot[int], keys: str, sentence: str) -> None:
    """Press keys, and wait until the app says a sentence that holds `sentence`, and has delivered."""
    await pilot.press(*keys.split())
    await says(pilot, sentence)


async def says(pilot: Pilot[int], sentence: str) -> None:
    """Wait until the app says something that holds `sentence`, and everything is delivered."""
    app = app_of(pilot)
    await until(pilot, lambda: sentence in said(pilot), f"“{sentence}”, only to “{said(pilot)}”")
    await until(pilot, lambda: app.overview is not None and app.overview.pending == 0, "delivering")


async def settled(pilot: Pilot[int]) -> None:
    """Wait until the engine has done all that it was asked so far, and the screen shows it."""
    await pilot.pause()

    async def nothing(session: Session) -> None:
        del session

    await asyncio.wrap_future(app_of(pilot).engine.fetch(nothing))
    await pilot.pause()


async def on_top(pilot: Pilot[int], screen: type[Screen[Any]]) -> None:
    """Wait until a screen of this kind stands on top."""
    await until(pilot, lambda: isinstance(pilot.app.screen, screen), screen.__name__)
    await stilled(pilot)


def app_of(pilot: Pilot[int]) -> PunchcardApp:
    """The app that a pilot drives."""
    assert isinstance(pilot.app, PunchcardApp)
    return pilot.app


def mode_screen(pilot: Pilot[int]) -> ModeScreen:
    """The screen of the current mode that is seen, also below a dialog."""
    return next(s for s in reversed(pilot.app.screen_stack) if isinstance(s, ModeScreen))


def said(pilot: Pilot[int]) -> str:
    """What stands above the footer."""
    for flash in mode_screen(pilot).query(Flash):
        return flash.said
    return ""


def digits(pilot: Pilot[int]) -> str:
    """What the big digits show."""
    return mode_screen(pilot).query_one(Stopwatch).view.elapsed


def seen(pilot: Pilot[Any]) -> str:
    """Every line of the screen as text."""
    update = _DRAW(pilot.app)(full=True, screen_stack=_BEHIND(pilot.app))
    return "\n".join("".join(strip.text for strip in line).rstrip() for line in update.strips)


def state(pilot: Pilot[int]) -> ClockState:
    """The clock as the app knows it."""
    overview = app_of(pilot).overview
    assert overview is not None
    return overview.state
