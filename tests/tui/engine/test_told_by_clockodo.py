"""What Clockodo does besides a punch, or refuses, is said in the app: also of what was asked for earlier."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.tui.homes import Home
from tests.tui.piloting import opened, said, until

from punchcard.credentials import variable_of
from punchcard.sandbox.application import Simulated
from punchcard.sandbox.clockodo.server import clockodo_vendor
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.serving import serving
from punchcard.services import clocking
from punchcard.services.choices import assignment_named
from punchcard.services.secrets import forget_secret
from punchcard.services.session import Session

ON = "Northwind/Portal/Development"


@contextmanager
def at_clockodo(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[tuple[Home, Simulated[ClockodoState]]]:
    home = Home(folder / "home", at="2026-03-11 08:00")
    vendor = clockodo_vendor(now=home.clock, empty=True)
    monkeypatch.setenv(variable_of("acme"), vendor.keys["Ann"])
    forget_secret("acme")
    with serving(vendor.app) as url:
        settings = {**vendor.settings["Ann"], "base_url": f"{url}/api"}
        lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
        home.configure(f'[accounts.acme]\nbackend = "clockodo"\n{lines}')
        yield home, vendor
    forget_secret("acme")


async def asked_before(session: Session) -> None:
    clocking.start(session, None, await assignment_named(session, ON))


async def ended_before(session: Session) -> None:
    clocking.stop(session)


async def test_the_clock_that_a_start_has_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with at_clockodo(tmp_path, monkeypatch) as (home, vendor):
        home.do(asked_before)
        vendor.faults.always(Fault.CHANGED_ELSEWHERE, ["POST /api/v2/clock"])
        async with home.app().run_test() as pilot:
            await opened(pilot)
            words = "✓ The start at 08:00 has stopped another clock at Clockodo: it ran since 07:5"
            await until(pilot, lambda: words in said(pilot), words)


async def test_the_work_whose_start_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with at_clockodo(tmp_path, monkeypatch) as (home, vendor):
        home.do(asked_before)
        home.clock.set("12:00")
        home.do(ended_before)
        # While nothing could be sent, somebody has begun to let a clock run for them.
        vendor.faults.always(Fault.CHANGED_ELSEWHERE, ["POST /api/v2/clock"])
        async with home.app().run_test() as pilot:
            await opened(pilot)
            words = (
                "✗ Refused: clock in at 08:00. Clockodo says: “There is another entry at this time”. "
                "What you have worked from 08:00 to 12:00 is not booked. a in the timesheet adds it. "
                "This needs you: clock out at 12:00."
            )
            await until(pilot, lambda: words in said(pilot), words)
