"""A working day in a shell, from the first punch to undoing the last."""

from __future__ import annotations

import pytest
from tests.cli.program import Program


def test_a_working_day(punch: Program) -> None:
    day = [("in", "08:00"), ("break", "12:00"), ("resume", "12:30"), ("out", "16:45")]
    said = [punch(command, "--at", at) for command, at in day]
    assert [one.code for one in said] == [0, 0, 0, 0]
    assert [one.out for one in said] == [
        "Clocked in at 08:00.\n",
        "On a break since 12:00.\n",
        "Back at work at 12:30, after a break of 30 min.\n",
        "Clocked out at 16:45: 8 h 15 min worked.\n",
    ]
    data = punch("today", "--json").data
    assert (data["worked_seconds"], data["break_seconds"]) == (29_700, 1_800)
    assert data["week_seconds"] == 29_700
    assert (data["state"], data["since"], data["running"]) == ("idle", None, None)
    [entry] = data["entries"]
    assert (entry["start"], entry["end"]) == ("2026-03-11T08:00:00+01:00", "2026-03-11T16:45:00+01:00")
    assert (entry["duration_seconds"], entry["break_seconds"]) == (29_700, 1_800)
    assert entry["pending"] is None


def test_a_running_clock_is_the_last_entry_and_has_no_end(punch: Program) -> None:
    punch("add", "06:00", "07:00")
    punch("in", "--at", "08:00", "--type", "Home office", "--note", "quiet")
    punch("break", "--at", "16:30")
    data = punch("today", "--json").data
    assert (data["state"], data["since"]) == ("break", "2026-03-11T16:30:00+01:00")
    assert data["worked_seconds"] == sum(entry["duration_seconds"] for entry in data["entries"]) == 9.5 * 3600
    running = data["entries"][-1]
    assert running == data["running"]
    assert (running["end"], running["type"], running["note"]) == (None, "Home office", "quiet")
    assert running["breaks"] == [{"start": "2026-03-11T16:30:00+01:00", "end": None, "automatic": False}]


@pytest.mark.parametrize(
    ("start_day", "morning", "hours"),
    [("2026-03-28", "2026-03-29T08:00:00+02:00", 7), ("2026-10-24", "2026-10-25T08:00:00+01:00", 9)],
)
def test_a_night_over_a_change_of_the_clocks(
    punch: Program, start_day: str, morning: str, hours: int
) -> None:
    next_morning = punch.at(morning)
    assert next_morning("in", "--at", f"{start_day} 22:00").code == 0
    assert f"{hours} h worked" in next_morning("out", "--at", "06:00").out
    assert punch.at(morning)("undo").code == 0
    assert punch.at(morning)("cancel", "--yes").code == 0
    assert f", {hours} h." in next_morning("add", "22:00", "06:00", "--day", start_day).out
    [entry] = next_morning("today", "--json").data["entries"]
    assert entry["duration_seconds"] == hours * 3600


def test_undo_takes_back_one_thing_after_another(punch: Program) -> None:
    punch("in", "--at", "08:00")
    punch("out", "--at", "12:00")
    assert punch("undo", "--json").data["state"] == "working"
    assert punch("undo", "--json").data["state"] == "idle"
    said = punch("undo")
    assert (said.code, said.err) == (1, "There is nothing to undo.\n")
    assert punch("today", "--json").data["entries"] == []


def test_editing_the_running_clock(punch: Program) -> None:
    punch("in", "--at", "08:00")
    said = punch("edit", "--at", "07:55", "--on", "Northwind/Portal", "--create", "--note", "early")
    assert said.code == 0
    running = punch("today", "--json").data["running"]
    assert running["start"] == "2026-03-11T07:55:00+01:00"
    assert (running["assignment"], running["note"]) == ("Northwind › Portal", "early")
    too_long = punch("edit", "--at", "07:00", "--note", "x" * 1001)
    assert too_long.code == 2
    assert punch("today", "--json").data["running"] == running


