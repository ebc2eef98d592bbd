"""Punches: what a person does to the clock, each with its moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from whenever import ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.clock import OnBreak, Working
from punchcard.core.time_types import TimeType


@dataclass(frozen=True, slots=True)
class Punch:
    """One thing done to the clock at one moment."""

    kind: ClassVar[str] = ""
    """The name of this kind of punch in the ledger, on the command line and in messages."""

    id: str
    """A UUIDv7: names the punch in the outbox, and to a backend that can tell a repeated one."""
    at: ZonedDateTime
    """The person's moment, in whole seconds; never the network's."""


@dataclass(frozen=True, slots=True)
class Start(Punch):
    """Begin to work. The entry that grows from it takes the punch's own `id`."""

    kind: ClassVar[str] = "start"
    assignment: Assignment = NOTHING
    time_type: TimeType | None = None
    note: str = ""


# Punches without values of their own inherit all of `Punch`: every dataclass costs the start of a command.
class TakeBreak(Punch):
    """Begin a break."""

    __slots__ = ()
    kind: ClassVar[str] = "break"


class Resume(Punch):
    """End the break and work on."""

    __slots__ = ()
    kind: ClassVar[str] = "resume"


class Stop(Punch):
    """End the work; the clock becomes a time entry."""

    __slots__ = ()
    kind: ClassVar[str] = "stop"


class Cancel(Punch):
    """Throw the running clock away; nothing is booked."""

    __slots__ = ()
    kind: ClassVar[str] = "cancel"


@dataclass(frozen=True, slots=True)
class Update(Punch):
    """Change what the running clock is booked on; None leaves a value as it is."""

    kind: ClassVar[str] = "update"
    assignment: Assignment | None = None
    time_type: TimeType | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Adjust(Punch):
    """Move the moment at which the running clock started."""

    kind: ClassVar[str] = "adjust"
    since: ZonedDateTime


@dataclass(frozen=True, slots=True)
class Restore(Punch):
    """Put the clock back to an earlier running state: the undo of any punch but a start."""

    kind: ClassVar[str] = "restore"
    state: Working | OnBreak
    instead_of: str = ""
    """Entry id of the clock that gives way to it, where a break or its end makes another one: until that is
    known, the id of the punch."""


AnyPunch = Start | TakeBreak | Resume | Stop | Cancel | Update | Adjust | Restore
"""Every kind of punch."""

PUNCHES: tuple[type[Punch], ...] = (Start, TakeBreak, Resume, Stop, Cancel, Update, Adjust, Restore)
"""The classes of all punches."""
