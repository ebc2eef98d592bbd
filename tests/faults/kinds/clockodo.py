"""Clockodo in either generation: a break is a clock that is stopped there, weeks are not handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from tests.faults.kinds.kind import Said, Vendor
from whenever import Date, Instant

from punchcard.backends.clockodo import ClockodoBackend
from punchcard.backends.contract import Backend, Connection
from punchcard.backends.http import HttpClient
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.entries import Entry, Source
from punchcard.core.people import Person, Role
from punchcard.core.time_types import Category, TimeType
from punchcard.core.zones import in_zone
from punchcard.sandbox.clockodo.elsewhere import change_elsewhere
from punchcard.sandbox.clockodo.records import Entry as Record
from punchcard.sandbox.clockodo.records import EntryType
from punchcard.sandbox.clockodo.server import clockodo_vendor
from punchcard.sandbox.clockodo.state import ClockodoState, Generation

ZONE = "Europe/Berlin"
WORK = TimeType("work", "Work", Category.PRODUCTIVE)
LOCKED_DAYS = 3
"""How many days back the first one lies that wants a request, where days are locked."""

_LEVELS = (
    ("customers", "customers_id"),
    ("projects", "projects_id"),
    ("subprojects", "subprojects_id"),
    ("services", "services_id"),
)
_WRITES = {"cancel": 2, "restore": 3}
"""A cancel stops and deletes; an undo deletes, starts, and books again what may not run."""


class ClockodoKind:
    """What it has, read from its records and not from its answers."""

    backend = "clockodo"
    kept = ("entries", "texts", "requests", "users", "declined", "last_id")
    work = WORK
    other_type = None
    parts_breaks = True
    keeps_clock_here = False
    cuts_at_midnight = False
    doubts_401 = False
    unknown_acts = frozenset({"submit", "submit again", "withdraw"})
    left_to_the_person = frozenset[str]()
    paths = ("/api/v2/clock", "/api/v2/entries")

    def __init__(self, generation: Generation) -> None:
        self.name = f"clockodo {generation}"
        self._generation: Generation = generation

    def start(self, now: Callable[[], Instant]) -> Vendor:
        return clockodo_vendor(now=now, empty=True, generation=self._generation)

    def is_of(self, vendor: Vendor) -> bool:
        return vendor.name == self.backend and vendor.state.generation == self._generation

    def open(self, connection: Connection, http: partial[HttpClient]) -> Backend:
        return ClockodoBackend(connection, http)

    def settings(self, person: Person, url: str) -> dict[str, str]:
        return {"email": person.email, "base_url": f"{url}/api"}

    def people(self, vendor: Vendor) -> Mapping[str, Person]:
        users = vendor.state.users.values()
        roles = {True: Role.LEAD, False: Role.WORKER}
        return {str(u.id): Person(str(u.id), u.name, u.email, roles[u.is_owner]) for u in users}

    def booked_on(self, vendor: Vendor, project: str, last: str) -> Assignment:
        state: ClockodoState = vendor.state
        found = next(each for each in state.projects.values() if each.name == project)
        customer = state.customers[found.customers_id]
        service = next(each for each in state.services.values() if each.name == last)
        named = (("customers", customer), ("projects", found), ("services", service))
        return Assignment(tuple(Reference(level, str(each.id), each.name) for level, each in named))

    def usual(self, vendor: Vendor) -> Assignment:
        return self.booked_on(vendor, "Portal", "Development")

    def running(self, vendor: Vendor, person: str) -> ClockState:
        state: ClockodoState = vendor.state
        entry = state.running(int(person))
        if entry is None:
            return IDLE
        since = in_zone(entry.time_since, ZONE)
        return Working(str(entry.id), since, _assignment(state, entry), WORK, entry.text or "")

    def there(self, state: ClockState) -> ClockState:
        return IDLE if isinstance(state, OnBreak) else state

    def entries(self, vendor: Vendor, person: str, first: Date, last: Date) -> Sequence[Entry]:
        mine = [entry for entry in self.everything(vendor) if entry.person == person]
        return [entry for entry in mine if entry.day <= last and first <= entry.last_day]

    def everything(self, vendor: Vendor) -> Sequence[Entry]:
        state: ClockodoState = vendor.state
        times = [each for each in state.entries.values() if each.type is EntryType.TIME]
        return [_entry(state, each) for each in times if not each.is_running]

    def weeks(self, vendor: Vendor) -> Sequence[Said]:
        del vendor
        return []

    def requests(self, vendor: Vendor) -> Sequence[Said]:
        requests = vendor.state.requests.values()
        return [(r.users_id, r.date, r.changes, r.status, r.declined_by) for r in requests]

    def lock(self, vendor: Vendor) -> None:
        users = vendor.state.users
        for number, user in users.items():
            users[number] = replace(user, work_time_edit_lock_days=LOCKED_DAYS)

    def change_elsewhere(self, vendor: Vendor, person: str, path: str, random: Random) -> None:
        change_elsewhere(vendor.state, vendor.state.users[int(person)], path, random)

    def most_writes(self, kind: str) -> int:
        return _WRITES.get(kind, 1)


def _entry(state: ClockodoState, entry: Record) -> Entry:
    start, end = in_zone(entry.time_since, ZONE), in_zone(entry.time_until or entry.time_since, ZONE)
    return Entry(
        str(entry.id), str(entry.users_id), start.date(), start, end, time_type=WORK,
        assignment=_assignment(state, entry), note=entry.text or "",
        source=Source.CLOCK if entry.clocked else Source.TYPED,
    )  # fmt: skip


def _assignment(state: ClockodoState, entry: Record) -> Assignment:
    chosen = [(level, getattr(state, level), getattr(entry, name)) for level, name in _LEVELS]
    references = [
        Reference(level, str(number), table[number].name) for level, table, number in chosen if number
    ]
    return Assignment(tuple(references), bool(entry.billable))
