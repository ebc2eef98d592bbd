"""Hours to scale: which cells of a line are work, which are break, which are neither."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from whenever import ZonedDateTime

from punchcard.core.intervals import Interval

_EIGHTHS = " ▏▎▍▌▋▊▉█"


class Cell(Enum):
    """What one cell of a line stands for."""

    GAP = "·"
    WORK = "█"
    BREAK = "░"


class HoursScale(NamedTuple):
    """A stretch of time, laid out on a line of cells."""

    start: int
    """Epoch seconds at the left edge."""
    seconds: int
    width: int
    """Cells."""

    def column(self, moment: ZonedDateTime) -> int | None:
        """Return the cell that `moment` lies in; None where it is not on the line."""
        offset = moment.timestamp() - self.start
        if not 0 <= offset < self.seconds:
            return None
        return offset * self.width // self.seconds

    def cells(self, work: Sequence[Interval], breaks: Sequence[Interval]) -> tuple[tuple[Cell, str], ...]:
        """Return what each cell stands for, and how it is drawn: worked time ends at an eighth of one."""
        worked, paused = _spans(work), _spans(breaks)
        return tuple(self._cell(column, worked, paused) for column in range(self.width))

    def _cell(
        self, column: int, work: Sequence[tuple[int, int]], breaks: Sequence[tuple[int, int]]
    ) -> tuple[Cell, str]:
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
        ends_here = any(begin < piece_end < end for _, piece_end in work)
        return Cell.WORK, _EIGHTHS[round(worked * 8)] if ends_here else Cell.WORK.value


def _spans(pieces: Sequence[Interval]) -> list[tuple[int, int]]:
    return [(piece.start.timestamp(), piece.end.timestamp()) for piece in pieces]


def _share(pieces: Sequence[tuple[int, int]], begin: float, end: float) -> float:
    """How much of a cell the pieces cover, from 0 to 1."""
    return sum(max(0.0, min(end, ends) - max(begin, starts)) for starts, ends in pieces) / (end - begin)
