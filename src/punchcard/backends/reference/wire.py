"""What the service answers, as it stands on the wire, and as the domain has it.

Unknown fields are passed over; a missing one that is needed makes the answer unreadable, never "no data".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from whenever import Instant

from punchcard.backends.http.wire import Wire
from punchcard.backends.reference.values import Day, HalfDays, KnownCategory, KnownSource, Moment, Seconds
from punchcard.core import assignments, clock, entries, people, targets, time_types
from punchcard.core.text import one_line


class Answered(Wire):
    """What every answer has."""

    now: Instant
    """The server's clock."""


class ErrorText(Wire):
    """What the service objects to."""

    message: str
    field: str | None = None


class Error(Wire):
    """The body of an error."""

    error: ErrorText


class Person(Wire):
    """Somebody."""

    id: str
    name: str
    email: str = ""
    role: people.Role = people.Role.WORKER

    def domain(self) -> people.Person:
        """As the domain has it."""
        return people.Person(self.id, self.name, self.email, self.role)


class TimeType(Wire):
    """A kind of time; one of a category that is unknown here is kept as that."""

    id: str
    name: str
    category: KnownCategory

    def domain(self) -> time_types.TimeType:
        """As the domain has it."""
        return time_types.TimeType(self.id, self.name, self.category)


class Dimension(Wire):
    """A level of the tree."""

    id: str
    name: str
    required: bool = False

    def domain(self) -> assignments.Dimension:
        """As the domain has it."""
        return assignments.Dimension(self.id, self.name, self.required)


class Reference(Wire):
    """A node of the tree."""

    dimension: str
    id: str
    name: str

    def domain(self) -> assignments.Reference:
        """As the domain has it."""
        return assignments.Reference(self.dimension, self.id, self.name)


class Assignment(Wire):
    """What time is booked on."""

    references: tuple[Reference, ...]
    billable: bool | None

    def domain(self) -> assignments.Assignment:
        """As the domain has it."""
        return assignments.Assignment(tuple(each.domain() for each in self.references), self.billable)


class Break(Wire):
    """A finished pause."""

    start: Moment
    end: Moment
    automatic: bool = False

    def domain(self) -> entries.Break:
        """As the domain has it."""
        return entries.Break(self.start, self.end, self.automatic)


class Entry(Wire):
    """A finished time entry; one of a status that is unknown here is locked, and says it."""

    id: str
    person: str
    day: Day
    start: Moment | None
    end: Moment | None
    breaks: tuple[Break, ...]
    type: TimeType | None
    assignment: Assignment
    note: str
    duration_seconds: Seconds | None
    half_days: HalfDays | None = None
    status: str
    source: KnownSource
    locked: str | None

    def domain(self) -> entries.Entry:
        """As the domain has it."""
        is_known = self.status in set(entries.EntryStatus)
        why = None if is_known else f"Its status there is “{one_line(self.status, 40)}”."
        return entries.Entry(
            id=self.id,
            person=self.person,
            day=self.day,
            start=self.start,
            end=self.end,
            breaks=tuple(each.domain() for each in self.breaks),
            time_type=self.type.domain() if self.type else None,
            assignment=self.assignment.domain(),
            note=self.note,
            duration_seconds=self.duration_seconds,
            half_days=self.half_days,
            status=entries.EntryStatus(self.status) if is_known else entries.EntryStatus.OPEN,
            source=self.source,
            locked=self.locked or why,
        )


class Idle(Wire):
    """Nothing runs."""

    state: Literal["idle"]

    def domain(self) -> clock.ClockState:
        """As the domain has it."""
        return clock.IDLE


class Running(Wire):
    """What a running clock carries."""

    entry_id: str
    since: Moment
    assignment: Assignment
    type: TimeType | None
    note: str
    breaks: tuple[Break, ...]
    origin: str = ""

    def running(self) -> clock.Running:
        """What it carries, as the domain has it."""
        return clock.Running(
            self.entry_id,
            self.since,
            self.assignment.domain(),
            self.type.domain() if self.type else None,
            self.note,
            tuple(each.domain() for each in self.breaks),
            self.origin,
        )


class Working(Running):
    """The clock runs and work counts."""

    state: Literal["working"]

    def domain(self) -> clock.ClockState:
        """As the domain has it."""
        running = self.running()
        return running.at_work(running.breaks)


class OnBreak(Running):
    """The clock runs and a break is open."""

    state: Literal["break"]
    break_since: Moment

    def domain(self) -> clock.ClockState:
        """As the domain has it."""
        running = self.running()
        return running.on_break(self.break_since, running.breaks)


State = Annotated[Idle | Working | OnBreak, Field(discriminator="state")]
"""What a clock can be."""


class Target(Wire):
    """What is expected on a day."""

    day: Day
    seconds: Seconds | None
    holiday: str | None = None
    absence: str | None = None

    def domain(self) -> targets.DayTarget:
        """As the domain has it."""
        return targets.DayTarget(self.day, self.seconds, self.holiday, self.absence)
