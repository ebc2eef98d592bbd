"""A simulated vendor over a real socket, and accounts there whose every request is seen and checked."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import parse_qsl

from pydantic import SecretStr
from tests.domain import berlin
from tests.faults.lab import ZONE, open_store
from tests.services.desk import SCHEDULE, WallClock

from punchcard.backends.contract import Backend, Connection, WritePolicy
from punchcard.backends.meter import Meter
from punchcard.config import AccountConfig, Config
from punchcard.core.people import Person
from punchcard.paths import folders
from punchcard.sandbox.application import App, Receive, Scope, Send, Simulated
from punchcard.services.session import Session

StateT = TypeVar("StateT")
BackendT = TypeVar("BackendT", bound=Backend)

NOON = "11 12:00"


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

    base: str
    """What every path begins with."""
    objections: Callable[[Sent], Iterable[str]]
    """Says what of a request is in no table."""
    app: App | None = None
    sent: list[Sent] = field(default_factory=list[Sent])
    wrong: list[str] = field(default_factory=list[str])
    """What was sent that is in no table."""
    answers: list[tuple[str, int, bytes, str]] = field(default_factory=list[tuple[str, int, bytes, str]])
    """What is answered next instead of the vendor: to which method, the status, the body and its type."""
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
        if self.answers and self.answers[0][0] == scope["method"]:
            await self._answer_instead(send)
            return
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

    def stand_before(self, app: App) -> None:
        """Watch another vendor from now on."""
        self.app, self.most_at_once = app, 0
        self.sent.clear()
        self.answers.clear()

    def answer(self, method: str, status: int, body: object, kind: str = "application/json") -> None:
        """Answer the next request of a method in the vendor's place."""
        told = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers.append((method, status, told, kind))

    async def _answer_instead(self, send: Send) -> None:
        _, status, told, kind = self.answers.pop(0)
        headers = [(b"content-type", kind.encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": told})

    def _look_at(self, scope: Scope, body: bytes) -> None:
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        if "x-raw" in headers:
            return
        raw = scope["query_string"].decode()
        path, query = str(scope["path"]).removeprefix(self.base), parse_qsl(raw, keep_blank_values=True)
        sent = Sent(scope["method"], path, query, raw, headers, json.loads(body) if body else None)
        self.sent.append(sent)
        self.wrong += [problem for problem in self.objections(sent) if problem]


@dataclass
class Place(Generic[StateT, BackendT]):
    """One server; each test has a vendor and accounts of its own."""

    folder: Path
    url: str
    watch: Watch
    now: str = NOON
    somebody: str = "Ann"
    """Whose account it is where nobody is named."""
    pace: int = 2
    """How many seconds apart calls are made for the budget, however the clock on the wall stands."""
    hosts: str = ""
    """What the accounts at the newest vendor share."""
    clock: WallClock = field(init=False)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.clock = WallClock(berlin(self.now))
        self._seconds = itertools.count(0, self.pace)

    def open(self, connection: Connection) -> BackendT:
        """Open an account with little patience, perhaps once more."""
        raise NotImplementedError

    def person(self, vendor: Simulated[StateT], name: str) -> Person:
        """Whoever is called so, as the domain has them."""
        raise NotImplementedError

    def started(self, make: Callable[[], Simulated[StateT]]) -> Simulated[StateT]:
        """Put the clock back, make a vendor, and let it answer from now on."""
        self.clock.moment = berlin(self.now).to_instant()
        vendor = make()
        vendor.faults.delay_seconds = 0.05
        vendor.faults.retry_seconds = 1
        self.watch.stand_before(vendor.app)
        return vendor

    def settings(self, vendor: Simulated[StateT], name: str, **more: str) -> dict[str, str]:
        """What somebody's account says."""
        return {**vendor.settings[name], "base_url": f"{self.url}{vendor.base_path}", **more}

    def connection(
        self, vendor: Simulated[StateT], name: str = "", *, key: str = "", meter: Meter | None = None,
        write: WritePolicy = "full", **settings: str,
    ) -> Connection:  # fmt: skip
        """Somebody's account, perhaps with another key, and with settings of its own."""
        account, name = f"office{next(self.numbers)}", name or self.somebody

        async def secret() -> SecretStr:
            return SecretStr(key or vendor.keys[name])

        return Connection(
            account, folders(str(self.folder)).account(account), ZONE, self.clock,
            self.settings(vendor, name, **settings), secret, write, meter, hosts=self.hosts,
        )  # fmt: skip

    def backend(self, vendor: Simulated[StateT], name: str = "", **how: Any) -> BackendT:
        """A connection of somebody; `how` is as for `connection`."""
        return self.open(self.connection(vendor, name, **how))

    def session(self, vendor: Simulated[StateT], name: str = "") -> Session:
        """Somebody's session over a store that is new."""
        meter, account, name = Meter(), f"desk{next(self.numbers)}", name or self.somebody
        config = AccountConfig(account, vendor.name, self.settings(vendor, name))
        return Session(
            folders(str(self.folder / account)),
            Config("config.toml", account, SCHEDULE, {account: config}, {}),
            config,
            open_store(self.folder / account),
            self.backend(vendor, name, meter=meter),
            self.person(vendor, name),
            self.clock,
            meter=meter,
        )

    def sent(self) -> list[str]:
        """What was sent since it was last asked for: `GET v2/clock`."""
        lines = [f"{sent.method} {sent.path}" for sent in self.watch.sent]
        self.watch.sent.clear()
        return lines

    def wall(self) -> float:
        """The real time of the next call, in epoch seconds."""
        return self.clock.moment.timestamp() + next(self._seconds)
