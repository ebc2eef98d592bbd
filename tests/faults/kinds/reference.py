"""The reference vendor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random

from tests.faults.kinds.kind import Said, Vendor
from whenever import Date, Instant

from punchcard.backends.contract import Backend, Connection
from punchcard.backends.http import HttpClient
from punchcard.backends.reference import ReferenceBackend
from punchcard.core.assignments import NOTHING, Assignment, Reference
from punchcard.core.clock import IDLE, ClockState
from punchcard.core.entries import Entry
from punchcard.core.people import Person
from punchcard.sandbox.reference.elsewhere import change_elsewhere
from punchcard.sandbox.reference.rules import marked
from punchcard.sandbox.reference.server import reference_vendor


class ReferenceKind:
    """It knows everything that the domain knows, breaks and weeks included."""

    name = backend = "reference"
    kept = ("running", "entries", "weeks", "requests", "numbers")
    work = None
    other_type = None
    parts_breaks = False
    keeps_clock_here = False
    cuts_at_midnight = False
    doubts_401 = False
    unknown_acts = frozenset[str]()
    left_to_the_person = frozenset[str]()
    paths = ("/api/clock", "/api/entries")

    def start(self, now: Callable[[], Instant]) -> Vendor:
        return reference_vendor(now=now, empty=True)

    def is_of(self, vendor: Vendor) -> bool:
        return vendor.name == self.backend

    def open(self, connection: Connection, http: partial[HttpClient]) -> Backend:
        return ReferenceBackend(connection, http)

    def settings(self, person: Person, url: str) -> dict[str, str]:
        del person
        return {"base_url": url}

    def people(self, vendor: Vendor) -> Mapping[str, Person]:
        return vendor.state.people

    def booked_on(self, vendor: Vendor, project: str, last: str) -> Assignment:
        del project
        nodes = vendor.state.nodes
        branch = vendor.state.path(next(node.id for node in nodes.values() if node.name == last))
        return Assignment(tuple(Reference(node.dimension, node.id, node.name) for node in branch))

    def usual(self, vendor: Vendor) -> Assignment:
        del vendor
        return NOTHING

    def running(self, vendor: Vendor, person: str) -> ClockState:
        return vendor.state.running.get(person, IDLE)

    def there(self, state: ClockState) -> ClockState:
        return state

    def entries(self, vendor: Vendor, person: str, first: Date, last: Date) -> Sequence[Entry]:
        state = vendor.state
        return [marked(state, entry) for entry in state.entries_of([person], first, last)]

    def everything(self, vendor: Vendor) -> Sequence[Entry]:
        return list(vendor.state.entries.values())

    def weeks(self, vendor: Vendor) -> Sequence[Said]:
        weeks = vendor.state.weeks.values()
        return [(w.person, w.first, w.last, w.status, w.decided_by, w.reason) for w in weeks]

    def requests(self, vendor: Vendor) -> Sequence[Said]:
        return [
            (r.person, r.day, r.changes, r.status, r.note, r.decided_by, r.reason)
            for r in vendor.state.requests.values()
        ]

    def lock(self, vendor: Vendor) -> None:
        del vendor

    def change_elsewhere(self, vendor: Vendor, person: str, path: str, random: Random) -> None:
        change_elsewhere(vendor.state, person, path, random)

    def most_writes(self, kind: str) -> int:
        del kind
        return 1
