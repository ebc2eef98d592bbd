"""Entries that wait for an approval that is given elsewhere, as lines below their day."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry, Source
from punchcard.core.entry_words import APPROVAL_STATUSES, SOURCES
from punchcard.core.moments import clock_time
from punchcard.core.text import one_line
from punchcard.services.timesheet.week_view import DayView, type_name
from punchcard.tui.approvals.words import entry_sign

NAME_WIDTH, WORKED_WIDTH = 9, 6
"""Cells: those of the columns of the day above."""

TIMES_WIDTH, GAP = 13, 2
TEXT_LIMIT = 300
"""Characters of a name or a note that are looked at."""


def entry_lines(entries: tuple[Entry, ...], day: DayView, usual: str | None, width: int) -> Iterator[Content]:
    """Return the lines of those of `entries` that begin on `day`.

    Args:
        entries: What waits of the week.
        day: The day.
        usual: Id of the time type that goes without saying.
        width: Cells.
    """
    for entry in entries:
        if entry.day != day.day:
            continue
        sign, style = entry_sign(entry.status)
        head = Content.assemble(
            (f"  {sign}".ljust(NAME_WIDTH), style),
            format_duration(entry.worked_seconds).rjust(WORKED_WIDTH) + " " * GAP,
            _times(entry).ljust(TIMES_WIDTH) + " " * GAP,
            (APPROVAL_STATUSES[entry.status], style),
        )
        about = Content.styled(_about(entry, usual), "$foreground-muted")
        if not about or head.cell_length + GAP + about.cell_length <= width:
            yield Content.assemble(head, " " * GAP, about).truncate(width, ellipsis=True)
        else:
            yield head.truncate(width, ellipsis=True)
            indent = NAME_WIDTH + WORKED_WIDTH + GAP
            yield Content.assemble(" " * indent, about).truncate(width, ellipsis=True)


def _times(entry: Entry) -> str:
    if entry.start is None or entry.end is None:
        return "no times"
    return f"{clock_time(entry.start)} – {clock_time(entry.end)}"


def _about(entry: Entry, usual: str | None) -> str:
    note = f"“{one_line(entry.note, TEXT_LIMIT)}”" if entry.note.strip() else ""
    parts = (
        one_line(type_name(entry, usual), TEXT_LIMIT),
        one_line(entry.assignment.label, TEXT_LIMIT),
        SOURCES[entry.source] if entry.source is not Source.CLOCK else "",
        note,
    )
    return " · ".join(part for part in parts if part)
