"""What a change of an entry says: what was changed, what stands in the way, and what to do about it."""

from __future__ import annotations

import pytest
from tests.cli.program import Program
from tests.cli.test_editing_entries import newest


def test_a_change_names_the_new_value(punch: Program) -> None:
    punch("add", "08:00", "12:00", "--note", "first")
    entry = newest(punch)
    span = "08:00 – 12:00, 4 h"
    assert punch("change", entry, "--note", "second").out == f"Changed {span}: note “second”.\n"
    assert punch("undo").out == f"Undone. Changed {span}: note “first”.\n"
    assert punch("redo").out == f"Redone. Changed {span}: note “second”.\n"
    assert punch("change", entry, "--note", "").out == f"Changed {span}: no note.\n"
    booked = punch("change", entry, "--on", "Northwind/Portal", "--create")
    assert booked.out == f"Changed {span}: booked on Northwind › Portal.\n"
    assert punch("change", entry, "--on", "").out == f"Changed {span}: booked on nothing.\n"
    assert punch("change", entry, "--type", "travel").out == f"Changed {span}: type Travel.\n"
    assert punch("change", entry, "--end", "13:00").out == "Changed to 08:00 – 13:00, 5 h.\n"


def test_a_change_to_the_same_is_none(punch: Program) -> None:
    punch("add", "08:00", "12:00", "--note", "first")
    items = punch("outbox", "--all", "--json").data
    said = punch("change", newest(punch), "--note", "first", "--end", "12:00")
    assert (said.code, "nothing to change" in said.err) == (1, True)
    assert punch("outbox", "--all", "--json").data == items
    assert punch("undo").out == "Undone. Deleted 08:00 – 12:00, 4 h.\n"


def test_the_running_clock_says_what_was_changed(punch: Program) -> None:
    punch("in", "--at", "08:00", "--note", "first")
    assert "note “second”" in punch("edit", "--note", "second").out
    assert "note “first”" in punch("undo").out
    same = punch("edit", "--note", "first")
    assert (same.code, "nothing to change" in same.err) == (1, True)
    assert punch("edit", "--at", "07:30", "--note", "first").out == "The start was moved to 07:30.\n"
    assert punch("edit", "--at", "07:30", "--note", "first").code == 1


def test_entries_without_times_name_their_type_and_their_day(punch: Program) -> None:
    said = punch("add", "--days", "1", "--type", "vacation", "--day", "tue")
    assert said.out == "Added Vacation, Tue 10 March.\n"
    assert punch("undo").out == "Undone. Deleted Vacation, Tue 10 March.\n"
    half = punch("add", "--days", "0.5", "--type", "vacation", "--day", "2025-03-11")
    assert half.out == "Added half a day of Vacation, Tue 11 March 2025.\n"
    hours = punch("add", "--hours", "2", "--type", "sick", "--day", "mon")
    assert hours.out == "Added 2 h of Sick leave, Mon 9 March.\n"


@pytest.mark.parametrize("overlap", [(), ("--overlap", "trim")])
def test_the_running_clock_is_not_trimmed(punch: Program, overlap: tuple[str, ...]) -> None:
    punch("in", "--at", "12:00")
    refused = punch("add", "11:00", "13:00", *overlap)
    assert refused.code == 1
    assert "the running clock" in refused.err
    assert "`punch edit --at`" in refused.err
    assert "rim" not in refused.err


def test_times_that_a_day_does_not_have_are_added_by_hand(punch: Program) -> None:
    night = punch.at("2026-04-02T12:00:00+02:00")
    night("add", "02:30", "05:00", "--day", "2026-03-28")
    entry = newest(night, "2026-03-28")
    for command in ("move", "duplicate"):
        refused = night(command, entry, "2026-03-29")
        assert refused.code == 2
        assert "does not exist" in refused.err
        assert "Nothing was changed." in refused.err
        assert "`punch add START END`" in refused.err
        assert "2026-03-29T03:30+02:00" in refused.err


@pytest.mark.parametrize("path", ["\x07", "A//B", "/A", "A/", " / ", "A/\x1b[31m/B"])
def test_what_has_an_empty_part_is_not_booked_on(punch: Program, path: str) -> None:
    refused = punch("add", "08:00", "12:00", "--on", path, "--create")
    assert (refused.code, "empty part" in refused.err) == (2, True)
    assert punch("today", "--json").data["entries"] == []
    assert punch("assignments", "--json").data["assignments"] == []


def test_expect_says_what_it_is_for(punch: Program) -> None:
    refused = punch("groups", "--expect", "3")
    assert refused.code == 2
    assert "how many entries" in refused.err
    assert "`punch groups edit`" in refused.err
