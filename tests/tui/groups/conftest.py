from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.homes import WITH_TARGETS, Home

from punchcard.tui.forms.base import TextLine


@pytest.fixture(autouse=True)
def still_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that blinks would be in one picture and not in the next."""
    monkeypatch.setattr(TextLine, "cursor_blink", False)


@pytest.fixture
def team(tmp_path: Path) -> Home:
    """Three days on two clients, and mails; it is Wednesday, 11 March 2026, 18:00."""
    home = Home(tmp_path / "home", WITH_TARGETS, "2026-03-09 18:00")
    for day in ("09", "10", "11"):
        home.clock.set(f"2026-03-{day} 18:00")
        home.work("08:00", "10:07", "Northwind/Portal/Development", "login form")
        home.work("10:07", "12:00", "Northwind/Portal/Support", "hotline")
        home.work("12:30", "15:20", "Blue Harbor/Fleet/Planning", "roadmap")
        home.work("15:20", "16:38", "Blue Harbor/Website", "")
    home.work("16:40", "17:10", "", "mails")
    return home
