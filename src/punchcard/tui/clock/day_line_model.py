"""The day to scale, as plain cells: worked time, breaks, gaps, and what the hours are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from whenever import ZonedDateTime

from punchcard.core.hours_scale import HoursScale
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.tui.clock.day_line import DayLineModel

FIRST_HOUR, LAST_HOUR = 6, 20
"""The line shows at least these hours, and more where the day is longer."""

CELLS_A_LABEL = 6
"""Room that a labelled hour needs."""


def day_line(
    frame: Interval,
    work: Sequence[Interval],
    breaks: Sequence[Interval],
    now: ZonedDateTime | None,
    finish: ZonedDateTime | None,
    width: int,
) -> DayLineModel:
    """Lay a day out on `width` cells.

    Args:
        frame: The day, from midnight to midnight.
        work: Stretches of work inside the day.
        breaks: Breaks inside the day.
        now: The current moment while the clock runs, otherwise None.
        finish: When the target will be reached.
        width: Cells to fill, at least 10.
    """
    hours = _Hours.of(frame, [*work, *breaks], finish, width)
    finish_column = hours.scale.column(finish) if finish is not None else None
    marks = sorted([piece.start for piece in (*work, *breaks)])
    marks += [moment for moment in (finish, now, work[-1].end if work else None) if moment is not None]
    return DayLineModel(hours.hours(), hours.scale.cells(work, breaks), hours.labels(marks), finish_column)


@dataclass(frozen=True, slots=True)
class _Hours:
    scale: HoursScale
    first_hour: int
    last_hour: int
    midnight: ZonedDateTime

    @classmethod
    def of(
        cls, frame: Interval, pieces: Sequence[Interval], finish: ZonedDateTime | None, width: int
    ) -> _Hours:
        midnight = frame.start.timestamp()
        last = LAST_HOUR
        first = FIRST_HOUR
        for piece in pieces:
            first = min(first, (piece.start.timestamp() - midnight) // 3600)
            last = max(last, -((midnight - piece.end.timestamp()) // 3600))
        if finish is not None and finish < frame.end:
            last = max(last, -((midnight - finish.timestamp()) // 3600))
        last = min(last, ceil(frame.seconds / 3600))
        scale = HoursScale(midnight + first * 3600, (last - first) * 3600, width)
        return cls(scale, first, last, frame.start)

    def hours(self) -> str:
        """The hours as a clock on the wall shows them, also on a day on which the clocks change."""
        line = [" "] * self.scale.width
        cells_an_hour = self.scale.width / (self.last_hour - self.first_hour)
        step = next((step for step in (1, 2, 3, 4, 6) if cells_an_hour * step >= CELLS_A_LABEL), 12)
        for hour in range(self.first_hour, self.last_hour, step):
            moment = self.midnight.add(hours=hour).round("hour", mode="ceil")
            column = self.scale.column(moment)
            if column is not None:
                _put(line, column, f"{moment.hour:02}")
        return "".join(line)

    def labels(self, marks: Sequence[ZonedDateTime]) -> str:
        """The times of the marks below their places; a later mark gives way where it has no room."""
        line = [" "] * self.scale.width
        for moment in marks:
            column, label = self.scale.column(moment), clock_time(moment)
            if column is not None:
                _put(line, min(column, self.scale.width - len(label)), label)
        return "".join(line)


def _put(line: list[str], column: int, label: str) -> None:
    """Write a label where it does not touch another one."""
    around = line[max(0, column - 1) : column + len(label) + 1]
    if column >= 0 and all(cell == " " for cell in around) and column + len(label) <= len(line):
        line[column : column + len(label)] = label
