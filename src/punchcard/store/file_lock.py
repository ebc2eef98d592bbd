"""Locks between processes that the system ends with the process that has them."""

from __future__ import annotations

import sqlite3

from punchcard.database.failures import storage_failure
from punchcard.database.private import make_file


class FileLock:
    """An exclusive transaction on a file of its own."""

    def __init__(self, path: str) -> None:
        """Prepare the lock whose file is `path`."""
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Take the lock; False where another process has it."""
        if self._connection is not None:
            return False
        try:
            make_file(self._path)
            connection = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                connection.close()
                if "locked" in str(error):
                    return False
                raise
        except (OSError, sqlite3.DatabaseError) as error:
            raise storage_failure(self._path, error) from error
        self._connection = connection
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
