"""A simulated Lucca over a real socket."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
from tests.backends.lucca.allowed import what_is_wrong
from tests.backends.offices import Place, Watch
from tests.faults.lab import IMPATIENT

from punchcard.backends.contract import Connection
from punchcard.backends.http import HttpClient
from punchcard.backends.lucca import LuccaBackend
from punchcard.core.people import Person, Role
from punchcard.sandbox.application import Simulated
from punchcard.sandbox.lucca.records import Configuration, Entry
from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.serving import serving

NOW = "11 12:41"
ANN, BEN, LEA = "Ann", "Ben", "Lea"
"""Who manages, who works for her, and who approves second."""

Vendor = Simulated[LuccaState]


class Office(Place[LuccaState, LuccaBackend]):
    """One server; each test has a vendor and accounts of its own."""

    def vendor(self, *, seed: int = 1) -> Vendor:
        """A vendor that answers from now on, with three people and nothing booked."""
        self.hosts = str(self.folder / f"hosts{next(self.numbers)}")
        return self.started(lambda: lucca_vendor(seed, self.clock, empty=True))

    def open(self, connection: Connection) -> LuccaBackend:
        return LuccaBackend(connection, partial(HttpClient, limits=IMPATIENT, wall=self.wall))

    def person(self, vendor: Vendor, name: str) -> Person:
        user = vendor.state.person_named(name)
        return Person(str(user.id), user.name, user.mail, Role.LEAD)

    async def raw(
        self, vendor: Vendor, method: str, path: str, body: object, name: str = ANN
    ) -> httpx.Response:
        """Send something as it is, past the adapter and its tables."""
        headers = {"Authorization": f"lucca application={vendor.keys[name]}", "X-Raw": "yes"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers) as client:
            return await client.request(method, path, json=body)


def configured(vendor: Vendor, name: str, configuration: Configuration) -> None:
    """Let somebody write down time in another way."""
    user = vendor.state.person_named(name)
    vendor.state.users[user.id] = replace(user, configurations=(configuration,))


def kept(vendor: Vendor, name: str = ANN) -> list[Entry]:
    """What somebody has there, theoretical and deleted rows and those without length aside, in order."""
    found = vendor.state.worked(vendor.state.person_named(name).id)
    return [each for each in found if each.archived_at is None and each.seconds > 0]


@contextmanager
def office(folder: Path) -> Generator[Office]:
    """A server in a folder of its own."""
    watch = Watch("/", what_is_wrong)
    with serving(watch) as url:
        yield Office(folder, url, watch, NOW)
