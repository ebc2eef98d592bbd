"""Time entries: stretches of a person's time as they are booked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whenever import Date, ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.intervals import Interval
from punchcard.core.time_types import TimeType

LONGEST_ENTRY_SECONDS = 24 * 3600
"""An entry is at most a day long: Clockodo cuts there, Lucca refuses more."""

LONGEST_FOUND_SECONDS = 31 * 24 * 3600
"""How long an entry may be that a service has all the same, to be found on each of its days (McTime)."""


class EntryStatus(StrEnum):
    """How far an entry has come on its way through approval."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPORTED = "exported"
    INVALID = "invalid"
    """A clock that the vendor could not save: it waits to be removed, and counts nowhere."""


class Source(StrEnum):
    """How an entry came to be."""

    CLOCK = "clock"
    TYPED = "typed"
    MODEL = "model"
    EDITED = "edited"
    """Edited afterwards; the vendor no longer says how it came to be (McTime)."""
    IMPORTED = "imported"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """What an entry is written down in."""

    TIMES = "times"
    """From a start to an end."""
    HOURS = "hours"
    """A duration on a day."""
    DAYS = "days"
    """A half or a whole day."""


@dataclass(frozen=True, slots=True)
class Break:
    """A finished pause inside an entry."""

    start: ZonedDateTime
    end: ZonedDateTime
    automatic: bool = False
    """True where the backend added it by itself."""

    @property
    def interval(self) -> Interval:
        """The pause as a plain stretch of time."""
        return Interval(self.start, self.end)

    @property
    def seconds(self) -> int:
        """Real elapsed time in whole seconds."""
        return self.interval.seconds


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished stretch of one person's time.

    Entries with `start` and `end` are measured in real elapsed time; entries in day or hour units
    have neither, and carry `duration_seconds` instead.
    """

    id: str
    person: str
    day: Date
    """The local day on which it begins."""
    start: ZonedDateTime | None
    end: ZonedDateTime | None
    breaks: tuple[Break, ...] = ()
    time_type: TimeType | None = None
    assignment: Assignment = NOTHING
    note: str = ""
    duration_seconds: int | None = None
    """Set only for entries without clock times."""
    half_days: int | None = None
    """1 for half a day, 2 for a whole one; `duration_seconds` is what that counted for when it was saved.
    None for entries in other units."""
    afternoon: bool = False
    """Whether it is of the second half of its day: of entries without clock times, where that is kept."""
    lump_sum: str | None = None
    """What it is where it is a sum and no time: "lump sum 184.50"; None for time."""
    status: EntryStatus = EntryStatus.OPEN
    source: Source = Source.UNKNOWN
    locked: str | None = None
    """Why it cannot be edited; None where it can."""

    @property
    def unit(self) -> Unit:
        """What it is written down in."""
        if self.start is not None:
            return Unit.TIMES
        return Unit.HOURS if self.half_days is None else Unit.DAYS

    @property
    def is_absence(self) -> bool:
        """Whether it is vacation, sick leave or another leave, and no work."""
        return self.time_type is not None and self.time_type.category.is_absence

    @property
    def is_invalid(self) -> bool:
        """Whether it could not be saved as an entry: it takes no time, and nothing of it was worked."""
        return self.status is EntryStatus.INVALID

    @property
    def interval(self) -> Interval | None:
        """From start to end, breaks included; None for entries without clock times."""
        if self.start is None or self.end is None:
            return None
        return Interval(self.start, self.end)

    @property
    def last_day(self) -> Date:
        """The last local day that it touches. The midnight at which it ends is not its own."""
        if self.end is None:
            return self.day
        return max(self.day, self.end.subtract(seconds=1).date())

    @property
    def break_seconds(self) -> int:
        """All breaks together, in seconds; none of what could not be saved."""
        return 0 if self.is_invalid else sum(pause.seconds for pause in self.breaks)

    @property
    def worked_seconds(self) -> int:
        """Elapsed time less breaks, in seconds; the plain duration where there are no clock times.

        What could not be saved is no work.
        """
        if self.is_invalid:
            return 0
        if self.interval is None:
            return self.duration_seconds or 0
        return sum(piece.seconds for piece in self.worked_pieces())

    def worked_pieces(self) -> list[Interval]:
        """The stretches between the breaks, in order.

        Empty for entries without clock times, and for what could not be saved.
        """
        if self.interval is None or self.is_invalid:
            return []
        return self.interval.without(pause.interval for pause in self.breaks)
