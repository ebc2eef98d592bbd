"""A week and what is around it, prepared for looking at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.core.clock import Idle, Running
from punchcard.core.days import DaySheet, Shift
from punchcard.core.durations import HOUR
from punchcard.core.entries import Entry
from punchcard.core.findings.finding import FindingsInput
from punchcard.core.findings.shifts import local_day, shifts_of
from punchcard.core.intervals import Interval, day_interval

LOOK_AROUND_DAYS = 2
"""How many days before and after the week are looked at with it."""

FORGOTTEN_S = 12 * HOUR
"""A clock that has run longer than this was most likely never stopped: what it counts is not believed."""


class Booked(NamedTuple):
    """An entry with clock times, or the running clock up to now."""

    entry: Entry | None
    """None for the running clock."""
    id: str
    span: Interval
    """From beginning to end, breaks included."""

    @property
    def runs(self) -> bool:
        """Whether it is the running clock."""
        return self.entry is None

    @property
    def is_absence(self) -> bool:
        """Whether it is no work."""
        return self.entry is not None and self.entry.is_absence


@dataclass(frozen=True, slots=True)
class View:
    """What every kind of finding looks at."""

    given: FindingsInput
    zone: str
    """IANA name of the zone that days are counted in."""
    today: Date
    booked: tuple[Booked, ...]
    """What has clock times and touches the week or the two days on either side, in order of beginnings."""
    untimed: tuple[Entry, ...]
    """Entries in hours and days on the same days."""
    shifts: tuple[Shift, ...]
    """The work between the rests, a clock that was forgotten left out."""
    sheets: tuple[DaySheet, ...]
    """The days of the week, each with the entries that touch it alone: their totals cost less so."""
    invalid: tuple[Entry, ...] = ()
    """What could not be saved, on the same days; it is nowhere else."""

    @classmethod
    def of(cls, given: FindingsInput) -> View:
        """Prepare `given`."""
        days = given.week.days
        zone = days[0].zone if days else given.now.tz_id or "UTC"
        if not days:
            return cls(given, zone, local_day(given.now, zone), (), (), (), ())
        first = days[0].day.subtract(days=LOOK_AROUND_DAYS)
        last = days[-1].day.add(days=LOOK_AROUND_DAYS)
        frame = Interval(day_interval(first, zone).start, day_interval(last, zone).end)
        valid = [entry for entry in given.entries if not entry.is_invalid]
        timed = [entry for entry in valid if _touches(entry.interval, frame)]
        untimed = tuple(e for e in valid if e.interval is None and first <= e.day <= last)
        invalid = tuple(e for e in given.entries if e.is_invalid and first <= e.day <= last)
        booked = [Booked(e, e.id, e.interval) for e in timed if e.interval]
        clock = _clock(given)
        if clock is not None and _touches(clock.span, frame):
            booked.append(clock)
        booked.sort(key=lambda item: item.span.start.timestamp())
        shifts = shifts_of(_work(timed, given), given.rules, zone)
        sheets = tuple(_sheets(days, timed, untimed, zone))
        today = local_day(given.now, zone)
        return cls(given, zone, today, tuple(booked), untimed, tuple(shifts), sheets, invalid)

    @property
    def clock(self) -> Running | None:
        """The running clock."""
        return None if isinstance(self.given.state, Idle) else self.given.state

    @property
    def is_forgotten(self) -> bool:
        """Whether a clock has run for so long that it was most likely never stopped."""
        return _is_forgotten(self.given)

    def day_of(self, moment: ZonedDateTime) -> Date:
        """The local day that `moment` lies on."""
        return local_day(moment, self.zone)

    def is_unfinished(self, shift: Shift) -> bool:
        """Whether the clock runs in `shift`, so that what is due can still be done."""
        clock = self.clock
        if clock is None or self.is_forgotten:
            return False
        return (
            shift.pieces[0].start <= clock.work_until(self.given.now) and clock.since <= shift.pieces[-1].end
        )


def _sheets(
    days: Sequence[DaySheet], timed: Iterable[Entry], untimed: Iterable[Entry], zone: str
) -> list[DaySheet]:
    touching = {sheet.day: list[Entry]() for sheet in days}
    for entry in untimed:
        if entry.day in touching:
            touching[entry.day].append(entry)
    for entry in timed:
        if entry.interval:
            for day in _days(entry.interval, touching, zone):
                touching[day].append(entry)
    return [replace(sheet, entries=tuple(touching[sheet.day])) for sheet in days]


def _days(span: Interval, among: Iterable[Date], zone: str) -> list[Date]:
    first, last = local_day(span.start, zone), local_day(span.end, zone)
    if first < last:
        # What ends at midnight does not touch the day after.
        last = local_day(span.end.subtract(seconds=1), zone)
    return [day for day in among if first <= day <= max(first, last)]


def _is_forgotten(given: FindingsInput) -> bool:
    if isinstance(given.state, Idle):
        return False
    return given.now.timestamp() - given.state.since.timestamp() > FORGOTTEN_S


def _clock(given: FindingsInput) -> Booked | None:
    if isinstance(given.state, Idle) or given.state.since >= given.now:
        return None
    return Booked(None, given.state.entry_id, Interval(given.state.since, given.now))


def _work(timed: Iterable[Entry], given: FindingsInput) -> list[Interval]:
    pieces = [piece for entry in timed if not entry.is_absence for piece in entry.worked_pieces()]
    if not isinstance(given.state, Idle) and not _is_forgotten(given):
        pieces += given.state.worked_pieces(given.now)
    return pieces


def _touches(span: Interval | None, frame: Interval) -> bool:
    if span is None:
        return False
    return (span.start < frame.end and frame.start < span.end) or frame.start <= span.start < frame.end
