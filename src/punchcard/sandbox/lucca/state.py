"""What the simulated Lucca has: everything in memory, gone when it ends."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from whenever import Date, PlainDateTime

from punchcard.core.zones import in_zone
from punchcard.sandbox.lucca.records import (
    ApplicationKey,
    Axis,
    Comment,
    Configuration,
    Department,
    Entry,
    Options,
    Section,
    Sheet,
    User,
)
from punchcard.sandbox.lucca.wire.limits import CallCounter
from punchcard.sandbox.vendor_clock import VendorClock

ZONE = "Europe/Paris"
"""Whose wall clocks the vendor's own moments are told by."""


@dataclass
class LuccaState:
    """Everything that the vendor keeps. Whoever looks at it from another thread holds `lock`."""

    clock: VendorClock
    seed: int = 1
    options: Options = field(default_factory=Options)
    users: dict[int, User] = field(default_factory=dict[int, User])
    keys: dict[str, ApplicationKey] = field(default_factory=dict[str, ApplicationKey])
    """Every key by what is sent of it."""
    departments: dict[int, Department] = field(default_factory=dict[int, Department])
    axes: dict[int, Axis] = field(default_factory=dict[int, Axis])
    sections: dict[int, Section] = field(default_factory=dict[int, Section])
    time_types: dict[int, str] = field(default_factory=dict[int, str])
    """Their names; no call tells them."""
    entries: dict[int, Entry] = field(default_factory=dict[int, Entry])
    """What people have written down, deleted ones with the moment of that."""
    theoretical: dict[int, Entry] = field(default_factory=dict[int, Entry])
    """What they are to work, as rows of layer 1."""
    empty_days: dict[int, Entry] = field(default_factory=dict[int, Entry])
    """Entries of no length: days of submitted timesheets on which nobody worked."""
    sheets: dict[int, Sheet] = field(default_factory=dict[int, Sheet])
    absences: dict[tuple[int, Date], int] = field(default_factory=dict[tuple[int, Date], int])
    """Half days away, by person and day."""
    holidays: set[Date] = field(default_factory=set[Date])
    filled_at: PlainDateTime = field(default_factory=lambda: PlainDateTime(2026, 1, 1))
    """When everything was brought in."""
    calls: CallCounter = field(default_factory=CallCounter)
    last_id: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def new_id(self) -> int:
        """Return an id that nothing else has."""
        self.last_id += 1
        return self.last_id

    def now(self) -> PlainDateTime:
        """The current moment by the vendor's wall clock, in hundredths of a second."""
        moment = self.clock()
        hundredths = moment.timestamp(unit="millisecond") // 10 % 100
        return in_zone(moment, ZONE).add(milliseconds=hundredths * 10).to_plain()

    def today(self) -> Date:
        """The current day."""
        return self.now().date()

    def configuration(self, owner_id: int, day: Date) -> Configuration:
        """Return how somebody writes time down on a day."""
        return self.users[owner_id].configuration(day)

    def sheets_of(self, owner_id: int) -> list[Sheet]:
        """Return what somebody has submitted, the earliest period first."""
        own = (each for each in self.sheets.values() if each.owner_id == owner_id)
        return sorted(own, key=lambda each: (each.starts_on, each.id))

    def comment(self, content: str | None, author_id: int, at: PlainDateTime) -> Comment | None:
        """Return something newly said of an entry; None for nothing."""
        return Comment(self.new_id(), content, author_id, at) if content else None

    def lock_on(self, owner_id: int, day: Date) -> Sheet | None:
        """Return the submitted or approved timesheet that a day lies in; None where it is open."""
        return next((e for e in self.sheets_of(owner_id) if e.is_locked and e.holds(day)), None)

    def tables(self) -> tuple[dict[int, Entry], ...]:
        """Return every row of time by its id: worked and deleted, theoretical, and of no length."""
        return self.entries, self.theoretical, self.empty_days

    def worked(self, owner_id: int) -> list[Entry]:
        """Return what somebody has written down and not deleted, the earliest first."""
        own = (e for e in self.entries.values() if e.owner_id == owner_id and e.archived_at is None)
        return sorted(own, key=lambda each: (each.starts_at, each.id))

    def person_named(self, name: str) -> User:
        """Return the user of that name, or of that first name.

        Raises:
            KeyError: There is none.
        """
        for user in self.users.values():
            if name in (user.name, user.first_name):
                return user
        raise KeyError(name)
