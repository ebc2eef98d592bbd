"""A week shown, checked, handed in and taken back from the command line."""

from __future__ import annotations

import json

import pytest
from tests.cli.program import Program
from tests.cli.test_asking import answered

SCHEDULE = """
[schedule]
zone = "Europe/Berlin"
rules = "DE"
hours = { mon = "8:00", tue = "8:00" }
"""
WEEK_KEYS = {
    "account", "person", "week", "from", "to", "status", "worked_seconds", "target_seconds",
    "difference_seconds", "days", "findings",
}  # fmt: skip
DAY_KEYS = {
    "date", "worked_seconds", "break_seconds", "target_seconds", "absence", "holiday", "entries", "findings",
}  # fmt: skip


@pytest.fixture
def worked(punch: Program) -> Program:
    """Monday and Tuesday of week 10, with too little break on Tuesday."""
    punch.configure(SCHEDULE)
    punch("add", "08:00", "16:30", "--day", "2026-03-02", "--break", "12:00-12:30")
    punch("add", "08:00", "18:00", "--day", "2026-03-03", "--break", "12:00-12:15")
    return punch


def test_a_week_is_shown_with_its_totals_and_what_is_wrong(worked: Program) -> None:
    said = worked("week", "--last")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "Week 10 · Mon 2 Mar – Sun 8 Mar 2026"
    monday, tuesday = (next(line for line in lines if line.startswith(day)) for day in ("Mon  2", "Tue  3"))
    assert monday.split()[:6] == ["Mon", "2", "8:00", "8:00", "0:00", "0:30"]
    assert tuesday.split()[:6] == ["Tue", "3", "9:45", "8:00", "+1:45", "0:15"]
    assert tuesday.endswith("! break")
    assert "█" in monday
    assert next(line for line in lines if line.startswith("Total")).split() == [
        "Total", "17:45", "16:00", "+1:45", "0:45",
    ]  # fmt: skip
    assert "Status: not handed in." in lines
    assert "Balance: +1:45 at the end of Sun 8 Mar." in lines
    assert "  ! Tue  3  " in said.out
    assert "(ArbZG §4)" in said.out
    assert "\x1b" not in said.out


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_week_fits_the_terminal(worked: Program, columns: int) -> None:
    worked.surroundings["COLUMNS"] = str(columns)
    for said in (worked("week", "--last"), worked("week", "--last", "--check"), worked("submit", "--last")):
        shown = [line for line in (said.out or said.err).splitlines() if "nobody can be asked" not in line]
        assert max(len(line) for line in shown) <= columns, said.out
    assert "█" in worked("week", "--last").out


def test_a_week_as_json(worked: Program) -> None:
    data = worked("week", "2026-W10", "--json").data
    assert data.keys() >= WEEK_KEYS
    assert [data[key] for key in ("week", "from", "to", "status")] == [
        "2026-W10", "2026-03-02", "2026-03-08", "open",
    ]  # fmt: skip
    assert (data["worked_seconds"], data["target_seconds"], data["difference_seconds"]) == (
        63_900, 57_600, 6_300,
    )  # fmt: skip
    assert [day["date"] for day in data["days"]] == [f"2026-03-0{day}" for day in range(2, 9)]
    tuesday = data["days"][1]
    assert tuesday.keys() >= DAY_KEYS
    assert (tuesday["worked_seconds"], tuesday["break_seconds"]) == (35_100, 900)
    (entry,) = tuesday["entries"]
    assert (entry["start"], entry["duration_seconds"], entry["editable"]) == (
        "2026-03-03T08:00:00+01:00", 35_100, True,
    )  # fmt: skip
    finding = next(finding for finding in tuesday["findings"] if finding["severity"] == "serious")
    assert finding.keys() >= {"rule", "severity", "message", "from", "to"}
    assert finding in data["findings"]


