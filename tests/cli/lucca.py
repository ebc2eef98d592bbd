"""Somebody's account at a simulated Lucca over a real socket, as the command line has it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.cli.program import Program
from tests.domain import berlin
from tests.services.desk import WallClock
from whenever import Date

from punchcard.sandbox.application import Simulated
from punchcard.sandbox.lucca.records import Configuration, Entry, User
from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.serving import serving

NOW = "11 12:41"
BRANCH = "Northwind/Portal/Development"
POST = "POST /api/v3/timeentries"


@dataclass
class Place:
    """Somebody's account; Ann manages Ben. A test has fifty calls: a company has no more in a minute."""

    vendor: Simulated[LuccaState]
    punch: Program

    @property
    def state(self) -> LuccaState:
        return self.vendor.state

    def user(self, name: str) -> User:
        return self.state.person_named(name)

    def configured(self, name: str, configuration: Configuration) -> None:
        """Let somebody write down time in another way."""
        user = self.user(name)
        self.state.users[user.id] = replace(user, configurations=(configuration,))

    def employed(self, name: str, since: Date) -> None:
        """Let somebody's contract begin on a day."""
        user = self.user(name)
        self.state.users[user.id] = replace(user, contract_start=since)

    def kept(self, *names: str) -> list[Entry]:
        """What some people have there, in order of people and time."""
        return [entry for name in names for entry in self.state.worked(self.user(name).id)]

    def posts(self) -> int:
        """How many writes came since it was last asked for."""
        count = sum(each.method == "POST" for each in self.vendor.log.all())
        self.vendor.log.clear()
        return count


@contextmanager
def place(folder: Path, name: str = "Ann", extra: str = "", *, seed: int = 1) -> Generator[Place]:
    clock = WallClock(berlin(NOW))
    vendor = lucca_vendor(seed, clock, empty=True)
    with serving(vendor.app) as url:
        punch = Program(folder / "home", berlin(NOW).to_fixed_offset().format_iso())
        email = vendor.settings[name]["email"]
        punch.configure(f'[accounts.acme]\nbackend = "lucca"\nbase_url = "{url}"\nemail = "{email}"\n{extra}')
        punch.surroundings["PUNCHCARD_SECRET_ACME"] = vendor.keys[name]
        yield Place(vendor, punch)
