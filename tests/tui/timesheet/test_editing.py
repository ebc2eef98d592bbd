"""A week mended by keyboard: every form, saved through the engine into a real store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.tui.homes import PORTAL, WITH_TARGETS, Home
from tests.tui.piloting import on_top, said, says, seen, until
from tests.tui.timesheet.piloting import balanced, on_timesheet, press, timesheet
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Static
from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.when import parse_when
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox.sync import deliver
from punchcard.services.session import Session
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.entry_form import EntryForm
from punchcard.tui.forms.entry_line import EntryLine
from punchcard.tui.forms.move_form import MoveForm
from punchcard.tui.forms.overlap_question import OverlapQuestion
from punchcard.tui.forms.split_form import SplitForm
from punchcard.tui.timesheet.preflight_question import PreflightQuestion
from punchcard.tui.timesheet.screen import TimesheetScreen

TUESDAY = Date(2026, 3, 10)


@pytest.fixture
def tuesday(tmp_path: Path) -> Home:
    """Tuesday has 08:00 – 12:00; it is Tuesday, 10 March 2026, 18:00."""
    home = Home(tmp_path / "tuesday", WITH_TARGETS, "2026-03-10 18:00")
    home.work("2026-03-10 08:00", "2026-03-10 12:00", PORTAL, "spec")
    return home


def spans(home: Home, day: Date = TUESDAY) -> list[str]:
    """The entries of a day as they are in the store."""
    return [_span(entry) for entry in booked(home, day)]


def booked(home: Home, day: Date = TUESDAY) -> list[Entry]:
    async def read(session: Session) -> list[Entry]:
        with session.store.read() as transaction:
            return list(session.known(transaction, day, day).plain_entries)

    return home.do(read)


def _span(entry: Entry) -> str:
    if entry.start is None or entry.end is None:
        return f"{entry.worked_seconds / 3600:g} h"
    return f"{entry.start.hour:02}{entry.start.minute:02}-{entry.end.hour:02}{entry.end.minute:02}"


def worked(pilot: Pilot[int], day: Date = TUESDAY) -> int:
    """What the screen counts on a day, in minutes."""
    shown = timesheet(pilot).shown
    assert shown is not None
    return shown.day(day, shown.as_of).worked_seconds // 60


def words(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one(".words", Static).content)


async def opens(pilot: Pilot[int], key: str, form: type[Screen[Any]]) -> None:
    await pilot.press(key)
    await on_top(pilot, form)
    await balanced(pilot)


async def fill(pilot: Pilot[int], **fields: str) -> None:
    """Type into fields of the form, by their ids."""
    for name, text in fields.items():
        pilot.app.screen.query_one(f"#{name}").focus()
        await pilot.press("ctrl+u", *["space" if c == " " else c for c in text])
    await balanced(pilot)


async def test_adding_over_an_entry_asks_and_every_step_can_be_taken_back(tuesday: Home) -> None:
    async with on_timesheet(tuesday) as pilot:
        await opens(pilot, "a", EntryForm)
        await fill(pilot, start="1100", end="1300", note="review")
        assert "This time is taken: 08:00 – 12:00" in words(pilot)
        await opens(pilot, "ctrl+s", OverlapQuestion)
        assert "Development is cut to" in seen(pilot)
        await opens(pilot, "escape", EntryForm)
        assert "11:00 – 13:00" in words(pilot)
        assert spans(tuesday) == ["0800-1200"]
        await opens(pilot, "ctrl+s", OverlapQuestion)
        await pilot.press("s")
        assert isinstance(pilot.app.screen, OverlapQuestion), "splitting is not offered"
        await pilot.press("t")
        await says(pilot, "Added 11:00 – 13:00, 2 h.")
        await on_top(pilot, TimesheetScreen)
        await balanced(pilot)
        assert spans(tuesday) == ["0800-1100", "1100-1300"]
        assert worked(pilot) == 5 * 60
        await pilot.press("u")
        await says(pilot, "Undone.")
        await balanced(pilot)
        assert (spans(tuesday), worked(pilot)) == (["0800-1200"], 4 * 60)
        await pilot.press("U")
        await says(pilot, "Redone.")
        await balanced(pilot)
        assert (spans(tuesday), worked(pilot)) == (["0800-1100", "1100-1300"], 5 * 60)


async def test_editing_keeps_what_was_not_touched(tuesday: Home) -> None:
    (before,) = booked(tuesday)
    async with on_timesheet(tuesday) as pilot:
        await press(pilot, "enter")
        await opens(pilot, "e", EntryForm)
        assert words(pilot) == "Nothing changes yet."
        await fill(pilot, end="1230", breaks="15m")
        assert "4:15 worked with 15 min of breaks (10:05 – 10:20)" in words(pilot)
        await pilot.press("ctrl+s")
        await says(pilot, "Changed to 08:00 – 12:30")
    (after,) = booked(tuesday)
    assert (after.id, after.note, after.assignment) == (before.id, "spec", before.assignment)
    assert after.worked_seconds == 255 * 60


async def test_in_its_row(tuesday: Home) -> None:
    async with on_timesheet(tuesday) as pilot:
        await press(pilot, "enter")
        await opens(pilot, "enter", EntryLine)
        await pilot.press("K", "tab", "j", "tab", "end", "!", "enter")
        await says(pilot, "Changed to 08:05 – 11:59")
        await on_top(pilot, TimesheetScreen)
        (after,) = booked(tuesday)
        assert (_span(after), after.note) == ("0805-1159", "spec!")
        await opens(pilot, "enter", EntryLine)
        await pilot.press("2", "5", "enter")
        assert "is not a time" in words(pilot)
        await opens(pilot, "escape", ConfirmScreen)
        await opens(pilot, "n", EntryLine)
        await opens(pilot, "escape", ConfirmScreen)
        await opens(pilot, "y", TimesheetScreen)
    assert spans(tuesday) == ["0805-1159"]


async def test_over_midnight(tuesday: Home) -> None:
    async with on_timesheet(tuesday) as pilot:
        await opens(pilot, "a", EntryForm)
        await fill(pilot, day="mon", start="2200", end="0600", breaks="0200-0230")
        assert "Mon 9 Mar, 22:00 – 06:00 on the next day, 7:30 worked" in words(pilot)
        await pilot.press("ctrl+s")
        await says(pilot, "Added ")
        await balanced(pilot)
        assert (worked(pilot, Date(2026, 3, 9)), worked(pilot)) == (120, 240 + 330)
        assert "22:00 – 06:00" in seen(pilot)


async def test_splitting_in_a_break(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", WITH_TARGETS, "2026-03-10 18:00")
    home.start("08:00")
    home.take_break("12:00")
    home.resume("12:30")
    home.stop("16:30")
    async with on_timesheet(home) as pilot:
        await press(pilot, "enter")
        await opens(pilot, "s", SplitForm)
        await fill(pilot, end="1215")
        assert "08:00 – 12:00    4:00" in words(pilot)
        assert "0:30 of break lies between them." in words(pilot)
        await pilot.press("enter")
        await says(pilot, "Split into")
        await balanced(pilot)
        assert (spans(home), worked(pilot)) == (["0800-1200", "1230-1630"], 8 * 60)
        await pilot.press("u")
        await says(pilot, "Undone.")
    assert spans(home) == ["0800-1630"]


async def test_moving_to_a_day_where_something_is_in_the_way(tuesday: Home) -> None:
    monday = Date(2026, 3, 9)
    tuesday.work("2026-03-09 11:00", "2026-03-09 15:00")
    async with on_timesheet(tuesday) as pilot:
        await press(pilot, "enter")
        await opens(pilot, "m", MoveForm)
        assert pilot.app.screen.query_one("#save", Button).disabled
        await fill(pilot, day="mon")
        assert "This time is taken: 11:00 – 15:00" in words(pilot)
        await opens(pilot, "enter", OverlapQuestion)
        await pilot.press("r")
        await says(pilot, "Moved to Mon 9 Mar.")
        assert (spans(tuesday), spans(tuesday, monday)) == ([], ["0800-1200"])
        await pilot.press("u")
        await says(pilot, "Undone.")
    assert (spans(tuesday), spans(tuesday, monday)) == (["0800-1200"], ["1100-1500"])


async def test_duplicating_asks_only_where_something_is_in_the_way(tuesday: Home) -> None:
    tuesday.clock.set("2026-03-11 18:00")
    async with on_timesheet(tuesday) as pilot:
        await press(pilot, "up", "enter", "D")
        await says(pilot, "Duplicated to Wed 11 Mar.")
        await opens(pilot, "D", OverlapQuestion)
        await opens(pilot, "escape", TimesheetScreen)
    assert spans(tuesday, Date(2026, 3, 11)) == ["0800-1200"]


async def test_deleting_asks_first(tuesday: Home) -> None:
    async with on_timesheet(tuesday) as pilot:
        await press(pilot, "enter")
        await opens(pilot, "d", ConfirmScreen)
        assert "Tue 10 Mar, 08:00 – 12:00, 4:00 worked" in seen(pilot)
        await opens(pilot, "escape", TimesheetScreen)
        await opens(pilot, "d", ConfirmScreen)
        await pilot.press("y")
        await says(pilot, "Deleted 08:00 – 12:00")
        assert spans(tuesday) == []
        await pilot.press("u")
        await says(pilot, "Undone.")
    assert spans(tuesday) == ["0800-1200"]


async def test_half_a_day_of_vacation(tuesday: Home) -> None:
    friday = Date(2026, 3, 13)
    tuesday.work("2026-03-13 08:00", "2026-03-13 12:00")
    async with on_timesheet(tuesday) as pilot:
        await opens(pilot, "a", EntryForm)
        pilot.app.screen.query_one("#type").focus()
        await pilot.press("enter", *"vac", "enter")
        await balanced(pilot)
        await fill(pilot, day="fri")
        pilot.app.screen.query_one("#halves").focus()
        await pilot.press("right")
        await balanced(pilot)
        assert "Fri 13 Mar, half a day, which counts for 4:00" in words(pilot)
        assert "The day then has 4:00 of 4:00." in words(pilot)
        await pilot.press("ctrl+s")
        await says(pilot, "Added half a day of Vacation")
        await balanced(pilot)
        line = next(line for line in seen(pilot).splitlines() if "Fri 13" in line)
        assert "█" in line
        assert "Vacation, h…  ▴ future" in line
    (away,) = (entry for entry in booked(tuesday, friday) if entry.is_absence)
    assert (away.half_days, away.is_absence) == (1, True)


async def test_a_time_that_the_clocks_skip(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", WITH_TARGETS, "2026-03-29 18:00")
    async with on_timesheet(home) as pilot:
        await opens(pilot, "a", EntryForm)
        await fill(pilot, start="0230", end="0600")
        assert "02:30 does not exist" in words(pilot)
        assert "2026-03-29T03:30+02:00" in words(pilot)
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, EntryForm)
        await fill(pilot, start="0130")
        assert "3:30 worked" in words(pilot)
        await pilot.press("ctrl+s")
        await says(pilot, "3 h 30 min")


async def test_what_was_changed_meanwhile_is_not_overwritten_silently(tuesday: Home) -> None:
    async def change(session: Session) -> None:
        (entry,) = booked_here(session)
        later = parse_when("13:00", session.now())
        entries.change(session, entry.id, entries.EntryChanges(end=later))
        await deliver(session)

    async with on_timesheet(tuesday) as pilot:
        await press(pilot, "enter")
        await opens(pilot, "e", EntryForm)
        await fill(pilot, note="mine")
        tuesday.do(change)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "changed in the meantime" in words(pilot), "the refusal")
        assert "08:00 – 13:00, 5 h now" in words(pilot)
        assert spans(tuesday) == ["0800-1300"]
        await pilot.press("ctrl+s")
        await says(pilot, "Changed to 08:00 – 12:00")
    (after,) = booked(tuesday)
    assert (_span(after), after.note) == ("0800-1200", "mine")


def booked_here(session: Session) -> list[Entry]:
    with session.store.read() as transaction:
        return list(session.known(transaction, TUESDAY, TUESDAY).plain_entries)


async def test_what_was_deleted_meanwhile_can_be_added_anew(tuesday: Home) -> None:
    async def delete(session: Session) -> None:
        (entry,) = booked_here(session)
        entries.delete(session, entry.id)
        await deliver(session)

    async with on_timesheet(tuesday) as pilot:
        await press(pilot, "enter")
        await opens(pilot, "e", EntryForm)
        await fill(pilot, note="mine")
        tuesday.do(delete)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "deleted in the meantime" in words(pilot), "the refusal")
        await pilot.press("ctrl+s")
        await says(pilot, "Added 08:00 – 12:00")
    assert [entry.note for entry in booked(tuesday)] == ["mine"]


async def test_something_new_in_the_way_is_asked_about_when_saving(tuesday: Home) -> None:
    async with on_timesheet(tuesday) as pilot:
        await opens(pilot, "a", EntryForm)
        await fill(pilot, start="1300", end="1500")
        tuesday.work("2026-03-10 14:00", "2026-03-10 16:00")
        await opens(pilot, "ctrl+s", OverlapQuestion)
        assert "14:00 – 16:00 is cut to 15:00 – 16:00." in seen(pilot)
        await pilot.press("enter")
        await says(pilot, "Added 13:00 – 15:00")
    assert spans(tuesday) == ["0800-1200", "1300-1500", "1500-1600"]


async def test_the_running_clock_is_never_run_over(running_home: Home) -> None:
    async with on_timesheet(running_home) as pilot:
        await opens(pilot, "a", EntryForm)
        await fill(pilot, start="0700", end="0900")
        assert words(pilot).startswith("! The clock runs since 08:02")
        assert pilot.app.screen.query_one("#save", Button).disabled


async def test_handing_in_and_taking_back(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        await opens(pilot, "w", PreflightQuestion)
        assert "Hand in week 11?" in seen(pilot)
        assert "! Tue 10: 9:40 worked" in seen(pilot)
        # With something serious in it, enter alone hands nothing in.
        await pilot.press("enter")
        await on_top(pilot, TimesheetScreen)
        await opens(pilot, "w", PreflightQuestion)
        await pilot.press("y")
        await says(pilot, "Handed in week 11.")
        await balanced(pilot)
        await press(pilot, "a")
        assert "was handed in" in said(pilot)
        await opens(pilot, "w", PreflightQuestion)
        assert "Take back week 11?" in seen(pilot)
        await pilot.press("enter")
        await says(pilot, "Took back week 11.")


async def test_what_changed_while_it_was_looked_at_is_looked_at_again(week: Home) -> None:
    async with on_timesheet(week) as pilot:
        await opens(pilot, "w", PreflightQuestion)
        week.work("2026-03-14 08:00", "2026-03-14 09:00")
        await pilot.press("y")
        await until(pilot, lambda: "has changed since you looked at it" in seen(pilot), "the refusal")
        assert "34:50" in seen(pilot)
        await pilot.press("y")
        await says(pilot, "Handed in week 11.")


async def test_a_running_clock_keeps_the_week_from_being_handed_in(running_home: Home) -> None:
    async with on_timesheet(running_home) as pilot:
        await opens(pilot, "w", PreflightQuestion)
        assert "✗ The clock runs since 08:02; stop it first." in seen(pilot)
        assert pilot.app.screen.query_one("#yes", Button).disabled
        await pilot.press("y")
        assert isinstance(pilot.app.screen, PreflightQuestion)
        await pilot.press("enter")
        await on_top(pilot, TimesheetScreen)
