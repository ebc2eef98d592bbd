"""What is said is cut nowhere in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from punchcard.tui.widgets.flash import MOST_LINES, fitted_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two", ["one two"]),
        ("one two three", ["one two", "three"]),
        ("one two three four five", ["one two", "three", "four", "five"]),
        ("one two three four five six seven eight", ["one two", "three", "four", "five", "six se…"]),
    ],
)
def test_a_sentence_has_the_lines_it_needs(text: str, lines: list[str]) -> None:
    assert [line.plain.rstrip() for line in fitted_lines(text, 7, MOST_LINES)] == lines


@given(st.text(st.characters(categories=("L", "Zs", "P")), max_size=300), st.integers(2, 60))
def test_no_line_is_wider_than_the_screen(text: str, width: int) -> None:
    lines = fitted_lines(" ".join(text.split()), width, MOST_LINES)
    assert len(lines) <= MOST_LINES
    assert all(cell_len(line.plain.rstrip()) <= width for line in lines)
