"""The form that asks for a change, driven by keys."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from tests.tui.forms.host import Host, settled
from tests.tui.forms.request_host import (
    AFTERNOON,
    LOCKED,
    LONG,
    MORNING,
    WAITING,
    RequestDesk,
    press_keys,
    with_desk,
)
from textual.pilot import Pilot
from textual.widgets import Button, Static

from punchcard.core.refusals import Refusal
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.request_form import RequestForm
from punchcard.tui.forms.request_lines import StretchLine, TakeOut
from punchcard.tui.forms.request_scale import RequestScale
from punchcard.tui.forms.request_words import Standing

AT_ONCE = Standing(is_at_once=True)


@asynccontextmanager
async def shown(
    made: tuple[RequestForm, RequestDesk], size: tuple[int, int] = (80, 24)
) -> AsyncGenerator[tuple[Pilot[None], RequestDesk]]:
    form, desk = made
    async with Host(form).run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot, desk


def host(pilot: Pilot[None]) -> Host:
    assert isinstance(pilot.app, Host)
    return pilot.app


def words(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(".words", Static).content)


def may_ask(pilot: Pilot[None]) -> bool:
    return not pilot.app.screen.query_one("#save", Button).disabled


def difference(pilot: Pilot[None]) -> int | None:
    preview = pilot.app.screen.query_one(RequestScale).preview
    return preview.difference_seconds // 60 if preview else None


async def test_it_starts_from_the_day_as_it_is_and_asks_for_nothing() -> None:
    async with shown(with_desk(MORNING, AFTERNOON)) as (pilot, desk):
        assert len(pilot.app.screen.query(StretchLine)) == 3
        assert words(pilot) == "Nothing changes yet: write the day as it should be."
        assert not may_ask(pilot)
        await press_keys(pilot, "ctrl+s")
        assert desk.asked == []
        await press_keys(pilot, "escape")
        assert host(pilot).answer is None


async def test_what_is_different_is_what_is_asked_for() -> None:
    async with shown(with_desk(MORNING, AFTERNOON)) as (pilot, desk):
        await press_keys(pilot, "ctrl+u 0 9 0 0 ctrl+n 1 8 0 0 tab 1 9 3 0")
        assert difference(pilot) == 30
        assert "The day then has 9:30 of 8:00. It waits until it is decided." in words(pilot)
        await press_keys(pilot, "ctrl+s")
        assert desk.changes == ["- 08:00-09:00", "+ 18:00-19:30"]
        assert host(pilot).answer == "Done."


async def test_a_line_is_taken_out_by_key_by_click_and_by_emptying_it() -> None:
    async with shown(with_desk(MORNING, AFTERNOON)) as (pilot, _):
        await press_keys(pilot, "ctrl+t")
        assert difference(pilot) == -240
        second = list(pilot.app.screen.query(TakeOut))[1]
        await pilot.click(second)
        await settled(pilot)
        assert difference(pilot) == -540
        await press_keys(pilot, "0 8 0 0 tab 1 2 0 0")
        assert difference(pilot) == -300


async def test_every_line_that_is_begun_leaves_an_empty_one() -> None:
    async with shown(with_desk(), (120, 40)) as (pilot, desk):
        for hour in range(4, 9):
            await press_keys(pilot, f"ctrl+n 0 {hour} 0 0 tab 0 {hour} 4 5")
        assert len(pilot.app.screen.query(StretchLine)) == 6
        assert difference(pilot) == 5 * 45
        await press_keys(pilot, "ctrl+s")
        assert len(desk.changes) == 5


async def test_the_breaks_of_an_entry_lie_between_the_lines() -> None:
    async with shown(with_desk(LONG)) as (pilot, desk):
        assert len(pilot.app.screen.query(StretchLine)) == 3
        await press_keys(pilot, "tab tab ctrl+u 1 3 0 0")
        assert "✓ Mended: Tue: 9:20 worked" in words(pilot)
        await press_keys(pilot, "ctrl+s")
        assert desk.changes == ["- 12:10-13:00"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("ctrl+u x", "“x” is not a time"),
        ("ctrl+u", "When does the stretch to 12:00 begin?"),
        ("tab ctrl+u", "When does the stretch from 08:00 end?"),
        ("tab ctrl+u 1 3 0 0", "08:00 – 13:00 and 12:30 – 17:30 share time."),
        ("ctrl+u m o n space 8 : 0 0", "begins on Mon 9 Mar, not on Tue 10 Mar."),
        ("tab ctrl+u 0 7 0 0", "is not after the start"),
    ],
)
async def test_what_makes_no_sense_is_said_and_not_asked_for(keys: str, said: str) -> None:
    async with shown(with_desk(MORNING, AFTERNOON)) as (pilot, desk):
        await press_keys(pilot, keys)
        assert said in words(pilot)
        assert not may_ask(pilot)
        await press_keys(pilot, "ctrl+s")
        assert desk.asked == []


async def test_what_waits_is_named_replaced_and_taken_back() -> None:
    async with shown(with_desk(MORNING, standing=LOCKED._replace(pending=WAITING))) as (pilot, desk):
        assert "Your request of Thu 12 Mar 09:12 waits: + 17:30 – 18:00 (“forgot [b]it[/b]”)." in words(pilot)
        await press_keys(pilot, "ctrl+t")
        assert "It takes the place of the one that waits: + 17:30 – 18:00." in words(pilot)
        await press_keys(pilot, "ctrl+r")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await press_keys(pilot, "n")
        assert desk.asked == []
        await press_keys(pilot, "ctrl+r y")
        assert desk.asked == [("withdraw", WAITING)]
        assert host(pilot).answer == "Done."


async def test_nothing_is_taken_back_where_nothing_waits() -> None:
    async with shown(with_desk(MORNING)) as (pilot, desk):
        assert not pilot.app.screen.query("#withdraw")
        await press_keys(pilot, "ctrl+r")
        assert isinstance(pilot.app.screen, RequestForm)
        assert desk.asked == []


async def test_a_day_that_may_be_changed_says_so() -> None:
    async with shown(with_desk(MORNING, standing=AT_ONCE)) as (pilot, desk):
        await press_keys(pilot, "ctrl+t")
        assert "You may change this day, so it is done at once." in words(pilot)
        assert "Change it" in str(pilot.app.screen.query_one("#save", Button).label)
        await press_keys(pilot, "ctrl+s")
        assert desk.changes == ["- 08:00-12:00"]


async def test_a_refusal_leaves_everything_that_was_typed() -> None:
    async with shown(with_desk(MORNING)) as (pilot, desk):
        desk.refusals.append(Refusal("The day was handed in meanwhile.", "Nothing was changed."))
        await press_keys(pilot, "tab ctrl+u 1 3 0 0 ctrl+s")
        assert words(pilot) == "! The day was handed in meanwhile. Nothing was changed."
        assert host(pilot).answers == []
        await press_keys(pilot, "ctrl+s")
        assert desk.changes == ["+ 12:00-13:00"]


async def test_the_note_goes_along_and_a_long_one_is_refused() -> None:
    async with shown(with_desk(MORNING)) as (pilot, desk):
        await press_keys(pilot, "ctrl+t")
        note = pilot.app.screen.query_one("#note")
        note.focus()
        await press_keys(pilot, "o k enter")
        ((_, _, _, said),) = desk.asked
        assert said == "ok"
