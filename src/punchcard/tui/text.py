"""Text from elsewhere, put on the screen: never markup, never raw control characters."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from punchcard.core.text import one_line

ELLIPSIS = "…"

_LOOSE_ENDS = " \u200d"
"""What must not stand before an ellipsis; a zero-width joiner would swallow it."""


def fitted(text: str, width: int) -> str:
    """Return `text` on one line, cut with an ellipsis or padded to exactly `width` cells."""
    line = one_line(text)
    if cell_len(line) <= width or width <= 1:
        return set_cell_size(line, width)
    return set_cell_size(set_cell_size(line, width - 1).rstrip(_LOOSE_ENDS) + ELLIPSIS, width)


def literal(text: str, style: str = "") -> Content:
    """Return `text` on one line, shown as it is."""
    return Content.styled(one_line(text), style)
