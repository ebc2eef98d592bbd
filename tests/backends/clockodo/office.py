"""A simulated Clockodo over a real socket, and accounts there whose every request is checked."""

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
from tests.backends.clockodo.allowed import what_is_wrong, what_is_wrong_with
from tests.domain import berlin
from tests.faults.lab import IMPATIENT, ZONE, open_store
from tests.services.desk import SCHEDULE, WallClock

from punchcard.backends.clockodo import ClockodoBackend
from punchcard.backends.contract import Connection, WritePolicy
from punchcard.backends.http import HttpClient
from punchcard.backends.meter import Meter
from punchcard.config import AccountConfig, Config
from punchcard.core.people import Person, Role
from punchcard.paths import folders
from punchcard.sandbox.application import App, Receive, Scope, Send, Simulated
from punchcard.sandbox.clockodo.server import clockodo_vendor
from punchcard.sandbox.clockodo.state import ClockodoState, Generation
from punchcard.sandbox.serving import serving
from punchcard.services.session import Session

NOW = "11 12:00"
Vendor = Simulated[ClockodoState]


class Sent(NamedTuple):
    """One request, as it came over the socket."""

    method: str
    path: str
    """Below `/api/`."""
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: Any


@dataclass
class Watch:
    """Stands before the vendor: one server for many of them, one after the other, that sees everything."""

    app: App | None = None
    sent: list[Sent] = field(default_factory=list[Sent])
    wrong: list[str] = field(default_factory=list[str])

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

        await self.app(scope, again, send)

    def _look_at(self, scope: Scope, body: bytes) -> None:
        query = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        path = str(scope["path"]).removeprefix("/api/")
        sent = Sent(scope["method"], path, query, headers, json.loads(body) if body else None)
        self.sent.append(sent)
        problems = what_is_wrong(sent.method, sent.path, sent.query, sent.body), what_is_wrong_with(headers)
        self.wrong += [problem for problem in problems if problem]


@dataclass
class Office:
    """One server; each test has a vendor and accounts of its own."""

    folder: Path
    url: str
    watch: Watch
    clock: WallClock = field(default_factory=lambda: WallClock(berlin(NOW)))
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def vendor(self, generation: Generation = "current", *, empty: bool = True) -> Vendor:
        """A vendor that answers from now on; with `empty` nothing is booked."""
        self.clock.moment = berlin(NOW).to_instant()
        vendor = clockodo_vendor(now=self.clock, empty=empty, generation=generation)
        vendor.faults.delay_seconds = 0.05
        vendor.faults.retry_seconds = 1
        self.watch.app = vendor.app
        self.watch.sent.clear()
        return vendor

    def backend(
        self, vendor: Vendor, name: str = "Ann", meter: Meter | None = None, write: WritePolicy = "full"
    ) -> ClockodoBackend:
        """A connection of somebody with little patience."""
        account = f"office{next(self.numbers)}"
        settings = {**vendor.settings[name], "base_url": f"{self.url}/api", "contact": "ops@example.com"}

        async def secret() -> SecretStr:
            return SecretStr(vendor.keys[name])

        folder = folders(str(self.folder)).account(account)
        connection = Connection(account, folder, ZONE, self.clock, settings, secret, write, meter)
        return ClockodoBackend(connection, partial(HttpClient, limits=IMPATIENT, wall=self._wall))

    def session(self, vendor: Vendor, name: str = "Ann") -> Session:
        """Somebody's session over a store that is new."""
        meter, account = Meter(), f"desk{next(self.numbers)}"
        user = vendor.state.person_named(name)
        settings = {**vendor.settings[name], "base_url": f"{self.url}/api"}
        config = AccountConfig(account, "clockodo", settings)
        home = folders(str(self.folder / account))
        return Session(
            home,
            Config("config.toml", account, SCHEDULE, {account: config}, {}),
            config,
            open_store(self.folder / account),
            self.backend(vendor, name, meter),
            Person(str(user.id), user.name, user.email, Role.LEAD),
            self.clock,
            meter=meter,
        )

    def sent(self) -> list[str]:
        """What was sent since it was last asked for: `GET v2/clock`."""
        lines = [f"{sent.method} {sent.path}" for sent in self.watch.sent]
        self.watch.sent.clear()
        return lines

    def _wall(self) -> float:
        return self.clock.moment.timestamp(unit="millisecond") / 1000


@contextmanager
def office(folder: Path) -> Generator[Office]:
    """A server in a folder of its own."""
    watch = Watch()
    with serving(watch) as url:
        yield Office(folder, url, watch)
