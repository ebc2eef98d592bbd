"""What the simulated McTime keeps: people, their roles, organizations, clocks and entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias

from whenever import Date, Instant

FOUNDED = Instant.from_utc(2020, 1, 1)
NO_END = Instant.from_utc(2200, 1, 1)
"""What stands for "no end" (McTime API, dates)."""

RoundingType: TypeAlias = Literal["off", "up", "down", "nearest"]


class Role(StrEnum):
    """What somebody is in an organization (McTime API, roles)."""

    EMPLOYEE = "employee"
    APPROVER = "approver"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    MAIN_ADMINISTRATOR = "main_administrator"


class ApprovalStatus(StrEnum):
    """How far the approval of an entry has come (McTime API, GET /times)."""

    DISAPPROVED = "disapproved"
    NOT_APPROVED_YET = "not_approved_yet"
    UNDER_APPROVAL = "under_approval"
    APPROVED = "approved"
    EXPORTED = "exported"

    @property
    def is_final(self) -> bool:
        """Whether nobody changes such an entry any more."""
        return self in (ApprovalStatus.APPROVED, ApprovalStatus.EXPORTED)


class Creation(StrEnum):
    """How an entry came to be; none once it was edited (McTime API, GET /times)."""

    TIMES = "times"
    CLOCK = "clock"
    MODEL = "wtm"


class OrganizationType(StrEnum):
    """What an organization is; a company, the root, is none of these (McTime API, organizations)."""

    PROJECT = "project"
    SUBSIDIARY = "subsidiary"
    PARTNER = "partner"
    CLIENT = "client"
    SUPPLIER = "supplier"
    BRANCH = "branch"
    OTHER = "other"


class Grant(NamedTuple):
    """A role in an organization and in everything below it."""

    role: Role
    organization: str


class AutomaticBreak(NamedTuple):
    """A break that is added where somebody worked longer than `after_minutes` and rested less."""

    after_minutes: int
    minutes: int


@dataclass(frozen=True, slots=True)
class TargetTimes:
    """What somebody has to work, which is what automatic breaks and balances follow from."""

    weekly: tuple[float, ...] = (8, 8, 8, 8, 8, 0, 0)
    """Hours from Monday to Sunday."""
    automatic_breaks: tuple[AutomaticBreak, ...] = ()
    counts_from: Date | None = None
    """The first day of the time balance; None for a balance of nothing."""
    free_days: frozenset[tuple[int, int]] = frozenset()
    """Days on which nothing is due, by month and day."""
    vacation_days: float = 30
    """A year."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who works there."""

    id: str
    first_name: str
    last_name: str
    email: str
    """The literal `none` where there is none."""
    grants: tuple[Grant, ...]
    valid_from: Instant = FOUNDED
    valid_to: Instant = NO_END
    mobile: str | None = None
    zone: str = "Europe/Berlin"
    birth_date: str = "1990-7-3"
    target: TargetTimes = TargetTimes()

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first_name} {self.last_name}".strip()

    def is_active(self, now: Instant) -> bool:
        """Whether they are there still."""
        return self.valid_to == NO_END or self.valid_to > now


class Rounding(NamedTuple):
    """How one end of an entry is rounded, by the wall clock of its user."""

    type: RoundingType = "off"
    minutes: int = 5


NO_ROUNDING = Rounding()


@dataclass(frozen=True, slots=True)
class TimeTracking:
    """What an organization does with entries that are saved on it; minutes, 0 for "no bound"."""

    max_entry_minutes: int = 24 * 60
    earliest_minute: int = 0
    """Minutes after midnight; what is worked before is cut away (`allowTimeEntriesFromTime`)."""
    latest_minute: int = 24 * 60
    """Minutes after midnight; what is worked after is cut away (`allowTimeEntriesToTime`)."""
    min_break_minutes: int = 0
    max_break_minutes: int = 0
    start: Rounding = NO_ROUNDING
    end: Rounding = NO_ROUNDING


@dataclass(frozen=True, slots=True)
class Organization:
    """Something that time is booked on."""

    id: str
    name: str
    parent: str | None = None
    """None for a company."""
    type: OrganizationType = OrganizationType.PROJECT
    valid_from: Instant = FOUNDED
    valid_to: Instant = NO_END
    description: str = ""
    settings: TimeTracking = TimeTracking()

    def is_active(self, now: Instant) -> bool:
        """Whether it is there still."""
        return self.valid_to == NO_END or self.valid_to > now


class Break(NamedTuple):
    """A break; without an end while somebody takes it."""

    id: str
    since: Instant
    until: Instant | None
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A running clock; its id becomes that of the entry."""

    id: str
    user: str
    since: Instant
    type: str
    organization: str
    comment: str = ""
    breaks: tuple[Break, ...] = ()

    @property
    def open_break(self) -> Break | None:
        """The break that is being taken."""
        return self.breaks[-1] if self.breaks and self.breaks[-1].until is None else None


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """A time entry, absences among them."""

    id: str
    user: str
    since: Instant
    until: Instant
    type: str
    organization: str
    comment: str = ""
    breaks: tuple[Break, ...] = ()
    status: ApprovalStatus = ApprovalStatus.NOT_APPROVED_YET
    creation: Creation | None = Creation.TIMES
    """None once it was edited."""
    is_invalid: bool = False
    """Whether it is a clock that could not be saved."""

    def overlaps(self, since: Instant, until: Instant) -> bool:
        """Whether it shares time with a stretch."""
        return self.since < until and since < self.until


@dataclass
class Manners:
    """What the vendor does where its pages are silent; drawn from the seed, and for tests to turn."""

    failure: Literal["inside", "status", "disguised"] = "inside"
    """How a business refusal is told: inside a 200; as 400, 401 or 404; or, of a stop that could not be
    saved, inside a 200 that calls itself valid and carries the invalid entry."""
    delete: Literal["path", "query"] = "path"
    """Which form of `DELETE /times` there is."""
    no_such_method: int = 405
    """What the other form is answered with: 404 or 405."""
    bare: frozenset[str] = field(default_factory=frozenset[str])
    """Which reads by id come without an envelope: `users`, `organizations`."""
    lists_idle: bool = True
    """Whether `GET /times` lists people without entries; they take up places then."""
    sparse_clock: bool = False
    """Whether `GET /clock` tells no more than what its page documents."""