def test_check_exits_1_for_what_is_serious_until_it_is_silenced(worked: Program) -> None:
    said = worked("week", "W10", "--check")
    assert said.code == 1
    assert said.out.startswith("Week 10:\n")
    assert "(ArbZG §4)" in said.out
    assert worked("week", "W10").code == 0
    assert worked("week", "W10", "--check", "--json").code == 1
    rules = {found["rule"] for found in worked("week", "W10", "--json").data["findings"]}
    silence = "\n".join(f'{rule} = "agreed with the works council"' for rule in rules)
    worked.configure(f"{SCHEDULE}\n[silenced]\n{silence}\n")
    said = worked("week", "W10", "--check")
    assert (said.code, said.out) == (0, f"Week 10 is fine ({len(rules)} silenced).\n")
    assert "Silenced: agreed with the works council" in worked("week", "W10").out


def test_a_week_that_is_fine(punch: Program) -> None:
    punch("add", "08:00", "12:00", "--day", "2026-03-02")
    assert punch("week", "--last", "--check").out == "Week 10 is fine.\n"
    assert punch("week", "-1", "--json").data["week"] == "2026-W10"
    assert punch("week", "--json").data["week"] == "2026-W11"


def test_a_week_that_is_none_is_refused(punch: Program) -> None:
    for words in (["2025-W53"], ["soon"], ["W10", "--last"]):
        said = punch("week", *words, "--json")
        assert said.code == 2
        assert said.error["hint"]
    assert punch("week", "--person", "Zoe").code == 5
    me = punch("week", "--json").data["person"]
    assert punch("week", "--person", me, "--json").data["person"] == me


def test_a_week_is_handed_in_locked_and_taken_back(worked: Program) -> None:
    said = worked("submit", "W10", "--yes")
    assert (said.code, said.out) == (0, "Handed in week 10.\n")
    assert "Week 10 has" in said.err
    data = worked("week", "W10", "--json").data
    assert data["status"] == "submitted"
    assert data["standing"]["submitted_at"] == "2026-03-11T17:00:00+01:00"
    assert {entry["status"] for day in data["days"] for entry in day["entries"]} == {"submitted"}
    assert not any(entry["editable"] for day in data["days"] for entry in day["entries"])
    assert "Status: handed in Wed 11 Mar 17:00, waits for a decision." in worked("week", "W10").out
    for words in (
        ("add", "09:00", "10:00", "--day", "2026-03-04"),
        ("in", "--at", "2026-03-08 20:00"),
        ("delete", data["days"][0]["entries"][0]["id"], "--yes"),
        ("change", data["days"][0]["entries"][0]["id"], "--note", "new"),
    ):
        refused = worked(*words, "--json")
        assert (refused.code, refused.error["code"]) == (1, "locked"), words
        assert "eek 10 was handed in on Wed 11 Mar" in refused.error["message"]
    again = worked("submit", "W10", "--yes", "--json")
    assert (again.code, again.error["message"]) == (1, "Week 10 was already handed in on Wed 11 Mar.")
    back = worked("submit", "W10", "--withdraw", "--yes", "--json").data
    assert (back["message"], back["outcome"]) == ("Took back week 10.", "confirmed")
    assert worked("week", "W10", "--json").data["status"] == "open"
    assert worked("add", "09:00", "10:00", "--day", "2026-03-04").code == 0
    refused = worked("submit", "W10", "--withdraw", "--yes")
    assert (refused.code, "is not handed in" in refused.err) == (1, True)


def test_all_weeks_that_go_are_named_and_asked_about(worked: Program) -> None:
    worked("add", "08:00", "12:00", "--day", "2026-02-24")
    said = worked("submit", "W10")
    assert said.code == 2
    assert said.err.startswith("This hands in weeks 9 and 10:\n")
    assert "Week 10  2 Mar – 8 Mar   17:45  of 16:00  1 serious" in said.err
    assert "Hand in weeks 9 and 10? Nothing was changed" in said.err
    code, _, asked = answered(worked, "n\n", "submit", "W10")
    assert (code, "Hand in weeks 9 and 10? [y/N]" in asked) == (1, True)
    assert worked("week", "W10", "--json").data["status"] == "open"
    code, out, _ = answered(worked, "y\n", "submit", "W10")
    assert (code, out) == (0, "Handed in weeks 9 and 10.\n")
    data = worked("submit", "W9", "--withdraw", "--yes", "--json").data
    assert [week["week"] for week in data["weeks"]] == ["2026-W09", "2026-W10"]


