"""A row for each person who is clocked in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from whenever import ZonedDateTime

from punchcard.core.presence import Presence
from punchcard.services.presence import OnItsWay
from punchcard.tui.groups.lazy_rows import LazyRows
from punchcard.tui.presence.model import how_long, sign, since, state_word, type_name
from punchcard.tui.text import fitted
from punchcard.tui.widgets.row_list import CURSOR_WIDTH

WIDE = 90
"""Cells from which on the kind of time has a column of its own."""

_STATE, _TYPE, _SHORTEST_ON, _LONGEST_NAME, _LONGEST_SINCE = 9, 16, 20, 26, 12


class Columns(NamedTuple):
    """How many cells each part of a row has; 0 for one that is left out."""

    name: int
    since: int
    how_long: int
    type: int
    on: int

    @classmethod
    def of(cls, present: Sequence[Presence], width: int, now: ZonedDateTime) -> Columns:
        """Return the columns for rows of `width` cells."""
        name = max((cell_len(each.person.name) for each in present), default=4)
        began = max((len(since(each, now)) for each in present), default=0)
        spent = max((len(how_long(each, now)) for each in present), default=0)
        began, spent = max(5, min(began, _LONGEST_SINCE)), max(4, spent)
        kind = _TYPE if width >= WIDE else 0
        # Before the name two cells, behind each column two, and some words for what is worked on.
        rest = width - 2 - _STATE - began - spent - 8 - (kind + 2 if kind else 0)
        name = max(8, min(name, _LONGEST_NAME, rest - _SHORTEST_ON))
        return cls(name, began, spent, kind, max(4, rest - name))

    def heading(self) -> Content:
        """The names of the columns."""
        parts = [
            " " * (CURSOR_WIDTH + 2),
            fitted("Name", self.name),
            "  " + "State".ljust(_STATE),
            "  " + "In at".ljust(self.since),
            "  " + "Ago".rjust(self.how_long),
            "  " + "Type".ljust(self.type) if self.type else "",
            "  " + fitted("On", self.on),
        ]
        return Content.styled("".join(parts), "$foreground-muted")


class PresenceRows(LazyRows):
    """Lists who is clocked in."""

    HELP = "Who is clocked in, by name. The keys below work on the selected one."

    def __init__(self, now: Callable[[], ZonedDateTime]) -> None:
        """List nobody yet."""
        super().__init__()
        self._now = now
        self.present: Sequence[Presence] = ()
        self._asked: Mapping[str, OnItsWay] = {}

    def list(self, present: Sequence[Presence], asked: Mapping[str, OnItsWay]) -> None:
        """Show these people; the selected one stays selected."""
        selected = self.selected
        self.present, self._asked, self.count = present, asked, len(present)
        ids = [each.person.id for each in present]
        at = ids.index(selected.person.id) if selected and selected.person.id in ids else None
        self.show(min(self.cursor, max(0, len(ids) - 1)) if at is None else at)

    @property
    def selected(self) -> Presence | None:
        """The selected one; None where nobody is listed."""
        return self.present[self.cursor] if self.cursor < len(self.present) else None

    def columns(self, width: int) -> Columns:
        """The columns for rows of `width` cells."""
        return Columns.of(self.present, width, self._now())

    def draw(self, index: int, width: int) -> Content:
        """Draw one person."""
        presence, now, columns = self.present[index], self._now(), self.columns(width)
        asked = self._asked.get(presence.person.id)
        booked = presence.assignment.label
        if not columns.type:
            booked = " · ".join(text for text in (booked, type_name(presence)) if text)
        tone = "$warning" if presence.on_break else "$success"
        return Content.assemble(
            (f"{sign(presence)} ", tone),
            fitted(presence.person.name, columns.name),
            "  ",
            (state_word(presence).ljust(_STATE), tone),
            "  ",
            fitted(since(presence, now), columns.since),
            "  ",
            (how_long(presence, now).rjust(columns.how_long), "bold"),
            f"  {fitted(type_name(presence), columns.type)}" if columns.type else "",
            "  ",
            (fitted(asked.text if asked else booked or "–", columns.on), "$foreground-muted"),
        )
