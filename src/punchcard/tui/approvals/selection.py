"""What is listed, what of it is left in by a filter, and what is marked. Pure: no widget, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from punchcard.tui.approvals.query import InboxQuery
from punchcard.tui.approvals.rows import Decided, Row, with_decisions

NO_QUERY = InboxQuery()


class Selection:
    """The rows that are shown, and the marked ones among them."""

    def __init__(self) -> None:
        self.rows: Sequence[Row] = ()
        """What the filter leaves in."""
        self.all_rows: Sequence[Row] = ()
        self.query = NO_QUERY
        self.is_known: bool = False
        """Whether anything was read yet."""
        self._read: Sequence[Row] = ()
        self._decided: Decided = {}
        self._problems: Mapping[str, str] = {}
        self._marks: set[str] = set()

    def show(self, rows: Sequence[Row]) -> None:
        """Take over what was read; marks of what is gone, or decided, are forgotten."""
        self._read, self.is_known = rows, True
        self._lay()

    def begin_again(self) -> None:
        """Another list is wanted, of which nothing is known."""
        self._read, self.is_known, self.query = (), False, NO_QUERY
        self._decided, self._problems = {}, {}
        self._marks.clear()
        self._lay()

    def decide(self, decided: Decided, problems: Mapping[str, str]) -> None:
        """Lay over it what was decided here since it was read, and what came of it."""
        if decided != self._decided or problems != self._problems:
            self._decided, self._problems = decided, dict(problems)
            self._lay()

    def look_for(self, query: InboxQuery) -> None:
        """Leave in only what fits."""
        self.query = query
        self._filter()

    def _lay(self) -> None:
        self.all_rows = with_decisions(self._with_remaining(), self._decided, self._problems)
        if self._marks:
            self._marks &= {row.key for row in self.all_rows if row.is_decidable}
        self._filter()

    def _with_remaining(self) -> Sequence[Row]:
        """What was read, and in its place what has gone from it: it is on its way, or says why it is gone."""
        if not self._problems and not self._decided:
            return self._read
        there, kept = {row.key for row in self._read}, {*self._problems, *self._decided}
        rows, above = list(self._read), ""
        for row in self.all_rows:
            if row.key in kept and row.key not in there:
                at = next((place for place, each in enumerate(rows, 1) if each.key == above), 0)
                rows.insert(at, replace(row, is_gone=True, pending=None, verdict=None, held_until=None))
            if row.key in kept or row.key in there:
                above = row.key
        return rows

    def _filter(self) -> None:
        rows = self.all_rows
        self.rows = [row for row in rows if self.query.matches(row)] if self.query else rows

    def place_of(self, key: str | None) -> int | None:
        """Where a row is shown; None where it is not."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), None)

    def is_marked(self, row: Row) -> bool:
        """Whether the row is marked."""
        return row.key in self._marks

    def mark(self, row: Row) -> bool:
        """Mark a row, or take its mark away; False where nothing can be decided about it."""
        if not row.is_decidable:
            return False
        self._marks ^= {row.key}
        return True

    def mark_all(self) -> int:
        """Mark all that the filter leaves in, or unmark it where all of it is marked; return how many."""
        keys = {row.key for row in self.rows if row.is_decidable}
        if keys <= self._marks:
            self._marks -= keys
            return 0
        self._marks |= keys
        return len(keys)

    def unmark(self) -> None:
        """Take all marks away."""
        self._marks.clear()

    @property
    def marked(self) -> list[Row]:
        """The marked rows, hidden ones too, in their order."""
        return [row for row in self.all_rows if row.key in self._marks] if self._marks else []

    @property
    def marked_count(self) -> int:
        """How many rows are marked."""
        return len(self._marks)

    def next_open(self, place: int, leaving: set[str]) -> int:
        """Where the next row stands that waits for a decision, when `leaving` have been decided.

        From `place` on downwards, then upwards; `place` itself where there is none.
        """
        below, above = range(place, len(self.rows)), range(min(place, len(self.rows)) - 1, -1, -1)
        for at in (*below, *above):
            if self.rows[at].is_decidable and self.rows[at].key not in leaving:
                return at
        return place
