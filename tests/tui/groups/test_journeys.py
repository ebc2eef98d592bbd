"""A person in the groups, from key to sentence, in a real home."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.tui.groups.steps import asked, groups, known, labels, open_groups, tree
from tests.tui.homes import Home
from tests.tui.piloting import on_top, press, running, said, seen, settled, until
from textual.pilot import Pilot
from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.grouping import GroupOrder
from punchcard.core.groups import Period
from punchcard.core.people import Person
from punchcard.core.weeks import Week
from punchcard.services.groups import grouping as group_service
from punchcard.services.outbox.sync import deliver
from punchcard.services.session import Session
from punchcard.services.timesheet.handing_in import ask_submit
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.groups.bulk_form import BulkForm
from punchcard.tui.groups.by_dialog import ByDialog
from punchcard.tui.groups.entries_dialog import EntriesDialog
from punchcard.tui.groups.export_form import ExportForm
from punchcard.tui.groups.period_dialog import PeriodDialog
from punchcard.tui.groups.question import GroupsRead
from punchcard.tui.timesheet.screen import TimesheetScreen


def booked(home: Home) -> list[Entry]:
    async def read(session: Session) -> list[Entry]:
        with session.store.read() as transaction:
            week = session.week()
            return [k.entry for k in session.known(transaction, week[0], week[-1]).entries]

    return home.do(read)


async def typed(pilot: Pilot[int], text: str) -> None:
    for character in text:
        await pilot.press(
            {" ": "space", ":": "colon", "/": "slash", ".": "full_stop", "-": "minus"}.get(
                character, character
            )
        )
    await pilot.pause()


async def test_from_the_week_to_its_groups_and_back(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        assert labels(pilot) == [
            "Blue Harbor",
            "Fleet",
            "Website",
            "Northwind",
            "Portal",
            "no client",
            "no project",
        ]
        screen = seen(pilot)
        assert "Week 11" in screen
        assert "by client › project" in screen
        assert "24:54" in screen
        await pilot.press("g")
        await on_top(pilot, TimesheetScreen)


async def test_groups_open_and_close(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("C")
        assert labels(pilot) == ["Blue Harbor", "Northwind", "no client"]
        await pilot.press("j", "right")
        assert labels(pilot) == ["Blue Harbor", "Northwind", "Portal", "no client"]
        await pilot.press("right")
        assert tree(pilot).selected is not None
        assert groups(pilot).selected == tree(pilot).rows[2].group
        await pilot.press("left")
        assert tree(pilot).cursor == 1
        await pilot.press("left")
        assert labels(pilot) == ["Blue Harbor", "Northwind", "no client"]
        await pilot.press("E")
        assert len(labels(pilot)) == 7
        assert tree(pilot).cursor == 3
        await pilot.press("space")
        assert len(labels(pilot)) == 6
        await pilot.press("enter")
        assert len(labels(pilot)) == 7


async def test_what_is_selected_stays_so_when_its_group_closes_and_when_more_is_booked(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("down", "down")
        team.work("17:10", "17:20", "Alpha/One", "")
        await until(pilot, lambda: "Alpha" in labels(pilot), "the new client")
        assert labels(pilot)[tree(pilot).cursor] == "Website"
        await pilot.press("C")
        assert labels(pilot)[tree(pilot).cursor] == "Blue Harbor"


async def test_periods_are_turned_and_chosen(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("left_square_bracket")
        await known(pilot)
        assert "Week 10" in seen(pilot)
        assert "Nothing booked in this period." in seen(pilot)
        assert "[ and ] turn the period" in seen(pilot)
        await pilot.press("t")
        await known(pilot)
        assert "Week 11" in seen(pilot)
        await pilot.press("p")
        await on_top(pilot, PeriodDialog)
        await typed(pilot, "nothing")
        assert "is no period" in seen(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, PeriodDialog)
        await pilot.press("ctrl+u")
        await typed(pilot, "2026-Q1")
        assert "Q1 2026: 1 January – 31 March 2026, 90 days." in seen(pilot)
        await pilot.press("enter")
        await known(pilot)
        assert "Q1 2026" in seen(pilot)
        assert "24:54" in seen(pilot)
        await pilot.press("right_square_bracket")
        await known(pilot)
        assert "Q2 2026" in seen(pilot)
        await pilot.press("t")
        await known(pilot)
        assert "Q1 2026" in seen(pilot)


async def test_what_is_grouped_by_is_picked_ordered_and_remembered(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("b")
        await on_top(pilot, ByDialog)
        await pilot.press("space", "space")
        assert "By project › client." in seen(pilot)
        await pilot.press("K")
        assert "By client › project." in seen(pilot)
        await pilot.press("space", "home", "space")
        assert "Pick at least one." in seen(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ByDialog)
        while "task" not in _selected_key(pilot):
            await pilot.press("down")
        await pilot.press("space", "enter")
        await known(pilot)
        assert labels(pilot) == ["Planning", "Development", "Support", "no task"]
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        assert "by task" in seen(pilot)


def _selected_key(pilot: Pilot[int]) -> str:
    return next(line for line in seen(pilot).splitlines() if "▸" in line and "│" in line)


async def test_rounding_has_the_exact_sum_beside_it(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        for step in (5, 6, 10, 15, 30, 60):
            await pilot.press("R")
            await known(pilot)
            assert f"rounded to {step} min" in seen(pilot)
        total = next(line for line in seen(pilot).splitlines() if "Total" in line)
        assert "24:54" in total
        # 8:30 up to 9:00, 3:54 up to 4:00, 12:00 and 0:30 up to 1:00.
        assert "26:00" in total
        await pilot.press("R")
        await known(pilot)
        assert "rounded" not in seen(pilot)


async def test_sorting_asks_nobody_again(team: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        asked = 0
        real = group_service.period_entries

        async def counting(session: Session, people: Sequence[str], period: Period) -> object:
            nonlocal asked
            asked += 1
            return await real(session, people, period)

        monkeypatch.setattr(group_service, "period_entries", counting)
        await pilot.press("s")
        await known(pilot)
        assert "longest first" in seen(pilot)
        await pilot.press("s")
        await known(pilot)
        assert groups(pilot).wanted.order is GroupOrder.NAME
        assert [label for label in labels(pilot) if label[0] in "BNn"][:2] == ["Blue Harbor", "no client"]
        assert asked == 0


async def test_filtering_by_words_and_terms(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("slash")
        await typed(pilot, "client:north")
        await until(pilot, lambda: "6 entries" in seen(pilot), "the filter")
        assert labels(pilot) == ["Northwind", "Portal"]
        assert "filter “client:north”" in seen(pilot)
        await typed(pilot, " foo:x")
        await until(pilot, lambda: "nothing to filter by" in seen(pilot), "the problem")
        assert labels(pilot) == ["Northwind", "Portal"]
        await pilot.press("escape")
        await until(pilot, lambda: "Blue Harbor" in labels(pilot), "everything")
        assert "filter" not in seen(pilot)
        await pilot.press("slash")
        await typed(pilot, "zzz")
        await until(pilot, lambda: "Nothing fits the filter." in seen(pilot), "nothing")
        await pilot.press("enter", "escape")
        await until(pilot, lambda: "Blue Harbor" in labels(pilot), "everything")
        await pilot.press("escape")
        await on_top(pilot, TimesheetScreen)


async def test_copying_a_group(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("y")
        await until(pilot, lambda: "Copied 3 lines: Blue Harbor." in said(pilot), "the sentence")
        assert pilot.app.clipboard == "Blue Harbor\t12:24\t6\n  Fleet\t8:30\t3\n  Website\t3:54\t3"


async def test_the_entries_of_a_group_lead_to_their_day(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("down", "enter")
        await on_top(pilot, EntriesDialog)
        assert "3 entries · 8:30" in seen(pilot)
        await pilot.press("down", "enter")
        await on_top(pilot, TimesheetScreen)
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, TimesheetScreen)
        await until(pilot, lambda: screen.selected_day == Date(2026, 3, 10), "the day")


async def test_bulk_edit_says_what_and_asks_once_more(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("down", "e")
        await on_top(pilot, BulkForm)
        assert "3 entries in Blue Harbor › Fleet, Week 11, 8 h 30 min." in asked(pilot)
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, BulkForm)
        await pilot.press("tab", "tab", "tab")
        await typed(pilot, "fleet review")
        assert "New for each of them: note “fleet review”." in asked(pilot)
        await pilot.press("enter")
        await on_top(pilot, ConfirmScreen)
        assert "Really change 3 entries, 8 h 30 min?" in seen(pilot)
        assert not any(entry.note == "fleet review" for entry in booked(team))
        await press(pilot, "y", "Changed 3 entries (8 h 30 min).")
        assert [entry.note for entry in booked(team)].count("fleet review") == 3
        await press(pilot, "u", "Undone.")
        assert [entry.note for entry in booked(team)].count("roadmap") == 3


async def test_bulk_edit_through_the_picker(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("down", "down", "e")
        await on_top(pilot, BulkForm)
        await pilot.press("enter")
        await until(pilot, lambda: "Support" in seen(pilot), "the picker")
        await typed(pilot, "support")
        await settled(pilot)
        await pilot.press("enter")
        await on_top(pilot, BulkForm)
        assert "New for each of them: booked on Northwind › Portal › Support." in asked(pilot)
        await pilot.press("ctrl+s")
        await on_top(pilot, ConfirmScreen)
        await press(pilot, "y", "Changed 3 entries")
        await known(pilot)
        assert "Website" not in labels(pilot)


async def test_bulk_delete_asks_twice_and_is_one_undo(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("d")
        await on_top(pilot, ConfirmScreen)
        assert "Delete 6 entries in Blue Harbor, Week 11 (12 h 24 min)." in asked(pilot)
        await pilot.press("y")
        await until(
            pilot, lambda: "Really delete 6 entries, 12 h 24 min?" in seen(pilot), "the second question"
        )
        assert len(booked(team)) == 13
        await press(pilot, "y", "Deleted 6 entries (12 h 24 min).")
        await until(pilot, lambda: "Blue Harbor" not in labels(pilot), "the tree without it")
        assert len(booked(team)) == 7
        await press(pilot, "u", "Undone.")
        await until(pilot, lambda: "Blue Harbor" in labels(pilot), "the tree as it was")
        assert len(booked(team)) == 13


async def test_only_what_fits_the_filter_is_deleted(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("slash")
        await typed(pilot, "hotline")
        await until(pilot, lambda: "3 entries" in seen(pilot), "the filter")
        await pilot.press("enter", "d")
        await on_top(pilot, ConfirmScreen)
        assert "Delete 3 entries in Northwind, Week 11, filtered by “hotline” (5 h 39 min)." in asked(pilot)
        await pilot.press("y")
        await until(pilot, lambda: "Really delete 3 entries" in seen(pilot), "the second question")
        await press(pilot, "y", "Deleted 3 entries")
        left = [entry.note for entry in booked(team)]
        assert "hotline" not in left
        assert len(left) == 10


@pytest.mark.parametrize("keys", [["escape"], ["y", "escape"], ["n"], ["y", "n"], ["enter"], ["y", "enter"]])
async def test_nothing_is_deleted_without_both_answers(team: Home, keys: list[str]) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("d")
        for key in keys:
            await on_top(pilot, ConfirmScreen)
            await settled(pilot)
            await pilot.press(key)
            await settled(pilot)
        await until(pilot, lambda: pilot.app.screen is groups(pilot), "the groups")
        assert len(booked(team)) == 13


async def test_a_count_that_changed_is_asked_about_again(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("d")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("y")
        await until(pilot, lambda: "Really delete 6" in seen(pilot), "the second question")
        team.work("17:10", "17:20", "Blue Harbor/Fleet", "")
        await pilot.press("y")
        await until(pilot, lambda: "Something has changed" in seen(pilot), "the third question")
        assert "Delete 7 entries now, 12 h 34 min?" in asked(pilot)
        both = "You were asked about 6 entries (12 h 24 min), now there are 7 entries (12 h 34 min)."
        assert both in asked(pilot)
        assert len(booked(team)) == 14
        await press(pilot, "y", "Deleted 7 entries (12 h 34 min).")
        assert len(booked(team)) == 7


async def test_entries_of_a_week_that_was_handed_in_are_left_out(team: Home) -> None:
    async def hand_in(session: Session) -> None:
        week = session.week()
        with session.change() as transaction:
            ask_submit(session, transaction, (Week(week[0], week[-1]),))
        await deliver(session)

    team.do(hand_in)
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "There is nothing to delete here." in said(pilot), "the reason")
        assert "6 entries are locked and left out: Week 11 was handed in" in said(pilot)
        await pilot.press("e")
        await until(pilot, lambda: "There is nothing to change here." in said(pilot), "the reason")


async def test_another_persons_time_is_only_looked_at(team: Home) -> None:
    async with running(team.app()) as pilot:
        screen = await open_groups(pilot)
        screen.ask(replace(screen.wanted, person=Person("somebody", "Ben Okafor")))
        await known(pilot)
        assert "Ben Okafor" in seen(pilot)
        assert "Only your own entries can be changed." in seen(pilot)
        await pilot.press("d")
        await settled(pilot)
        assert pilot.app.screen is screen
        assert said(pilot)


async def test_late_answers_for_another_question_are_dropped(team: Home) -> None:
    async with running(team.app()) as pilot:
        screen = await open_groups(pilot)
        answer = screen.answer
        assert answer is not None
        await pilot.press("left_square_bracket")
        await known(pilot)
        screen.post_message(GroupsRead(answer.question, answer))
        await settled(pilot)
        assert "Nothing booked in this period." in seen(pilot)


async def test_export_of_the_groups(team: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    team.work("17:10", "17:20", "=1+1/@x", "")
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("x")
        await on_top(pilot, ExportForm)
        await press(pilot, "enter", f"Wrote 5 groups to {tmp_path / 'groups-2026-W11.csv'}.")
        rows = list(csv.reader((tmp_path / "groups-2026-W11.csv").open(encoding="utf-8", newline="")))
        assert rows[0] == [
            "client",
            "project",
            "time",
            "seconds",
            "rounded_seconds",
            "billable_seconds",
            "entries",
        ]
        assert ["Blue Harbor", "Fleet", "8:30", "30600", "", "", "3"] in rows
        assert ["'=1+1", "'@x", "0:10", "600", "", "", "1"] in rows
        await pilot.press("x")
        await on_top(pilot, ExportForm)
        (tmp_path / "groups-2026-W11.csv").write_text("mine", encoding="utf-8")
        await pilot.press("enter")
        await on_top(pilot, ConfirmScreen)
        assert "Replace the file?" in seen(pilot)
        await pilot.press("n")
        await settled(pilot)
        assert (tmp_path / "groups-2026-W11.csv").read_text(encoding="utf-8") == "mine"


async def test_export_as_json_and_of_entries(
    team: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("x")
        await on_top(pilot, ExportForm)
        await pilot.press("ctrl+u")
        await typed(pilot, "all.txt")
        assert "has to end in .csv or .json" in seen(pilot)
        await pilot.press("ctrl+u")
        await typed(pilot, "all.json")
        await press(pilot, "enter", "Wrote 4 groups")
        tree_of = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
        assert tree_of["from"] == "2026-03-09"
        assert tree_of["total"]["seconds"] == 24 * 3600 + 54 * 60
        assert [child["label"] for child in tree_of["total"]["children"]] == [
            "Blue Harbor",
            "Northwind",
            "no client",
        ]
        await pilot.press("x")
        await on_top(pilot, ExportForm)
        await pilot.press("tab", "enter", "down", "enter")
        await until(pilot, lambda: "entries-2026-W11.csv" in seen(pilot), "the other name")
        await press(pilot, "ctrl+s", "Wrote 13 entries")
        assert len((tmp_path / "entries-2026-W11.csv").read_text(encoding="utf-8").splitlines()) == 14


async def test_a_folder_that_is_not_there_is_a_sentence(
    team: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("x")
        await on_top(pilot, ExportForm)
        await pilot.press("ctrl+u")
        await typed(pilot, "nowhere/a.csv")
        await press(pilot, "enter", "cannot be written")


async def test_a_failure_is_said_and_what_was_known_stays(
    team: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from punchcard.backends.errors import BackendError

    async with running(team.app()) as pilot:
        await open_groups(pilot)

        async def failing(*args: object, **named: object) -> object:
            raise BackendError("The backend does not answer.", "Try again later.")

        monkeypatch.setattr("punchcard.tui.groups.reading.grouped", failing)
        await pilot.press("R")
        await known(pilot)
        assert "! The backend does not answer. Try again later." in seen(pilot)
        assert "Blue Harbor" in labels(pilot)
        monkeypatch.undo()
        await pilot.press("r")
        await until(pilot, lambda: "does not answer" not in seen(pilot), "the next answer")
        assert "rounded to 5 min" in seen(pilot)
