"""How often an account may call: kept in a file, as the app and the command line share one account."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import NamedTuple, TypeVar

from punchcard.backends.http.retry_after import unasked_seconds
from punchcard.database.failures import storage_failure
from punchcard.database.private import make_file, make_folder

ResultT = TypeVar("ResultT")

_FILE = "calls.db"
_SLACK = 1.02
"""A call may be longer on its way than the next one: seen from the service they stand closer."""

_SERIES_SECONDS = 60.0
"""Too many calls again, this soon after the last wait was over: then it was too short."""

_BUSY_SECONDS = 10.0
_CLOCK_STEP_SECONDS = 1.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (budget TEXT NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS calls_by_budget ON calls (budget, at);
CREATE TABLE IF NOT EXISTS pause (
    one INTEGER PRIMARY KEY CHECK (one = 1), since REAL NOT NULL, until REAL NOT NULL, times INTEGER NOT NULL
) STRICT;
"""


class Budget(NamedTuple):
    """So many calls within so many seconds, whenever they begin."""

    calls: int
    seconds: float
    path: str = ""
    """A regular expression for the whole path below the base address; empty for every call."""
    method: str = ""
    """In capitals; empty for every method."""
    is_own: bool = False
    """Whether the service tells of no limit, so that this one is kept for moderation alone."""


class Wait(NamedTuple):
    """Why no call may go out yet."""

    seconds: float
    """How long still."""
    budget: Budget | None
    """Which one is used up; None where the service has asked to be left alone."""


class CallLedger:
    """The calls of one account, whichever process makes them. Any thread may ask; each call is short.

    The file may be thrown away at any time: then it is only forgotten what was called in the last minutes.
    """

    def __init__(self, folder: str, budgets: Sequence[Budget], wall: Callable[[], float] = time.time) -> None:
        """Open nothing yet.

        Args:
            folder: The account's own; made where there is none.
            budgets: What the service allows.
            wall: The real time in epoch seconds, the same for every process.
        """
        self._path = os.path.join(folder, _FILE)
        self._folder = folder
        self._budgets = budgets
        self._wall = wall

    def take(self, method: str, path: str) -> Wait | None:
        """Count a call that is about to go out, or return why it may not for longest; then none is counted.

        Raises:
            StorageFailed: The file cannot be written.
        """
        budgets = [b for b in self._budgets if _covers(b, method, path)]
        if not budgets and not os.path.exists(self._path):
            return None

        def work(connection: sqlite3.Connection, now: float) -> Wait | None:
            looks = [_paused(connection, now), *(_used_up(connection, budget, now) for budget in budgets)]
            waits = [wait for wait in looks if wait is not None]
            if not waits:
                connection.executemany("INSERT INTO calls VALUES (?, ?)", [(_key(b), now) for b in budgets])
            return max(waits, key=lambda wait: wait.seconds, default=None)

        return self._in_transaction(work)

    def pause(self, seconds: float | None) -> float:
        """Let no call out for a while, in any process; return for how many seconds.

        Args:
            seconds: What the service asks for; None where it only says that there were too many calls.

        Raises:
            StorageFailed: The file cannot be written.
        """

        def work(connection: sqlite3.Connection, now: float) -> float:
            known = connection.execute("SELECT since, until, times FROM pause").fetchone()
            since, until, times = known or (now, 0.0, 0)
            in_a_row = since <= now <= until + _SERIES_SECONDS
            times = times + 1 if in_a_row else 1
            wait = unasked_seconds(times) if seconds is None else seconds
            # Another call may have been told a longer time in the meantime.
            longest = max(now + wait, until) if in_a_row else now + wait
            connection.execute("REPLACE INTO pause VALUES (1, ?, ?, ?)", (now, longest, times))
            return longest - now

        return self._in_transaction(work)

    def _in_transaction(self, work: Callable[[sqlite3.Connection, float], ResultT]) -> ResultT:
        try:
            try:
                return self._run(work)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                # Damaged: nothing in it is worth more than to begin anew.
                for suffix in ("", "-journal"):
                    with suppress(FileNotFoundError):
                        os.unlink(self._path + suffix)
                return self._run(work)
        except (sqlite3.Error, OSError) as error:
            raise storage_failure(self._path, error) from None

    def _run(self, work: Callable[[sqlite3.Connection, float], ResultT]) -> ResultT:
        with closing(self._open()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            result = work(connection, self._wall())
            connection.execute("COMMIT")
            return result

    def _open(self) -> sqlite3.Connection:
        make_folder(self._folder)
        make_file(self._path)
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            # Nothing here is worth waiting for the disk.
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection


def _covers(budget: Budget, method: str, path: str) -> bool:
    return budget.method in ("", method) and (not budget.path or bool(re.fullmatch(budget.path, path)))


def _key(budget: Budget) -> str:
    return f"{budget.method} {budget.path} {budget.calls}/{budget.seconds:g}"


def _paused(connection: sqlite3.Connection, now: float) -> Wait | None:
    row = connection.execute("SELECT since, until FROM pause").fetchone()
    # Before `since` the clock was set back: nobody knows how long is left.
    if row is None or not row[0] - _CLOCK_STEP_SECONDS <= now < row[1]:
        return None
    return Wait(row[1] - now, None)


def _used_up(connection: sqlite3.Connection, budget: Budget, now: float) -> Wait | None:
    key, seconds = _key(budget), budget.seconds * _SLACK
    connection.execute(
        "DELETE FROM calls WHERE budget = ? AND (at <= ? OR at > ?)",
        (key, now - seconds, now + _CLOCK_STEP_SECONDS),
    )
    row = connection.execute(
        "SELECT at FROM calls WHERE budget = ? ORDER BY at DESC LIMIT 1 OFFSET ?", (key, budget.calls - 1)
    ).fetchone()
    return None if row is None else Wait(row[0] + seconds - now, budget)
