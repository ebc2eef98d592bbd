"""What is pasted is text, whatever stands in it: it saves nothing and runs nothing."""

from __future__ import annotations

from tests.terminal.conftest import Person

NASTY = "A\x1b[31mB\nC\x1b\ndxw\x13"


def test_into_a_form(person: Person) -> None:
    terminal = person.terminal()
    terminal.start_app()
    terminal.type("S")
    terminal.shows("Book on")
    terminal.press("Tab", "Tab", "Tab")

    terminal.paste(NASTY)

    terminal.shows("AB C dxw", "Book on")


def test_where_keys_are_commands(person: Person) -> None:
    terminal = person.terminal()
    terminal.start_app()
    terminal.type("s")
    terminal.shows("Working since 12:00")

    terminal.paste(NASTY)
    terminal.type("?")

    terminal.shows("Help", "Your clock")
    assert person.status()["state"] == "working"
