"""The fault laboratory: a vendor over a real socket, and homes whose every write goes through the outbox."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr
from tests.domain import berlin
from tests.services.desk import SCHEDULE, WallClock

from punchcard.backends.contract import Connection
from punchcard.backends.errors import BackendError, BadCredentials, Garbled, Throttled, Unreachable
from punchcard.backends.http import HttpClient
from punchcard.backends.limits import Limits
from punchcard.backends.meter import Meter
from punchcard.backends.reference import ReferenceBackend
from punchcard.config import AccountConfig, Config
from punchcard.core.people import Person
from punchcard.paths import folders
from punchcard.sandbox.application import App, Receive, Scope, Send, Simulated
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.sandbox.reference.state import ReferenceState
from punchcard.sandbox.serving import serving
from punchcard.services import sync
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.store import Store

NOW = "11 12:00"
ZONE = "Europe/Berlin"
IMPATIENT = Limits(connect_seconds=2.0, read_seconds=2.0, first_pause_seconds=0.001)
PASSES = (Unreachable, Throttled, Garbled, BadCredentials)
"""What a read may raise under one fault: asked again, it is answered."""

_FOR_YOU = (OutboxState.NEEDS_YOU, OutboxState.HELD)
Vendor = Simulated[ReferenceState]
ResultT = TypeVar("ResultT")


class Switch:
    """One server for many vendors, one after the other."""

    def __init__(self) -> None:
        self.app: App | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.app is not None:
            await self.app(scope, receive, send)


@dataclass
class Lab:
    """One server and one store; every run has a vendor and an account of its own."""

    folder: Path
    url: str
    switch: Switch
    clock: WallClock = field(default_factory=lambda: WallClock(berlin(NOW)))
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def vendor(self) -> Vendor:
        """A vendor with nothing in it, which answers from now on."""
        self.clock.moment = berlin(NOW).to_instant()
        vendor = reference_vendor(now=self.clock, empty=True)
        vendor.faults.delay_seconds = 0.05
        vendor.faults.retry_seconds = 1
        self.switch.app = vendor.app
        return vendor

    def backend(
        self, vendor: Vendor, account: str, meter: Meter | None = None, name: str = "Ann"
    ) -> ReferenceBackend:
        """Somebody's account at a vendor."""

        async def secret() -> SecretStr:
            return SecretStr(vendor.keys[name])

        connection = Connection(
            account=account, folder=folders(str(self.folder)).account(account), zone=ZONE, now=self.clock,
            settings={"base_url": self.url}, secret=secret, meter=meter,
        )  # fmt: skip
        return ReferenceBackend(connection, partial(HttpClient, limits=IMPATIENT, wall=self.wall))

    def session(self, vendor: Vendor, store: Store, account: str | None = None, name: str = "Ann") -> Session:
        """A session of an account that is new, unless it is named."""
        account = account or f"run{next(self.numbers)}"
        meter = Meter()
        config = AccountConfig(account, "reference", {"base_url": self.url})
        return Session(
            folders(str(self.folder)),
            Config("config.toml", account, SCHEDULE, {account: config}, {}),
            config,
            store,
            self.backend(vendor, account, meter, name),
            vendor.state.person_named(name),
            self.clock,
            meter=meter,
        )

    def open_store(self) -> Store:
        """The store of the lab's home."""
        return Store(folders(str(self.folder)).data, "2026-03-11")

    def wall(self) -> float:
        """The time by which budgets and Retry-After are kept: that of the lab."""
        return self.clock.moment.timestamp(unit="millisecond") / 1000


@contextmanager
def laboratory(folder: Path) -> Generator[Lab]:
    """A laboratory in a folder of its own."""
    switch = Switch()
    with serving(switch) as url:
        yield Lab(folder, url, switch)


def acting_as(session: Session, person: Person) -> Session:
    """The same session for what is done as somebody else."""
    if person.id == session.person.id:
        return session
    return replace(session, person=person, own_person=session.person)


async def again(session: Session, read: Callable[[], Awaitable[ResultT]]) -> ResultT:
    """Read until it is answered, as whoever looks at a screen does."""
    clock = session.clock
    assert isinstance(clock, WallClock)
    for _ in range(5):
        try:
            return await read()
        except PASSES as problem:
            assert_sentence(problem)
            clock.move(seconds=3)
    return await read()


def assert_sentence(problem: BackendError) -> None:
    """What went wrong is said in words."""
    assert problem.message.strip().endswith((".", "?")), problem.message


async def deliver_all(session: Session, rounds: int = 12) -> list[OutboxRow]:
    """Deliver again and again, with the time going by that is backed off for; return what stays open."""
    clock = session.clock
    assert isinstance(clock, WallClock)
    for _ in range(rounds):
        delivery = await sync.deliver(session)
        waiting = [row for row in delivery.open_rows if row.state not in _FOR_YOU]
        if not waiting:
            return list(delivery.open_rows)
        wake = max(row.not_before for row in waiting)
        seconds = (wake - clock.moment.timestamp(unit="millisecond")) / 1000
        clock.move(seconds=max(1, int(seconds) + 1))
    return list((await sync.deliver(session)).open_rows)
