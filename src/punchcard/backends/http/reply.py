"""What comes back of one request: a reply, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from whenever import Instant


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent; what it says stays out of logs and of reports of errors."""

    method: str
    """In capitals."""
    path: str
    """Below the base address, checked by `checked_path`."""
    params: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    """JSON; None for nothing."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whatever it says; that stays out of logs and of reports of errors."""

    status: int
    body: bytes = field(repr=False)
    content_type: str = field(repr=False)
    sent: Instant
    received: Instant
    """When its headers were there."""
    retry_after: str | None = field(default=None, repr=False)
    date: str | None = field(default=None, repr=False)
    age: str | None = field(default=None, repr=False)
    location: str | None = field(default=None, repr=False)
    wait_seconds: float | None = None
    """How long no call may go out, where the service has asked for that (429, or 503 with `Retry-After`)."""


class Reach(Enum):
    """How far a request has come that has no usable answer."""

    NOT_SENT = "not sent"
    """Not a byte of it went out."""
    MISDIRECTED = "misdirected"
    """The service is not where the address leads; nothing was done there."""
    UNKNOWN = "unknown"
    """It went out; nobody knows what came of it."""
    UNUSABLE = "unusable"
    """It was answered, with something that cannot be taken in."""


class Failure(NamedTuple):
    """Why there is no reply."""

    reach: Reach
    why: str
    """The rest of a sentence: "the connection was refused"."""
    kind: str
    """One word for the log."""
