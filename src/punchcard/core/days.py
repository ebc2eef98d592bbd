"""Days and weeks with their totals."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from whenever import Date, Weekday, ZonedDateTime

from punchcard.core.clock import ClockState, Idle, OnBreak
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval, day_interval


@dataclass(frozen=True, slots=True)
class DaySheet:
    """One person's day: what was worked between its two midnights.

    An entry over midnight counts on both days with the part that lies there.
    """

    day: Date
    zone: str
    entries: tuple[Entry, ...]
    running: ClockState
    now: ZonedDateTime
    target_seconds: int | None = None

    @property
    def frame(self) -> Interval:
        """The day itself, from midnight to midnight in its zone."""
        return day_interval(self.day, self.zone)

    def worked_pieces(self) -> list[Interval]:
        """Every stretch of work on this day in order of time, the running one up to now."""
        pieces = [piece for entry in self.entries for piece in entry.worked_pieces()]
        if not isinstance(self.running, Idle):
            pieces += self.running.worked_pieces(self.now)
        return self._on_this_day(pieces)

    def break_pieces(self) -> list[Interval]:
        """Every break on this day in order of time, an open one up to now."""
        pieces = [pause.interval for entry in self.entries for pause in entry.breaks]
        if not isinstance(self.running, Idle):
            pieces += [pause.interval for pause in self.running.all_breaks(self.now)]
        return self._on_this_day(pieces)

    def pauses(self) -> list[Interval]:
        """Every gap between two stretches of work, and an open break up to now.

        The law asks for interruptions of work, whether they were punched as breaks or not.
        """
        pieces = self.worked_pieces()
        gaps = [Interval(a.end, b.start) for a, b in pairwise(pieces) if a.end < b.start]
        if isinstance(self.running, OnBreak):
            gaps += self._on_this_day([Interval(self.running.break_since, self.now)])
        return gaps

    @property
    def worked_seconds(self) -> int:
        """Work on this day in seconds; entries without clock times count on their own day."""
        plain = sum(e.worked_seconds for e in self.entries if e.interval is None and e.day == self.day)
        return plain + sum(piece.seconds for piece in self.worked_pieces())

    @property
    def break_seconds(self) -> int:
        """Breaks on this day in seconds."""
        return sum(piece.seconds for piece in self.break_pieces())

    @property
    def difference_seconds(self) -> int | None:
        """Worked less target, in seconds; None without a target."""
        return None if self.target_seconds is None else self.worked_seconds - self.target_seconds

    def _on_this_day(self, pieces: list[Interval]) -> list[Interval]:
        clipped = (piece.clipped(self.frame) for piece in pieces)
        return sorted((piece for piece in clipped if piece), key=lambda piece: piece.start)


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """Seven days of one person, beginning on the week's first day."""

    days: tuple[DaySheet, ...]

    @property
    def worked_seconds(self) -> int:
        """Work of the week in seconds."""
        return sum(day.worked_seconds for day in self.days)

    @property
    def target_seconds(self) -> int | None:
        """The targets of the seven days together; None where no day has one."""
        targets = [day.target_seconds for day in self.days if day.target_seconds is not None]
        return sum(targets) if targets else None


def week_of(day: Date, first: Weekday) -> tuple[Date, ...]:
    """The seven days of the week that holds `day`, beginning on the weekday `first`."""
    back = (day.day_of_week().value - first.value) % 7
    start = day.subtract(days=back)
    return tuple(start.add(days=n) for n in range(7))
