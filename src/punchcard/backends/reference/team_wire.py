"""Requests and submitted weeks as they stand on the wire, and as the domain has them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from punchcard.backends.http.wire import Wire
from punchcard.backends.reference.values import Day, Moment
from punchcard.backends.reference.wire import Entry
from punchcard.core import change_requests, submitted_weeks
from punchcard.core.intervals import Interval


class RequestedChange(Wire):
    """A stretch to add or to remove."""

    change: change_requests.IntervalChange
    start: Moment
    end: Moment

    def domain(self) -> change_requests.RequestedChange:
        """As the domain has it."""
        return change_requests.RequestedChange(self.change, Interval(self.start, self.end))


class Request(Wire):
    """A change request."""

    kind: Literal["change_request"]
    id: str
    person: str
    day: Day
    changes: tuple[RequestedChange, ...]
    status: submitted_weeks.RequestStatus
    requested_at: Moment | None = None
    note: str = ""
    decided_by: str | None = None
    decided_at: Moment | None = None
    reason: str = ""

    def domain(self) -> change_requests.ChangeRequest:
        """As the domain has it."""
        return change_requests.ChangeRequest(
            self.id,
            self.person,
            self.day,
            tuple(each.domain() for each in self.changes),
            self.status,
            self.requested_at,
            self.note,
            self.decided_by,
            self.decided_at,
            self.reason,
        )


class Week(Wire):
    """A week that was handed in, or is due and has no id yet."""

    id: str | None
    person: str
    first: Day
    last: Day
    status: submitted_weeks.RequestStatus
    next_actor: str | None = None
    submitted_at: Moment | None = None
    decided_by: str | None = None
    decided_at: Moment | None = None
    reason: str = ""

    def domain(self) -> submitted_weeks.SubmittedWeek:
        """As the domain has it."""
        return submitted_weeks.SubmittedWeek(
            self.id,
            self.person,
            self.first,
            self.last,
            self.status,
            self.next_actor,
            self.submitted_at,
            self.decided_by,
            self.decided_at,
            self.reason,
        )


class WeekItem(Week):
    """A submitted week in an inbox."""

    kind: Literal["submitted_week"]


class EntryItem(Wire):
    """An entry in an inbox that no call decides."""

    kind: Literal["entry"]
    entry: Entry

    def domain(self) -> change_requests.PendingEntry:
        """As the domain has it."""
        return change_requests.PendingEntry(self.entry.domain())


Decidable = Annotated[Request | WeekItem, Field(discriminator="kind")]
"""What a lead decides."""

Item = Annotated[Request | WeekItem | EntryItem, Field(discriminator="kind")]
"""What can stand in an inbox."""