def test_what_stands_in_the_way_is_said(worked: Program) -> None:
    worked("in", "--at", "08:00")
    running = worked("submit", "--yes")
    assert (running.code, running.err.splitlines()[0]) == (1, "The clock runs since 08:00; stop it first.")
    future = worked("submit", "next", "--yes", "--json")
    assert (future.code, future.error["code"]) == (1, "not_ready")
    assert "Week 12 begins on Mon 16 Mar" in future.error["message"]
    assert worked("submit", "2026-W08", "--yes").err.startswith("Nothing is booked up to the end of week 8")


def test_a_week_is_handed_in_without_waiting_and_undone(worked: Program) -> None:
    said = worked("submit", "W10", "--yes", "--no-wait", "--json")
    assert (said.code, said.data["outcome"]) == (3, "queued")
    assert worked("status", "--json").data["pending"] == 1
    assert worked("week", "W10", "--json").data["standing"]["pending"] is None
    assert worked("undo").out == "Undone. Took back week 10.\n"
    assert worked("week", "W10", "--json").data["status"] == "open"
    requests = worked("outbox", "--all", "--json").data["items"]
    assert [request["what"] for request in requests[:2]] == ["take back week 10", "hand in week 10"]


def test_two_who_hand_in_at_once_hand_in_once(worked: Program) -> None:
    processes = [worked.start("submit", "W10", "--yes", "--json") for _ in range(2)]
    said = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
    assert sorted(process.returncode for process in processes) == [0, 1], said
    error = next(each["error"] for each in said if not each["ok"])
    assert error["message"] == "Week 10 was already handed in on Wed 11 Mar."
    requests = worked("outbox", "--all", "--json").data["items"]
    assert [request["what"] for request in requests].count("hand in week 10") == 1


def test_the_total_of_a_week_that_goes_on_adds_up_with_its_rows(punch: Program) -> None:
    punch.configure(
        SCHEDULE.replace('tue = "8:00"', 'tue = "8:00", wed = "8:00", thu = "8:00", fri = "8:00"')
    )
    punch("add", "08:00", "17:00", "--day", "mon")
    punch("add", "08:00", "15:00", "--day", "tue")
    punch("add", "08:00", "10:00")
    lines = punch("week").out.splitlines()
    assert next(line for line in lines if line.startswith("Total")).split()[1:4] == [
        "18:00",
        "40:00",
        "−6:00",
    ]
    assert punch("week", "--json").data["difference_seconds"] == (18 - 40) * 3600
    assert "difference_seconds" in punch("week", "--help").out


def test_what_would_be_handed_in_is_checked_first(worked: Program) -> None:
    said = worked("submit", "--last", "--check")
    assert (said.code, "This hands in week 10:" in said.out, "(ArbZG §4)" in said.out) == (0, True, True)
    data = worked("submit", "--last", "--check", "--json").data
    assert [week["week"] for week in data["weeks"]] == ["2026-W10"]
    assert "missing_break" in {finding["rule"] for finding in data["findings"]}
    assert data["blockers"] == []
    assert data["warnings"]
    assert worked("week", "--last", "--json").data["status"] == "open"
    hint = worked("submit", "--last", "--json").error["hint"]
    assert "--check --json" in hint
    worked("in", "--at", "2026-03-08 23:00")
    blocked = worked("submit", "--last", "--check")
    assert (blocked.code, "stop it first" in blocked.out) == (1, True)
    assert worked("submit", "--last", "--check", "--json").code == 1
    assert worked("submit", "--last", "--check", "--yes").code == 2


def test_a_week_that_is_far_ahead_is_refused_in_one_sentence(worked: Program) -> None:
    refused = worked("submit", "2026-W20", "--yes")
    assert refused.err.count("cannot be handed in before") == 1
    assert "Week 20 begins on Mon 11 May" in refused.err
