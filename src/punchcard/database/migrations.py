"""Numbered migrations: plain SQL files applied in order, each once, all or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator

from punchcard.database.failures import NewerDatabase


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the last migration that the open database has seen; 0 for a new file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    connection: sqlite3.Connection, folder: str, latest: int, path: str, keep_old: Callable[[], object]
) -> None:
    """Bring the open database to migration `latest` with the files `NNNN_*.sql` in `folder`.

    Args:
        connection: The open database.
        folder: Where the migrations lie.
        latest: The number of the last one.
        path: The file, for messages.
        keep_old: Makes a copy of a file that is not new; called while no other process can migrate.

    Raises:
        NewerDatabase: The file has already seen a later migration than this program knows.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)
        if version > latest:
            raise NewerDatabase(
                f"{path} was written by a newer Punchcard (format {version}, this one knows {latest}).",
                "Update Punchcard. Nothing was changed.",
            )
        if 0 < version < latest:
            keep_old()
        for number in range(version + 1, latest + 1):
            for statement in _statements(_script(folder, number)):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number:d}")
        connection.execute("COMMIT")
    except BaseException:
        # On a full disk SQLite has rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _script(folder: str, number: int) -> str:
    name = next(n for n in sorted(os.listdir(folder)) if n.startswith(f"{number:04}_"))
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending
