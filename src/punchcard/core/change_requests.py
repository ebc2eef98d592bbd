"""Change requests: what a worker asks for and a lead decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whenever import Date, ZonedDateTime

from punchcard.core.intervals import Interval
from punchcard.core.submitted_weeks import RequestStatus


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
    decided_by: str | None = None
    decided_at: ZonedDateTime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a lead decides."""

    approve: bool
    reason: str = ""
    accept_violations: bool = False
    """Approve although a rule on working time is broken; only on the lead's word (Clockodo)."""
