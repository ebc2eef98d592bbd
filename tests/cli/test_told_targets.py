"""Targets and balance at a vendor, over a real socket, with no hours in the configuration."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from tests.cli.program import Program
from tests.tui.engine.away import ACCOUNT, Away
from whenever import Date

from punchcard.core.entries import Entry
from punchcard.credentials import variable_of
from punchcard.sandbox.reference.state import TIME_TYPES

HOUR = 3600
NOW, LATER, TOMORROW = "2026-03-11T08:00:00+01:00", "2026-03-11T08:20:00+01:00", "2026-03-12T08:00:00+01:00"
TARGETS = "GET /api/targets"


@pytest.fixture
def away(tmp_path: Path) -> Generator[Away]:
    found = Away(tmp_path)
    configure(found)
    yield found
    found.close()


@pytest.fixture
def punch(away: Away) -> Program:
    """The program in a home whose account is at the vendor, on Wednesday 11 March 2026 at 08:00."""
    return Program(away.home.folder, NOW, {variable_of(ACCOUNT): away.key})


def configure(away: Away, more: str = "") -> None:
    away.home.configure(
        f'default_account = "{ACCOUNT}"\n[schedule]\nzone = "Europe/Berlin"\n{more}\n'
        f'[accounts.{ACCOUNT}]\nbackend = "reference"\nbase_url = "{away.url}"\n'
    )


def worked(away: Away, day: int, hours: int) -> None:
    """What the vendor has of a day of March, without clock times."""
    vendor = away.vendor.state
    entry_id = vendor.new_id("E")
    entry = Entry(entry_id, away.person, Date(2026, 3, day), None, None, duration_seconds=hours * HOUR)
    vendor.entries[entry_id] = entry


def test_the_week_and_the_day_know_what_the_vendor_asks_for(away: Away, punch: Program) -> None:
    worked(away, 9, 11)
    with away.served():
        week = punch("week", "--json").data
        assert [day["target_seconds"] for day in week["days"]] == [8 * HOUR] * 5 + [0, 0]
        assert (week["target_seconds"], week["difference_seconds"]) == (40 * HOUR, -29 * HOUR)
        assert away.calls().count(TARGETS) == 1
        assert {(found["rule"], found["date"]) for found in week["findings"]} >= {
            ("above_target", "2026-03-09")
        }
        day = punch("today", "--json").data
        assert (day["target_seconds"], day["difference_seconds"]) == (8 * HOUR, -8 * HOUR)
        assert (day["balance_seconds"], punch("status", "--json").data["target_seconds"]) == (None, 8 * HOUR)
        assert "of 8:00" in punch("today").out
        assert "done at 16:00" in punch("in").out + punch("today").out

        away.vendor.log.clear()
        punch("week", "2026-W09")
        assert sorted(away.calls()) == ["GET /api/entries", "GET /api/rights", TARGETS, "GET /api/weeks"]
    # Out of reach, and on another day: what was told stays.
    later = punch.at(TOMORROW)
    assert later("week", "--json").data["target_seconds"] == 40 * HOUR
    assert later("status", "--json").data["target_seconds"] == 8 * HOUR


def test_what_changes_there_is_read_by_sync_at_once(away: Away, punch: Program) -> None:
    with away.served():
        punch("week")
        absence = Entry(
            "E90", away.person, Date(2026, 3, 11), None, None, half_days=2, duration_seconds=8 * HOUR,
            time_type=next(each for each in TIME_TYPES if each.id == "vacation"),
        )  # fmt: skip
        away.vendor.state.entries[absence.id] = absence
        away.vendor.log.clear()
        assert punch("status", "--json").data["target_seconds"] == 8 * HOUR
        assert punch("sync").code == 0
        assert away.calls().count(TARGETS) == 1
        day = punch("today", "--json").data
        assert (day["target_seconds"], day["absence"]) == (0, "Vacation")
        assert punch("status", "--json").data["target_seconds"] == 0

        away.vendor.log.clear()
        away.home.clock.set("08:20")
        punch.at(LATER)("today")
        assert away.calls().count(TARGETS) == 1


def test_the_balance_counts_from_the_day_that_is_named(away: Away, punch: Program) -> None:
    configure(away, '[schedule.balance]\nfrom = 2026-03-02\nstart = "+1:00"')
    worked(away, 2, 9)
    worked(away, 10, 8)
    with away.served():
        day = punch("today", "--json").data
        assert (day["balance_seconds"], day["balance_until"]) == ((1 + 17 - 7 * 8) * HOUR, "2026-03-10")
        assert punch("week", "--last", "--json").data["balance_seconds"] == (1 + 9 - 5 * 8) * HOUR
        away.vendor.log.clear()
        assert punch("today", "--json").data["balance_seconds"] == day["balance_seconds"]
        assert away.calls() == []
