from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.homes import PORTAL, SUPPORT, WITH_TARGETS, Home


@pytest.fixture
def week(tmp_path: Path) -> Home:
    """Week 11 of 2026 is done: breaks, findings and a night. It is Sunday, 15 March 2026, 18:00."""
    home = Home(tmp_path / "week", WITH_TARGETS, "2026-03-15 18:00")
    for start, end, on, note in (
        ("2026-03-09 08:00", "2026-03-09 12:30", PORTAL, "login form"),
        ("2026-03-09 13:00", "2026-03-09 16:40", SUPPORT, ""),
        ("2026-03-10 08:00", "2026-03-10 13:10", PORTAL, "migration"),
        ("2026-03-10 13:25", "2026-03-10 17:55", SUPPORT, "call with the [b]printer[/] people"),
        ("2026-03-11 08:30", "2026-03-11 12:00", PORTAL, ""),
        ("2026-03-11 12:45", "2026-03-11 17:15", PORTAL, "spec review"),
        ("2026-03-12 21:30", "2026-03-13 02:00", PORTAL, "release night"),
        ("2026-03-13 13:30", "2026-03-13 17:00", SUPPORT, "after the release"),
    ):
        home.work(start, end, on, note)
    return home


@pytest.fixture
def running_home(tmp_path: Path) -> Home:
    """It is Wednesday, 11 March 2026, 12:41; the clock runs since 08:02, with a break."""
    home = Home(tmp_path / "running", WITH_TARGETS, "2026-03-11 12:41")
    home.work("2026-03-09 08:00", "2026-03-09 16:40", PORTAL, "login form")
    home.start("08:02", PORTAL, "spec review", "Home office")
    home.take_break("12:00")
    home.resume("12:30")
    return home
