"""What the simulated Clockodo has: everything in memory, gone when it ends."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from whenever import Date, Instant, ZonedDateTime

from punchcard.core.zones import in_zone
from punchcard.sandbox.clockodo.records import (
    Absence,
    ChangeRequest,
    Company,
    Customer,
    Entry,
    EntryType,
    LumpSumService,
    Project,
    Service,
    Subproject,
    TargetHours,
    Team,
    User,
)
from punchcard.sandbox.clockodo.wire.limits import CallCounter
from punchcard.sandbox.hooks import person_named
from punchcard.sandbox.vendor_clock import VendorClock

Generation: TypeAlias = Literal["current", "classic"]
"""Which of the two descriptions of the API is played."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirm key was given out for."""

    asked: str
    """Who asked for what, in one string."""
    entries: frozenset[int]
    given_at: Instant


@dataclass
class ClockodoState:
    """Everything that the vendor keeps. Whoever looks at it from another thread holds `lock`."""

    clock: VendorClock
    seed: int = 1
    generation: Generation = "current"
    company: Company = field(default_factory=Company)
    users: dict[int, User] = field(default_factory=dict[int, User])
    keys: dict[str, int] = field(default_factory=dict[str, int])
    """Whose key it is, by their id."""
    teams: dict[int, Team] = field(default_factory=dict[int, Team])
    customers: dict[int, Customer] = field(default_factory=dict[int, Customer])
    projects: dict[int, Project] = field(default_factory=dict[int, Project])
    subprojects: dict[int, Subproject] = field(default_factory=dict[int, Subproject])
    services: dict[int, Service] = field(default_factory=dict[int, Service])
    lumpsum_services: dict[int, LumpSumService] = field(default_factory=dict[int, LumpSumService])
    entries: dict[int, Entry] = field(default_factory=dict[int, Entry])
    texts: dict[str, int] = field(default_factory=dict[str, int])
    """The id of every text that an entry ever had."""
    requests: dict[int, ChangeRequest] = field(default_factory=dict[int, ChangeRequest])
    absences: dict[int, Absence] = field(default_factory=dict[int, Absence])
    target_hours: dict[int, TargetHours] = field(default_factory=dict[int, TargetHours])
    confirmations: dict[str, Confirmation] = field(default_factory=dict[str, Confirmation])
    calls: CallCounter = field(default_factory=CallCounter)
    declined: int = 0
    """How many requests were declined so far; which of the documented answers is next depends on it."""
    last_id: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def is_classic(self) -> bool:
        """Whether the older description of the API is played."""
        return self.generation == "classic"

    def new_id(self) -> int:
        """Return an id that nothing else has."""
        self.last_id += 1
        return self.last_id

    def now(self) -> Instant:
        """The current moment of the vendor's clock, in whole seconds."""
        return Instant.from_timestamp(self.clock().timestamp())

    def local(self, user: User, moment: Instant) -> ZonedDateTime:
        """Return a moment on the wall clocks of somebody."""
        return in_zone(moment, user.timezone)

    def today(self, user: User) -> Date:
        """The current day where somebody is."""
        return self.local(user, self.now()).date()

    def day_of(self, entry: Entry) -> Date:
        """The day on which an entry begins, where its user is."""
        return self.local(self.users[entry.users_id], entry.time_since).date()

    def running(self, users_id: int) -> Entry | None:
        """Return somebody's clock; None where it does not run."""
        return next((each for each in self.entries_of(users_id) if each.is_running), None)

    def last_stopped(self, users_id: int) -> Entry | None:
        """Return the entry that somebody's clock became last."""
        stopped = [(e.time_until, e.id) for e in self.times_of(users_id) if e.clocked and e.time_until]
        return self.entries[max(stopped)[1]] if stopped else None

    def entries_of(self, users_id: int) -> list[Entry]:
        """Return everything that somebody has booked."""
        return [each for each in self.entries.values() if each.users_id == users_id]

    def times_of(self, users_id: int) -> list[Entry]:
        """Return somebody's time entries, the earliest first."""
        return in_order(e for e in self.entries_of(users_id) if e.type is EntryType.TIME)

    def keep(self, entry: Entry) -> Entry:
        """Keep an entry, and its text among the texts."""
        if entry.text is not None and entry.text not in self.texts:
            self.texts[entry.text] = self.new_id()
        self.entries[entry.id] = entry
        return entry

    def person_named(self, name: str) -> User:
        """Return the user of that name.

        Raises:
            KeyError: There is none.
        """
        return person_named(self.users.values(), name)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries by the moment they begin, the older id first where that is the same."""
    return sorted(entries, key=lambda entry: (entry.time_since, entry.id))
