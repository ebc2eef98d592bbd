"""A day before and after a change request, on one line of cells each: by sign, so that colour only helps."""

from __future__ import annotations

from enum import Enum
from math import ceil
from typing import NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.core.hours_scale import Cell, HoursScale
from punchcard.core.interval_sets import Stretches, without
from punchcard.core.requested_days import DayPreview

FIRST_HOUR, LAST_HOUR = 7, 19
"""At least these hours are shown, and more where the day is longer."""

CELLS_A_LABEL = 4
"""Room that a labelled hour needs."""

HOUR = 3600


class ChangeCell(Enum):
    """What one cell stands for."""

    GAP = "·"
    WORK = "█"
    ADDED = "+"
    REMOVED = "\N{MINUS SIGN}"


Cells = tuple[tuple[ChangeCell, str], ...]
"""What each cell stands for, and how it is drawn: worked time ends at an eighth of one."""


class ChangeScale(NamedTuple):
    """The hours of one day, laid out on a line of cells."""

    preview: DayPreview
    first: int
    """Hour at the left edge, reckoned from the midnight of the day."""
    last: int
    scale: HoursScale

    @classmethod
    def of(cls, preview: DayPreview, day: Date, zone: str, width: int) -> ChangeScale:
        """Lay out a preview of `day` in `zone` (IANA name) on `width` cells."""
        # Reckoned from noon: where the clocks change in the night, the hours of work still stand in line.
        noon = ZonedDateTime(day.year, day.month, day.day, 12, tz=zone, disambiguation="compatible")
        midnight = noon.timestamp() - 12 * HOUR
        first, last = FIRST_HOUR, LAST_HOUR
        for piece in (*preview.before, *preview.after):
            first = min(first, (piece.start.timestamp() - midnight) // HOUR)
            last = max(last, ceil((piece.end.timestamp() - midnight) / HOUR))
        return cls(preview, first, last, HoursScale(midnight + first * HOUR, (last - first) * HOUR, width))

    @property
    def hours(self) -> str:
        """The hours above the lines, as many as there is room for."""
        width, count = self.scale.width, self.last - self.first
        line = [" "] * width
        step = next((n for n in (1, 2, 3, 4, 6) if width / count * n >= CELLS_A_LABEL), 12)
        for hour in range(self.first + -self.first % step, self.last, step):
            column = round((hour - self.first) * width / count)
            if column + 2 <= width:
                line[column : column + 2] = f"{hour % 24:02}"
        return "".join(line)

    @property
    def before(self) -> Cells:
        """The day as it is."""
        return self._cells(self.preview.before, (), ())

    @property
    def after(self) -> Cells:
        """The day as it would be: with what is added as `+`, and what is removed as `−`."""
        added, removed = self.preview.added, self.preview.removed
        return self._cells(without(self.preview.after, added), added, removed)

    def _cells(self, work: Stretches, added: Stretches, removed: Stretches) -> Cells:
        lines = (self.scale.cells(stretches, ()) for stretches in (work, added, removed))
        return tuple(_cell(*of_one) for of_one in zip(*lines, strict=True))


def _cell(
    work: tuple[Cell, str], added: tuple[Cell, str], removed: tuple[Cell, str]
) -> tuple[ChangeCell, str]:
    if added[0] is not Cell.GAP:
        return ChangeCell.ADDED, ChangeCell.ADDED.value
    if removed[0] is not Cell.GAP:
        return ChangeCell.REMOVED, ChangeCell.REMOVED.value
    return (ChangeCell.GAP, ChangeCell.GAP.value) if work[0] is Cell.GAP else (ChangeCell.WORK, work[1])
