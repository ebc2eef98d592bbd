from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import moments
from tests.tui.forms.host import NOW, now
from textual.app import App, ComposeResult
from whenever import ZonedDateTime

from punchcard.core.when import parse_when
from punchcard.tui.forms.time_field import TimeField, written


class FieldApp(App[None]):
    """One time field, and what it said."""

    def __init__(self, make: Callable[[], TimeField]) -> None:
        super().__init__()
        self.make = make
        self.said: list[tuple[ZonedDateTime | None, str]] = []

    def compose(self) -> ComposeResult:
        self.field = self.make()
        yield self.field

    def on_time_field_changed(self, event: TimeField.Changed) -> None:
        self.said.append((event.moment, event.problem))


async def after(*keys: str, make: Callable[[], TimeField] = lambda: TimeField(now)) -> FieldApp:
    app = FieldApp(make)
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        await pilot.pause()
    return app


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("0815", NOW.replace_time(NOW.time().replace(hour=8, minute=15, second=0))),
        ("-15m", NOW.subtract(minutes=15)),
        ("now", NOW),
        ("yesterday 17:30", ZonedDateTime(2026, 3, 10, 17, 30, tz="Europe/Berlin")),
        ("mon 8:00", ZonedDateTime(2026, 3, 9, 8, tz="Europe/Berlin")),
    ],
)
async def test_takes_the_forms_of_the_command_line(typed: str, moment: ZonedDateTime) -> None:
    app = await after(
        *("space" if c == " " else "colon" if c == ":" else "minus" if c == "-" else c for c in typed)
    )
    assert app.field.value == typed
    assert app.field.moment == moment
    assert app.field.problem == ""
    assert app.said[-1] == (moment, "")


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["0", "8", "1", "5", "j"], "08:14"),
        (["0", "8", "1", "5", "k"], "08:16"),
        (["0", "8", "1", "5", "J"], "08:10"),
        (["0", "8", "1", "5", "K", "K"], "08:25"),
        (["0", "8", "1", "5", "down", "shift+down"], "08:09"),
        (["0", "8", "1", "5", "up", "shift+up"], "08:21"),
        (["j"], "08:40"),
        (["0", "0", "0", "2", "J"], "yesterday 23:57"),
        (["m", "o", "n", "space", "8", "k"], "2026-03-09 08:01"),
    ],
)
async def test_keys_nudge_the_time(keys: list[str], text: str) -> None:
    assert (await after(*keys)).field.value == text


async def test_nudges_never_type_a_letter_into_an_unreadable_time() -> None:
    app = await after("2", "5", "j", "K")
    assert app.field.value == "25"
    assert app.field.moment is None
    assert app.field.problem.startswith("“25” is not a time. Say 08:15,")
    assert app.said[-1] == (None, app.field.problem)


async def test_keeps_the_seconds_of_what_it_began_with() -> None:
    began = NOW.subtract(minutes=39)
    field = (await after("k", "j", make=lambda: TimeField(now, began))).field
    assert (field.value, field.moment, field.is_changed) == ("08:02", began, False)


async def test_an_empty_field_says_nothing() -> None:
    app = await after("8", "backspace")
    assert (app.field.moment, app.field.problem) == (None, "")


async def test_bare_times_are_of_its_day() -> None:
    yesterday = NOW.date().subtract(days=1)
    app = await after("1", "7", "3", "0", "k", make=lambda: TimeField(now, day=yesterday))
    assert app.field.value == "17:31"
    assert app.field.moment == ZonedDateTime(2026, 3, 10, 17, 31, tz="Europe/Berlin")


async def test_counts_real_minutes_while_the_clocks_go_back() -> None:
    before = ZonedDateTime(2026, 10, 25, 1, 58, tz="Europe/Berlin")
    app = await after("K", make=lambda: TimeField(lambda: before.add(hours=9), before))
    assert app.field.moment == before.add(minutes=5)
    assert app.field.value == "2026-10-25T02:03+02:00"


@given(moments, moments, st.booleans())
def test_what_is_written_reads_back(moment: ZonedDateTime, other: ZonedDateTime, near: bool) -> None:
    whole = moment.round("minute", mode="floor")
    current = whole.add(hours=20) if near else other
    text = written(whole, current, current.date())
    assert parse_when(text, current, day=current.date()) == whole
