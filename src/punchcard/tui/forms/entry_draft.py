"""What is filled into the form of an entry, and the entry that it stands for; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from whenever import Date, ZonedDateTime

from punchcard.core.assignments import Assignment
from punchcard.core.durations import duration_in_words, format_duration
from punchcard.core.entries import Break, Entry, Source, Unit
from punchcard.core.intervals import Interval
from punchcard.core.moments import checked_moment, clock_time, weekday_name
from punchcard.core.refusals import Refusal
from punchcard.core.schedule import USUAL_DAY_SECONDS, Schedule
from punchcard.core.targets import DayTarget, usual_seconds
from punchcard.core.time_types import TimeType
from punchcard.tui.forms.entry_choice import Option

WHOLE_DAY, HALF_DAY = "2", "1"
HALVES = (Option(WHOLE_DAY, "whole day"), Option(HALF_DAY, "half a day"))
"""How long an entry in days can be."""

MORNING, AFTERNOON = "morning", "afternoon"
PARTS = (Option(MORNING, "morning"), Option(AFTERNOON, "afternoon"))
"""Which half of a day an entry without clock times is of."""

_UNIT_NAMES = {Unit.TIMES: "start and end", Unit.HOURS: "hours", Unit.DAYS: "days"}

_FIELDS = {
    Unit.TIMES: ("day", "start", "end", "breaks", "note"),
    Unit.HOURS: ("day", "hours", "note"),
    Unit.DAYS: ("day", "note"),
}
"""The lines that count in each unit."""

_MISSING = {
    "start": "Say when it started.",
    "end": "Say when it ended, such as 16:30.",
    "hours": "Say how long it took, 7:30 for example.",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that the form says, read."""

    before: Entry | None
    """The entry that is changed; None for a new one."""
    id: str
    person: str
    schedule: Schedule
    told: Mapping[Date, DayTarget]
    """What the backend has told of the targets of days."""
    unit: Unit
    day: Date | None
    start: ZonedDateTime | None
    end: ZonedDateTime | None
    breaks: tuple[Break, ...]
    seconds: int | None
    half_days: int
    afternoon: bool
    """Whether it is of the second half of the day, where it has no clock times and is no whole day."""
    assignment: Assignment
    time_type: TimeType | None
    note: str
    problems: Mapping[str, str]
    """Why a line cannot be read, by its name; empty where it can."""

    @property
    def span(self) -> Interval | None:
        """From start to end; None while one of them is missing."""
        return Interval(self.start, self.end) if self.start and self.end else None

    @property
    def wrong(self) -> str:
        """The first line that is missing or cannot be read; the start where all can."""
        for name in _FIELDS[self.unit]:
            if self.problems.get(name) or self._is_missing(name):
                return name
        return {Unit.TIMES: "start", Unit.HOURS: "hours", Unit.DAYS: "day"}[self.unit]

    @property
    def problem(self) -> str:
        """Why it is no entry yet, in a sentence; empty where it is one."""
        for name in _FIELDS[self.unit]:
            if problem := self.problems.get(name):
                return problem
        missing = next((name for name in _FIELDS[self.unit] if self._is_missing(name)), "")
        return _MISSING.get(missing, "") or self._too_far()

    @property
    def entry(self) -> Entry | None:
        """The entry as it should be; None while there is a problem with a line."""
        if self.problem or self.day is None:
            return None
        times = self.unit is Unit.TIMES
        base = self.before or Entry("", self.person, self.day, None, None, source=Source.TYPED)
        return replace(
            base,
            id=self.id,
            day=self.start.date() if times and self.start else self.day,
            start=self.start if times else None,
            end=self.end if times else None,
            breaks=self.breaks if times else (),
            time_type=self.time_type,
            assignment=self._booked(base),
            note=self.note,
            duration_seconds=self._duration(base),
            half_days=self.half_days if self.unit is Unit.DAYS else None,
            afternoon=self.afternoon and not times and (self.unit, self.half_days) != (Unit.DAYS, 2),
        )

    def _booked(self, base: Entry) -> Assignment:
        """What was not chosen anew stays as it is, with what else is known about it."""
        same = base.assignment.references == self.assignment.references
        return base.assignment if same else self.assignment

    def _duration(self, base: Entry) -> int | None:
        if self.unit is Unit.TIMES or self.day is None:
            return None
        if self.unit is Unit.HOURS:
            return self.seconds
        if base.half_days == self.half_days and base.day == self.day:
            return base.duration_seconds
        usual = usual_seconds(self.schedule, self.day, self.told.get(self.day))
        return (usual or USUAL_DAY_SECONDS) * self.half_days // 2

    def _is_missing(self, name: str) -> bool:
        values = {"day": self.day, "start": self.start, "end": self.end, "hours": self.seconds}
        return name in values and values[name] is None

    def _too_far(self) -> str:
        try:
            for moment in (self.start, self.end):
                if moment is not None:
                    checked_moment(moment)
        except Refusal as refusal:
            return f"{refusal.message} {refusal.hint}"
        return ""


def offered_units(
    units: Sequence[Unit],
    entry: Entry | None,
    *,
    is_absence: bool = False,
    was_absence: bool = False,
    needs_times: bool = False,
) -> list[Unit]:
    """Return what an entry may be written down in: absences in hours and days too, unless all needs times.

    Work keeps the unit that it has, and not that of the absence which it was before.
    """
    wanted = set(units)
    if not needs_times and (is_absence or (entry is not None and entry.is_absence)):
        wanted |= {Unit.HOURS, Unit.DAYS}
    if entry is not None and (entry.is_absence or not was_absence):
        wanted.add(entry.unit)
    usual = [unit for unit in units if unit in wanted]
    return [*usual, *(unit for unit in Unit if unit in wanted and unit not in usual)]


def unit_options(units: Sequence[Unit]) -> list[Option]:
    """Return the units as they are shown."""
    return [Option(unit.value, _UNIT_NAMES[unit]) for unit in units]


def aside_of_times(span: Interval | None) -> str:
    """What stands behind the times: how long it is, and on which day it ends where that is another one."""
    if span is None or span.end <= span.start:
        return ""
    length = format_duration(span.seconds)
    if span.end.date() == span.start.date():
        return length
    return f"{length}, to {weekday_name(span.end.date(), short=True)} {span.end.day}"


def aside_of_hours(seconds: int | None) -> str:
    """What stands behind the hours."""
    return "" if seconds is None else duration_in_words(seconds)


def aside_of_breaks(breaks: Sequence[Break], typed: str) -> str:
    """What stands behind the breaks: their length, and where one that has only a length was put."""
    if not breaks:
        return ""
    total = duration_in_words(sum(pause.seconds for pause in breaks))
    placed = ", ".join(
        f"{clock_time(pause.start)} – {clock_time(pause.end)}"
        for pause in breaks
        if clock_time(pause.start) not in typed
    )
    return placed or total
