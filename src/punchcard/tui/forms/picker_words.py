"""What the assignment picker says."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from punchcard.core.assignments import Assignment
from punchcard.core.text import one_line
from punchcard.tui.forms.picker_model import Level, Row, RowKind

LOADING = "Loading what can be chosen …"

_SIGNS = {RowKind.NEW: "+", RowKind.SEARCH: "?"}


def line_of(row: Row, *, is_marked: bool) -> Content:
    """Return a line of the list."""
    if row.kind is RowKind.HEADING:
        return Content(row.label)
    return Content(f"{_SIGNS.get(row.kind) or ('›' if is_marked else ' ')} {row.label}")


def first_to_take(rows: Sequence[Row]) -> int | None:
    """Return the row that is marked at first: what was looked for, else the first one that can be taken."""
    found = [index for index, row in enumerate(rows) if row.kind is RowKind.FOUND]
    rest = [index for index, row in enumerate(rows) if row.kind is not RowKind.HEADING]
    return next(iter([*found, *rest]), None)


def trail_of(level: Level) -> Content:
    """Return how far down one stands, and what is asked for there; empty where that goes without saying."""
    chosen = Assignment(level.chosen).label
    which = "which" if chosen else "Which"
    ask = f"{which} {level.question}?" if level.question else ""
    return Content.assemble((chosen, "bold"), " › " if chosen else "", ask)


def why_nothing(level: Level, query: str, rows: Sequence[Row]) -> str:
    """Return why there is nothing to choose from; empty where there is something."""
    name = one_line(query)
    if not level.dimensions:
        return "Your time is booked on nothing here, so there is nothing to choose."
    if level.is_empty and not name:
        sentence = "Nothing to choose from yet."
        if level.can_add and level.dimension:
            sentence += f" Type a name to add the first {one_line(level.dimension.name).lower()}."
        return sentence
    if not level.choices and level.missing:
        needed = one_line(level.missing[0].name).lower()
        return f"There is no {needed} here that you can book on. Backspace goes back up."
    if rows:
        return ""
    return f"Nothing {'anywhere' if level.searched == name and name else 'here'} is called “{name}”."
