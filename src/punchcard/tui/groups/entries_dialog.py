"""The entries that one group is made of; from each of them a way to its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from whenever import Date

from punchcard.core.assignments import Assignment
from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry
from punchcard.core.grouping import Part
from punchcard.core.groups import GroupPath
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.text import one_line
from punchcard.services.groups.bulk_plan import counted
from punchcard.tui.forms.base import CANCEL, Dialog
from punchcard.tui.groups.lazy_rows import LazyRows
from punchcard.tui.text import fitted
from punchcard.tui.widgets.row_list import RowList

_DAY, _TIMES, _WORKED = 12, 15, 7


class PartRows(LazyRows):
    """A row for each entry."""

    DEFAULT_CSS = """
    PartRows { height: auto; max-height: 1fr; }
    """

    HELP = "The entries of the group, in order of time. Enter goes to the day on the timesheet."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Go to the day", tooltip="To the day on the timesheet", id="entries.go"),
    ]

    def __init__(self, parts: Sequence[Part], path: GroupPath) -> None:
        """List `parts` of the group at `path`."""
        super().__init__()
        self.parts, self.count = parts, len(parts)
        self._shows_years = len({part.entry.day.year for part in parts}) > 1
        self._known = {by for by, _ in path}

    def draw(self, index: int, width: int) -> Content:
        """Draw one entry."""
        entry, seconds = self.parts[index]
        day = day_in_words(entry.day, short=True) + (f" {entry.day.year}" if self._shows_years else "")
        lead = _DAY + 5 * self._shows_years
        room = max(4, width - lead - _TIMES - _WORKED - 3)
        booked, note = self._booked_on(entry), one_line(entry.note)
        words = " · ".join(part for part in (booked, note) if part)
        return Content.assemble(
            (day.ljust(lead), "$foreground-muted"),
            _times(entry).ljust(_TIMES),
            (format_duration(seconds).rjust(_WORKED), "bold"),
            "   ",
            fitted(words or "–", room),
        )

    def _booked_on(self, entry: Entry) -> str:
        """What the entry is booked on, as far as the group does not say it already."""
        if "assignment" in self._known:
            return ""
        rest = (r for r in entry.assignment.references if r.dimension not in self._known)
        return Assignment(tuple(rest)).label


class EntriesDialog(Dialog[Date | None]):
    """Shows the entries; answers with the day to go to."""

    DEFAULT_CSS = """
    EntriesDialog #dialog { max-width: 100; max-height: 80%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL]

    def __init__(self, name: str, parts: Sequence[Part], path: GroupPath) -> None:
        """Show `parts`, what the group called `name` at `path` is made of."""
        super().__init__(name or "Entries")
        self._rows = PartRows(parts, path)

    def compose_body(self) -> Iterator[Widget]:
        """The list."""
        yield self._rows

    def on_mount(self) -> None:
        """Say how many there are."""
        parts = self._rows.parts
        seconds = sum(part.seconds for part in parts)
        words = f"{counted(len(parts))} · {format_duration(seconds)}"
        self.query_one("#dialog").border_subtitle = Content(words)
        self._rows.focus()

    @on(RowList.Taken)
    def _on_taken(self, event: RowList.Taken) -> None:
        event.stop()
        self.answer(self._rows.parts[event.index].entry.day)


def _times(entry: Entry) -> str:
    if entry.start is None or entry.end is None:
        return {1: "half a day", 2: "whole day"}.get(entry.half_days or 0, "")
    return f"{clock_time(entry.start)} – {clock_time(entry.end)}"
