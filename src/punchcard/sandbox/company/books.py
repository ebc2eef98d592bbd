"""How what somebody has planned is written down: as an entry, with whatever ids it is kept under."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from whenever import Date, ZonedDateTime

from punchcard.core.assignments import Assignment
from punchcard.core.entries import Break, Entry, Source
from punchcard.core.schedule import Schedule
from punchcard.core.time_types import TimeType
from punchcard.sandbox.company.month import Absent, Planned

ZONE = "Europe/Berlin"
"""Where everybody lives."""

Days: TypeAlias = Sequence[tuple[Date, tuple[Planned, ...]]]
"""Days with what is done on them, oldest first."""


class Books(NamedTuple):
    """Where time is written down."""

    branches: Mapping[str, Assignment]
    """What time is booked on, by its path; every path of `company.paths` is there."""
    types: Mapping[str, TimeType]
    """The time types by their names."""
    schedule: Schedule
    make_id: Callable[[], str]
    """Makes ids of entries."""

    def entry(self, person: str, day: Date, planned: Planned) -> Entry:
        """Return what `person` (an id) has planned for a day as an entry."""
        time_type = self.types[planned.time_type]
        if isinstance(planned, Absent):
            worth = self.schedule.worth_seconds(day, planned.half_days)
            return Entry(
                self.make_id(), person, day, None, None, time_type=time_type, duration_seconds=worth,
                half_days=planned.half_days, source=Source.TYPED,
            )  # fmt: skip
        return Entry(
            self.make_id(),
            person,
            day,
            moment_of(day, planned.start),
            moment_of(day, planned.end),
            breaks=tuple(Break(moment_of(day, a), moment_of(day, b)) for a, b in planned.breaks),
            time_type=time_type,
            assignment=self.branches[planned.path],
            note=planned.note,
            source=Source.CLOCK,
        )


def moment_of(day: Date, minutes: int) -> ZonedDateTime:
    """Return the moment so many minutes after midnight, by the clocks of Berlin."""
    hour, minute = divmod(minutes, 60)
    return ZonedDateTime(day.year, day.month, day.day, hour, minute, tz=ZONE)
