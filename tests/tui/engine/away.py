"""A home whose account is at a vendor behind a real socket, which can be made to behave badly."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.tui.homes import WITH_TARGETS, Home
from whenever import Instant

from punchcard.credentials import Secret, variable_of
from punchcard.sandbox.application import Simulated
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.sandbox.reference.state import ReferenceState
from punchcard.sandbox.serving import serving
from punchcard.services.secrets import forget_secret
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Store

ACCOUNT = "acme"
WHO = "Ben"
STEP_SECONDS = 0.01


class Away:
    """The home, the vendor, and the address that is only answered while somebody serves it."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home", at="2026-03-11 08:00")
        self.vendor: Simulated[ReferenceState] = reference_vendor(now=self._now, empty=True)
        self.key = next(key for name, key in self.vendor.keys.items() if name.startswith(WHO))
        # Bound, so that nobody else takes the port, and without listening, so that it is refused.
        self._port = socket.socket()
        self._port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._port.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._port.getsockname()[1]}"
        self.home.configure(
            f'default_account = "{ACCOUNT}"\n{WITH_TARGETS}\n'
            f'[accounts.{ACCOUNT}]\nbackend = "reference"\nbase_url = "{self.url}"\n'
        )

    @contextmanager
    def served(self) -> Generator[None]:
        with serving(self.vendor.app, self._port.getsockname()[1]):
            yield

    def close(self) -> None:
        self._port.close()

    def connect(self) -> None:
        """Open the account once, as somebody did yesterday."""
        with self.served():

            async def nothing(session: Session) -> None:
                del session

            self.home.do(nothing)

    def rows(self) -> list[OutboxRow]:
        """Everything that was ever asked for, oldest first, from the store alone."""
        store = Store(self.home.folders.data, "2026-03-11")
        try:
            with store.read() as transaction:
                return transaction.outbox.latest(ACCOUNT, 1000)[::-1]
        finally:
            store.close()

    @property
    def person(self) -> str:
        return self.vendor.state.keys[self.key]

    def calls(self) -> list[str]:
        """What the vendor was asked since the log was cleared."""
        return [f"{request.method} {request.path}" for request in self.vendor.log.all()]

    def _now(self) -> Instant:
        return self.home.clock()


class Keyring:
    """A keyring that does as a test says; in the place of the real one, behind all that bounds it."""

    def __init__(self, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer: Callable[[], None] = _nothing
        """Called before the secret is handed out: raises, or waits."""
        self.key = key
        monkeypatch.delenv(variable_of(ACCOUNT), raising=False)
        monkeypatch.setattr("punchcard.services.secrets.kept_secret", self._kept)
        forget_secret(ACCOUNT)

    def forget(self) -> None:
        """Nothing is known from before."""
        forget_secret(ACCOUNT)

    def _kept(self, account: str, prompting: Callable[[], None] | None = None) -> Secret:
        del account, prompting
        self.answer()
        return Secret(SecretStr(self.key), "keyring")


_BLOCKING = ("time.sleep", "socket.connect", "socket.getaddrinfo", "sqlite3.connect", "subprocess.Popen")


class LagProbe:
    """How late the event loop comes back when asked to, and what is done on it that waits for others."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.blocking: list[str] = []
        """However busy the machine is, and however fast others have answered."""
        self._thread = threading.get_ident()
        self._is_over = False
        sys.addaudithook(self._hear)

    def end(self) -> None:
        """Hear no more: nobody can take the hook away again."""
        self._is_over = True

    def _hear(self, event: str, values: tuple[object, ...]) -> None:
        if event in _BLOCKING and not self._is_over and threading.get_ident() == self._thread:
            self.blocking.append(f"{event}{values}")

    async def run(self) -> None:
        while True:
            due = time.perf_counter() + STEP_SECONDS
            await asyncio.sleep(STEP_SECONDS)
            self.longest = max(self.longest, time.perf_counter() - due)


@asynccontextmanager
async def probed() -> AsyncGenerator[LagProbe]:
    """Watch the running event loop."""
    probe = LagProbe()
    task = asyncio.create_task(probe.run())
    try:
        yield probe
    finally:
        task.cancel()
        probe.end()


def _nothing() -> None:
    """All is well."""
