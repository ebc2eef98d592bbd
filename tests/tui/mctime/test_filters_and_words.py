"""Filters that McTime is asked for, and where entries stand, in words: the app at McTime."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.tui.groups.steps import groups, known, labels, open_groups
from tests.tui.mctime.office import Office
from tests.tui.pictures import USUAL, SnapCompare, Steps, is_as_pictured
from tests.tui.piloting import on_top, running, seen, settled, until
from textual.pilot import Pilot

from punchcard.sandbox.mctime.records import ApprovalStatus
from punchcard.tui.forms.base import TextLine
from punchcard.tui.groups.choosing import joined, split_names
from punchcard.tui.groups.filter_form import FilterForm
from punchcard.tui.timesheet.screen import TimesheetScreen


@pytest.fixture
def booked(office: Office) -> Office:
    """Ann's day: one entry under approval, one that was edited and disapproved, one that is new."""
    office.book("08:00", "09:30", ApprovalStatus.UNDER_APPROVAL)
    office.book("09:30", "11:00", ApprovalStatus.DISAPPROVED)
    office.book("11:00", "12:00")
    with office.state.lock:
        edited = next(e for e in office.state.entries.values() if e.status is ApprovalStatus.DISAPPROVED)
        office.state.keep(replace(edited, creation=None))
    return office


async def fill(pilot: Pilot[int], name: str, text: str) -> None:
    line = pilot.app.screen.query_one(f"#{name}", TextLine)
    line.focus()
    line.value = text
    await settled(pilot)


async def open_form(pilot: Pilot[int]) -> None:
    await open_groups(pilot)
    await pilot.press("f")
    await on_top(pilot, FilterForm)
    await fill(pilot, "person", "all")
    await fill(pilot, "organization", "northw")
    await fill(pilot, "type", "home office, Work")
    await fill(pilot, "status", "under approval, disapproved")


async def test_the_form_has_mctime_asked_for_what_is_wanted(booked: Office) -> None:
    async with running(booked.home.app()) as pilot:
        await open_form(pilot)
        booked.vendor.log.clear()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: groups(pilot).wanted.chosen is not None, "the filters")
        await known(pilot)
        assert labels(pilot) == ["Northwind"]
        assert "3:00" in seen(pilot)
        asked = [each.parameters for each in booked.vendor.log.all() if each.path.endswith("/times")]
        sent = {(name, value) for parameters in asked for name, value in parameters}
        assert sent >= {
            ("timeTypes", "home_office"), ("timeTypes", "work"), ("organizationIds", booked.place),
            ("approvalStatuses", "under_approval"), ("approvalStatuses", "disapproved"),
        }  # fmt: skip
        await pilot.press("f")
        await on_top(pilot, FilterForm)
        assert pilot.app.screen.query_one("#type", TextLine).value == "home office, Work"


async def to_timesheet(pilot: Pilot[int]) -> None:
    await pilot.press("2")
    await until(
        pilot,
        lambda: isinstance(pilot.app.screen, TimesheetScreen) and pilot.app.screen.shown is not None,
        "the week",
    )
    await pilot.press("tab", "down")
    await settled(pilot)


@pytest.mark.parametrize("size", USUAL)
@pytest.mark.parametrize("steps", [open_form, to_timesheet], ids=["form", "timesheet"])
def test_pictures(booked: Office, snap_compare: SnapCompare, steps: Steps, size: str) -> None:
    assert is_as_pictured(snap_compare, booked.home.app(), size, steps, settled)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Work", ("Work",)), (" Work ,Travel,", ("Work", "Travel")),
        ('"Smith, Jones", x', ("Smith, Jones", "x")),
        (",", ()), ('a "b" c', ('a "b" c',)), ('"', ()),
        ('"5"" pipes, north", x', ('5" pipes, north', "x")), ('"""A"" hall"', ('"A" hall',)),
    ],
)  # fmt: skip
def test_names_between_commas(typed: str, names: tuple[str, ...]) -> None:
    assert split_names(typed) == names
    assert split_names(joined(names)) == names
