"""The day to scale, as plain cells: worked time, breaks, gaps, and what the hours are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from whenever import ZonedDateTime

from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.tui.clock.day_line import Cell, DayLineModel

FIRST_HOUR, LAST_HOUR = 6, 20
"""The line shows at least these hours, and more where the day is longer."""

CELLS_A_LABEL = 6
"""Room that a labelled hour needs."""

_EIGHTHS = " ▏▎▍▌▋▊▉█"


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
    scale = _Scale.of(frame, [*work, *breaks], finish, width)
    cells = [scale.cell(column, work, breaks) for column in range(width)]
    finish_column = scale.column(finish) if finish is not None else None
    marks = sorted([piece.start for piece in (*work, *breaks)])
    marks += [moment for moment in (finish, now, work[-1].end if work else None) if moment is not None]
    return DayLineModel(scale.hours(), tuple(cells), scale.labels(marks), finish_column)


@dataclass(frozen=True, slots=True)
class _Scale:
    start: int
    seconds: int
    width: int
    first_hour: int
    last_hour: int
    midnight: ZonedDateTime

    @classmethod
    def of(
        cls, frame: Interval, pieces: Sequence[Interval], finish: ZonedDateTime | None, width: int
    ) -> _Scale:
        midnight = frame.start.timestamp()
        last = LAST_HOUR
        first = FIRST_HOUR
        for piece in pieces:
            first = min(first, (piece.start.timestamp() - midnight) // 3600)
            last = max(last, -((midnight - piece.end.timestamp()) // 3600))
        if finish is not None and finish < frame.end:
            last = max(last, -((midnight - finish.timestamp()) // 3600))
        last = min(last, ceil(frame.seconds / 3600))
        return cls(midnight + first * 3600, (last - first) * 3600, width, first, last, frame.start)

    def column(self, moment: ZonedDateTime) -> int | None:
        offset = moment.timestamp() - self.start
        if not 0 <= offset < self.seconds:
            return None
        return offset * self.width // self.seconds

    def cell(self, column: int, work: Sequence[Interval], breaks: Sequence[Interval]) -> tuple[Cell, str]:
        begin = self.start + column * self.seconds / self.width
        end = self.start + (column + 1) * self.seconds / self.width
        worked = _share(work, begin, end)
        if worked >= 1 - 1 / 16:
            return Cell.WORK, Cell.WORK.value
        paused = _share(breaks, begin, end)
        if paused > worked:
            return (Cell.BREAK, Cell.BREAK.value) if paused > 1 / 8 else (Cell.GAP, Cell.GAP.value)
        if worked < 1 / 16:
            return Cell.GAP, Cell.GAP.value
        ends_here = any(begin < piece.end.timestamp() < end for piece in work)
        return Cell.WORK, _EIGHTHS[round(worked * 8)] if ends_here else Cell.WORK.value

    def hours(self) -> str:
        """The hours as a clock on the wall shows them, also on a day on which the clocks change."""
        line = [" "] * self.width
        cells_an_hour = self.width / (self.last_hour - self.first_hour)
        step = next((step for step in (1, 2, 3, 4, 6) if cells_an_hour * step >= CELLS_A_LABEL), 12)
        for hour in range(self.first_hour, self.last_hour, step):
            moment = self.midnight.add(hours=hour).round("hour", mode="ceil")
            column = self.column(moment)
            if column is not None:
                _put(line, column, f"{moment.hour:02}")
        return "".join(line)

    def labels(self, marks: Sequence[ZonedDateTime]) -> str:
        """The times of the marks below their places; a later mark gives way where it has no room."""
        line = [" "] * self.width
        for moment in marks:
            column, label = self.column(moment), clock_time(moment)
            if column is not None:
                _put(line, min(column, self.width - len(label)), label)
        return "".join(line)


def _put(line: list[str], column: int, label: str) -> None:
    """Write a label where it does not touch another one."""
    around = line[max(0, column - 1) : column + len(label) + 1]
    if column >= 0 and all(cell == " " for cell in around) and column + len(label) <= len(line):
        line[column : column + len(label)] = label


def _share(pieces: Sequence[Interval], begin: float, end: float) -> float:
    """How much of a cell the pieces cover, from 0 to 1."""
    covered = sum(
        max(0.0, min(end, piece.end.timestamp()) - max(begin, piece.start.timestamp())) for piece in pieces
    )
    return covered / (end - begin)
