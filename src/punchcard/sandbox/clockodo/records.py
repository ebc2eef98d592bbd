"""What the simulated Clockodo keeps: people, what time is booked on, entries, requests, absences, targets.

Names are Clockodo's own, so that a record and its JSON read alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeAlias

from whenever import Date, Instant

FOUNDED = Date(2020, 1, 1)
OWNER, WORKER = "owner", "worker"
"""The roles (Clockodo API, enumerations)."""

Grant: TypeAlias = bool | Mapping[int, bool | frozenset[int]]
"""What somebody may do where: everywhere, nowhere, or by customer, wholly or with some projects alone."""


class EntryType(IntEnum):
    """What an entry is (Clockodo API, enumerations)."""

    TIME = 1
    LUMPSUM = 2
    LUMPSUM_SERVICE = 3


class RequestStatus(IntEnum):
    """How far a change request has come; an approved one is gone."""

    REQUESTED = 1
    DECLINED = 2


class ChangeType(IntEnum):
    """What a change request does to an interval."""

    ADD = 1
    REMOVE = 2


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody may do beyond their own (Clockodo API, users)."""

    add: Grant = True
    report: Grant = False
    edit: Grant = False
    services: bool | frozenset[int] = True


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who works there."""

    id: int
    name: str
    email: str
    role: str = WORKER
    boss: int | None = None
    teams_id: int | None = None
    timezone: str = "Europe/Berlin"
    language: str = "en"
    active: bool = True
    number: str | None = None
    edit_lock: Date | None = None
    """Entries of this day and before are closed."""
    edit_lock_dyn: int | None = None
    """How many days are open, today included."""
    work_time_edit_lock_days: int | None = None
    """None: no lock; 0: the clock alone; else how many days back the first one lies that wants a request."""
    start_date: Date = FOUNDED
    access: Access = field(default_factory=Access)

    @property
    def is_owner(self) -> bool:
        """Whether everything is open to them."""
        return self.role == OWNER


@dataclass(frozen=True, slots=True)
class Team:
    """A team."""

    id: int
    name: str
    leader: int | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """The first thing that time is booked on."""

    id: int
    name: str
    number: str | None = None
    active: bool = True
    billable_default: bool = True
    color: int = 1
    note: str | None = None
    service_assignments: frozenset[int] = frozenset()
    """The services that may be booked on it; empty for all."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a project may cost: an amount of money, or of hours."""

    amount: float
    monetary: bool = True
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """A customer's project."""

    id: int
    customers_id: int
    name: str
    number: str | None = None
    active: bool = True
    billable_default: bool = True
    completed: bool = False
    budget: Budget | None = None
    note: str | None = None
    service_assignments: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Subproject:
    """A part of a project."""

    id: int
    projects_id: int
    name: str
    number: str | None = None
    active: bool = True
    completed: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """What is done."""

    id: int
    name: str
    number: str | None = None
    active: bool = True
    note: str | None = None
    hourly_rate: float = 80.0


@dataclass(frozen=True, slots=True)
class LumpSumService:
    """What is sold by the piece."""

    id: int
    name: str
    price: float
    unit: str | None = None
    number: str | None = None
    active: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A time entry, a lump sum, or a lump sum service."""

    id: int
    type: EntryType
    users_id: int
    customers_id: int
    time_since: Instant
    time_until: Instant | None
    time_insert: Instant
    time_last_change: Instant
    time_last_change_work_time: Instant
    projects_id: int | None = None
    subprojects_id: int | None = None
    services_id: int | None = None
    billable: int = 1
    text: str | None = None
    duration: int | None = None
    """In seconds; None while it runs, and for what is no time."""
    lumpsum: float | None = None
    lumpsum_services_id: int | None = None
    lumpsum_services_amount: float | None = None
    hourly_rate: float | None = None
    """Its own; None for that of the service."""
    clocked: bool = False
    clocked_offline: bool = False
    time_clocked_since: Instant | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is somebody's clock."""
        return self.type is EntryType.TIME and self.time_until is None


@dataclass(frozen=True, slots=True)
class Change:
    """An interval to add to a day's work times, or to remove from them."""

    type: ChangeType
    time_since: Instant
    time_until: Instant


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """What somebody asks for."""

    id: int
    date: Date
    users_id: int
    changes: tuple[Change, ...]
    created_at: Instant
    status: RequestStatus = RequestStatus.REQUESTED
    declined_at: Instant | None = None
    declined_by: int | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days away; what kind of day is which number stands in the API's enumerations."""

    id: int
    users_id: int
    date_since: Date
    date_until: Date
    type: int
    status: int
    count_days: float
    count_hours: float | None = None
    note: str | None = None
    public_note: str | None = None
    sick_note: bool | None = None
    date_enquired: Date | None = None
    date_approved: Date | None = None
    approved_by: int | None = None


@dataclass(frozen=True, slots=True)
class TargetHours:
    """What somebody has to work from one day on: by weekday, or by month."""

    id: int
    users_id: int
    date_since: Date
    date_until: Date | None = None
    weekly: tuple[float, ...] = (8, 8, 8, 8, 8, 0, 0)
    """Hours from Monday to Sunday."""
    monthly_target: float | None = None
    """Hours a month; None where `weekly` holds."""


@dataclass
class Company:
    """The company's switches, which tests may turn."""

    timezone_default: str = "Europe/Berlin"
    currency: str = "EUR"
    force_linked_entry_times: bool = True
    allow_entry_overlaps: bool = False
    allow_entries_for_customers: bool = True
    allow_entries_text_multiline: bool = True
    default_customers_id: int | None = None
    default_services_id: int | None = None
    worktime_force_breaks: int = 0
    absence_reduces_target_hours: bool = True
    work_times_have_to_match_entries: bool = False
    """Whether a bare change request is refused."""
