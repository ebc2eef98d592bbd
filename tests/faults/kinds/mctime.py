"""McTime with either way to delete an entry: the clock is a stopwatch, and a break is a toggle."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from tests.faults.kinds.kind import Said, Vendor
from whenever import Date, Instant

from punchcard.backends.contract import Backend, Connection
from punchcard.backends.http import HttpClient
from punchcard.backends.mctime import McTimeBackend
from punchcard.backends.mctime.time_types import CLOCKING, TIME_TYPES, time_type_of
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import IDLE, ClockState, Working
from punchcard.core.entries import Break, Entry, EntryStatus, Source
from punchcard.core.people import Person, Role
from punchcard.core.zones import in_zone
from punchcard.sandbox.mctime.elsewhere import change_elsewhere
from punchcard.sandbox.mctime.records import ApprovalStatus, Creation, TimeEntry
from punchcard.sandbox.mctime.records import Break as Record
from punchcard.sandbox.mctime.server import Generation, mctime_vendor
from punchcard.sandbox.mctime.state import McTimeState

ZONE = "Europe/Berlin"
BASE = "/api/v2/auth"

_STATUSES = {
    ApprovalStatus.DISAPPROVED: EntryStatus.DECLINED,
    ApprovalStatus.NOT_APPROVED_YET: EntryStatus.OPEN,
    ApprovalStatus.UNDER_APPROVAL: EntryStatus.SUBMITTED,
    ApprovalStatus.APPROVED: EntryStatus.APPROVED,
    ApprovalStatus.EXPORTED: EntryStatus.EXPORTED,
}
_SOURCES = {Creation.TIMES: Source.TYPED, Creation.CLOCK: Source.CLOCK, Creation.MODEL: Source.MODEL}
_WRITES = {"stop": 2, "delete": 2, "restore": 14}
"""A break is ended before a stop; a deletion may go either way; an undo deletes, starts, and takes breaks."""


class McTimeKind:
    """What it has, read from its records and not from its answers."""

    backend = "mctime"
    kept = ("clocks", "entries", "random")
    work = TIME_TYPES["work"]
    other_type = TIME_TYPES["home_office"]
    parts_breaks = False
    keeps_clock_here = False
    cuts_at_midnight = False
    doubts_401 = True
    unknown_acts = frozenset(
        {
            "adjust", "undo of an adjust", "submit", "submit again", "withdraw", "request", "request at once",
            "withdraw request", "approve", "decline", "held",
        }
    )  # fmt: skip
    left_to_the_person = frozenset[str]()
    paths = (f"{BASE}/clock", f"{BASE}/times")

    def __init__(self, generation: Generation, seed: int, manners: str = "") -> None:
        """Take one of the two ways to delete, and the manners of a seed, where the pages are silent.

        Args:
            generation: The way to delete.
            seed: No other kind has it.
            manners: What tells it from others that delete so.
        """
        self.name = f"mctime {generation}, {manners}" if manners else f"mctime {generation}"
        self._generation: Generation = generation
        self._seed = seed
        self._seconds = itertools.count(0, 2)

    def start(self, now: Callable[[], Instant]) -> Vendor:
        vendor = mctime_vendor(self._seed, now, empty=True, generation=self._generation)
        first_names = {name.partition(" ")[0]: key for name, key in vendor.keys.items()}
        return replace(vendor, keys={**vendor.keys, **first_names})

    def is_of(self, vendor: Vendor) -> bool:
        return vendor.name == self.backend and vendor.state.seed == self._seed

    def open(self, connection: Connection, http: partial[HttpClient]) -> Backend:
        """Here no call is made within the same second as another, as the service is to be treated."""
        wall: Callable[[], float] = http.keywords["wall"]
        return McTimeBackend(connection, partial(http, wall=lambda: wall() + next(self._seconds)))

    def settings(self, person: Person, url: str) -> dict[str, str]:
        return {"person": person.id, "base_url": f"{url}{BASE}"}

    def people(self, vendor: Vendor) -> Mapping[str, Person]:
        users = vendor.state.users.values()
        return {u.id: Person(u.id, u.first_name, u.email, Role.WORKER) for u in users}

    def booked_on(self, vendor: Vendor, project: str, last: str) -> Assignment:
        state: McTimeState = vendor.state
        tree = state.organizations
        [found] = [
            each.id
            for each in tree.values()
            if each.name == last and each.parent and tree[each.parent].name == project
        ]
        return _assignment(state, found)

    def usual(self, vendor: Vendor) -> Assignment:
        return self.booked_on(vendor, "Portal", "Development")

    def running(self, vendor: Vendor, person: str) -> ClockState:
        state: McTimeState = vendor.state
        clock = state.clocks.get(person)
        if clock is None:
            return IDLE
        ended = _breaks([each for each in clock.breaks if each.until is not None])
        booked = _assignment(state, clock.organization)
        kind = time_type_of(clock.type)
        working = Working(clock.id, in_zone(clock.since, ZONE), booked, kind, clock.comment, ended)
        if clock.open_break is None:
            return working
        since = in_zone(clock.open_break.since, ZONE)
        if ended and ended[-1].end == since:
            return working.on_break(ended[-1].start, ended[:-1])
        return working.on_break(since, ended)

    def there(self, state: ClockState) -> ClockState:
        return state

    def entries(self, vendor: Vendor, person: str, first: Date, last: Date) -> Sequence[Entry]:
        mine = [entry for entry in self.everything(vendor) if entry.person == person]
        return [entry for entry in mine if entry.day <= last and first <= entry.last_day]

    def everything(self, vendor: Vendor) -> Sequence[Entry]:
        return [_entry(vendor.state, each) for each in vendor.state.entries.values()]

    def weeks(self, vendor: Vendor) -> Sequence[Said]:
        del vendor
        return []

    def requests(self, vendor: Vendor) -> Sequence[Said]:
        del vendor
        return []

    def lock(self, vendor: Vendor) -> None:
        del vendor

    def change_elsewhere(self, vendor: Vendor, person: str, path: str, random: Random) -> None:
        change_elsewhere(vendor.state, vendor.state.users[person], path, random)

    def most_writes(self, kind: str) -> int:
        return _WRITES.get(kind, 1)


def _entry(state: McTimeState, entry: TimeEntry) -> Entry:
    start, end = in_zone(entry.since, ZONE), in_zone(entry.until, ZONE)
    return Entry(
        entry.id, entry.user, start.date(), start, end, _breaks(entry.breaks), time_type_of(entry.type),
        _assignment(state, entry.organization), entry.comment,
        status=EntryStatus.INVALID if _seems_invalid(entry) else _STATUSES[entry.status],
        source=Source.EDITED if entry.creation is None else _SOURCES[entry.creation],
    )  # fmt: skip


def _seems_invalid(entry: TimeEntry) -> bool:
    """Nothing in an answer tells a clock that could not be saved from one that was clocked as that type."""
    return entry.type == CLOCKING and entry.creation is not Creation.TIMES


def _assignment(state: McTimeState, organization: str) -> Assignment:
    return Assignment((Reference("organization", organization, state.organizations[organization].name),))


def _breaks(records: Sequence[Record]) -> tuple[Break, ...]:
    """A break without length is none, and one that begins the second the last one ended is the same."""
    found: list[Break] = []
    for each in records:
        since, until = in_zone(each.since, ZONE), in_zone(each.until or each.since, ZONE)
        if since == until:
            continue
        if found and found[-1].end == since:
            since = found.pop().start
        found.append(Break(since, until, each.automatic))
    return tuple(found)
