"""Cells that no spreadsheet runs, and that can be read back."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from punchcard.core.csv_safety import is_dangerous, neutralised, recovered

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t", " =1", "\u00a0=1", '"=1', "'=1", "“=1", "=",
    "\tx",    "\ufeff=1", "\u200b@x", "\x00=1", "＝1", "＋1", "－1", "＠x", "﹦1", "﹢1", "﹣1", "﹫x",
    ' "\' -1', "\r", "\n",
]  # fmt: skip
PLAIN = [
    "",
    "x",
    "1",
    "1=1",
    "a-b",
    "(=1)",
    "€",
    "#=1",
    " x",
    '"x',
    "1,5",
    "a@b.example",
    "שלום",
    "−1",
    "👩🏽‍💻",
    "a;b",
    "a\n b",
    "a; 1",
    "a,=1",
    "a =1",
]
BEHIND_A_SEPARATOR = {
    "a;=1": "a;'=1",
    "a; +1": "a;' +1",
    "a\t-1": "a\t'-1",
    "a\n=1": "a\n'=1",
    "a\r\n@x": "a\r\n'@x",
    'a;"=1': "a;'\"=1",
    "a;＝1": "a;'＝1",
    "a;'b": "a;''b",
    "a;;=1;b": "a;;'=1;b",
    ";=1": ";'=1",
    "\t=1": "'\t'=1",
    "\r=1": "'\r'=1",
    "\n=1": "'\n'=1",
    " \"\t' -1": "' \"\t'' -1",
}

texts = st.one_of(
    st.text(), st.text(alphabet=" '\"\t\r\n=+-@＝＋－＠\ufeffab,;", max_size=8), st.sampled_from(FORMULAS)
)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutralised(text) == "'" + text


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_none_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text


@pytest.mark.parametrize(("text", "cell"), BEHIND_A_SEPARATOR.items())
def test_a_formula_behind_what_another_spreadsheet_takes_for_a_separator(text: str, cell: str) -> None:
    assert neutralised(text) == cell
    assert recovered(cell) == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(st.lists(texts.filter(lambda text: "\x00" not in text), min_size=1, max_size=4))
def test_however_the_file_is_opened_no_cell_is_a_formula(delimiter: str, row: list[str]) -> None:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerow([neutralised(text) for text in ("id", *row)])
    lines.seek(0)

    for found in csv.reader(lines, delimiter=delimiter):
        for cell in found:
            first = cell.lstrip(' \u00a0\u3000\t\ufeff"')[:1]
            assert unicodedata.normalize("NFKC", first)[:1] not in set("=+-@") - {""} or not first


@given(texts)
@example("'")
@example("''=1")
def test_the_original_comes_back(text: str) -> None:
    assert recovered(neutralised(text)) == text


@given(texts)
def test_no_cell_begins_with_a_dangerous_character(text: str) -> None:
    cell = neutralised(text)

    assert cell[:1] not in set("=+-@\t\r\n＝＋－＠") - {""} or not cell
    assert cell.startswith("'") or not is_dangerous(cell)
    bare = cell.lstrip(" \u00a0\u3000\t")
    assert not bare or unicodedata.normalize("NFKC", bare[0])[:1] not in set("=+-@")


@given(st.lists(texts.filter(lambda text: "\x00" not in text), min_size=1, max_size=5))
def test_through_a_file_and_back(row: list[str]) -> None:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerow([neutralised(text) for text in row])
    lines.seek(0)

    assert [[recovered(cell) for cell in found] for found in csv.reader(lines, strict=True)] == [row]
