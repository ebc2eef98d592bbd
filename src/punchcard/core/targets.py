"""What is expected of a person on one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.intervals import day_interval
from punchcard.core.schedule import Schedule

UNNAMED_HOLIDAY = "Public holiday"
"""What a public holiday is called whose name is not known."""


class DayTarget(NamedTuple):
    """What is to be worked on one day, holidays and absences already taken off."""

    day: Date
    seconds: int | None
    """None where no targets are kept."""
    holiday: str | None = None
    """The public holiday's name."""
    absence: str | None = None
    """Vacation, sick leave …: the names of the time types, with "half a day" where it is one."""


NOTHING_TOLD: Mapping[Date, DayTarget] = MappingProxyType({})
"""What a backend tells that leaves targets to the schedule."""


def targets_of(
    schedule: Schedule,
    days: Iterable[Date],
    holidays: Mapping[Date, str],
    entries: Iterable[Entry],
    told: Mapping[Date, DayTarget] = NOTHING_TOLD,
) -> tuple[DayTarget, ...]:
    """Return the targets of `days`, in their order.

    What the backend has told of a day counts; where it has told nothing, or no seconds, the schedule does.
    A public holiday is free, all of it. Half and whole days of absence take off that part of what the weekday
    asks for, absences in hours their own length; together they take off no more than there is. Where the
    backend names a holiday or an absence, it has taken off itself what there is to be taken off.

    Args:
        schedule: What each weekday asks for.
        days: Days in the schedule's zone.
        holidays: The names of the public holidays, for days of which the backend has told no seconds.
        entries: Entries in the schedule's zone; those that are no absences are left out here.
        told: What the backend has told, by day.
    """
    absences: dict[Date, list[Entry]] = {}
    for entry in entries:
        if entry.is_absence:
            for day in _days_of(entry):
                absences.setdefault(day, []).append(entry)
    return tuple(
        _target(schedule, told.get(day, DayTarget(day, None)), holidays.get(day), absences.get(day, ()))
        for day in days
    )


def usual_seconds(schedule: Schedule, day: Date, told: DayTarget | None) -> int | None:
    """Return what is to be worked on `day` where nobody is away; None where no targets are kept.

    Args:
        schedule: What each weekday asks for.
        day: A day in the schedule's zone.
        told: What the backend has told of it. Of a holiday, or of somebody who is away, it does not tell what
            the day would ask for otherwise.
    """
    if told is None or told.seconds is None or told.holiday or told.absence:
        return schedule.target_seconds(day)
    return told.seconds


def days_away(entries: Iterable[Entry]) -> set[Date]:
    """Return the days that absences among `entries` touch."""
    return {day for entry in entries if entry.is_absence for day in _days_of(entry)}


def _target(schedule: Schedule, told: DayTarget, holiday: str | None, absences: Sequence[Entry]) -> DayTarget:
    absence = told.absence or _absence_in_words(absences) or None
    if told.seconds is not None and (told.holiday or told.absence):
        return told._replace(absence=absence)
    if told.seconds is None:
        usual, holiday = schedule.target_seconds(told.day), told.holiday or holiday
    else:
        usual, holiday = told.seconds, None
    seconds = usual
    if usual:
        away = sum(_seconds_away(entry, told.day, usual, schedule.zone) for entry in absences)
        seconds = 0 if holiday else max(0, usual - away)
    return DayTarget(told.day, seconds, holiday, absence)


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
