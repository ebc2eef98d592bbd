"""What is typed faster than the app takes it in is typed all the same, and in its order."""

from __future__ import annotations

from tests.terminal.conftest import Person

BACKSPACE, TAB, CTRL_A, CTRL_U = "\x7f", "\t", "\x01", "\x15"


def test_into_the_fields_of_a_form(person: Person) -> None:
    terminal = person.terminal()
    terminal.start_app()
    terminal.type("S")
    terminal.shows("Book on")

    terminal.type(f"wrong{CTRL_U}1107{BACKSPACE}5{TAB}{TAB}{TAB}eview{CTRL_A}R")

    terminal.shows("1105", "Review")
