"""Makes the pictures in screenshots/ from the demo: `python -m tests.screenshots`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from punchcard.config import load_config
from punchcard.credentials import variable_of
from punchcard.paths import Folders
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.services.clocks import WallClock, wall_clock
from punchcard.services.demo.home import DemoHome, demo_home
from punchcard.services.demo.in_process import InProcess
from punchcard.services.demo.vendor import look_around, vendor_home
from punchcard.services.simulated import simulated
from punchcard.tui.app import PunchcardApp

FOLDER = Path(__file__).parent.parent / "screenshots"
MOMENT = "2026-03-11T12:41"
DEADLINE_SECONDS = 10
LEAD = "Lea"
"""Whose inbox is shown."""


@dataclass(frozen=True)
class Picture:
    """One picture: its name, the window, the theme, and what is typed first."""

    name: str
    width: int = 80
    height: int = 24
    theme: str = "punchcard-dark"
    keys: tuple[str, ...] = ()
    acting_as: str | None = None
    """Who of the team it is; None for Ann, whose home it is."""
    has_vendor: bool = False
    """Whether there is an account at the reference vendor as well."""
    vendor: str | None = None
    """At which simulated vendor the demo is; None for this machine."""


PICTURES = (
    Picture("clock-working"),
    Picture("clock-break", keys=("b",)),
    Picture("clock-light", theme="punchcard-light"),
    Picture("clock-wide", width=120, height=30),
    Picture("clock-edit", keys=("e",)),
    Picture("clock-ansi", theme="ansi-dark"),
    Picture("timesheet", keys=("2", "home", "enter")),
    Picture("timesheet-wide", width=120, height=34, keys=("2", "home", "enter")),
    Picture("timesheet-ansi", theme="ansi-dark", keys=("2", "home", "enter")),
    Picture("approvals", keys=("3", "down", "down", "down"), acting_as=LEAD),
    Picture("approvals-hold", keys=("3", "down", "down", "down", "a"), acting_as=LEAD),
    Picture("approvals-week", keys=("3",), acting_as=LEAD),
    Picture("approvals-wide", width=120, height=34, keys=("3", "v", "v", "end"), acting_as=LEAD),
    Picture("approvals-ansi", theme="ansi-dark", keys=("3", "down", "down", "down"), acting_as=LEAD),
    Picture("requests", keys=("3",)),
    Picture("accounts", keys=("f2", "down", "t"), has_vendor=True),
    Picture("help", keys=("question_mark",)),
    Picture("clockodo-clock", width=100, vendor="clockodo"),
    Picture(
        "clockodo-timesheet", width=100, height=26, keys=("2", "home", "down", "enter"), vendor="clockodo"
    ),
    Picture("clockodo-approvals", width=100, height=30, acting_as=LEAD, keys=("3",), vendor="clockodo"),
    Picture("mctime-clock", width=100, vendor="mctime"),
    Picture("mctime-timesheet", width=110, height=30, keys=("2", "home"), vendor="mctime"),
    Picture("mctime-who", width=100, height=26, acting_as=LEAD, keys=("1", "w"), vendor="mctime"),
    Picture("lucca-clock", width=100, vendor="lucca"),
    Picture("lucca-timesheet", width=100, height=30, keys=("x", "2", "home", "w"), vendor="lucca"),
    Picture("lucca-approvals", width=100, height=26, acting_as=LEAD, keys=("3", "down"), vendor="lucca"),
)


def main() -> None:
    """Make every picture, each in a demo home of its own."""
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        if picture.vendor is not None:
            svg = _at_vendor(picture.vendor, picture)
        else:
            with demo_home(MOMENT) as home, _vendor(home) if picture.has_vendor else nullcontext():
                svg = asyncio.run(_draw(home.folders, home.clock, picture, picture.acting_as))
        path = FOLDER / f"{picture.name}.svg"
        path.write_text(svg, encoding="utf-8")
        print(path.relative_to(FOLDER.parent))


def _at_vendor(name: str, picture: Picture) -> str:
    """A picture of the demo at a vendor in this very process."""
    with vendor_home(name, MOMENT, picture.acting_as) as home, _environment(home.variables):
        look_around(home)
        return asyncio.run(_draw(home.folders, wall_clock(), picture, None))


@contextmanager
def _vendor(home: DemoHome) -> Generator[None]:
    """An account at a vendor in this very process, its key in the environment."""
    vendor = reference_vendor(now=home.clock)
    address = f"http://127.0.0.1:{vendor.port}"
    with open(home.folders.config_file, "a", encoding="utf-8") as file:
        file.write(f'\n[accounts.acme]\nbackend = "reference"\nbase_url = "{address}"\n')
    key = {variable_of("acme"): next(iter(vendor.keys.values()))}
    with simulated(address, InProcess(vendor.app)), _environment(key):
        yield


@contextmanager
def _environment(variables: Mapping[str, str]) -> Generator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


async def _draw(there: Folders, clock: WallClock, picture: Picture, acting_as: str | None) -> str:
    app = PunchcardApp(there, load_config(there), clock, None, acting_as)
    app.theme = picture.theme
    async with app.run_test(size=(picture.width, picture.height)) as pilot:
        for _ in range(DEADLINE_SECONDS * 20):
            await pilot.pause(0.05)
            if app.overview is not None and app.connection.tone == "good":
                break
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        await pilot.pause(0.3)
        return app.export_screenshot(title="punch", simplify=True)


if __name__ == "__main__":
    main()