def test_in_starts_plain_and_again_takes_over_the_last_assignment(punch: Program) -> None:
    punch("in", "--at", "08:00", "--on", "Northwind/Portal", "--create", "--type", "Travel")
    punch("out", "--at", "09:00")
    punch("in", "--at", "09:00")
    assert punch("today", "--json").data["running"]["assignment"] is None
    punch("cancel", "--yes")
    punch("in", "--at", "09:00", "--again")
    running = punch("today", "--json").data["running"]
    assert (running["assignment"], running["type"]) == ("Northwind › Portal", "Travel")


def test_entries_by_hand(punch: Program) -> None:
    added = punch("add", "08:00", "16:30", "--break", "12:00-12:30", "--note", "fair", "--json").data
    assert added["outcome"] == "confirmed"
    assert added["today_seconds"] == 8 * 3600
    changed = punch("change", added["id"][-6:], "--end", "17:00", "--no-breaks")
    assert changed.out == "Changed to 08:00 – 17:00, 9 h.\n"
    refused = punch("add", "16:00", "17:00")
    assert refused.code == 1
    assert "would overlap the time you already have, 08:00 – 17:00" in refused.err
    assert punch("delete", added["id"]).code == 2
    assert punch("delete", added["id"], "--yes").out == "Deleted 08:00 – 17:00, 9 h.\n"
    assert punch("today", "--json").data["entries"] == []


def test_the_day_for_people(punch: Program) -> None:
    hours = ", ".join(f'{day} = "8:00"' for day in ("mon", "tue", "wed", "thu", "fri"))
    punch.configure(f'[schedule]\nhours = {{ {hours} }}\nrules = "DE"\n')
    punch("add", "08:00", "10:00", "--note", "日本語 wide")
    punch("in", "--at", "10:00", "--note", "narrow")
    lines = punch("today").out.splitlines()
    assert lines[0] == "Wednesday 11 March 2026 · working since 10:00"
    assert [line.split()[2:] for line in lines[2:4]] == [
        ["08:00", "–", "10:00", "2:00", "日本語", "wide"],
        ["10:00", "–", "…", "7:00", "narrow"],
    ]
    assert lines[5:] == [
        "Worked     9:00 of 8:00 (+1:00)",
        "Breaks     0:00",
        "Break due  30 min since 14:00 (ArbZG §4)",
        "Week       9:00 of 40:00",
    ]


def test_another_day(punch: Program) -> None:
    punch("add", "22:00", "06:00", "--day", "yesterday")
    today, yesterday = punch("today", "--json").data, punch("today", "--day", "tue", "--json").data
    assert (today["worked_seconds"], yesterday["worked_seconds"]) == (6 * 3600, 2 * 3600)
    assert today["entries"] == yesterday["entries"]
    assert today["entries"][0]["duration_seconds"] == 8 * 3600


def test_options_for_everything_stand_before_and_after_the_command(punch: Program) -> None:
    other = str(punch.home / "other")
    before, after = punch("--json", "--home", other, "in"), punch("in", "--json", f"--home={other}")
    assert before.data["state"] == "working"
    assert after.error["code"] == "already_running"
    assert punch("today", "--json").data["state"] == "idle"


def test_status_the_thorough_way_says_what_the_fast_way_says(punch: Program) -> None:
    punch("in", "--at", "08:00", "--note", "quiet")
    assert (
        punch("status", "--json").data
        == punch("status", "--json", "--account=local", "--home", str(punch.home)).data
    )
    assert punch("status", "--help").code == 0
    assert punch("status", "--format").code == 2


def test_assignments_are_added_renamed_and_archived(punch: Program) -> None:
    assert punch("assignments", "add", "Northwind/Portal").out == "There is now Northwind › Portal.\n"
    assert punch("assignments", "rename", "north/portal", "Shop").code == 0
    assert punch("assignments").out == "Northwind\n  Shop\n"
    assert punch("assignments", "rename", "Northwind", "a/b").code == 2
    assert punch("assignments", "archive", "Northwind").code == 0
    assert punch("assignments", "--json").data["assignments"] == []
    assert punch("in", "--on", "Northwind").code == 5
