"""Opening the store, and transactions over its parts."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from punchcard.database.file import DatabaseFile
from punchcard.store.cache import Cache
from punchcard.store.outbox import Outbox, OutboxState

if TYPE_CHECKING:
    from punchcard.store.approval_cache import ApprovalCache
    from punchcard.store.given_ids import GivenIds
    from punchcard.store.target_cache import TargetCache
    from punchcard.store.work_time_cache import WorkTimeCache

FILE_NAME = "punchcard.db"
MIGRATIONS = os.path.join(os.path.dirname(__file__), "migrations")
LATEST = 7
"""The number of the last migration."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """The parts of the store as one transaction sees them."""

    connection: sqlite3.Connection

    @property
    def outbox(self) -> Outbox:
        """What was asked for, of every account."""
        return Outbox(self.connection)

    def cache(self, account: str) -> Cache:
        """What the backend of `account` last said."""
        return Cache(self.connection, account)

    def approvals(self, account: str) -> ApprovalCache:
        """What the backend of `account` last said of requests and submitted weeks."""
        # A punch has no use for it.
        from punchcard.store.approval_cache import ApprovalCache

        return ApprovalCache(self.connection, account)

    def given_ids(self, account: str) -> GivenIds:
        """The ids that the backend of `account` has given to what was asked for here."""
        # Few punches have a use for it.
        from punchcard.store.given_ids import GivenIds

        return GivenIds(self.connection, account)

    def targets(self, account: str) -> TargetCache:
        """What the backend of `account` last said of what is expected day by day."""
        # What is kept on this machine goes by the configuration.
        from punchcard.store.target_cache import TargetCache

        return TargetCache(self.connection, account)

    def work_times(self, account: str) -> WorkTimeCache:
        """What the backend of `account` last said of when people were at work."""
        # Few services keep such.
        from punchcard.store.work_time_cache import WorkTimeCache

        return WorkTimeCache(self.connection, account)

    def keep_status(self, account: str, body: Mapping[str, Any]) -> None:
        """Write what `punch status` prints."""
        self.connection.execute(
            "INSERT OR REPLACE INTO status (account, body) VALUES (?, ?)",
            (account, json.dumps(body, ensure_ascii=False)),
        )

    def forget_status(self, account: str) -> None:
        """Forget what `punch status` prints of an account."""
        self.connection.execute("DELETE FROM status WHERE account = ?", (account,))

    def forget_account(self, account: str, why: str, now: int) -> None:
        """Drop what is on its way, and forget what was known: it must not turn up in one of the same name.

        Args:
            account: The account.
            why: What the ledger says of what was on its way.
            now: The current moment, in epoch milliseconds.
        """
        for row in self.outbox.unsettled(account):
            self.outbox.move(row.id, OutboxState.DROPPED, answer=why, settled_at=now)
        self.cache(account).clear()
        self.cache(account).drop_own_clocks()
        self.given_ids(account).clear()
        self.forget_status(account)

    def status(self, account: str) -> Any | None:
        """Return what `keep_status` has written."""
        row = self.connection.execute("SELECT body FROM status WHERE account = ?", (account,)).fetchone()
        return json.loads(row["body"]) if row else None

    def recall(self, name: str) -> str | None:
        """Return a small remembered value."""
        row = self.connection.execute("SELECT value FROM memory WHERE name = ?", (name,)).fetchone()
        return row["value"] if row else None

    def remember(self, name: str, value: str) -> None:
        """Keep a small value."""
        self.connection.execute("INSERT OR REPLACE INTO memory (name, value) VALUES (?, ?)", (name, value))


class Store:
    """The open store. One instance belongs to one thread at a time."""

    def __init__(self, folder: str, today: str) -> None:
        """Open or create `punchcard.db` in `folder`; `today` (`YYYY-MM-DD`) names the daily backup.

        Raises:
            Refusal: The file is damaged, newer than this program, or cannot be opened.
        """
        self.file = DatabaseFile(os.path.join(folder, FILE_NAME), MIGRATIONS, LATEST, today)

    @contextmanager
    def write(self) -> Generator[Transaction]:
        """A transaction that holds the only right to write."""
        with self.file.write() as connection:
            yield Transaction(connection)

    @contextmanager
    def read(self) -> Generator[Transaction]:
        """A transaction that sees one state of the store throughout."""
        with self.file.read() as connection:
            yield Transaction(connection)

    def close(self) -> None:
        """Close the file."""
        self.file.close()
