"""A simulated McTime over a real socket."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.backends.mctime.allowed import what_is_wrong
from tests.backends.offices import NOON, Place, Watch
from tests.backends.offices import Sent as Sent
from tests.faults.lab import IMPATIENT

from punchcard.backends.contract import Connection
from punchcard.backends.http import HttpClient
from punchcard.backends.mctime import McTimeBackend
from punchcard.core.people import Person, Role
from punchcard.sandbox.application import Simulated
from punchcard.sandbox.mctime.records import Manners
from punchcard.sandbox.mctime.server import SMALL_TEAM, Generation, mctime_vendor
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.serving import serving

NOW = NOON
BASE = "/api/v2/auth"
ANN, BEN, LEA = "Ann Berger", "Ben Okafor", "Lea Brandt"
"""Who administrates everything, who works, and who approves."""

Vendor = Simulated[McTimeState]


class Office(Place[McTimeState, McTimeBackend]):
    """One server; each test has a vendor and accounts of its own."""

    def vendor(
        self,
        *,
        seed: int = 1,
        empty: bool = True,
        people: int = SMALL_TEAM,
        generation: Generation = "delete-by-path",
        manners: Manners | None = None,
    ) -> Vendor:
        """A vendor that answers from now on; with `empty` nothing is booked."""
        return self.started(
            lambda: mctime_vendor(
                seed, self.clock, empty=empty, people=people, generation=generation, manners=manners
            )
        )

    def open(self, connection: Connection) -> McTimeBackend:
        return McTimeBackend(connection, partial(HttpClient, limits=IMPATIENT, wall=self.wall))

    def person(self, vendor: Vendor, name: str) -> Person:
        user = vendor.state.person_named(name)
        return Person(user.id, user.name, user.email, Role.LEAD)


@contextmanager
def office(folder: Path) -> Generator[Office]:
    """A server in a folder of its own."""
    watch = Watch(f"{BASE}/", what_is_wrong)
    with serving(watch) as url:
        yield Office(folder, url, watch, somebody=ANN)
