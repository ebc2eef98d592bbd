"""What the form that asks for a change looks like. Look at each picture that changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.tui.forms.host import Host, settled
from tests.tui.forms.request_host import AFTERNOON, LOCKED, LONG, MORNING, WAITING, press_keys, request_form
from textual.pilot import Pilot

from punchcard.tui.forms.request_form import RequestForm
from punchcard.tui.forms.request_words import Standing

Compare = Callable[..., bool]
SMALL, NARROW, WIDE = (60, 18), (80, 24), (120, 40)


def waiting() -> RequestForm:
    return request_form(MORNING, AFTERNOON, standing=LOCKED._replace(pending=WAITING))


CHANGED = "ctrl+u 0 9 0 0 tab tab ctrl+u 1 3 0 0 tab ctrl+u 1 8 0 0"
PICTURES = [
    pytest.param(lambda: request_form(MORNING, AFTERNOON), "", id="first"),
    pytest.param(lambda: request_form(LONG), CHANGED, id="changed"),
    pytest.param(lambda: request_form(MORNING, AFTERNOON), "tab ctrl+u 1 3 0 0", id="problem"),
    pytest.param(waiting, "", id="waiting"),
    pytest.param(waiting, "ctrl+n 1 8 0 0 tab 2 1 0 0", id="replaces"),
    pytest.param(waiting, "ctrl+r", id="withdraw"),
    pytest.param(lambda: request_form(MORNING, standing=Standing(is_at_once=True)), "ctrl+t", id="at_once"),
    pytest.param(lambda: request_form(), "", id="empty_day"),
]


def look(
    compare: Compare,
    make: Callable[[], RequestForm],
    keys: str,
    size: tuple[int, int],
    theme: str = "punchcard-dark",
) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await press_keys(pilot, keys)

    assert compare(Host(make(), theme), terminal_size=size, run_before=prepare)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize(("make", "keys"), PICTURES)
def test_looks(
    snap_compare: Compare, make: Callable[[], RequestForm], keys: str, size: tuple[int, int]
) -> None:
    look(snap_compare, make, keys, size)


@pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark", "ansi-light"])
def test_looks_in_other_colours(snap_compare: Compare, theme: str) -> None:
    look(snap_compare, lambda: request_form(LONG), CHANGED, NARROW, theme)


def test_looks_in_the_smallest_terminal(snap_compare: Compare) -> None:
    look(snap_compare, waiting, "ctrl+n 1 8 0 0 tab 1 9 0 0", SMALL)
