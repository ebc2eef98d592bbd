"""What is expected of a person on one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.intervals import day_interval
from punchcard.core.schedule import Schedule


class DayTarget(NamedTuple):
    """What is to be worked on one day, holidays and absences already taken off."""

    day: Date
    seconds: int | None
    """None where no targets are kept."""
    holiday: str | None = None
    """The public holiday's name."""
    absence: str | None = None
    """Vacation, sick leave …: the names of the time types, with "half a day" where it is one."""


def targets_of(
    schedule: Schedule, days: Iterable[Date], holidays: Mapping[Date, str], entries: Iterable[Entry]
) -> tuple[DayTarget, ...]:
    """Return the targets of `days`, in their order.

    A public holiday is free, all of it. Half and whole days of absence take off that part of what the weekday
    asks for, absences in hours their own length; together they take off no more than there is.

    Args:
        schedule: What each weekday asks for.
        days: Days in the schedule's zone.
        holidays: The names of the public holidays.
        entries: Entries in the schedule's zone; those that are no absences are left out here.
    """
    absences: dict[Date, list[Entry]] = {}
    for entry in entries:
        if entry.is_absence:
            for day in _days_of(entry):
                absences.setdefault(day, []).append(entry)
    return tuple(_target(schedule, day, holidays.get(day), absences.get(day, ())) for day in days)


def days_away(entries: Iterable[Entry]) -> set[Date]:
    """Return the days that absences among `entries` touch."""
    return {day for entry in entries if entry.is_absence for day in _days_of(entry)}


def _target(schedule: Schedule, day: Date, holiday: str | None, absences: Sequence[Entry]) -> DayTarget:
    usual = seconds = schedule.target_seconds(day)
    if usual:
        away = sum(_seconds_away(entry, day, usual, schedule.zone) for entry in absences)
        seconds = 0 if holiday else max(0, usual - away)
    return DayTarget(day, seconds, holiday, _absence_in_words(absences) or None)


def _seconds_away(absence: Entry, day: Date, usual: int, zone: str) -> int:
    if absence.half_days is not None:
        return usual * absence.half_days // 2
    if absence.interval is None:
        return absence.worked_seconds
    frame = day_interval(day, zone)
    pieces = (piece.clipped(frame) for piece in absence.worked_pieces())
    return sum(piece.seconds for piece in pieces if piece)


def _absence_in_words(absences: Iterable[Entry]) -> str:
    halves: dict[str, int] = {}
    for absence in absences:
        if absence.time_type is not None:
            # Whatever is measured in hours is named without its length, as a whole day is.
            name = absence.time_type.name
            halves[name] = halves.get(name, 0) + (2 if absence.half_days is None else absence.half_days)
    return "; ".join(f"{name}, half a day" if count == 1 else name for name, count in halves.items())


def _days_of(entry: Entry) -> list[Date]:
    days = [entry.day]
    while days[-1] < entry.last_day:
        days.append(days[-1].add(days=1))
    return days
