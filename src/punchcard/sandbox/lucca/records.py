"""What the simulated Lucca keeps: people, keys, axes and sections, time entries, timesheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum, StrEnum, auto
from typing import Literal

from whenever import Date, PlainDateTime

FOUNDED = Date(2020, 1, 1)


class Unit(IntEnum):
    """What time is written down in (create time entries, units)."""

    DAYS = 0
    HOURS = 1
    TIME = 2


class Source(IntEnum):
    """Where the last change of an entry came from (create time entries, creationSource)."""

    AUTOMATIC = 0
    QUICK_FILL = 1
    MANUAL = 2
    IMPORTED = 3
    CLOCK = 4


class Layer(IntEnum):
    """Whether somebody worked, or was meant to."""

    ACTUAL = 0
    THEORETICAL = 1


class Mode(StrEnum):
    """What somebody writes down (create time entries, submission modes)."""

    ATTENDANCE = "attendance"
    ACTIVITY = "activity"


class Period(StrEnum):
    """How long a timesheet is."""

    WEEK = "week"
    MONTH = "month"


class Status(IntEnum):
    """How far a timesheet has come."""

    DUE = 0
    SUBMITTED = 1
    APPROVED = 2
    REJECTED = 3


class Right(Enum):
    """What the role of a key lets it do with those of its population; reading always."""

    WRITE = auto()
    SUBMIT = auto()
    APPROVE = auto()
    INVALIDATE = auto()
    EDIT_TIMES = auto()
    """Change imported entries where they are read-only."""


@dataclass(frozen=True, slots=True)
class ApplicationKey:
    """A key, which is an application's and no person's."""

    id: int
    name: str
    holder: int
    """Whose program uses it; the vendor itself makes nothing of that."""
    rights: frozenset[Right] = frozenset(Right)
    population: frozenset[int] | None = None
    """Whose time it reaches; None for everybody's."""

    def reaches(self, user: int) -> bool:
        """Whether somebody's time is open to it."""
        return self.population is None or user in self.population


@dataclass(frozen=True, slots=True)
class Configuration:
    """How somebody writes time down from one day on."""

    since: Date = FOUNDED
    unit: Unit = Unit.TIME
    mode: Mode = Mode.ACTIVITY
    is_typed: bool = False
    """Whether entries have a time type (`timeTrackingMode: typed`)."""
    statute_id: int = 1
    period: Period = Period.WEEK


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who works there."""

    id: int
    first_name: str
    last_name: str
    login: str
    mail: str
    manager_id: int | None = None
    approver_ids: tuple[int, ...] = ()
    """Who approves their timesheets, one after the other; nobody: approved at once."""
    department_id: int = 1
    legal_entity_id: int = 1
    contract_start: Date = FOUNDED
    contract_end: Date | None = None
    timesheets_since: Date = FOUNDED
    """The first day of their first timesheet."""
    configurations: tuple[Configuration, ...] = (Configuration(),)
    """The oldest first; the first one holds before its day too."""
    daily_hours: float = 8
    """What they are to work from Monday to Friday."""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def configuration(self, day: Date) -> Configuration:
        """Return what holds on a day."""
        held = [each for each in self.configurations if each.since <= day]
        return held[-1] if held else self.configurations[0]


@dataclass(frozen=True, slots=True)
class Department:
    """A department."""

    id: int
    name: str
    head_id: int | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """One level of what time is booked on."""

    id: int
    name: str
    position: int
    parent_id: int | None = None
    is_active: bool = True
    is_nn: bool = False
    """Whether a section may have several parents."""


@dataclass(frozen=True, slots=True)
class Section:
    """One thing of an axis that time is booked on."""

    id: int
    axis_id: int
    name: str
    code: str
    parent_ids: tuple[int, ...] = ()
    active: bool = True
    owner_id: int | None = None
    description: str | None = None
    start_on: Date | None = None
    end_on: Date | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """What is said of an entry."""

    id: int
    content: str
    author_id: int
    created_at: PlainDateTime


@dataclass(frozen=True, slots=True)
class Entry:
    """A time entry. Moments are those of clocks on the wall."""

    id: int
    owner_id: int
    starts_at: PlainDateTime
    seconds: int
    unit: Unit
    author_id: int
    created_at: PlainDateTime
    modifier_id: int
    modified_at: PlainDateTime
    creation_source: Source = Source.MANUAL
    section_ids: tuple[int, ...] = ()
    comment: Comment | None = None
    time_type_id: int | None = None
    archived_at: PlainDateTime | None = None
    layer: Layer = Layer.ACTUAL

    @property
    def day(self) -> Date:
        """The day that it lies on."""
        return self.starts_at.date()

    @property
    def ends_at(self) -> PlainDateTime:
        """Its end by the clock on the wall."""
        return self.starts_at.add(seconds=self.seconds, naive_arithmetic_ok=True)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Time moved from one account to another with a timesheet."""

    authorization_id: int
    iso: str
    unit: str
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A timesheet that was submitted."""

    id: int
    owner_id: int
    starts_on: Date
    ends_on: Date
    """The first day after it."""
    status: Status
    author_id: int
    """Who submitted it: a key or a person."""
    submitted_at: PlainDateTime
    steps_done: int = 0
    """How many have approved it."""
    comment: str | None = None
    """Why it was denied or invalidated."""
    transfers: tuple[Transfer, ...] = ()

    @property
    def is_locked(self) -> bool:
        """Whether nothing in it may be changed."""
        return self.status in (Status.SUBMITTED, Status.APPROVED)

    def holds(self, day: Date) -> bool:
        """Whether a day lies in it."""
        return self.starts_on <= day < self.ends_on


@dataclass
class Options:
    """Where the vendor may be one way or the other; tests turn them."""

    refuses_clock_source: bool = False
    """Whether keys may not write `creationSource` 4."""
    imported_are_read_only: bool = False
    arrays_are_atomic: bool = True
    """Whether one wrong element of an array leaves all of it undone; else those before it stay done."""
    refuses_empty_timesheets: bool = False
    """Whether a timesheet without any time cannot be submitted."""
    calls_a_minute: int | None = None
    """How many calls all keys have together; None for any number."""
    v3_errors: Literal["status", "bare", "empty"] = "status"
    """The shape of errors in v3 (`punchcard.sandbox.lucca.wire.answers.problem_body`)."""
    transfer_authorizations: frozenset[int] = field(default_factory=lambda: frozenset({1}))
