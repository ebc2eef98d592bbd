from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.tui.approvals.team import BEN, CARLA, LI, TeamHome

from punchcard.core.people import Role

LEA = "Lea Brandt"
"""The other lead."""


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann leads Ben, Carla and Li; four things wait for her. Lea leads too."""
    home = TeamHome(tmp_path_factory.mktemp("team"))
    home.unlock()
    home.join(BEN, CARLA, LI)
    home.join(LEA, role=Role.LEAD)
    home.work_as(BEN, "2026-03-02 08:00-12:00", "2026-03-02 12:30-16:30", "2026-03-03 08:00-12:00")
    home.work_as(BEN, "2026-03-03 12:30-16:00", "2026-03-04 08:30-12:30", "2026-03-04 13:00-17:10")
    home.work_as(BEN, "2026-03-05 07:50-12:00", "2026-03-05 12:45-16:20", "2026-03-06 08:00-13:00")
    home.work_as(CARLA, "2026-03-09 07:30-14:00", "2026-03-09 14:30-18:30", "2026-03-10 09:00-17:00")
    home.work_as(CARLA, "2026-03-05 08:00-12:15", "2026-03-05 12:40-17:00", "2026-03-06 08:05-15:00")
    for day in (2, 3, 4, 5, 6):
        home.work_as(LI, f"2026-03-0{day} 08:00-12:00", f"2026-03-0{day} 12:{day * 9}-16:20")
    home.lock()
    home.ask(
        BEN, "+2026-03-03 16:00-17:00", note="Forgot to clock in again after the call", at="2026-03-06 09:12"
    )
    home.ask(
        CARLA, "-2026-03-05 12:00-12:15", "+2026-03-05 17:00-17:45", note="Swapped", at="2026-03-10 10:00"
    )
    home.ask(CARLA, "-2026-03-09 18:00-18:30", at="2026-03-11 08:02")
    home.hand_in(LI, "2026-03-02", at="2026-03-11 09:30")
    return home.folder


@pytest.fixture
def team(seed: Path, tmp_path: Path) -> TeamHome:
    """A copy of it; it is Wednesday, 11 March 2026, 12:41."""
    shutil.copytree(seed, tmp_path / "team")
    return TeamHome(tmp_path / "team")


@pytest.fixture
def at_once(team: TeamHome) -> TeamHome:
    """The same, where decisions are not held."""
    team.hold(0)
    return team
