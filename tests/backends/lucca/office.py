"""A simulated Lucca over a real socket, and accounts there whose every request is seen and checked."""

from __future__ import annotations

import itertools
import json
from collections.abc import Generator, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import httpx
from pydantic import SecretStr
from tests.backends.lucca.allowed import what_is_wrong, what_is_wrong_with
from tests.domain import berlin
from tests.faults.lab import IMPATIENT, ZONE, open_store
from tests.services.desk import SCHEDULE, WallClock

from punchcard.backends.contract import Connection, WritePolicy
from punchcard.backends.http import HttpClient
from punchcard.backends.lucca import LuccaBackend
from punchcard.config import AccountConfig, Config
from punchcard.core.people import Person, Role
from punchcard.paths import folders
from punchcard.sandbox.application import App, Receive, Scope, Send, Simulated
from punchcard.sandbox.lucca.records import Configuration, Entry
from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.serving import serving
from punchcard.services.session import Session

NOW = "11 12:41"
ANN, BEN, LEA = "Ann", "Ben", "Lea"
"""Who manages, who works for her, and who approves second."""

Vendor = Simulated[LuccaState]


class Sent(NamedTuple):
    """One request, as it came over the socket."""

    method: str
    path: str
    """Below the host."""
    query: dict[str, str]
    body: Any


@dataclass
class Watch:
    """Stands before the vendor: one server for many of them, one after the other, that sees everything."""

    app: App | None = None
    sent: list[Sent] = field(default_factory=list[Sent])
    wrong: list[str] = field(default_factory=list[str])
    """What was sent that is in no table."""
    answers: list[tuple[str, int, bytes, str]] = field(default_factory=list[tuple[str, int, bytes, str]])
    """What is answered next instead of the vendor: to which method, the status, the body and its type."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.app is None or scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self._look_at(scope, body)
        if self.answers and self.answers[0][0] == scope["method"]:
            _, status, told, kind = self.answers.pop(0)
            headers = [(b"content-type", kind.encode())]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": told})
            return
        kept = [body]

        async def again() -> MutableMapping[str, Any]:
            if not kept:
                return await receive()
            return {"type": "http.request", "body": kept.pop(), "more_body": False}

        await self.app(scope, again, send)

    def answer(self, method: str, status: int, body: object, kind: str = "application/json") -> None:
        """Answer the next request of a method in the vendor's place."""
        told = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers.append((method, status, told, kind))

    def _look_at(self, scope: Scope, body: bytes) -> None:
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        if "x-raw" in headers:
            return
        path = str(scope["path"]).removeprefix("/")
        query = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
        sent = Sent(scope["method"], path, dict(query), json.loads(body) if body else None)
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
    numbers: Iterator[int] = field(default_factory=itertools.count)
    seconds: Iterator[int] = field(default_factory=lambda: itertools.count(0, 2))
    """When calls are made, for the budget: seconds apart, however the clock on the wall stands."""
    hosts: str = ""
    """What the accounts at the newest vendor share."""

    def vendor(self, *, seed: int = 1) -> Vendor:
        """A vendor that answers from now on, with three people and nothing booked."""
        self.clock.moment = berlin(NOW).to_instant()
        self.hosts = str(self.folder / f"hosts{next(self.numbers)}")
        vendor = lucca_vendor(seed, self.clock, empty=True)
        vendor.faults.delay_seconds = 0.05
        self.watch.app = vendor.app
        self.watch.sent.clear()
        self.watch.answers.clear()
        return vendor

    def connection(
        self, vendor: Vendor, name: str = ANN, *, write: WritePolicy = "full", **settings: str
    ) -> Connection:
        """Somebody's account, with settings of its own."""
        account = f"office{next(self.numbers)}"
        given = {**vendor.settings[name], "base_url": self.url, **settings}

        async def secret() -> SecretStr:
            return SecretStr(vendor.keys[name])

        folder = folders(str(self.folder)).account(account)
        return Connection(account, folder, ZONE, self.clock, given, secret, write, hosts=self.hosts)

    def backend(self, vendor: Vendor, name: str = ANN, **settings: Any) -> LuccaBackend:
        """A connection of somebody with little patience."""
        return self.open(self.connection(vendor, name, **settings))

    def session(self, vendor: Vendor, name: str = ANN) -> Session:
        """Somebody's session over a store that is new."""
        backend, account = self.backend(vendor, name), f"desk{next(self.numbers)}"
        user, settings = vendor.state.person_named(name), {**vendor.settings[name], "base_url": self.url}
        config = AccountConfig(account, "lucca", settings)
        return Session(
            folders(str(self.folder / account)),
            Config("config.toml", account, SCHEDULE, {account: config}, {}),
            config,
            open_store(self.folder / account),
            backend,
            Person(str(user.id), user.name, user.mail, Role.LEAD),
            self.clock,
        )

    def open(self, connection: Connection) -> LuccaBackend:
        """Open an account, perhaps once more."""
        return LuccaBackend(connection, partial(HttpClient, limits=IMPATIENT, wall=self._wall))

    async def raw(
        self, vendor: Vendor, method: str, path: str, body: object, name: str = ANN
    ) -> httpx.Response:
        """Send something as it is, past the adapter and its tables."""
        headers = {"Authorization": f"lucca application={vendor.keys[name]}", "X-Raw": "yes"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers) as client:
            return await client.request(method, path, json=body)

    def sent(self) -> list[str]:
        """What was sent since it was last asked for: `GET api/v3/axes`."""
        lines = [f"{sent.method} {sent.path}" for sent in self.watch.sent]
        self.watch.sent.clear()
        return lines

    def _wall(self) -> float:
        return self.clock.moment.timestamp() + next(self.seconds)


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
    watch = Watch()
    with serving(watch) as url:
        yield Office(folder, url, watch)
