"""The right to send: at most one process delivers an account's outbox at a time."""

from __future__ import annotations

import os
import sqlite3

from punchcard.database.failures import storage_failure
from punchcard.database.private import make_file


class SendingLock:
    """An exclusive transaction on a file of its own; the system ends it with the process.

    Whoever holds it may take every row in `sending` for one whose sender died.
    """

    def __init__(self, folder: str) -> None:
        """Lock the account whose private folder is `folder`."""
        self._path = os.path.join(folder, "sending.lock")
        self._connection: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Take the right to send; False where another process has it."""
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
        """Give the right back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
