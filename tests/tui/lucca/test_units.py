"""How the app writes down time at Lucca: in hours, in days, by clocks on the wall. Look at each picture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.tui.lucca.place import Place
from tests.tui.pictures import USUAL, SnapCompare, is_as_pictured
from tests.tui.piloting import on_top, said, seen, until
from tests.tui.timesheet import piloting
from tests.tui.timesheet.piloting import on_timesheet
from textual.pilot import Pilot
from whenever import PlainDateTime

from punchcard.sandbox.lucca.records import Configuration, Mode, Unit
from punchcard.tui.forms.entry_form import EntryForm
from punchcard.tui.forms.picker import AssignmentPicker
from punchcard.tui.timesheet.day_rows import HoursAxis

IN_DAYS = Configuration(unit=Unit.DAYS, mode=Mode.ATTENDANCE)
IN_HOURS = Configuration(unit=Unit.HOURS, mode=Mode.ATTENDANCE)


def configured(place: Place, configuration: Configuration) -> Place:
    """Let Ann write her time down in another way, and have done so last week."""
    state = place.vendor.state
    ann = state.person_named("Ann")
    state.users[ann.id] = replace(ann, configurations=(configuration,))
    mine = [entry for entry in state.entries.values() if entry.owner_id == ann.id]
    for entry in mine:
        start = PlainDateTime(entry.day.year, entry.day.month, entry.day.day)
        length = 12 * 3600 if configuration.unit is Unit.DAYS else entry.seconds
        state.entries[entry.id] = replace(
            entry, starts_at=start, seconds=length, unit=configuration.unit, section_ids=()
        )
    return place


def kept(place: Place) -> list[tuple[str, int]]:
    """What Ann has from Tuesday of this week on: when it begins, and how many minutes it has."""
    found = place.vendor.state.worked(place.vendor.state.person_named("Ann").id)
    return [(str(e.starts_at)[5:16], e.seconds // 60) for e in found if e.day.day in (11, 12)]


async def shows(pilot: Pilot[int], words: str) -> None:
    """Wait until something can be read, over the ends of lines."""
    await until(pilot, lambda: words in " ".join(seen(pilot).replace("│", " ").split()), words)


async def add(pilot: Pilot[int]) -> None:
    await pilot.press("a")
    await on_top(pilot, EntryForm)


@pytest.mark.parametrize("size", USUAL)
@pytest.mark.parametrize("unit", ["hours", "days"])
def test_the_form_in_the_unit_of_the_person(
    there: Place, snap_compare: SnapCompare, size: str, unit: str
) -> None:
    configured(there, IN_DAYS if unit == "days" else IN_HOURS)

    async def steps(pilot: Pilot[int]) -> None:
        await piloting.press(pilot, *(["right"] if unit == "days" else "3:30"))

    assert is_as_pictured(snap_compare, there.home.app(), size, piloting.go_there, add, steps)


async def test_half_a_day_in_the_afternoon(there: Place) -> None:
    configured(there, IN_DAYS)
    async with on_timesheet(there.home, (100, 40)) as pilot:
        await add(pilot)
        await piloting.press(pilot, "right", "tab", "right")
        await shows(pilot, "half a day in the afternoon")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kept(there) == [("03-11T12:00", 720)], "half a day there")
        await pilot.press("1")
        await until(pilot, lambda: "Idle" in seen(pilot) or "Not" in seen(pilot), "the clock")
        await shows(pilot, "half a day 4:00")
        assert "starts the clock" not in seen(pilot)
        for key in ("s", "b", "x"):
            await pilot.press(key)
            await until(pilot, lambda: "half and whole days" in said(pilot), f"why {key} does nothing")


async def test_no_hours_stand_over_a_week_without_clock_times(there: Place) -> None:
    configured(there, IN_HOURS)
    async with on_timesheet(there.home, (100, 40)) as pilot:
        await shows(pilot, "Week 11")
        axis = pilot.app.screen.query_one("#axis", HoursAxis)
        await until(
            pilot, lambda: axis.view is not None and not axis.render().plain.strip(), "no hours of the day"
        )


async def test_the_picker_says_that_time_is_booked_on_nothing(there: Place) -> None:
    configured(there, IN_HOURS)
    async with on_timesheet(there.home, (100, 40)) as pilot:
        await add(pilot)
        await pilot.press("tab", "tab", "enter")
        await on_top(pilot, AssignmentPicker)
        await shows(pilot, "booked on nothing here")


async def test_a_night_is_saved_day_by_day(there: Place) -> None:
    async with on_timesheet(there.home, (100, 40)) as pilot:
        await add(pilot)
        await pilot.press(*"2200", "tab", *"0600")
        await shows(pilot, "22:00 – 24:00 on Wed 11 Mar and 00:00 – 06:00 on Thu 12 Mar")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kept(there) == [("03-11T22:00", 120), ("03-12T00:00", 360)], "the night")


async def test_a_rule_of_the_service_leaves_the_form_open_and_nothing_is_asked_for(there: Place) -> None:
    sections = there.vendor.state.sections
    for number, section in list(sections.items()):
        sections[number] = replace(section, active=section.name != "Development")
    async with on_timesheet(there.home, (100, 40)) as pilot:
        await add(pilot)
        await pilot.press(*"0800", "tab", *"0900", "ctrl+s")
        await shows(pilot, "no longer active")
        assert isinstance(pilot.app.screen, EntryForm)
        assert kept(there) == []
        assert there.home.rows() == []


async def test_where_the_clocks_are_changed_it_is_said_before_it_is_saved(there: Place) -> None:
    there.home.clock.set("2026-03-30 08:00")
    async with on_timesheet(there.home, (100, 40)) as pilot:
        await add(pilot)
        await pilot.press("shift+tab", *["backspace"] * 20, *"2026-03-29", "tab", *"0030", "tab", *"0430")
        await shows(pilot, "The clocks are changed then: Lucca counts the 3:00 and shows it until 03:30.")


async def test_what_lies_in_a_break_of_a_new_entry_is_not_in_its_way(there: Place) -> None:
    async with on_timesheet(there.home, (100, 40)) as pilot:
        await add(pilot)
        await pilot.press(*"1000", "tab", *"1030", "ctrl+s")
        await until(pilot, lambda: kept(there) == [("03-11T10:00", 30)], "the first one")
        await add(pilot)
        await pilot.press(*"0800", "tab", *"1200")
        pilot.app.screen.query_one("#breaks").focus()
        await pilot.press("ctrl+u", *"1000-1030")
        await shows(pilot, "saved as 08:00 – 10:00 on Wed 11 Mar and 10:30 – 12:00 on Wed 11 Mar")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(kept(there)) > 1, "that it is saved without a question")
        assert sorted(kept(there)) == [("03-11T08:00", 120), ("03-11T10:00", 30), ("03-11T10:30", 90)]
