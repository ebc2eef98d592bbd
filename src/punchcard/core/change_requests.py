"""Change requests: what a worker asks for and a lead decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whenever import Date, ZonedDateTime

from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek


class IntervalChange(StrEnum):
    """What a change does to a stretch of working time."""

    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class RequestedChange:
    """One stretch of working time to add to a day or to remove from it."""

    change: IntervalChange
    interval: Interval


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """A worker's wish to change the working time of one day."""

    id: str
    person: str
    day: Date
    changes: tuple[RequestedChange, ...]
    status: RequestStatus = RequestStatus.PENDING
    requested_at: ZonedDateTime | None = None
    """None where the vendor does not say."""
    note: str = ""
    """What the worker says about it."""
    decided_by: str | None = None
    """Name of whoever decided it; None also where nobody had to."""
    decided_at: ZonedDateTime | None = None
    reason: str = ""
    """Why it was declined."""


class Verdict(StrEnum):
    """What a lead says."""

    APPROVE = "approve"
    DECLINE = "decline"
    REOPEN = "reopen"
    """Take an approval back, so that the person may change the week again."""


VIOLATIONS = "accept_violations"
"""What a refusal of an approval names where nothing but rules on working time stand against it.

It can be approved all the same then, with `Decision.accept_violations`, on the lead's word alone.
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a lead decides."""

    verdict: Verdict
    reason: str = ""
    accept_violations: bool = False
    """Approve although a rule on working time is broken; only on the lead's word (Clockodo)."""


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """An entry that waits for approval where no call decides it (McTime): to look at only."""

    entry: Entry

    @property
    def id(self) -> str:
        """The entry's id."""
        return self.entry.id

    @property
    def person(self) -> str:
        """Whose entry it is."""
        return self.entry.person


Decidable = ChangeRequest | SubmittedWeek
"""What a lead decides."""

ApprovalItem = Decidable | PendingEntry
"""What can stand in an inbox."""
