"""What the reference vendor has: everything in memory, gone when it ends."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from whenever import Date, Weekday, ZonedDateTime

from punchcard.core.assignments import Dimension
from punchcard.core.change_requests import ChangeRequest
from punchcard.core.clock import OnBreak, Working
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.people import Person, Role
from punchcard.core.schedule import Schedule
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.time_types import Category, TimeType
from punchcard.core.zones import in_zone
from punchcard.sandbox.hooks import person_named
from punchcard.sandbox.vendor_clock import VendorClock

ZONE = "Europe/Berlin"
"""Where the vendor counts days."""

TIME_TYPES = (
    TimeType("work", "Work", Category.PRODUCTIVE),
    TimeType("home_office", "Home office", Category.PRODUCTIVE),
    TimeType("travel", "Travel", Category.PRODUCTIVE),
    TimeType("training", "Training", Category.UNPRODUCTIVE),
    TimeType("vacation", "Vacation", Category.VACATION),
    TimeType("sick", "Sick leave", Category.SICK),
    TimeType("paid_leave", "Paid leave", Category.PAID_LEAVE),
    TimeType("unpaid_leave", "Unpaid leave", Category.UNPAID_LEAVE),
)
DIMENSIONS = (Dimension("client", "Client"), Dimension("project", "Project"), Dimension("task", "Task"))
SCHEDULE = Schedule(ZONE, hours=tuple((Weekday(number), 8 * 3600) for number in range(1, 6)))
"""Eight hours from Monday to Friday, for everybody."""


class Node(NamedTuple):
    """Something that time can be booked on."""

    id: str
    dimension: str
    parent: str | None
    name: str


@dataclass
class ReferenceState:
    """Everything that the vendor keeps. Whoever looks at it from another thread holds `lock`."""

    clock: VendorClock
    people: dict[str, Person] = field(default_factory=dict[str, Person])
    keys: dict[str, str] = field(default_factory=dict[str, str])
    """The id of a person by their key."""
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    edit_lock_days: int | None = None
    running: dict[str, Working | OnBreak] = field(default_factory=dict[str, Working | OnBreak])
    """The clock of whoever has one that runs, by the person's id."""
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    weeks: dict[str, SubmittedWeek] = field(default_factory=dict[str, SubmittedWeek])
    """Every handing in of a week, whatever became of it; the oldest first."""
    requests: dict[str, ChangeRequest] = field(default_factory=dict[str, ChangeRequest])
    """Every change request, whatever became of it; the oldest first."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: dict[str, int] = field(default_factory=dict[str, int])
    """The last number given out, by the letter before it."""

    def new_id(self, letter: str) -> str:
        """Return an id that nothing else has: E1, E2 and so on."""
        self.numbers[letter] = self.numbers.get(letter, 0) + 1
        return f"{letter}{self.numbers[letter]}"

    def now(self) -> ZonedDateTime:
        """The current moment of the vendor's clock, in whole seconds, on the wall clocks of its zone."""
        return in_zone(self.clock(), ZONE)

    def today(self) -> Date:
        """The current day there."""
        return self.now().date()

    def person_named(self, name: str) -> Person:
        """Return the person of that name.

        Raises:
            KeyError: There is none.
        """
        return person_named(self.people.values(), name)

    def is_lead(self, person: str) -> bool:
        """Whether somebody decides what others ask for."""
        return person in self.people and self.people[person].role is Role.LEAD

    def entries_of(self, people: Iterable[str], first: Date, last: Date) -> list[Entry]:
        """Return the finished entries that touch the days from `first` to `last`, oldest first."""
        frame = Interval(day_interval(first, ZONE).start, day_interval(last, ZONE).end)
        wanted = set(people)
        found = (each for each in self.entries.values() if each.person in wanted)
        return in_order(entry for entry in found if span_of(entry).overlaps(frame))

    def newest_weeks(self, person: str) -> list[SubmittedWeek]:
        """Return the newest standing of every week of a person that was ever handed in, oldest week first."""
        newest: dict[Date, SubmittedWeek] = {}
        for week in self.weeks.values():
            if week.person == person:
                newest[week.first] = week
        return [newest[first] for first in sorted(newest)]

    def path(self, node: str) -> Sequence[Node]:
        """Return the branch that ends in a node, from the top down."""
        branch = [self.nodes[node]]
        while branch[0].parent is not None:
            branch.insert(0, self.nodes[branch[0].parent])
        return branch


def span_of(entry: Entry) -> Interval:
    """Return from when to when an entry is: its whole day where it has no clock times."""
    return entry.interval or day_interval(entry.day, ZONE)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries by the moment they begin, the older id first where that is the same."""
    return sorted(entries, key=lambda entry: (span_of(entry).start, len(entry.id), entry.id))
