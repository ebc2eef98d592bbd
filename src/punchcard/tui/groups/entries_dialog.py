"""The entries that one group is made of; from each of them a way to its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from whenever import Date

from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry
from punchcard.core.grouping import Part
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.text import one_line
from punchcard.services.bulk_plan import counted
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

    def __init__(self, parts: Sequence[Part], *, shows_years: bool) -> None:
        """List `parts`."""
        super().__init__()
        self.parts, self.count, self._shows_years = parts, len(parts), shows_years

    def draw(self, index: int, width: int) -> Content:
        """Draw one entry."""
        entry, seconds = self.parts[index]
        day = day_in_words(entry.day, short=True) + (f" {entry.day.year}" if self._shows_years else "")
        lead = _DAY + 5 * self._shows_years
        room = max(4, width - lead - _TIMES - _WORKED - 3)
        booked, note = one_line(entry.assignment.label), one_line(entry.note)
        words = " · ".join(part for part in (booked, note) if part)
        return Content.assemble(
            (day.ljust(lead), "$foreground-muted"),
            _times(entry).ljust(_TIMES),
            (format_duration(seconds).rjust(_WORKED), "bold"),
            "   ",
            fitted(words or "–", room),
        )


class EntriesDialog(Dialog[Date | None]):
    """Shows the entries; answers with the day to go to."""

    DEFAULT_CSS = """
    EntriesDialog #dialog { max-width: 100; max-height: 80%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "Go to the day", tooltip="To the day on the timesheet", id="entries.go"),
        CANCEL,
    ]

    def __init__(self, name: str, parts: Sequence[Part]) -> None:
        """Show `parts`, what the group called `name` is made of."""
        super().__init__(name or "Entries")
        years = {part.entry.day.year for part in parts}
        self._rows = PartRows(parts, shows_years=len(years) > 1)

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
        self.action_go()

    def action_go(self) -> None:
        """Go to the day of the selected entry."""
        if self._rows.count:
            self.answer(self._rows.parts[self._rows.cursor].entry.day)


def _times(entry: Entry) -> str:
    if entry.start is None or entry.end is None:
        return {1: "half a day", 2: "whole day"}.get(entry.half_days or 0, "")
    return f"{clock_time(entry.start)} – {clock_time(entry.end)}"
