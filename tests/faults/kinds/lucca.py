"""Lucca: it has entries and no clock, so that what runs is never to be seen there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from tests.faults.kinds.kind import Said, Vendor
from whenever import Date, Instant, ZonedDateTime

from punchcard.backends.contract import Backend, Connection
from punchcard.backends.http import HttpClient
from punchcard.backends.lucca import LuccaBackend
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import IDLE, ClockState
from punchcard.core.entries import Entry, EntryStatus, Source
from punchcard.core.people import Person, Role
from punchcard.core.time_types import Category, TimeType
from punchcard.sandbox.lucca.elsewhere import change_elsewhere
from punchcard.sandbox.lucca.records import Entry as Record
from punchcard.sandbox.lucca.records import Source as CreationSource
from punchcard.sandbox.lucca.records import Unit
from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.lucca.state import LuccaState

ZONE = "Europe/Berlin"
LIST = "/api/v3/timeentries"

_SOURCES = {CreationSource.CLOCK: Source.CLOCK, CreationSource.MANUAL: Source.TYPED}


class LuccaKind:
    """What it has, read from its records and not from its answers."""

    name = backend = "lucca"
    kept = ("entries", "empty_days", "sheets", "last_id")
    work = TimeType("work", "Work", Category.PRODUCTIVE)
    other_type = None
    parts_breaks = True
    keeps_clock_here = True
    cuts_at_midnight = True
    doubts_401 = False
    unknown_acts = frozenset({"request", "request at once", "withdraw request"})
    left_to_the_person = frozenset({"submit again", "approve", "held"})
    paths = (LIST, LIST)

    def __init__(self) -> None:
        self._seconds = itertools.count(0, 2)

    def start(self, now: Callable[[], Instant]) -> Vendor:
        return lucca_vendor(now=now, empty=True)

    def is_of(self, vendor: Vendor) -> bool:
        return vendor.name == self.backend

    def open(self, connection: Connection, http: partial[HttpClient]) -> Backend:
        """Here calls are two seconds apart, as a company has fifty of them in a minute."""
        wall: Callable[[], float] = http.keywords["wall"]
        return LuccaBackend(connection, partial(http, wall=lambda: wall() + next(self._seconds)))

    def settings(self, person: Person, url: str) -> dict[str, str]:
        return {"email": person.email, "base_url": url}

    def people(self, vendor: Vendor) -> Mapping[str, Person]:
        users = vendor.state.users.values()
        leads = {user.manager_id for user in users}
        return {
            str(u.id): Person(str(u.id), u.first_name, u.mail, Role.LEAD if u.id in leads else Role.WORKER)
            for u in users
        }

    def booked_on(self, vendor: Vendor, project: str, last: str) -> Assignment:
        sections = vendor.state.sections.values()
        above = next(each for each in sections if each.name == project)
        task = next(each for each in sections if each.name == last and above.id in each.parent_ids)
        return _assignment(vendor.state, (*above.parent_ids, above.id, task.id))

    def usual(self, vendor: Vendor) -> Assignment:
        return self.booked_on(vendor, "Portal", "Development")

    def running(self, vendor: Vendor, person: str) -> ClockState:
        del vendor, person
        return IDLE

    def there(self, state: ClockState) -> ClockState:
        del state
        return IDLE

    def entries(self, vendor: Vendor, person: str, first: Date, last: Date) -> Sequence[Entry]:
        mine = [entry for entry in self.everything(vendor) if entry.person == person]
        return [entry for entry in mine if entry.day <= last and first <= entry.last_day]

    def everything(self, vendor: Vendor) -> Sequence[Entry]:
        state: LuccaState = vendor.state
        return [_entry(state, each) for each in state.entries.values() if each.archived_at is None]

    def weeks(self, vendor: Vendor) -> Sequence[Said]:
        sheets = vendor.state.sheets.values()
        return [(s.owner_id, s.starts_on, s.ends_on, s.status, s.steps_done, s.comment) for s in sheets]

    def requests(self, vendor: Vendor) -> Sequence[Said]:
        del vendor
        return []

    def lock(self, vendor: Vendor) -> None:
        """Let last week be the first that is due: weeks go in order."""
        state: LuccaState = vendor.state
        for number, user in state.users.items():
            state.users[number] = replace(user, timesheets_since=state.today().subtract(days=9))

    def change_elsewhere(self, vendor: Vendor, person: str, path: str, random: Random) -> None:
        state: LuccaState = vendor.state
        key = next(each for each in state.keys.values() if str(each.holder) == person)
        change_elsewhere(state, key, path, random)

    def most_writes(self, kind: str) -> int:
        return 1 if kind in ("save_entry", "delete_entry") else 0


def _entry(state: LuccaState, entry: Record) -> Entry:
    assert entry.unit is Unit.TIME
    at = entry.starts_at
    start = ZonedDateTime(
        at.year, at.month, at.day, at.hour, at.minute, at.second, tz=ZONE, disambiguation="compatible"
    )
    is_locked = state.lock_on(entry.owner_id, entry.day) is not None
    return Entry(
        str(entry.id), str(entry.owner_id), entry.day, start, start.add(seconds=entry.seconds),
        time_type=LuccaKind.work, assignment=_assignment(state, entry.section_ids),
        note=entry.comment.content if entry.comment else "",
        status=EntryStatus.SUBMITTED if is_locked else EntryStatus.OPEN,
        source=_SOURCES[entry.creation_source],
    )  # fmt: skip


def _assignment(state: LuccaState, sections: Sequence[int]) -> Assignment:
    chosen = sorted((state.sections[number] for number in sections), key=lambda each: each.axis_id)
    return Assignment(tuple(Reference(f"axis-{each.axis_id}", str(each.id), each.name) for each in chosen))
