"""The entries of the selected day, or those of the week that fit the filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from punchcard.core.durations import format_duration
from punchcard.core.text import one_line
from punchcard.tui.text import fitted
from punchcard.tui.timesheet.entry_rows import EntryRow
from punchcard.tui.widgets.row_list import RowList

TIMES_WIDTH, WORKED_WIDTH, BREAK_WIDTH, DAY_WIDTH = 13, 7, 8, 8
"""Cells of the columns."""

LOCK = "⊘"
ARROW = "→"


class EntryTable(RowList):
    """One row for each entry."""

    DEFAULT_CSS = """
    EntryTable { height: auto; max-height: 1fr; scrollbar-gutter: stable; }
    """

    HELP = """
    The entries of the day: times, worked time, breaks (`‖`), what it was booked on, and the note. `→` stands
    where an entry runs over midnight; it is shown on both days.

    At the right: `✓` it has arrived, `↑` on its way, `?` checking, `!` it needs you, and `⊘` it cannot be
    changed.
    """

    rows: Sequence[EntryRow] = ()
    shows_days: bool = False
    """Whether the rows are of several days."""

    def lay_out(self, width: int) -> Sequence[Content]:
        """Draw the rows."""
        if not self.rows:
            return ()
        columns = _Columns.of(self.rows, width, shows_days=self.shows_days)
        return [
            Content.assemble(
                (row.weekday.ljust(columns.day) if columns.day else "", "$foreground-muted"),
                _numbers(row, columns),
                "   ",
                _about(row, columns),
                " ",
                (LOCK if row.is_locked else " ", "$foreground-muted"),
                " ",
                (row.mark, row.mark_style),
            )
            for row in self.rows
        ]


class _Columns(NamedTuple):
    """Widths in cells; 0 for what no row needs."""

    day: int
    before: int
    after: int
    breaks: int
    room: int
    assignment: int

    @classmethod
    def of(cls, rows: Sequence[EntryRow], width: int, *, shows_days: bool) -> _Columns:
        day = DAY_WIDTH if shows_days else 0
        before = 2 if any(row.comes_from_yesterday for row in rows) else 0
        after = 2 if any(row.goes_on_tomorrow for row in rows) else 0
        breaks = BREAK_WIDTH if any(row.break_seconds for row in rows) else 0
        room = max(8, width - day - before - after - breaks - TIMES_WIDTH - WORKED_WIDTH - 7)
        return cls(day, before, after, breaks, room, _assignment_width(rows, room))


def booked_on(row: EntryRow) -> str:
    """What the row is about: an unusual kind of time, the assignment, and how far it is approved."""
    return " · ".join(one_line(part) for part in (row.kind, row.assignment, row.status) if part)


def _numbers(row: EntryRow, columns: _Columns) -> Content:
    running = "bold $success" if row.known is None else ""
    paused = f"‖ {format_duration(row.break_seconds)}" if row.break_seconds else ""
    return Content.assemble(
        ((ARROW if row.comes_from_yesterday else "").ljust(columns.before), "$accent"),
        (row.times.ljust(TIMES_WIDTH), running),
        ((ARROW if row.goes_on_tomorrow else "").rjust(columns.after), "$accent"),
        (format_duration(row.worked_seconds).rjust(WORKED_WIDTH), running or "bold"),
        (paused.rjust(columns.breaks), "$foreground-muted"),
    )


def _about(row: EntryRow, columns: _Columns) -> Content:
    """The assignment in its column, and the note in what is left."""
    note = one_line(row.note)
    named = columns.assignment if note else columns.room
    text = fitted(booked_on(row) or ("" if note else "–"), named)
    gap = "  " if named and note else ""
    noted = fitted(note, columns.room - named - len(gap)) if note else ""
    return Content.assemble(text, gap, (noted, "$foreground-muted"))


def _assignment_width(rows: Sequence[EntryRow], room: int) -> int:
    """The column of the assignments: what they need, as long as there is room for the notes."""
    longest = max(cell_len(booked_on(row)) for row in rows)
    notes = max(cell_len(one_line(row.note)) for row in rows)
    return max(0, min(longest, max(room * 3 // 5, room - notes - 2)))
