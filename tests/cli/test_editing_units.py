"""Entries in hours and days, changed in a shell: nothing gets two lengths, or a unit that is not kept."""

from __future__ import annotations

from tests.cli.program import Program
from tests.cli.test_editing_entries import newest


def test_an_entry_without_times_gets_no_start(punch: Program) -> None:
    punch("add", "--days", "1", "--type", "vacation")
    entry = newest(punch)
    before = punch("today", "--json").data["entries"]
    for words in (("--start", "8"), ("--end", "12"), ("--break", "30m"), ("--no-breaks",)):
        refused = punch("change", entry, *words)
        assert refused.code == 2, words
        assert "has no clock times" in refused.err
        assert "Nothing was changed." in refused.err
    assert punch("today", "--json").data["entries"] == before
    assert punch("move", entry, "-1").code == 0


def test_an_entry_without_times_gets_another_length(punch: Program) -> None:
    punch("add", "--days", "1", "--type", "vacation", "--note", "dentist")
    entry = newest(punch)
    half = punch("change", entry, "--days", "0.5")
    assert (half.code, "half a day" in half.out) == (0, True)
    kept = punch("today", "--json").data["entries"][0]
    assert (kept["duration_seconds"], kept["type"], kept["note"]) == (4 * 3600, "Vacation", "dentist")
    assert punch("change", entry, "--hours", "2:30", "--note", "").code == 0
    kept = punch("today", "--json").data["entries"][0]
    assert (kept["duration_seconds"], kept["note"]) == (9000, None)
    for words in (
        ("--hours", "2", "--days", "1"), ("--days", "1", "--start", "8"), ("--afternoon",),
        ("--hours", "2", "--type", "work"),
    ):  # fmt: skip
        refused = punch("change", entry, *words)
        assert (refused.code, "othing was changed" in refused.err) == (2, True), words
    assert punch("today", "--json").data["entries"] == [kept]


def test_an_entry_with_times_gets_no_other_length(punch: Program) -> None:
    punch("add", "08:00", "10:00")
    refused = punch("change", newest(punch), "--hours", "3")
    assert (refused.code, "--start and --end" in refused.err) == (2, True)


def test_work_is_not_written_down_in_days_by_a_change_of_its_type(punch: Program) -> None:
    punch("add", "--days", "1", "--type", "vacation")
    refused = punch("change", newest(punch), "--type", "work")
    assert (refused.code, "not in days" in refused.err) == (2, True)
    assert "nothing was changed" in refused.err
    chosen = ("groups", "edit", "--filter", "type=vacation", "--filter", "type=sick", "--expect", "1")
    bulk = punch(*chosen, "--set-type", "work")
    assert (bulk.code, "not in days" in bulk.err) == (2, True)
    assert punch("today", "--json").data["entries"][0]["type"] == "Vacation"
    assert punch("change", newest(punch), "--type", "sick").code == 0
    assert punch(*chosen, "--set-type", "vacation").code == 0


def test_splitting_an_entry_without_times_says_what_to_do(punch: Program) -> None:
    punch("add", "--days", "1", "--type", "vacation")
    refused = punch("split", newest(punch), "12:00")
    assert (refused.code, "`punch add --days 0.5`" in refused.err) == (2, True)


def test_a_lump_sum_is_not_told_to_be_deleted_and_added_again(punch: Program) -> None:
    demo = ("demo", "--vendor", "clockodo", "--at", "2026-03-11T18:00")
    day = punch(*demo, "today", "--day", "2026-03-10", "--json").data
    lump_sum = next(each["id"] for each in day["entries"] if each["lump_sum"])
    refused = punch(*demo, "change", lump_sum, "--start", "8:00")
    assert (refused.code, "it is changed at Clockodo" in refused.err) == (1, True)
    assert "punch delete" not in refused.err
