"""What the groups look like. After `pytest --snapshot-update` look at each picture that changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.domain import HOSTILE
from tests.tui.groups.steps import groups, known, open_groups
from tests.tui.homes import Home
from tests.tui.pictures import NARROW_TOO, USUAL, SnapCompare, Steps, is_as_pictured
from tests.tui.piloting import on_top, seen, settled, until
from textual.pilot import Pilot
from textual.screen import Screen

from punchcard.backends.errors import BackendError
from punchcard.core.people import Person
from punchcard.services.session import Session
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.groups.bulk_form import BulkForm
from punchcard.tui.groups.by_dialog import ByDialog
from punchcard.tui.groups.entries_dialog import EntriesDialog
from punchcard.tui.groups.export_form import ExportForm
from punchcard.tui.groups.period_dialog import PeriodDialog
from punchcard.tui.help import HelpScreen


@pytest.fixture
def look(snap_compare: SnapCompare) -> Callable[..., bool]:
    """Compare the groups of this week, once what `steps` do is done, with their picture."""

    def compare(home: Home, size: str = "normal", steps: Steps | None = None, theme: str = "") -> bool:
        async def themed(pilot: Pilot[int]) -> None:
            if theme:
                pilot.app.theme = theme

        return is_as_pictured(snap_compare, home.app(), size, themed, open_groups, steps)

    return compare


def pressing(*keys: str, to: type[Screen[Any]] | None = None) -> Steps:
    """Press keys, and wait for what they open."""

    async def steps(pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        if to is not None:
            await on_top(pilot, to)
        else:
            await known(pilot)
        await settled(pilot)

    return steps


def grouped_by(*by: str, rounding: int = 0) -> Steps:
    async def steps(pilot: Pilot[int]) -> None:
        screen = groups(pilot)
        screen.ask(replace(screen.wanted, by=by, rounding=rounding))
        await known(pilot)

    return steps


def billed(home: Home) -> Home:
    """All of one client is billable, all of the other is not."""

    async def run(session: Session) -> None:
        from punchcard.core.groups import Period
        from punchcard.services.groups import bulk
        from punchcard.services.groups.bulk_plan import NewValues, Selection
        from punchcard.services.groups.grouping import Kept, grouped
        from punchcard.services.outbox.sync import deliver

        week = session.week()
        period = Period(week[0], week[-1])
        report = await grouped(session, ("client",), period)
        for group in report.groups[:2]:
            values = NewValues(billable=group.label == "Northwind")
            await bulk.run(session, await bulk.plan(session, Selection(period, Kept(), group.path), values))
            await deliver(session)

    home.do(run)
    return home


@pytest.mark.parametrize("size", NARROW_TOO)
def test_groups(look: Callable[..., bool], team: Home, size: str) -> None:
    assert look(team, size)


@pytest.mark.parametrize("size", NARROW_TOO)
def test_rounded_and_billable(look: Callable[..., bool], team: Home, size: str) -> None:
    assert look(billed(team), size, grouped_by("client", "project", rounding=15))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_deep_tree(look: Callable[..., bool], team: Home, size: str) -> None:
    assert look(team, size, _deep)


async def _deep(pilot: Pilot[int]) -> None:
    await grouped_by("client", "project", "task", "day", "note", rounding=15)(pilot)
    await pressing("E", "down", "down", "down")(pilot)


@pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark", "ansi-light"])
def test_themes(look: Callable[..., bool], team: Home, theme: str) -> None:
    assert look(billed(team), "normal", grouped_by("client", "project", rounding=15), theme)


def test_no_colour(look: Callable[..., bool], team: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(team, "normal", pressing("down"))


@pytest.mark.parametrize("size", USUAL)
def test_nothing_booked(look: Callable[..., bool], team: Home, size: str) -> None:
    assert look(team, size, pressing("left_square_bracket"))


def test_filtered(look: Callable[..., bool], team: Home) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pressing("slash", *"north", "enter")(pilot)
        await until(pilot, lambda: "6 entries" in seen(pilot))
        await known(pilot)

    assert look(team, "normal", steps)


def test_another_persons(look: Callable[..., bool], team: Home) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        screen = groups(pilot)
        screen.ask(replace(screen.wanted, person=Person("ben", "Ben Okafor")))
        await known(pilot)

    assert look(team, "normal", steps)


def test_reading(look: Callable[..., bool], team: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*args: object, **named: object) -> None:
        await asyncio.Event().wait()

    async def steps(pilot: Pilot[int]) -> None:
        monkeypatch.setattr("punchcard.tui.groups.reading.grouped", never)
        await pilot.press("g", "g")
        await until(pilot, lambda: "Reading the groups …" in seen(pilot) and "reading …" in seen(pilot))

    assert look(team, "normal", steps)


@pytest.mark.parametrize("size", ["narrow", "normal"])
def test_failure(look: Callable[..., bool], team: Home, monkeypatch: pytest.MonkeyPatch, size: str) -> None:
    async def failing(*args: object, **named: object) -> None:
        raise BackendError("This machine’s own file cannot be read.", "Look at it with punch doctor.")

    async def steps(pilot: Pilot[int]) -> None:
        monkeypatch.setattr("punchcard.tui.groups.reading.grouped", failing)
        await pilot.press("g", "g")
        await until(pilot, lambda: "cannot be read" in seen(pilot))

    assert look(team, size, steps)


@pytest.mark.parametrize("size", USUAL)
def test_bulk_edit_form(look: Callable[..., bool], team: Home, size: str) -> None:
    assert look(team, size, pressing("e", to=BulkForm))


@pytest.mark.parametrize("size", USUAL)
def test_bulk_edit_question(look: Callable[..., bool], team: Home, size: str) -> None:
    keys = ["e", "tab", "tab", "tab", *"fleet", "enter"]
    assert look(team, size, pressing(*keys, to=ConfirmScreen))


@pytest.mark.parametrize("size", USUAL)
def test_bulk_delete_question(look: Callable[..., bool], team: Home, size: str) -> None:
    assert look(team, size, pressing("d", to=ConfirmScreen))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_changed_count(look: Callable[..., bool], team: Home, size: str) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pressing("d", "y", to=ConfirmScreen)(pilot)
        await until(pilot, lambda: "Really delete" in seen(pilot))
        team.work("17:10", "17:20", "Blue Harbor/Fleet", "")
        await pilot.press("y")
        await until(pilot, lambda: "Something has changed" in seen(pilot))

    assert look(team, size, steps)


@pytest.mark.parametrize("size", NARROW_TOO)
def test_what_to_group_by(look: Callable[..., bool], team: Home, size: str) -> None:
    assert look(team, size, pressing("b", "down", "down", "space", to=ByDialog))


def test_which_period(look: Callable[..., bool], team: Home) -> None:
    assert look(team, "normal", pressing("p", *"last", "space", *"month", to=PeriodDialog))


def test_entries_of_a_group(look: Callable[..., bool], team: Home) -> None:
    assert look(team, "normal", pressing("down", "enter", to=EntriesDialog))


def test_export(look: Callable[..., bool], team: Home) -> None:
    assert look(team, "normal", pressing("x", to=ExportForm))


def test_help(look: Callable[..., bool], team: Home) -> None:
    assert look(team, "wide", pressing("question_mark", to=HelpScreen))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_hostile_text(look: Callable[..., bool], home: Home, size: str) -> None:
    home.clock.set("18:00")
    home.work("06:00", "07:00", "[red]Nord[b]/日本株式会社プロジェクト/👩🏽‍💻 שלום", HOSTILE)
    home.work("07:00", "07:30", "計画とレビューの会議に出席しました、そして文書を書きました/x", "[bold]note")
    assert look(home, size, grouped_by("client", "project", "note"))
