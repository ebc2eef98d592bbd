"""What the service answers of clock, entries, people and the tree, as it stands on the wire.

Unknown fields and unknown numbers are let pass; a list without its key is unreadable, never "nothing there".
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from punchcard.backends.clockodo.values import Day, Id, Offset, Page, Seconds, Stamp, Timed
from punchcard.backends.http.wire import Wire

Hours = Annotated[float, Field(ge=0, le=24)]

TIME, LUMPSUM, LUMPSUM_SERVICE = 1, 2, 3
"""What an entry can be; any other number is one that is unknown here."""


def _without_null(value: Any) -> Any:
    return 0 if value is None else value


class Entry(Wire):
    """A time entry of any type, running or not."""

    id: Id
    type: int = TIME
    users_id: Id
    customers_id: Id | None = None
    projects_id: Id | None = None
    subprojects_id: Id | None = None
    services_id: Id | None = None
    lumpsum_services_id: Id | None = None
    billable: int = -1
    """0 no, 1 yes, 2 billed; anything else is not to be known."""
    text: str | None = None
    time_since: Stamp
    time_until: Stamp | None = None
    duration: Seconds | None = None
    offset: Annotated[Offset, BeforeValidator(_without_null)] = 0
    lumpsum: float | None = None
    lumpsum_services_amount: float | None = None
    clocked: bool = False
    customers_name: str | None = None
    projects_name: str | None = None
    subprojects_name: str | None = None
    services_name: str | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is a clock that runs."""
        return self.type == TIME and self.time_until is None


class OneEntry(Wire):
    """An entry by itself."""

    entry: Entry


class Entries(Page):
    """A page of entries."""

    entries: tuple[Entry, ...]


class Clock(Timed):
    """What runs, and what was stopped last where that is told."""

    running: Entry | None
    stopped: Entry | None = None


class Message(Wire):
    """A remark of the service."""

    text: str


class Started(Timed):
    """A clock that was started, and what its start ended."""

    running: Entry
    stopped: Entry | None = None
    stopped_has_been_truncated: bool = False
    additional_message: Message | str | None = None


class Stopped(Timed):
    """A clock that was stopped."""

    stopped: Entry
    running: Entry | None = None
    stopped_has_been_truncated: bool = False


class Correction(Wire):
    """What overlaps once a start was moved."""

    overlapping: bool = False


class Corrected(Timed):
    """A clock whose start was moved."""

    updated: Entry
    running: Entry | None = None
    overlapping_correction: Correction | None = None


class User(Wire):
    """Somebody; most of it is told only to those who may know."""

    id: Id
    name: str
    active: bool = True
    email: str | None = None
    role: str | None = None
    boss: Id | None = None
    teams_id: Id | None = None
    edit_lock: Day | None = None
    edit_lock_dyn: int | None = None
    work_time_edit_lock_days: int | None = None


class OneUser(Wire):
    """Somebody alone."""

    data: User


class Company(Wire):
    """Switches of the company, as the aggregate of the classic generation tells them."""

    allow_entries_for_customers: bool | None = None
    default_customers_id: Id | None = None
    default_services_id: Id | None = None


class Aggregate(Wire):
    """Whoever calls, and their company."""

    user: User
    company: Company = Company()


class Users(Page):
    """A page of people."""

    data: tuple[User, ...]


class ServiceAssignment(Wire):
    """A service that a customer or a project is limited to."""

    services_id: Id


def _with_services_id(value: Any) -> Any:
    return {"services_id": value} if isinstance(value, int) else value


Limits = tuple[Annotated[ServiceAssignment, BeforeValidator(_with_services_id)], ...]


class Node(Wire):
    """A customer, project, subproject or service."""

    id: Id
    name: str
    active: bool = True
    completed: bool = False
    customers_id: Id | None = None
    projects_id: Id | None = None
    billable_default: bool = False
    service_assignments: Annotated[Limits, BeforeValidator(lambda value: value or ())] = ()


class OneNode(Wire):
    """A node alone."""

    data: Node


class Nodes(Page):
    """A page of one level of the tree."""

    data: tuple[Node, ...]


def _as_object(value: Any) -> Any:
    return {} if value == [] else value


Places = Annotated[bool | dict[str, Any], BeforeValidator(_as_object)]
"""Everywhere, nowhere, or by id; no id at all also comes as an empty list."""


class Access(Wire):
    """Where somebody may book, or edit."""

    add: Places = True
    edit: Places = False


class ReportDay(Wire):
    """One day of a report."""

    date: Day
    nonbusiness: bool = False
    target: Annotated[float, Field(ge=0, le=24 * 3600)] | None = None
    count_absence: dict[str, float] = Field(default_factory=dict[str, float])
    count_reduction_used: float | None = None


class ReportWeek(Wire):
    """One week of a report."""

    day_details: tuple[ReportDay, ...]


class ReportMonth(Wire):
    """One month of a report."""

    week_details: tuple[ReportWeek, ...]


class Report(Wire):
    """Somebody's year."""

    month_details: tuple[ReportMonth, ...]


class OneReport(Wire):
    """Somebody's report."""

    userreport: Report


class TargetHours(Wire):
    """What somebody has to work from one day to another, in hours a day; None by the month."""

    date_since: Day
    date_until: Day | None = None
    monday: Hours | None = None
    tuesday: Hours | None = None
    wednesday: Hours | None = None
    thursday: Hours | None = None
    friday: Hours | None = None
    saturday: Hours | None = None
    sunday: Hours | None = None


class AllTargetHours(Wire):
    """Somebody's target hours; whoever has those of the company has no row."""

    targethours: tuple[TargetHours, ...]


class FreeDay(Wire):
    """A day on which nobody works."""

    evaluated_date: Day
    name: str
    half_day: bool = False


class FreeDays(Wire):
    """Somebody's free days of a year."""

    users_id: Id
    days: tuple[FreeDay, ...]


class UsersFreeDays(Page):
    """A page of people's free days."""

    data: tuple[FreeDays, ...]
