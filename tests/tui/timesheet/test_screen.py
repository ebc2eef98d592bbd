"""The Timesheet screen: days, entries, findings, weeks, the filter, and what is possible."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from tests.tui.homes import PORTAL, Home
from tests.tui.piloting import app_of, on_top, running, said, seen, settled, until
from tests.tui.timesheet.piloting import (
    WEEK_11,
    balanced,
    hand_in,
    line_with,
    on_timesheet,
    press,
    timesheet,
)  # fmt: skip
from textual.widgets import Static
from whenever import Date

from punchcard.core.findings import Rule
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.core.weeks import Week
from punchcard.services.session import Session
from punchcard.services.timesheet.week import Timesheet
from punchcard.services.timesheet.week import timesheet as read_timesheet
from punchcard.tui.help import HelpScreen
from punchcard.tui.timesheet.day_rows import DayRows, axis
from punchcard.tui.timesheet.entry_table import EntryTable
from punchcard.tui.timesheet.findings_list import FindingsList
from punchcard.tui.timesheet.person_picker import PersonPicker
from punchcard.tui.timesheet.week_question import WeekQuestion
from punchcard.tui.widgets.row_list import CURSOR_WIDTH


async def test_a_week_adds_up(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        assert "Week 11" in seen(pilot)
        assert "9 – 15 March 2026" in seen(pilot)
        assert "not handed in" in seen(pilot)
        assert line_with(pilot, "Mon  9").split()[2:6] == ["8:10", "of", "8:00", "+0:10"]
        assert line_with(pilot, "Thu 12").split()[2:6] == ["2:30", "of", "8:00", "−5:30"]
        assert line_with(pilot, "Fri 13").split()[2:6] == ["5:30", "of", "8:00", "−2:30"]
        assert "33:50   of 40:00    −6:10   balance −6:10" in seen(pilot)


async def test_days_then_entries_then_back(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        screen = timesheet(pilot)
        assert screen.selected_day == Date(2026, 3, 15)
        await press(pilot, "home", "j", "down", "k")
        assert screen.selected_day == Date(2026, 3, 10)
        assert "Tuesday 10 March" in seen(pilot)
        await press(pilot, "enter", "down")
        assert isinstance(pilot.app.focused, EntryTable)
        assert screen.selected_entry is not None
        assert screen.selected_entry.entry.note == "call with the [b]printer[/] people"
        assert "call with the [b]" in seen(pilot)
        region = screen.entry_region
        assert region is not None
        assert "13:25 – 17:55" in seen(pilot).splitlines()[region.y]
        await press(pilot, "escape")
        assert isinstance(pilot.app.focused, DayRows)
        await press(pilot, "escape")
        assert app_of(pilot).current_mode == "clock"


async def test_an_entry_over_midnight_stands_on_both_days(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        await press(pilot, "home", "down", "down", "down")
        assert "21:30 – 02:00 →   2:30" in seen(pilot)
        await press(pilot, "down")
        assert "→ 21:30 – 02:00   2:00" in seen(pilot)


async def test_weeks_turn_and_keep_the_weekday(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        screen = timesheet(pilot)
        await press(pilot, "home", "down", "left_square_bracket")
        assert "Nothing booked in week 10." in seen(pilot)
        assert screen.selected_day == Date(2026, 3, 3)
        await pilot.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        await until(pilot, lambda: "Week 13" in seen(pilot))
        assert screen.selected_day == Date(2026, 3, 24)
        await press(pilot, "t")
        assert screen.selected_day == Date(2026, 3, 15)
        assert "Week 11" in seen(pilot)


async def test_a_late_answer_for_another_week_is_dropped(week: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    go = asyncio.Event()

    async def slow(session: Session, wanted: Week, person: Person | None = None) -> Timesheet:
        if wanted.name == "2026-W10":
            while not go.is_set():
                await asyncio.sleep(0.005)
        return await read_timesheet(session, wanted, person)

    async with on_timesheet(week) as pilot:
        monkeypatch.setattr("punchcard.tui.timesheet.reading.timesheet", slow)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "reading …" in seen(pilot))
        assert "Week 11" in seen(pilot), "what was known stays"
        await pilot.press("right_square_bracket", "right_square_bracket")
        await until(pilot, lambda: "Week 12" in seen(pilot))
        go.set()
        await balanced(pilot)
        assert "Week 12" in seen(pilot)
        assert "reading" not in seen(pilot)


async def test_what_cannot_be_read_is_said_and_tried_again(
    week: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(session: Session, wanted: Week, person: Person | None = None) -> Timesheet:
        raise Refusal("The backend does not answer.")

    async with on_timesheet(week) as pilot:
        with monkeypatch.context() as patch:
            patch.setattr("punchcard.tui.timesheet.reading.timesheet", broken)
            await press(pilot, "left_square_bracket")
            assert "! The backend does not answer. r tries again." in seen(pilot)
            assert "Mon  9" in seen(pilot)
        await press(pilot, "r")
        await until(pilot, lambda: "Week 10" in seen(pilot))
        assert "does not answer" not in seen(pilot)


async def test_a_first_week_that_cannot_be_read(week: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(session: Session, wanted: Week, person: Person | None = None) -> Timesheet:
        raise Refusal("The backend does not answer.")

    async with running(week.app()) as pilot:
        with monkeypatch.context() as patch:
            patch.setattr("punchcard.tui.timesheet.reading.timesheet", broken)
            await pilot.press("2")
            await until(pilot, lambda: "! The backend does not answer. r tries again." in seen(pilot))
            assert "There is no week to show yet." in seen(pilot)
        await press(pilot, "r")
        await until(pilot, lambda: "Mon  9" in seen(pilot))


async def test_the_week_follows_every_change(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        week.work("2026-03-14 10:00", "2026-03-14 12:00", PORTAL, "on Saturday")
        await until(pilot, lambda: "35:50" in seen(pilot))
        await press(pilot, "1")
        week.work("2026-03-14 13:00", "2026-03-14 14:00", PORTAL, "more")
        await until(pilot, lambda: timesheet_total(app_of(pilot).overview) == 36 * 3600 + 3000)
        await press(pilot, "2")
        await until(pilot, lambda: "36:50" in seen(pilot))


def timesheet_total(overview: object) -> int:
    from punchcard.services.overview import Overview

    assert isinstance(overview, Overview)
    return overview.week_sheet(overview.as_of).worked_seconds


async def test_findings_lead_to_their_day_and_entry(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        assert "! break" in line_with(pilot, "Tue 10")
        assert "Findings" in seen(pilot)
        await press(pilot, "f")
        assert isinstance(pilot.app.focused, FindingsList)
        view = timesheet(pilot).review
        assert view is not None
        assert view.view is not None
        rules = [finding.rule for finding in view.view.findings]
        pilot.app.screen.query_one(FindingsList).cursor = rules.index(Rule.OVER_MIDNIGHT)
        await press(pilot, "enter")
        assert isinstance(pilot.app.focused, EntryTable)
        selected = timesheet(pilot).selected_entry
        assert selected is not None
        assert selected.entry.note == "release night"


async def test_f_goes_on_to_the_next_finding(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        await press(pilot, "home", "f")
        before = pilot.app.screen.query_one(FindingsList).cursor
        await press(pilot, "f")
        assert pilot.app.screen.query_one(FindingsList).cursor == before + 1


async def test_the_filter_counts_and_dims_and_goes_away(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        await press(pilot, "slash", *"release")
        assert "2 of 8 entries · 8:00" in seen(pilot)
        days = pilot.app.screen.query_one(DayRows)
        assert set(days.dimmed) == set(WEEK_11.days) - {Date(2026, 3, 12), Date(2026, 3, 13)}
        await press(pilot, "enter")
        assert isinstance(pilot.app.focused, EntryTable)
        await press(pilot, "end")
        assert timesheet(pilot).selected_day == Date(2026, 3, 13)
        await press(pilot, "escape")
        assert "of 8 entries" not in seen(pilot)
        assert not days.dimmed


async def test_the_filter_takes_terms_and_says_what_it_does_not_know(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        await press(pilot, "slash", *"task:support")
        assert "3 of 8 entries" in seen(pilot)
        await press(pilot, *("backspace" for _ in "task:support"), *"zzz:1")
        assert "! no such filter" in seen(pilot)
        assert "“zzz” is nothing to filter by. Choose from: " in seen(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.focused, DayRows)


async def test_any_week_by_name_or_day(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        await pilot.press("y")
        await on_top(pilot, WeekQuestion)
        await press(pilot, *"2025-W53")
        assert "2025 has no week 53" in seen(pilot)
        await press(pilot, *("backspace" for _ in "2025-W53"), *"3.3.")
        words = str(pilot.app.screen.query_one(".words", Static).content)
        assert words == "Week 10, 2 – 8 March 2026. It will select Tuesday 3 March 2026."
        await pilot.press("enter")
        await until(pilot, lambda: "Week 10" in seen(pilot))
        await balanced(pilot)
        assert timesheet(pilot).selected_day == Date(2026, 3, 3)


async def test_alone_there_is_nobody_else_to_look_at(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        await pilot.press("p")
        await on_top(pilot, PersonPicker)
        assert "the only one" in seen(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is timesheet(pilot))


async def test_enter_takes_whose_name_begins_with_what_was_typed(week: Home) -> None:
    people = [Person("zoe", "Zoë Müller"), Person("lea", "Lea Hoffmann"), Person("ann", "Ann Berger")]
    chosen: list[Person | None] = []
    async with on_timesheet(week) as pilot:
        for typed in (("a", "n", "n"), ("z", "o", "e")):
            pilot.app.push_screen(PersonPicker(people, people[1]), chosen.append)
            await on_top(pilot, PersonPicker)
            await pilot.press(*typed, "enter")
            await until(pilot, lambda: pilot.app.screen is timesheet(pilot))
    assert chosen == [people[2], people[0]]


async def test_the_week_of_somebody_else_is_only_looked_at(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        screen = timesheet(pilot)
        screen.show_person(Person("ben", "Ben Okafor"))
        await until(pilot, lambda: "Ben Okafor" in seen(pilot))
        await press(pilot, "a")
        assert "This is the week of Ben Okafor: it can only be looked at." in said(pilot)
        for action in ("add", "edit", "delete", "split", "move", "hand_in"):
            assert screen.check_action(action, ()) is None


async def test_a_week_that_was_handed_in_says_so_and_is_locked(week: Home) -> None:
    hand_in(week)
    async with on_timesheet(week) as pilot:
        screen = timesheet(pilot)
        assert "● handed in Sun 15 Mar" in seen(pilot)
        assert "⊘ Week 11 was handed in on Sun 15 Mar; take it back to change it." in seen(pilot)
        await press(pilot, "home", "enter")
        assert screen.check_action("edit", ()) is None
        assert "take it back" in screen.why_not("edit")
        assert screen.check_action("hand_in", ()) is False
        assert screen.check_action("take_back", ()) is True
        assert "w Take back" in seen(pilot)
        await press(pilot, "d")
        assert "take it back to change it" in said(pilot)


async def test_the_running_clock_moves_on(running_home: Home) -> None:
    async with on_timesheet(running_home) as pilot:
        assert "Wed 11 ●  4:09" in " ".join(line_with(pilot, "Wed 11").split(" ")).replace("    ", "  ")
        assert "Home office · Northwind" in seen(pilot)
        assert timesheet(pilot).selected_entry is None
        assert timesheet(pilot).why_not("edit") == "The clock runs. It is changed on the Clock screen."
        running_home.clock.forward(minutes=2)
        await until(pilot, lambda: "4:11" in line_with(pilot, "08:02 –"))
        assert "4:11" in line_with(pilot, "Wed 11")


async def test_a_tick_draws_nothing_but_the_running_day(
    running_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_timesheet(running_home) as pilot:
        drawn: list[int] = []
        for rows in pilot.app.screen.query(DayRows):
            monkeypatch.setattr(rows, "refresh_line", drawn.append)
        running_home.clock.forward(seconds=3)
        await asyncio.sleep(2.2)
        assert set(drawn) <= {2}


async def test_details_stand_beside_from_120_columns(week: Home) -> None:
    async with on_timesheet(week, (120, 40)) as pilot:
        await press(pilot, "home", "down")
        assert "Note     migration" in seen(pilot)
        assert "Source   typed in" in seen(pilot)
        await press(pilot, "end")
        assert "No entry on this day." in seen(pilot)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 50)])
async def test_nothing_is_cut_off(week: Home, size: tuple[int, int]) -> None:
    async with on_timesheet(week, size) as pilot:
        await press(pilot, "home")
        for part in ("Mon  9", "8:10", "+0:10", "Sun 15", "33:50", "−6:10", "08:00 – 12:30", "4:30"):
            assert part in seen(pilot), part
        assert max(len(line.rstrip()) for line in seen(pilot).splitlines()) <= size[0]


async def test_help_explains_the_days(week: Home) -> None:
    async with on_timesheet(week, (100, 60)) as pilot:
        await pilot.press("question_mark")
        await on_top(pilot, HelpScreen)
        assert "worked time and" in seen(pilot)
        assert "Your week, reviewed and mended here." in seen(pilot)


async def test_a_click_selects_a_day_and_turns_the_week(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        row = next(at for at, line in enumerate(seen(pilot).splitlines()) if "Tue 10" in line)
        await pilot.click(offset=(6, row))
        await settled(pilot)
        assert timesheet(pilot).selected_day == Date(2026, 3, 10)
        column = seen(pilot).splitlines()[1].index("‹")
        await pilot.click(offset=(column, 1))
        await until(pilot, lambda: "Week 10" in seen(pilot))


async def test_silenced_findings_are_listed_last_and_do_not_count(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        review = timesheet(pilot).review
        assert review is not None
        assert review.view is not None
        view = review.view
        silenced = tuple(replace(finding, silenced="agreed") for finding in view.findings[:1])
        review.show(replace(view, findings=(*view.findings[1:], *silenced)), app_of(pilot).now())
        await balanced(pilot)
        assert "1 silenced" in seen(pilot)


async def test_resizing_leaves_nothing_stale(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        await pilot.resize_terminal(60, 18)
        await until(
            pilot, lambda: "Findings   4 this week" in seen(pilot), "the findings where there is room"
        )
        assert "! 4 findings" not in seen(pilot)
        await press(pilot, "g")
        await until(pilot, lambda: "Total" in seen(pilot), "the groups")
        await pilot.resize_terminal(50, 15)
        await until(pilot, lambda: "Punchcard needs 60×18." in seen(pilot), "the notice")
        lines = [line for line in seen(pilot).splitlines() if line.strip()]
        assert len(lines) == 3


async def test_the_hours_stand_above_their_bars_where_another_screen_was_resized(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        rows = timesheet(pilot).query_one(DayRows)
        assert rows.view is not None
        await pilot.press("1")
        await pilot.resize_terminal(120, 40)
        await pilot.press("2")
        await until(pilot, lambda: "Entry" in seen(pilot), "the pane beside the days")
        assert axis(rows.view.days, rows.size.width - CURSOR_WIDTH).plain.rstrip() in seen(pilot)
