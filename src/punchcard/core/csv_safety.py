"""Cells of a CSV file that no spreadsheet takes for a formula, and that can be read back exactly.

A spreadsheet may run a cell that begins with = + - @, a tab or a carriage return (OWASP, "CSV Injection"),
also behind white space, quotes or invisible characters, and in its full-width or small forms. Such a cell
gets an apostrophe before it. So does one that begins with an apostrophe: taking one away is always right.

The same holds for what stands behind a semicolon, a tab or a line break inside of a cell. A spreadsheet that
takes semicolons or tabs for the separators of a file with commas begins a new cell there, whatever is quoted.
"""

from __future__ import annotations

import re
import unicodedata

MARK = "'"
"""What is put before a cell."""

_FORMULA = frozenset("=+-@")
_NEVER_FIRST = frozenset("\t\r\n")
_SEPARATORS = re.compile("([;\t\r\n])")
_QUOTES = frozenset("\"'`´‘’‚“”„«»‹›")


def neutralised(text: str) -> str:
    """Return `text` as it can stand in a cell."""
    first, *rest = _SEPARATORS.split(text)
    inside = "".join([first, *(_marked(part) for part in rest)])
    return MARK + inside if _needs_mark(text) else inside


def recovered(cell: str) -> str:
    """Return the text of which `neutralised` made `cell`."""
    first, *rest = _SEPARATORS.split(cell.removeprefix(MARK))
    return "".join([first, *(part.removeprefix(MARK) for part in rest)])


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet might run it."""
    if text[:1] in _NEVER_FIRST and text:
        return True
    first = next((character for character in text if not _is_skipped(character)), "")
    return bool(first) and unicodedata.normalize("NFKC", first)[:1] in _FORMULA


def _needs_mark(text: str) -> bool:
    return text.startswith(MARK) or is_dangerous(text)


def _marked(part: str) -> str:
    """A part of a cell, or a separator."""
    is_separator = _SEPARATORS.fullmatch(part)
    return MARK + part if _needs_mark(part) and not is_separator else part


def _is_skipped(character: str) -> bool:
    is_invisible = unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
    return is_invisible or character.isspace() or character in _QUOTES
