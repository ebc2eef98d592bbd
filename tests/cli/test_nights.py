"""A night at work, looked at from both of its days: what the rows say adds up to what was worked."""

from __future__ import annotations

from tests.cli.program import Program


def rows(punch: Program, day: str) -> list[str]:
    return [" ".join(line.split()) for line in punch("today", "--day", day).out.splitlines()]


def test_each_day_of_a_night_shows_its_own_part(punch: Program) -> None:
    punch("add", "22:00", "06:00", "--day", "mon", "--break", "02:00-02:30")
    monday, tuesday = rows(punch, "mon"), rows(punch, "tue")
    assert any("22:00 – 06:00 (next day) 2:00" in row for row in monday)
    assert any("22:00 (day before) – 06:00 5:30 break 02:00–02:30" in row for row in tuesday)
    assert not any("break" in row for row in monday if "22:00" in row)
    assert any(row.startswith("Worked 2:00") for row in monday)
    assert any(row.startswith("Worked 5:30") for row in tuesday)
    assert punch("today", "--day", "tue", "--json").data["entries"][0]["duration_seconds"] == 27_000


def test_a_clock_over_midnight_shows_its_own_part(punch: Program) -> None:
    night = punch.at("2026-03-12T03:00:00+01:00")
    night("in", "--at", "yesterday 22:00")
    assert any("22:00 (day before) – … 3:00" in row for row in rows(night, "today"))
    assert any("22:00 – … 2:00" in row for row in rows(night, "yesterday"))
