"""The fault laboratory: a vendor over a real socket, and homes whose every write goes through the outbox."""

from __future__ import annotations

import itertools
import os
import secrets
import zlib
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import httpx
from pydantic import SecretStr
from tests.domain import berlin
from tests.faults.kinds import REFERENCE, VENDORS, Kind, kind_of
from tests.faults.kinds.kind import Vendor as Vendor
from tests.faults.kinds.kind import person_named
from tests.services.desk import SCHEDULE, WallClock

from punchcard.backends.contract import Backend, Connection
from punchcard.backends.errors import BadCredentials, Garbled, Throttled, Unreachable
from punchcard.backends.http import HttpClient
from punchcard.backends.http.limits import Limits
from punchcard.backends.meter import Meter
from punchcard.config import AccountConfig, Config
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.paths import folders
from punchcard.sandbox.application import App, Receive, Scope, Send
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.serving import serving
from punchcard.services.outbox import choices, sync
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.store import Store

NOW = "11 12:00"
TODAY = "2026-03-11"
ACCOUNT = "acme"
ALL = os.environ.get("PUNCHCARD_ALL_FAULTS") == "1"
"""Whether everything is tried; otherwise a part that is drawn by the seed."""

SEED = os.environ.get("PUNCHCARD_FAULT_SEED") or str(secrets.randbelow(10**6))
"""Which part is tried is drawn from it: a run that fails says it, and is made again with it."""

ZONE = "Europe/Berlin"
IMPATIENT = Limits(connect_seconds=2.0, read_seconds=2.0, first_pause_seconds=0.001)
PASSES = (Unreachable, Throttled, Garbled, BadCredentials)
"""What a read may raise under one fault: asked again, it is answered."""

_FOR_YOU = (OutboxState.NEEDS_YOU, OutboxState.HELD)
ResultT = TypeVar("ResultT")
RunT = TypeVar("RunT")


def drawn(runs: Sequence[RunT], share: int, name: str) -> list[RunT]:
    """Return the runs that are made: one of so many, and all of them where everything is tried."""
    if ALL:
        return list(runs)
    # What fails shows what was printed.
    print(f"PUNCHCARD_FAULT_SEED={SEED}")
    start = zlib.crc32(f"{SEED} {name}".encode())
    return [run for number, run in enumerate(runs, start) if number % share == 0]


def kinds_of(vendor: str, name: str) -> Sequence[Kind]:
    """Return the generations of a vendor that a test is run with: one, or all where everything is tried."""
    kinds = VENDORS[vendor]
    return kinds if ALL else [kinds[zlib.crc32(f"{SEED} {vendor} {name}".encode()) % len(kinds)]]


class Switch:
    """One server for many vendors, one after the other."""

    def __init__(self) -> None:
        self.app: App | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.app is not None:
            await self.app(scope, receive, send)


class Desk(NamedTuple):
    """Somebody's account in a home, with a clock on the wall by which everything goes."""

    home: Path
    url: str
    key: str
    person: Person
    clock: WallClock
    account: str = ACCOUNT
    transport: httpx.AsyncBaseTransport | None = None
    kind: Kind = REFERENCE

    def backend(self, meter: Meter | None = None) -> Backend:
        """A connection with little patience."""
        folder = folders(str(self.home)).account(self.account)
        connection = Connection(
            self.account,
            folder,
            ZONE,
            self.clock,
            self._settings,
            self._secret,
            meter=meter,
            transport=self.transport,
        )
        return self.kind.open(connection, partial(HttpClient, limits=IMPATIENT, wall=self._wall))

    def session(self, store: Store | None = None) -> Session:
        """A session over a store, by default that of the home."""
        account = AccountConfig(self.account, self.kind.backend, self._settings)
        meter = Meter()
        return Session(
            folders(str(self.home)),
            Config("config.toml", self.account, SCHEDULE, {self.account: account}, {}),
            account,
            store or open_store(self.home),
            self.backend(meter),
            self.person,
            self.clock,
            meter=meter,
        )

    @property
    def _settings(self) -> dict[str, str]:
        return self.kind.settings(self.person, self.url)

    async def _secret(self) -> SecretStr:
        return SecretStr(self.key)

    def _wall(self) -> float:
        return self.clock.moment.timestamp(unit="millisecond") / 1000


def open_store(home: Path) -> Store:
    """The store of a home."""
    return Store(folders(str(home)).data, TODAY)


@dataclass
class Lab:
    """One server and one store; every run has a vendor and an account of its own."""

    folder: Path
    url: str
    switch: Switch
    clock: WallClock = field(default_factory=lambda: WallClock(berlin(NOW)))
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def vendor(self, kind: Kind = REFERENCE) -> Vendor:
        """A vendor with nothing in it, which answers from now on."""
        self.clock.moment = berlin(NOW).to_instant()
        vendor = kind.start(self.clock)
        vendor.faults.delay_seconds = 0.05
        vendor.faults.retry_seconds = 1
        self.switch.app = vendor.app
        return vendor

    def desk(self, vendor: Vendor, account: str, name: str = "Ann") -> Desk:
        """Somebody's account at a vendor."""
        kind = kind_of(vendor)
        person = person_named(kind, vendor, name)
        return Desk(self.folder, self.url, vendor.keys[name], person, self.clock, account, kind=kind)

    def session(self, vendor: Vendor, store: Store) -> Session:
        """Ann's session with an account that is new."""
        return self.desk(vendor, f"run{next(self.numbers)}").session(store)


@contextmanager
def laboratory(folder: Path) -> Generator[Lab]:
    """A laboratory in a folder of its own."""
    switch = Switch()
    with serving(switch) as url:
        yield Lab(folder, url, switch)


def strike(vendor: Vendor, position: int, fault: Fault) -> None:
    """Let the request at a position go wrong, the next one being 1."""
    vendor.faults.at(position, fault)
    if fault is Fault.REVOKED_KEY and kind_of(vendor).doubts_401:
        # What is asked then is whether it is the key.
        vendor.faults.at(position + 1, fault)


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


def assert_sentence(problem: Refusal) -> None:
    """What went wrong is said in words."""
    assert problem.message.strip().endswith((".", "?")), problem.message


def is_late(row: OutboxRow) -> bool:
    """Whether the person is told that a punch may still arrive."""
    return "it may still arrive there" in (row.answer or "")


async def deliver_all(session: Session, rounds: int = 12) -> list[OutboxRow]:
    """Deliver again and again, with the time going by that is backed off for; return what stays open."""
    clock = session.clock
    assert isinstance(clock, WallClock)
    for _ in range(rounds):
        delivery = await sync.deliver(session)
        if isinstance(delivery.problem, BadCredentials):
            # Said, and nothing more is tried before the person asks for it.
            assert_sentence(delivery.problem)
            session.gate.go_on()
        waiting = [row for row in delivery.open_rows if row.state not in _FOR_YOU]
        if late := [row for row in delivery.open_rows if row.state is OutboxState.NEEDS_YOU and is_late(row)]:
            # The person does as they are told: waits a minute, and sends it again.
            clock.move(seconds=60)
            for row in late:
                choices.send_again(session, row)
            continue
        if not waiting:
            return list(delivery.open_rows)
        wake = max(row.not_before for row in waiting)
        seconds = (wake - clock.moment.timestamp(unit="millisecond")) / 1000
        clock.move(seconds=max(1, int(seconds) + 1))
    return list((await sync.deliver(session)).open_rows)
