"""A CSV file as lines with named cells; `punch export --as csv` writes such files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from punchcard.core.csv_safety import recovered
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line

MOST_LINES = 5_000
MOST_CHARACTERS = 5_000_000
SEPARATORS = (",", ";", "\t")

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "person": "name, id or email; empty for yourself",
        "day": "also called date; may be left out where START has it",
        "start": "08:00, or ISO 8601",
        "end": "by the clock after START",
        "hours": "7:30 instead of START and END; also called duration",
        "days": "1 or 0.5 instead of START and END",
        "part": "morning or afternoon, of hours and days, where that is kept",
        "breaks": "12:00-12:30 30m, in blanks",
        "type": "kind of time",
        "on": "A/B/C, or one column for each level",
        "billable": "yes or no",
        "note": "",
    }
)
"""The columns that count, and what stands in them."""

_ALSO = {"date": "day", "duration": "hours"}
_OF_EXPORTS = frozenset({"id", "duration_seconds", "break_seconds", "unit", "category", "status", "source"})
"""What else an export has: told by other columns, or not to be chosen."""


class NotATable(Refusal):
    """A file that is not understood; nothing was saved."""

    code = "unreadable_file"


class Line(NamedTuple):
    """One line of the file."""

    number: int
    """In the file, as an editor counts; the heading is the first."""
    cells: Mapping[str, str]
    """What stands in each column, by its name; without what is empty."""


def read_table(body: bytes, levels: Sequence[str]) -> list[Line]:
    """Read the lines of a CSV file (RFC 4180; commas, semicolons or tabs).

    Args:
        body: The file, UTF-8.
        levels: The names of the levels that time is booked on, which are columns too.

    Raises:
        NotATable: It is none, or has a column that nobody knows.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATable("The file is not UTF-8. Nothing was saved.", "Save it as CSV in UTF-8.") from None
    if len(text) > MOST_CHARACTERS:
        raise NotATable(
            "The file is too large. Nothing was saved.", f"At most {MOST_LINES:,} lines go at once."
        )
    (_, heading), *rest = _rows(text) or [(1, [])]
    lines = _lines(rest, _names(heading, levels))
    if not lines:
        raise NotATable(
            "There is no entry in the file. Nothing was saved.", "`punch import --help` has an example."
        )
    return lines


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Every row, with the number of the line on which it begins; a cell may hold several lines."""
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            found.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        raise NotATable(
            f"Line {before + 1} is no CSV: {one_line(str(error), 80)}. Nothing was saved."
        ) from error
    return found


def _names(heading: Sequence[str], levels: Sequence[str]) -> list[str]:
    names = [_ALSO.get(name, name) for name in (one_line(recovered(cell)).casefold() for cell in heading)]
    known = {*COLUMNS, *_OF_EXPORTS, *levels}
    unknown = [name for name in names if name not in known]
    if unknown:
        there = ", ".join([*COLUMNS, *levels])
        raise NotATable(
            f"The first line names the columns, and “{one_line(unknown[0], 40)}” is none. Nothing was saved.",
            f"There are: {there}.",
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise NotATable(f"There are two columns “{twice}”. Nothing was saved.", "Leave one of them out.")
    return names


def _lines(rows: Iterable[tuple[int, list[str]]], names: Sequence[str]) -> list[Line]:
    found: list[Line] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            raise NotATable(f"Line {number} has more cells than there are columns. Nothing was saved.")
        if len(found) == MOST_LINES:
            raise NotATable(f"The file has more than {MOST_LINES:,} lines. Nothing was saved.", "Divide it.")
        texts = zip(names, (recovered(cell) for cell in cells), strict=False)
        found.append(Line(number, {name: text for name, text in texts if text.strip()}))
    return found
