"""A simulated McTime over a real socket, and accounts there whose every request is seen and checked."""

from __future__ import annotations

import itertools
import json
from collections.abc import Generator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from pydantic import SecretStr
from tests.backends.mctime.allowed import what_is_wrong, what_is_wrong_with
from tests.domain import berlin
from tests.faults.lab import IMPATIENT, ZONE, open_store
from tests.services.desk import SCHEDULE, WallClock

from punchcard.backends.contract import Connection, WritePolicy
from punchcard.backends.http import HttpClient
from punchcard.backends.mctime import McTimeBackend
from punchcard.backends.meter import Meter
from punchcard.config import AccountConfig, Config
from punchcard.core.people import Person, Role
from punchcard.paths import folders
from punchcard.sandbox.application import App, Receive, Scope, Send, Simulated
from punchcard.sandbox.mctime.records import Manners
from punchcard.sandbox.mctime.server import SMALL_TEAM, Generation, mctime_vendor
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.serving import serving
from punchcard.services.session import Session

NOW = "11 12:00"
BASE = "/api/v2/auth"
ANN, BEN, LEA = "Ann Berger", "Ben Okafor", "Lea Brandt"
"""Who administrates everything, who works, and who approves."""

Vendor = Simulated[McTimeState]


class Sent(NamedTuple):
    """One request, as it came over the socket."""

    method: str
    path: str
    """Below the base address."""
    query: list[tuple[str, str]]
    raw_query: str
    headers: dict[str, str]
    body: Any

    def all(self, name: str) -> list[str]:
        """All values of a parameter, in order."""
        return [value for key, value in self.query if key == name]


@dataclass
class Watch:
    """Stands before the vendor: one server for many of them, one after the other, that sees everything."""

    app: App | None = None
    sent: list[Sent] = field(default_factory=list[Sent])
    wrong: list[str] = field(default_factory=list[str])
    """What was sent that is in no table."""
    at_once: int = 0
    most_at_once: int = 0
    """How many calls were on their way at the same time."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.app is None or scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self._look_at(scope, body)
        kept = [body]

        async def again() -> MutableMapping[str, Any]:
            if not kept:
                return await receive()
            return {"type": "http.request", "body": kept.pop(), "more_body": False}

        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.app(scope, again, send)
        finally:
            self.at_once -= 1

    def _look_at(self, scope: Scope, body: bytes) -> None:
        raw = scope["query_string"].decode()
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        path = str(scope["path"]).removeprefix(f"{BASE}/")
        query = parse_qsl(raw, keep_blank_values=True)
        sent = Sent(scope["method"], path, query, raw, headers, json.loads(body) if body else None)
        self.sent.append(sent)
        problems = what_is_wrong(sent.method, path, query, sent.body), what_is_wrong_with(headers)
        self.wrong += [problem for problem in problems if problem]


@dataclass
class Office:
    """One server; each test has a vendor and accounts of its own."""

    folder: Path
    url: str
    watch: Watch
    clock: WallClock = field(default_factory=lambda: WallClock(berlin(NOW)))
    numbers: itertools.count[int] = field(default_factory=itertools.count)
    seconds: itertools.count[int] = field(default_factory=lambda: itertools.count(0, 2))
    """When calls are made, for the budget: a second apart, however the clock on the wall stands."""

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
        self.clock.moment = berlin(NOW).to_instant()
        vendor = mctime_vendor(
            seed, self.clock, empty=empty, people=people, generation=generation, manners=manners
        )
        vendor.faults.delay_seconds = 0.05
        vendor.faults.retry_seconds = 1
        self.watch.app = vendor.app
        self.watch.sent.clear()
        self.watch.most_at_once = 0
        return vendor

    def backend(
        self,
        vendor: Vendor,
        name: str = ANN,
        *,
        person: str | None = None,
        key: str | None = None,
        meter: Meter | None = None,
        write: WritePolicy = "full",
    ) -> McTimeBackend:
        """A connection of somebody with little patience.

        Args:
            vendor: Where.
            name: Whose key it has.
            person: What the account says who they are; None for what the vendor would have told them.
            key: Another key.
            meter: Where the HTTP layer writes down how the service answers.
            write: What may be written.
        """
        account = f"office{next(self.numbers)}"
        settings = {**vendor.settings[name], "base_url": f"{self.url}{BASE}"}
        if person is not None:
            settings["person"] = person

        async def secret() -> SecretStr:
            return SecretStr(key or vendor.keys[name])

        folder = folders(str(self.folder)).account(account)
        connection = Connection(account, folder, ZONE, self.clock, settings, secret, write, meter)
        return McTimeBackend(connection, partial(HttpClient, limits=IMPATIENT, wall=self._wall))

    def session(self, vendor: Vendor, name: str = ANN) -> Session:
        """Somebody's session over a store that is new."""
        meter, account = Meter(), f"desk{next(self.numbers)}"
        user = vendor.state.person_named(name)
        settings = {**vendor.settings[name], "base_url": f"{self.url}{BASE}"}
        config = AccountConfig(account, "mctime", settings)
        return Session(
            folders(str(self.folder / account)),
            Config("config.toml", account, SCHEDULE, {account: config}, {}),
            config,
            open_store(self.folder / account),
            self.backend(vendor, name, meter=meter),
            Person(user.id, user.name, user.email, Role.LEAD),
            self.clock,
            meter=meter,
        )

    def sent(self) -> list[str]:
        """What was sent since it was last asked for: `GET clock`."""
        lines = [f"{sent.method} {sent.path}" for sent in self.watch.sent]
        self.watch.sent.clear()
        return lines

    def _wall(self) -> float:
        return self.clock.moment.timestamp() + next(self.seconds)


@contextmanager
def office(folder: Path) -> Generator[Office]:
    """A server in a folder of its own."""
    watch = Watch()
    with serving(watch) as url:
        yield Office(folder, url, watch)
