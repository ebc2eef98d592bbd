"""Keys that arrive faster than the app takes them in: each acts where it was meant, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.tui.accounts.desks import CLOCKS, MemoryDesk
from tests.tui.forms.host import Host, clock_form, now, settled
from textual.app import App, ComposeResult
from textual.events import Key
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from punchcard.tui.accounts.form import AccountForm
from punchcard.tui.accounts.secret_line import SecretLine
from punchcard.tui.forms.base import Form, TextLine, field
from punchcard.tui.forms.note import NoteScreen
from punchcard.tui.forms.time_field import TimeField
from punchcard.tui.timesheet.filter_line import FilterLine


async def burst(pilot: Pilot[Any], keys: str) -> None:
    """Hand over all `keys` at once; what begins with ' is typed letter by letter."""
    for word in keys.split():
        for name in word[1:] if word.startswith("'") else (word,):
            pilot.app.post_message(Key(name, key_to_character(name)))
    await settled(pilot)


class Fields(Form[None]):
    """Fields of every kind."""

    def compose_body(self) -> Iterator[Widget]:
        yield field("One", TextLine(id="one"))
        yield field("Time", TimeField(now))
        yield field("Key", SecretLine("", name="key"))
        yield field("Last", TextLine(id="last"))
        yield from self.compose_words()

    @property
    def typed(self) -> list[str]:
        lines = self.query("TextLine, SecretLine")
        return [
            line.typed.reveal() if isinstance(line, SecretLine) else line.value
            for line in lines
            if isinstance(line, TextLine | SecretLine)
        ]


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        ("'ef backspace 'gh", ["egh", "", "", ""]),
        ("'wrong ctrl+u 'right", ["right", "", "", ""]),
        ("'bc home 'a end 'd", ["abcd", "", "", ""]),
        ("'ac left 'b right 'd", ["abcd", "", "", ""]),
        ("'abc shift+left shift+left 'x", ["ax", "", "", ""]),
        ("'one tab '1700 tab 'secret tab 'last", ["one", "1700", "secret", "last"]),
        ("'one tab '1700 backspace backspace tab tab 'z shift+tab 'key", ["one", "17", "key", "z"]),
        ("tab '1700 j j J tab 'jjkk", ["", "16:53", "jjkk", ""]),
        ("'a tab '1 shift+tab 'b", ["b", "1", "", ""]),
    ],
)
async def test_every_key_acts_in_its_place(keys: str, typed: list[str]) -> None:
    form = Fields("Some fields")
    async with Host(form).run_test() as pilot:
        await settled(pilot)
        await burst(pilot, keys)
        assert form.typed == typed


async def test_the_note() -> None:
    host = Host(NoteScreen(""))
    async with host.run_test() as pilot:
        await settled(pilot)
        await burst(pilot, "'Reviev backspace 'w ctrl+a 'A enter")
        assert host.answer == "AReview"


async def test_the_clock_form() -> None:
    form = clock_form()
    async with Host(form).run_test() as pilot:
        await settled(pilot)
        form.query_one(TimeField).focus()
        await burst(pilot, "ctrl+u '0815 tab 'x")
        assert form.query_one(TimeField).value == "0815"


async def test_a_new_account() -> None:
    form = AccountForm(CLOCKS, MemoryDesk())
    async with Host(form).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        form.query_one("#name").focus()
        await burst(pilot, "ctrl+e ctrl+u 'acne left left backspace 'x home end tab 'ben")
        assert form.query_one("#name", TextLine).value == "axne"


class Filtered(App[None]):
    """A filter line alone."""

    def compose(self) -> ComposeResult:
        yield FilterLine()


async def test_the_filter_line() -> None:
    app = Filtered()
    async with app.run_test() as pilot:
        app.query_one(FilterLine).open()
        await pilot.pause()
        await burst(pilot, "'type:hme left left 'o end backspace backspace backspace 'x")
        assert app.query_one(Input).value == "type:hx"
