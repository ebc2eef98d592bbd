from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from punchcard.core.text import cleaned, one_line

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
anything = st.text(st.characters())
nasty = st.text(st.sampled_from("a1 ;[]mH\\\x1b\x9b\x07\x00\r\n\t\x7f\x85é\u0301\ud800" + BIDI))


@given(anything | nasty)
@example("\x1b]0;title")
@example("\x1b\x1b[31m[31m")
def test_what_is_cleaned_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    clean = cleaned(text)
    assert not set(clean) & set(BIDI)
    assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in clean if c not in "\n\t")
    clean.encode()


@given(anything | nasty)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    assert one_line(one_line(text)) == one_line(text)


@given(anything | nasty, st.integers(1, 20))
def test_one_line_is_one_line_of_at_most_so_many_characters(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line.splitlines() in ([], [line])


KEPT = {
    "joined emoji": "👩🏽‍💻 👨‍👩‍👧‍👦 🏳️‍🌈",
    "flag of England": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Persian non-joiner": "می‌خواهم",
    "Hebrew": "שלום",
    "white space": "line\nline\tcell",
    "markup": "[bold]x[/] [@click=app.quit]x[/]",
    "emoji newer than Python": "\U0001fae9\U0001fac8",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_people_write_is_kept(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("one\r\ntwo\rthree\x85four", "one\ntwo\nthree\nfour"),
        ("\x9b31mred", "red"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x07", "link"),
        ("a\r\nb", "a\nb"),
        ("a\x00b\x08c", "abc"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("lone \ud83d half", "lone  half"),
        ("never \ufdd0\uffff\U0010ffff characters", "never  characters"),
        ("e\u0301", "é"),
    ],
)
def test_what_terminals_obey_is_dropped_as_a_whole(text: str, clean: str) -> None:
    assert cleaned(text) == clean
