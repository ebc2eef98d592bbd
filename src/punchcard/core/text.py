"""Text that came from somewhere else, made safe to keep and to show.

Names, notes and answers may hold control characters, terminal sequences and bidirectional
overrides. They are dropped here; markup is left as it is and shown literally by the screens.
"""

from __future__ import annotations

import unicodedata

NOTE_LIMIT = 1000
"""Longest note in characters; the shortest limit among the vendors (Clockodo's entry text)."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT_WHITE_SPACE = frozenset("\n\t")
_LINE_ENDS = {ord(end): "\n" for end in "\r\v\f\x85\u2028\u2029"}
"""Whatever else ends a line, such as in a paste, where a terminal sends carriage returns."""


def cleaned(text: str) -> str:
    """Return `text` without terminal sequences, control characters, bidi overrides and lone surrogates."""
    lines = _without_escapes(text).replace("\r\n", "\n").translate(_LINE_ENDS)
    kept = (c for c in lines if c in _KEPT_WHITE_SPACE or _is_plain(c))
    return unicodedata.normalize("NFC", "".join(kept))


def capitalized(text: str) -> str:
    """Return `text` as a sentence begins with it; names further on keep their capitals."""
    return f"{text[:1].upper()}{text[1:]}"


def one_line(text: str, limit: int | None = None) -> str:
    """Return `text` cleaned, on one line, cut with an ellipsis to `limit` characters where given."""
    line = " ".join(cleaned(text).split())
    if limit is not None and len(line) > limit:
        return line[: max(0, limit - 1)].rstrip() + "…"
    return line


def _is_plain(character: str) -> bool:
    return (
        character not in _BIDI
        and unicodedata.category(character) not in ("Cc", "Cs", "Co")
        and not _is_noncharacter(ord(character))
    )


def _is_noncharacter(code: int) -> bool:
    """Never a character (Unicode §23.7); one that Python does not know yet may be a new emoji."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _without_escapes(text: str) -> str:
    """Drop terminal sequences as a whole, so that a red word leaves the word and not "[31m" too."""
    if "\x1b" not in text and "\x9b" not in text:
        return text
    import re

    pattern = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]?"
    return re.sub(pattern, "", text, flags=re.DOTALL)
