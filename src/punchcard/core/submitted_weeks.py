"""Weeks that were handed in, and how far they have come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whenever import Date, ZonedDateTime


class RequestStatus(StrEnum):
    """Where a request or a submitted week stands."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    """Declined, taken back or opened again: which of these, the vendor does not tell (Lucca)."""
    REPLACED = "replaced"
    """A newer request for the same day has taken its place."""
    UNKNOWN = "unknown"
    """Something that this Punchcard does not know; the reason says what the vendor calls it."""


@dataclass(frozen=True, slots=True)
class SubmittedWeek:
    """A period that a worker has handed in: from `first` to `last`, both included."""

    id: str | None
    """None for a period that is due and not handed in yet."""
    person: str
    first: Date
    last: Date
    status: RequestStatus = RequestStatus.PENDING
    next_actor: str | None = None
    """Name of whoever is expected to decide next, where the vendor says so."""
    submitted_at: ZonedDateTime | None = None
    """None where the vendor does not say."""
    decided_by: str | None = None
    """Name of whoever decided it, where the vendor says so."""
    decided_at: ZonedDateTime | None = None
    reason: str = ""
    """Why it was declined."""
    next_actor_id: str | None = None
    """Id of whoever is expected to decide next, where the vendor says so."""
    worked_seconds: int | None = None
    """What was worked in it, where the list that it stands in tells."""
