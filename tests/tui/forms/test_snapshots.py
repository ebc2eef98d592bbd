from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from tests.tui.forms.host import (
    HOME,
    NOW,
    WORK,
    FakeChoices,
    Host,
    acme,
    branch,
    clock_form,
    northwind,
    now,
    settled,
)
from textual.pilot import Pilot
from textual.screen import ModalScreen

from punchcard.core.clock import Working
from punchcard.core.refusals import Refusal
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.note import NoteScreen
from punchcard.tui.forms.picker import AssignmentPicker
from punchcard.tui.forms.stop_time import StopTimeScreen

Compare = Callable[..., bool]
NARROW, WIDE = (80, 24), (120, 40)
PORTAL = branch("Northwind", "Portal")


def sure() -> ConfirmScreen:
    question = "Throw the running clock away?"
    return ConfirmScreen(question, "The 39 min since 08:02 will not be booked.", yes="Throw away", no="Keep")


def filled() -> ModalScreen[Any]:
    return clock_form(assignment=PORTAL, time_type=HOME, note="spec review")


def editing() -> ModalScreen[Any]:
    began = NOW.subtract(minutes=39)
    return clock_form(
        title="Edit the running clock", at=began, assignment=PORTAL, time_type=WORK, is_running=True
    )


def hostile() -> ModalScreen[Any]:
    name = "[bold]Fabrikam[/] \x1b[31m\u202ered 李明 " + "very long " * 9
    return AssignmentPicker(FakeChoices({(): [name, "Contoso"]}, [branch(name, "移行プロジェクト")]))


def loading() -> ModalScreen[Any]:
    choices = northwind()
    choices.gate = asyncio.Event()
    return AssignmentPicker(choices)


def failed() -> ModalScreen[Any]:
    choices = northwind()
    choices.failure = Refusal("Clockodo does not answer.", "What you booked on lately is still here.")
    return AssignmentPicker(choices)


def check(
    compare: Compare,
    make: Callable[[], ModalScreen[Any]],
    keys: str = "",
    *,
    size: tuple[int, int] = NARROW,
    theme: str = "punchcard-dark",
) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await pilot.pause()
        if make is not loading:
            await settled(pilot)
        for key in keys.split():
            await pilot.press(key)
            if make is not loading:
                await settled(pilot)

    assert compare(Host(make(), theme), terminal_size=size, run_before=prepare)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize(
    ("make", "keys"),
    [
        pytest.param(sure, "", id="confirm"),
        pytest.param(NoteScreen, "", id="note_empty"),
        pytest.param(lambda: NoteScreen("spec"), "space r e v i e w", id="note_filled"),
        pytest.param(lambda: NoteScreen("x" * 1000), "x", id="note_too_long"),
        pytest.param(
            lambda: StopTimeScreen(Working("id", NOW.subtract(hours=24)), now), "1 7 3 0", id="stop"
        ),
        pytest.param(clock_form, "", id="form_empty"),
        pytest.param(filled, "0 8 1 5", id="form_filled"),
        pytest.param(filled, "2 5 : 0 0", id="form_invalid"),
        pytest.param(filled, "tab tab enter", id="form_types"),
        pytest.param(editing, "J j j", id="form_editing"),
        pytest.param(lambda: AssignmentPicker(northwind()), "", id="picker_top"),
        pytest.param(lambda: AssignmentPicker(northwind()), "p o r", id="picker_filtered"),
        pytest.param(
            lambda: AssignmentPicker(northwind()), "n o r t h down down enter", id="picker_second_level"
        ),
        pytest.param(lambda: AssignmentPicker(northwind()), "F o o", id="picker_new"),
        pytest.param(lambda: AssignmentPicker(FakeChoices()), "", id="picker_empty"),
        pytest.param(loading, "", id="picker_loading"),
        pytest.param(failed, "", id="picker_failed"),
        pytest.param(hostile, "down", id="picker_hostile"),
        pytest.param(lambda: AssignmentPicker(acme()), "a c m enter n o r enter", id="picker_nested"),
        pytest.param(lambda: AssignmentPicker(acme()), "s u p p down enter", id="picker_everywhere"),
    ],
)
def test_looks(
    snap_compare: Compare, make: Callable[[], ModalScreen[Any]], keys: str, size: tuple[int, int]
) -> None:
    check(snap_compare, make, keys, size=size)


@pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark", "ansi-light"])
@pytest.mark.parametrize(
    ("make", "keys"),
    [
        pytest.param(filled, "0 9 1 5", id="form"),
        pytest.param(lambda: AssignmentPicker(northwind()), "down", id="picker"),
        pytest.param(sure, "", id="confirm"),
    ],
)
def test_looks_in_other_themes(
    snap_compare: Compare, make: Callable[[], ModalScreen[Any]], keys: str, theme: str
) -> None:
    check(snap_compare, make, keys, theme=theme)
