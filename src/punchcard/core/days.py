"""Days and weeks with their totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from whenever import Date, Weekday, ZonedDateTime

from punchcard.core.clock import ClockState, Idle, OnBreak, Working
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval, day_interval

LOOK_AROUND_DAYS = 2
"""How many days before and after a week are read with it: rest and neighbours do not end with the week."""


@dataclass(frozen=True, slots=True)
class DaySheet:
    """One person's day: what was worked between its two midnights.

    An entry over midnight counts on both days with the part that lies there. Absences are no work: they are
    among the entries and count in the target alone.
    """

    day: Date
    zone: str
    entries: tuple[Entry, ...]
    running: ClockState
    now: ZonedDateTime
    target_seconds: int | None = None
    """What is to be worked, holidays and absences already taken off; None where no targets are kept."""
    holiday: str | None = None
    """The public holiday's name."""
    absence: str | None = None
    """Vacation, sick leave …: the names of the time types, with "half a day" where it is one."""
    parts_breaks: bool = False
    """Whether breaks are kept as gaps between entries instead of inside of them."""

    @property
    def frame(self) -> Interval:
        """The day itself, from midnight to midnight in its zone."""
        return day_interval(self.day, self.zone)

    def worked_pieces(self) -> list[Interval]:
        """Every stretch of work on this day in order of time, the running one up to now."""
        return self._on_this_day(self._all_pieces())

    def break_pieces(self) -> list[Interval]:
        """Every break on this day in order of time, an open one up to now."""
        pieces = [pause.interval for entry in self._worked_entries() for pause in entry.breaks]
        if not isinstance(self.running, Idle):
            pieces += [pause.interval for pause in self.running.all_breaks(self.now)]
        pieces = self._on_this_day(pieces)
        worked = self.worked_pieces() if self.parts_breaks else []
        if not worked:
            return pieces
        gaps = Interval(worked[0].start, max(piece.end for piece in worked)).without(worked)
        # A punch on its way has its break inside still: that is one of the gaps.
        pieces = [piece for piece in pieces if not any(piece.overlaps(gap) for gap in gaps)]
        return sorted([*gaps, *pieces], key=lambda piece: piece.start)

    def shift(self, rest_seconds: int) -> Shift:
        """The work since the last gap of at least `rest_seconds`, not cut at the midnight it ran over."""
        known, pieces, begun = self._all_pieces(), list[Interval](), self.now
        if isinstance(self.running, Working) and self.running.last_moment() == self.now:
            # Work that begins at this moment ends the pause before it.
            known.append(Interval(self.now, self.now))
        for piece in sorted(known, key=lambda piece: piece.start, reverse=True):
            if piece.start >= self.frame.end:
                continue
            if begun.timestamp() - piece.end.timestamp() >= rest_seconds:
                break
            pieces.insert(0, piece)
            begun = min(begun, piece.start)
        pause = None
        if isinstance(self.running, OnBreak) and self.running.break_since < self.now:
            pause = Interval(self.running.break_since, self.now)
        return Shift(tuple(pieces), pause)

    @property
    def worked_seconds(self) -> int:
        """Work on this day in seconds; entries without clock times count on their own day."""
        untimed = [e for e in self._worked_entries() if e.interval is None and e.day == self.day]
        plain = sum(entry.worked_seconds for entry in untimed)
        return plain + sum(piece.seconds for piece in self.worked_pieces())

    @property
    def break_seconds(self) -> int:
        """Breaks on this day in seconds."""
        return sum(piece.seconds for piece in self.break_pieces())

    @property
    def difference_seconds(self) -> int | None:
        """Worked less target, in seconds; None without a target."""
        return None if self.target_seconds is None else self.worked_seconds - self.target_seconds

    def _worked_entries(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.is_absence and not entry.is_invalid]

    def _all_pieces(self) -> list[Interval]:
        pieces = [piece for entry in self._worked_entries() for piece in entry.worked_pieces()]
        if not isinstance(self.running, Idle):
            pieces += self.running.worked_pieces(self.now)
        return pieces

    def _on_this_day(self, pieces: list[Interval]) -> list[Interval]:
        frame = self.frame
        clipped = (piece.clipped(frame) for piece in pieces)
        return sorted((piece for piece in clipped if piece), key=lambda piece: piece.start)


@dataclass(frozen=True, slots=True)
class Shift:
    """The work between two rests: what the rules about breaks and long days look at."""

    pieces: tuple[Interval, ...]
    """Its stretches of work in order of time, the running one up to now."""
    open_break: Interval | None
    """The break that goes on, up to now."""

    @property
    def worked_seconds(self) -> int:
        """Work in seconds."""
        return sum(piece.seconds for piece in self.pieces)

    @property
    def finished_breaks(self) -> list[Interval]:
        """Every gap between two stretches of work.

        The law asks for interruptions of work, whether they were punched as breaks or not.
        """
        return [Interval(a.end, b.start) for a, b in pairwise(self.pieces) if a.end < b.start]

    @property
    def breaks(self) -> list[Interval]:
        """Every gap between two stretches of work, and the open break."""
        return [*self.finished_breaks, self.open_break] if self.open_break else self.finished_breaks


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


def with_days_around(week: Sequence[Date]) -> tuple[Date, Date]:
    """Return the first and the last day that are read with the days of a week."""
    return week[0].subtract(days=LOOK_AROUND_DAYS), week[-1].add(days=LOOK_AROUND_DAYS)


def week_of(day: Date, first: Weekday) -> tuple[Date, ...]:
    """The seven days of the week that holds `day`, beginning on the weekday `first`."""
    back = (day.day_of_week().value - first.value) % 7
    start = day.subtract(days=back)
    return tuple(start.add(days=n) for n in range(7))
