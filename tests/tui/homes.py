"""A home in a folder of its own, a clock that is moved by hand, and the app in it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from whenever import Instant, ZonedDateTime

from punchcard.config import Config, load_config
from punchcard.core.assignments import NOTHING
from punchcard.core.clock import ClockState
from punchcard.core.when import parse_when
from punchcard.core.zones import in_zone
from punchcard.paths import Folders, folders
from punchcard.services import clocking, overview
from punchcard.services.choices import assignment_named, time_type_named
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox.sync import deliver
from punchcard.services.reading.refresh import ensure_known
from punchcard.services.repair import note_seen
from punchcard.services.session import Session, open_session
from punchcard.store.outbox import OutboxRow
from punchcard.tui.app import PunchcardApp

ResultT = TypeVar("ResultT")

ZONE = "Europe/Berlin"
PORTAL = "Northwind/Portal/Development"
SUPPORT = "Northwind/Portal/Support"

WITH_TARGETS = f"""\
[schedule]
zone = "{ZONE}"
rules = "DE"
hours = {{ mon = "8:00", tue = "8:00", wed = "8:00", thu = "8:00", fri = "8:00" }}
"""


class HandClock:
    """A clock on the wall that moves only when it is told to. It begins on Wednesday, 11 March 2026."""

    def __init__(self, at: str = "2026-03-11 12:41") -> None:
        self._moment = ZonedDateTime(2026, 3, 11, tz=ZONE).to_instant()
        self.set(at)

    def __call__(self) -> Instant:
        return self._moment

    def now(self) -> ZonedDateTime:
        return in_zone(self._moment, ZONE)

    def set(self, at: str) -> None:
        """Go to "16:45" or "16:45:10" of the day, or to "2026-03-12 08:00"."""
        here = self.now()
        day, _, time = at.rpartition(" ")
        self._moment = parse_when(f"{day or here.date()} {time}", here).to_instant()

    def forward(self, *, minutes: int = 0, seconds: int = 0) -> None:
        self._moment = self._moment.add(minutes=minutes, seconds=seconds)


class Home:
    """Somebody's folders, changed through the services as a person would."""

    def __init__(self, folder: Path, config: str | None = None, at: str = "2026-03-11 12:41") -> None:
        self.folder = folder
        self.folders: Folders = folders(str(folder))
        self.clock = HandClock(at)
        if config is not None:
            self.configure(config)

    def configure(self, text: str) -> None:
        os.makedirs(self.folders.config, exist_ok=True)
        Path(self.folders.config_file).write_text(text, encoding="utf-8")

    def config(self) -> Config:
        return load_config(self.folders)

    def app(self) -> PunchcardApp:
        return PunchcardApp(self.folders, self.config(), self.clock)

    def do(self, what: Callable[[Session], Awaitable[ResultT]]) -> ResultT:
        """Open the account, do something in it, and close it; also where an event loop runs already."""

        async def run() -> ResultT:
            session = await open_session(self.folders, load_config(self.folders), self.clock)
            try:
                await ensure_known(session)
                return await what(session)
            finally:
                await session.aclose()

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(run())).result()

    def work(self, start: str, end: str, on: str = "", note: str = "") -> None:
        """Add an entry."""

        async def run(session: Session) -> None:
            assignment = await assignment_named(session, on, create=True)
            begin, stop = (parse_when(text, session.now()) for text in (start, end))
            entries.add(session, begin, stop, assignment=assignment, note=note)
            await deliver(session)

        self.do(run)

    def start(self, at: str | None = None, on: str = "", note: str = "", kind: str = "") -> None:
        async def run(session: Session) -> None:
            assignment = await assignment_named(session, on, create=True) if on else NOTHING
            time_type = await time_type_named(session, kind) if kind else None
            clocking.start(session, _when(session, at), assignment, time_type, note)
            await deliver(session)

        self.do(run)

    def take_break(self, at: str | None = None) -> None:
        self._punch(lambda session: clocking.take_break(session, _when(session, at)))

    def resume(self, at: str | None = None) -> None:
        self._punch(lambda session: clocking.resume(session, _when(session, at)))

    def stop(self, at: str | None = None) -> None:
        self._punch(lambda session: clocking.stop(session, _when(session, at)))

    def see(self) -> None:
        """The app is open now."""

        async def run(session: Session) -> None:
            note_seen(session)

        self.do(run)

    def touch(self) -> None:
        """Another process changes something of no importance."""

        async def run(session: Session) -> None:
            with session.store.write() as transaction:
                transaction.remember("touched", session.now().format_iso())

        self.do(run)

    def state(self) -> ClockState:
        return self.overview().state

    def overview(self) -> overview.Overview:
        async def read(session: Session) -> overview.Overview:
            return overview.overview(session)

        return self.do(read)

    def rows(self) -> list[OutboxRow]:
        """Everything that was ever asked for, oldest first."""

        async def read(session: Session) -> list[OutboxRow]:
            with session.store.read() as transaction:
                return transaction.outbox.latest(session.account.name, 1000)[::-1]

        return self.do(read)

    def _punch(self, punch: Callable[[Session], object]) -> None:
        async def run(session: Session) -> None:
            punch(session)
            await deliver(session)

        self.do(run)


def _when(session: Session, text: str | None) -> ZonedDateTime | None:
    return parse_when(text, session.now()) if text else None
