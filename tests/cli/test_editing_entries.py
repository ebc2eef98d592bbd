"""Entries edited in a shell: what is in the way, durations, splitting, moving, and taking it all back."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cli.program import Program


def spans(punch: Program, day: str = "today") -> list[tuple[str, str]]:
    entries = punch("today", "--day", day, "--json").data["entries"]
    return [(entry["start"][11:16], entry["end"][11:16]) for entry in entries]


def newest(punch: Program, day: str = "today") -> str:
    entries: list[dict[str, Any]] = punch("today", "--day", day, "--json").data["entries"]
    return entries[-1]["id"]


def test_nothing_is_overlapped_unless_it_is_asked_for(punch: Program) -> None:
    punch("add", "08:00", "12:00")
    refused = punch("add", "11:00", "13:00")
    assert (refused.code, "would overlap" in refused.err) == (1, True)
    assert spans(punch) == [("08:00", "12:00")]
    said = punch("add", "11:00", "13:00", "--overlap", "trim")
    assert said.out == "Added 11:00 – 13:00, 2 h. 08:00 – 12:00 is cut to 08:00 – 11:00.\n"
    assert spans(punch) == [("08:00", "11:00"), ("11:00", "13:00")]
    assert punch("undo").code == 0
    assert spans(punch) == [("08:00", "12:00")]
    assert punch("redo").code == 0
    assert spans(punch) == [("08:00", "11:00"), ("11:00", "13:00")]
    assert punch("redo").err == "There is nothing to redo.\n"


def test_only_what_fits_can_be_chosen(punch: Program) -> None:
    punch("add", "08:00", "16:00")
    trimmed = punch("add", "11:00", "13:00", "--overlap", "trim")
    assert (trimmed.code, trimmed.err.splitlines()[-1]) == (1, "Choose split or replace.")
    assert punch("add", "11:00", "13:00", "--overlap", "burn").code == 2
    assert punch("add", "11:00", "13:00", "--overlap", "split").code == 0
    assert spans(punch) == [("08:00", "11:00"), ("11:00", "13:00"), ("13:00", "16:00")]
    assert punch("change", newest(punch), "--start", "10:00", "--overlap", "replace").code == 0
    assert spans(punch)[-1] == ("10:00", "16:00")


def test_half_a_day_of_vacation(punch: Program) -> None:
    punch.configure('[schedule]\nzone = "Europe/Berlin"\nhours = { wed = "8:00" }\n')
    said = punch("add", "--days", "0.5", "--type", "vacation")
    assert (said.code, said.out) == (0, "Added half a day of Vacation, Wed 11 March.\n")
    assert "0.5" in punch("add", "--days", "2").err
    assert punch("undo").code == 0
    assert punch("today", "--json").data["entries"] == []


def test_hours_of_work_need_the_setting(punch: Program) -> None:
    refused = punch("add", "--hours", "7:30", "--day", "mon")
    assert (refused.code, "not in hours" in refused.err) == (2, True)
    punch.configure('[accounts.local]\nbackend = "local"\nunits = "times, hours"\n')
    assert punch("add", "--hours", "7:30", "--day", "mon").out == "Added 7 h 30 min, Mon 9 March.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("add",),
        ("add", "08:00"),
        ("add", "08:00", "09:00", "--hours", "1"),
        ("add", "--hours", "1", "--days", "1"),
        ("add", "--hours", ""),
        ("add", "--days", ""),
        ("add", "--hours", "25", "--type", "vacation"),
        ("add", "--hours", "1", "--day", "9999-12-31", "--type", "vacation"),
        ("add", "--days", "1", "--day", "0001-01-01", "--type", "vacation"),
        ("add", "08:00", "12:00", "--break", "9h"),
        ("split", "x", "12:00"),
        ("move", "x"),
        ("duplicate",),
    ],
)
def test_what_cannot_be_added_changes_nothing(punch: Program, words: tuple[str, ...]) -> None:
    said = punch(*words)
    assert said.code in (1, 2, 5), said.out
    assert said.err
    assert punch("today", "--json").data["entries"] == []


def test_splitting_in_a_break(punch: Program) -> None:
    punch("add", "08:00", "16:30", "--break", "30m")
    said = punch("split", newest(punch), "12:15")
    assert said.out == "Split into 08:00 – 12:00, 4 h, and 12:30 – 16:30, 4 h.\n"
    assert spans(punch) == [("08:00", "12:00"), ("12:30", "16:30")]
    assert punch("split", newest(punch), "18:00").code == 2
    assert punch("split", newest(punch), "noon").code == 2


def test_moving_and_duplicating(punch: Program) -> None:
    punch("add", "08:00", "12:00")
    punch("add", "09:00", "10:00", "--day", "yesterday")
    moved = punch("move", newest(punch), "-1")
    assert (moved.code, "would overlap" in moved.err) == (1, True)
    assert punch("move", newest(punch), "-1", "--overlap", "replace").code == 0
    assert (spans(punch), spans(punch, "yesterday")) == ([], [("08:00", "12:00")])
    assert punch("duplicate", newest(punch, "yesterday")).code == 0
    assert (spans(punch), spans(punch, "yesterday")) == ([("08:00", "12:00")], [("08:00", "12:00")])
    for day in ("+999", "9999-12-31", "x", ""):
        assert punch("move", newest(punch), day).code in (0, 2), day
        punch("undo") if day == "+999" else None
    assert punch("move", newest(punch), "mon").code == 0
    assert spans(punch, "mon") == [("08:00", "12:00")]
