"""A day on the local backend in a process of its own, which may die at any commit."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection

from tests.domain import berlin
from tests.services.desk import SCHEDULE, WallClock

from punchcard.config import AccountConfig, Config
from punchcard.database.file import DatabaseFile
from punchcard.paths import folders
from punchcard.services import clocking
from punchcard.services.outbox import sync
from punchcard.services.reading.refresh import ensure_known
from punchcard.services.session import Session, open_session

DAY: tuple[Callable[[Session], clocking.Asked], ...] = (
    lambda s: clocking.start(s, berlin("11 08:00"), note="day"),
    lambda s: clocking.take_break(s, berlin("11 12:00")),
    lambda s: clocking.resume(s, berlin("11 12:30")),
    lambda s: clocking.stop(s, berlin("11 16:45")),
)


async def opened(home: str | Path, now: str = "11 17:00") -> Session:
    account = AccountConfig("local", "local", {})
    config = Config("config.toml", "local", SCHEDULE, {"local": account}, {})
    session = await open_session(folders(str(home)), config, WallClock(berlin(now)))
    await ensure_known(session)
    return session


async def punch_through(home: str, first: int = 0) -> None:
    """Punch the day and deliver after each punch; say what is safely written down."""
    session = await opened(home)
    for act in DAY[first:]:
        act(session)
        print("written down", flush=True)
        await sync.deliver(session)
    await session.aclose()


def die_at(commit: int, *, before: bool) -> None:
    """Let this process die just before or just after its commit of that number."""
    commits = 0
    write = DatabaseFile.write

    @contextmanager
    def deadly(self: DatabaseFile) -> Generator[Connection]:
        nonlocal commits
        with write(self) as connection:
            yield connection
            commits += 1
            if before and commits == commit:
                os._exit(9)
        if commits == commit:
            os._exit(9)

    DatabaseFile.write = deadly
