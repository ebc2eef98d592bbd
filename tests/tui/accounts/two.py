"""A home with two accounts on this machine, and going from one to the other."""

from __future__ import annotations

from pathlib import Path

from tests.tui.homes import WITH_TARGETS, Home
from tests.tui.piloting import app_of, on_top, opened, until
from textual.pilot import Pilot

from punchcard.tui.accounts.switcher import AccountSwitcher

TWO = f"""\
default_account = "work"
{WITH_TARGETS}
[accounts.work]
backend = "local"
name = "Wilma"

[accounts.home]
backend = "local"
name = "Hanna"
"""
BROKEN = '\n[accounts.broken]\nbackend = "nowhere"\n'


def two_accounts(folder: Path) -> Home:
    """Two accounts; the default one has been worked in."""
    home = Home(folder, TWO, "2026-03-11 08:00")
    home.work("2026-03-10 08:00", "2026-03-10 12:00", "Northwind/Portal", "of the work account")
    return home


async def choose(pilot: Pilot[int], name: str) -> None:
    """Choose an account in the switcher."""
    await pilot.press("at")
    await on_top(pilot, AccountSwitcher)
    await pilot.press(*name, "enter")


async def arrived(pilot: Pilot[int], name: str) -> None:
    """Wait until an account is open."""
    app = app_of(pilot)
    await until(
        pilot, lambda: app.overview is not None and app.overview.account == name, f"{name} being open"
    )
    await opened(pilot)


async def switch(pilot: Pilot[int], name: str) -> None:
    """Go over to an account by the switcher."""
    await choose(pilot, name)
    await arrived(pilot, name)
