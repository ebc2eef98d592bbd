"""What tests of the Timesheet screen need beside a pilot."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from tests.tui.homes import Home
from tests.tui.piloting import running, seen, settled, until
from textual.pilot import Pilot
from whenever import Date

from punchcard.core.refusals import Refusal
from punchcard.core.weeks import Week
from punchcard.services.outbox.sync import deliver
from punchcard.services.session import Session
from punchcard.services.timesheet.handing_in import ask_submit
from punchcard.tui.timesheet.screen import TimesheetScreen

WEEK_11 = Week(Date(2026, 3, 9), Date(2026, 3, 15))


@asynccontextmanager
async def on_timesheet(home: Home, size: tuple[int, int] = (80, 24)) -> AsyncGenerator[Pilot[int]]:
    """Run the app until the week is shown."""
    async with running(home.app(), size) as pilot:
        await go_there(pilot)
        yield pilot


async def go_there(pilot: Pilot[int]) -> None:
    await pilot.press("2")
    await until(pilot, lambda: timesheet(pilot).shown is not None, "the week being shown")
    await balanced(pilot)


async def balanced(pilot: Pilot[int]) -> None:
    """Wait until everything that was asked for is read and shown."""
    for _ in range(3):
        await settled(pilot)


def timesheet(pilot: Pilot[int]) -> TimesheetScreen:
    """The screen, also below a dialog."""
    found = [screen for screen in pilot.app.screen_stack if isinstance(screen, TimesheetScreen)]
    assert found, seen(pilot)
    return found[0]


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, one after the other, each once the one before has been answered."""
    for key in keys:
        await pilot.press(key)
        await balanced(pilot)


def line_with(pilot: Pilot[int], text: str) -> str:
    """The first line of the screen that holds `text`."""
    return next((line for line in seen(pilot).splitlines() if text in line), "")


def hand_in(home: Home, week: Week = WEEK_11) -> None:
    async def ask(session: Session) -> None:
        with session.change() as transaction:
            ask_submit(session, transaction, (week,))
        await deliver(session)

    home.do(ask)


class Unreachable(Refusal):
    """What a backend says that does not answer."""
