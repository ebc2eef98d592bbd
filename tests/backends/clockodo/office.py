"""A simulated Clockodo over a real socket."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.backends.clockodo.allowed import what_is_wrong
from tests.backends.offices import NOON, Place, Watch
from tests.faults.lab import IMPATIENT

from punchcard.backends.clockodo import ClockodoBackend
from punchcard.backends.contract import Connection
from punchcard.backends.http import HttpClient
from punchcard.core.people import Person, Role
from punchcard.sandbox.application import Simulated
from punchcard.sandbox.clockodo.server import clockodo_vendor
from punchcard.sandbox.clockodo.state import ClockodoState, Generation
from punchcard.sandbox.serving import serving

NOW = NOON
Vendor = Simulated[ClockodoState]


class Office(Place[ClockodoState, ClockodoBackend]):
    """One server; the budget goes by the clock on the wall."""

    def vendor(self, generation: Generation = "current", *, empty: bool = True) -> Vendor:
        """A vendor that answers from now on; with `empty` nothing is booked."""
        return self.started(lambda: clockodo_vendor(now=self.clock, empty=empty, generation=generation))

    def backend(self, vendor: Vendor, name: str = "", **how: Any) -> ClockodoBackend:
        """A connection of somebody; whoever has questions about the program asks its operators."""
        return super().backend(vendor, name, contact="ops@example.com", **how)

    def open(self, connection: Connection) -> ClockodoBackend:
        return ClockodoBackend(connection, partial(HttpClient, limits=IMPATIENT, wall=self.wall))

    def person(self, vendor: Vendor, name: str) -> Person:
        user = vendor.state.person_named(name)
        return Person(str(user.id), user.name, user.email, Role.LEAD)


@contextmanager
def office(folder: Path) -> Generator[Office]:
    """A server in a folder of its own."""
    watch = Watch("/api/", what_is_wrong)
    with serving(watch) as url:
        yield Office(folder, url, watch, pace=0)
