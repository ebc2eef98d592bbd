"""A person in the groups of a service that sums up itself."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import pytest
from tests.tui.groups.steps import groups, known, labels, open_groups, tree
from tests.tui.homes import HandClock
from tests.tui.piloting import on_top, opened, running, said, seen, settled, stilled, until
from textual.pilot import Pilot
from textual.screen import Screen

from punchcard.config import load_config
from punchcard.services.demo.vendor import vendor_home
from punchcard.tui.app import PunchcardApp
from punchcard.tui.forms.base import TextLine
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.groups.bulk_form import BulkForm
from punchcard.tui.groups.details_dialog import DetailsDialog
from punchcard.tui.groups.filter_form import FilterForm
from punchcard.tui.groups.header import GroupsHeader

NOW = "2026-03-11 18:00"


@pytest.fixture
def at_clockodo(monkeypatch: pytest.MonkeyPatch) -> Generator[Callable[[], PunchcardApp]]:
    """The app of a lead, who may see what things are worth."""
    with vendor_home("clockodo", at=NOW.replace(" ", "T"), person="lead") as home:
        for name, value in home.variables.items():
            monkeypatch.setenv(name, value)
        yield lambda: PunchcardApp(home.folders, load_config(home.folders), HandClock(NOW), None)


async def fill(pilot: Pilot[int], name: str, text: str) -> None:
    line = pilot.app.screen.query_one(f"#{name}", TextLine)
    line.focus()
    await pilot.press(*text)
    await settled(pilot)


async def test_sums_and_revenue_are_those_of_the_service(at_clockodo: Callable[[], PunchcardApp]) -> None:
    async with running(at_clockodo()) as pilot:
        await open_groups(pilot)
        screen = seen(pilot)
        assert "revenue" in screen
        assert "entries" not in screen.replace("open entries", "")
        assert "Summed up by Clockodo." in screen

        await pilot.press("i")
        await on_top(pilot, DetailsDialog)
        assert "Hourly rate" in seen(pilot)
        assert "Within" in seen(pilot)


async def test_the_form_of_filters_asks_the_service(at_clockodo: Callable[[], PunchcardApp]) -> None:
    async with running(at_clockodo()) as pilot:
        await open_groups(pilot)
        before = labels(pilot)
        await pilot.press("f")
        await on_top(pilot, FilterForm)
        await fill(pilot, "customers", "zz")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is no customer" in seen(pilot), "why it cannot be")

        await pilot.press("backspace", "backspace")
        await fill(pilot, "customers", "north")
        await fill(pilot, "round", "20")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: groups(pilot).wanted.chosen is not None, "the filter")
        await known(pilot)
        assert labels(pilot)[0] == "Northwind"
        assert "Contoso" not in labels(pilot)
        assert "rounded to 20 min · customer Northwind" in seen(pilot)

        await pilot.press("escape")
        await known(pilot)
        assert set(labels(pilot)) == set(before)


async def test_many_entries_are_changed_in_one_go(at_clockodo: Callable[[], PunchcardApp]) -> None:
    async with running(at_clockodo()) as pilot:
        await open_groups(pilot)
        tree(pilot).focus()
        await pilot.press("e")
        await on_top(pilot, BulkForm)
        await fill(pilot, "note", "reviewed")
        await pilot.press("ctrl+s")
        await on_top(pilot, ConfirmScreen)
        assert "Clockodo counts them" in seen(pilot)
        await pilot.press("y")
        await until(pilot, lambda: "Changed" in said(pilot), "what was done")


async def test_a_used_up_minute_is_waited_for_in_sight(at_clockodo: Callable[[], PunchcardApp]) -> None:
    async with running(at_clockodo()) as pilot:
        await open_groups(pilot)
        header = groups(pilot).query_one(GroupsHeader)
        for _ in range(12):
            await pilot.press("R")
            await until(pilot, lambda: not header.heading.is_reading or bool(header.heading.waits_until))
            if header.heading.waits_until:
                break
        assert f"waits until {header.heading.waits_until}" in seen(pilot)
        assert not header.heading.is_failure
        assert labels(pilot)


@pytest.mark.parametrize(
    ("keys", "to"), [((), None), (("f",), FilterForm), (("i",), DetailsDialog), (("e",), BulkForm)]
)
def test_how_it_looks(
    snap_compare: Callable[..., bool],
    at_clockodo: Callable[[], PunchcardApp],
    keys: tuple[str, ...],
    to: type[Screen[Any]] | None,
) -> None:
    async def prepare(pilot: Pilot[int]) -> None:
        await opened(pilot)
        await open_groups(pilot)
        await pilot.press(*keys)
        if to is not None:
            await on_top(pilot, to)
        await stilled(pilot)

    app = at_clockodo()
    app.animation_level = "none"
    assert snap_compare(app, terminal_size=(80, 24), run_before=prepare)
