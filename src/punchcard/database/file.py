"""One SQLite file, opened the careful way."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Generator
from contextlib import closing, contextmanager

from punchcard.core.refusals import Refusal
from punchcard.database.backups import back_up, newest_backup
from punchcard.database.damage import damage_report, gather, is_sound, kept_aside, set_aside
from punchcard.database.failures import replaced_while_open, storage_failure
from punchcard.database.migrations import migrate, version_of
from punchcard.database.private import make_file, make_folder

BUSY_SECONDS = 10.0
"""How long a write waits for another process's write to end."""

CREATION_SECONDS = 2.0
"""How long a file may be empty because another process is just creating it."""


class DatabaseFile:
    """An open SQLite file: WAL, full synchronous, foreign keys on, migrated, backed up once a day.

    One instance belongs to one thread at a time. Errors are refusals with a sentence; a damaged file
    is moved aside first. An instance whose file is no longer in its place refuses for good: what it
    wrote would stand in a file that nobody reads.
    """

    def __init__(self, path: str, migrations: str, latest: int, today: str) -> None:
        """Open the file, creating it where there is none.

        Args:
            path: Where the file lies.
            migrations: The folder of its numbered migrations.
            latest: The number of the last one.
            today: The local day, `YYYY-MM-DD`; names the daily backup.

        Raises:
            Refusal: The file is damaged, newer than this program, or cannot be opened.
        """
        self.path = path
        self._loss: Refusal | None = None
        self._identity: tuple[int, int] | None = None
        with self._said_in_sentences():
            self._check_remains()
            existed = os.path.exists(path) and os.path.getsize(path) > 0
            self.connection = self._connect()
            try:
                self._migrate(migrations, latest, today)
                if existed:
                    self._back_up_daily(today)
            except BaseException:
                self.connection.close()
                raise

    @property
    def is_lost(self) -> bool:
        """Whether the file was found damaged, moved aside or replaced, so that every use is refused."""
        return self._found_lost() is not None

    @contextmanager
    def write(self) -> Generator[sqlite3.Connection]:
        """A transaction that holds the only right to write from its first statement on.

        Raises:
            Refusal: It cannot be written, or the file is lost; nothing of the block is kept.
        """
        with self._said_in_sentences():
            self._refuse_if_lost()
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self._refuse_if_lost()
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def read(self) -> Generator[sqlite3.Connection]:
        """A transaction that sees one state of the file throughout."""
        with self._said_in_sentences():
            self._refuse_if_lost()
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    def version(self) -> int:
        """A number that differs when another connection has changed the file (`PRAGMA data_version`)."""
        with self._said_in_sentences():
            self._refuse_if_lost()
            return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def _connect(self) -> sqlite3.Connection:
        make_folder(os.path.dirname(self.path))
        make_file(self.path)
        # Before SQLite opens it: a file that is swapped in between is then refused, never written blindly.
        self._identity = _identity_of(self.path)
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        deadline = time.monotonic() + BUSY_SECONDS
        while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            # Several processes may open a new file at once; SQLite does not wait by itself here.
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _migrate(self, folder: str, latest: int, today: str) -> None:
        if version_of(self.connection) == latest:
            return

        def keep_old() -> None:
            with closing(sqlite3.connect(self.path)) as old:
                back_up(self.path, old, today, f"-before-{latest:04}")

        migrate(self.connection, folder, latest, self.path, keep_old)

    def _back_up_daily(self, today: str) -> None:
        newest = newest_backup(self.path)
        if newest is None or newest.day != today:
            back_up(self.path, self.connection, today)

    def _check_remains(self) -> None:
        """Never put a new file silently in the place of one that was lost."""
        if os.path.exists(self.path):
            if self._was_emptied():
                raise set_aside(self.path)
        elif kept := kept_aside(self.path):
            gather(self.path, kept)
            raise damage_report(self.path, kept)

    def _was_emptied(self) -> bool:
        """Whether the file is empty although something has been in it."""
        log = self.path + "-wal"
        if not newest_backup(self.path) and not (os.path.exists(log) and os.path.getsize(log)):
            return False
        deadline = time.monotonic() + CREATION_SECONDS
        while os.path.getsize(self.path) == 0:
            if time.monotonic() > deadline:
                return True
            time.sleep(0.01)
        return False

    @contextmanager
    def _said_in_sentences(self) -> Generator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise self._found_lost() or self._damage() or storage_failure(self.path, error) from error
        except OSError as error:
            raise storage_failure(self.path, error) from error

    def _damage(self) -> Refusal | None:
        if not os.path.exists(self.path) or is_sound(self.path):
            return None
        self._loss = set_aside(self.path)
        return self._loss

    def _refuse_if_lost(self) -> None:
        if loss := self._found_lost():
            raise loss

    def _found_lost(self) -> Refusal | None:
        if self._loss is None and self._identity not in (None, found := _identity_of(self.path)):
            kept = None if found else kept_aside(self.path)
            self._loss = damage_report(self.path, kept) if kept else replaced_while_open(self.path)
        return self._loss


def _identity_of(path: str) -> tuple[int, int] | None:
    """What tells the file at `path` from another one of that name; None where there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
