"""Who is at work right now, as a vendor tells it of the people one may see."""

from __future__ import annotations

from dataclasses import dataclass

from whenever import ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.people import Person
from punchcard.core.time_types import TimeType


@dataclass(frozen=True, slots=True)
class Presence:
    """One person whose clock runs."""

    person: Person
    on_break: bool = False
    since: ZonedDateTime | None = None
    """When the clock was started; None where the vendor does not say."""
    assignment: Assignment = NOTHING
    time_type: TimeType | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Everybody whose clock runs, of those who were asked about."""

    present: tuple[Presence, ...] = ()
    """By name."""
    unseen: tuple[str, ...] = ()
    """What the vendor says of people whom it does not tell about; they may be at work or not."""
