"""Daily copies of a database file, the last seven kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import NamedTuple

from punchcard.database.failures import StorageFailed
from punchcard.database.private import make_file, make_folder

KEPT = 7
"""How many daily copies are kept."""


class Backup(NamedTuple):
    """One copy of a database file."""

    path: str
    day: str
    """The local day on which it was made, `YYYY-MM-DD`."""


def backups_of(path: str) -> list[Backup]:
    """The copies of the database at `path`, oldest first; their days may come from a wrong clock."""
    folder, stem = _place(path)
    try:
        names = [n for n in os.listdir(folder) if n.startswith(stem + "-") and n.endswith(".db")]
    except OSError:
        return []
    found: list[tuple[int, str]] = []
    for name in names:
        with suppress(FileNotFoundError):  # another process may just drop it
            found.append((os.stat(os.path.join(folder, name)).st_mtime_ns, name))
    return [Backup(os.path.join(folder, n), n[len(stem) + 1 :][:10]) for _, n in sorted(found)]


def newest_backup(path: str) -> Backup | None:
    """The newest copy of the database at `path`, if there is one."""
    return next(iter(reversed(backups_of(path))), None)


def back_up(path: str, connection: sqlite3.Connection, day: str, suffix: str = "") -> str:
    """Copy the open database at `path` beside its older copies and drop all but the last seven.

    Args:
        path: The database file.
        connection: An open connection to it.
        day: Today, `YYYY-MM-DD`.
        suffix: Tells a copy made before a migration from the daily one.

    Raises:
        sqlite3.DatabaseError: The copy fails SQLite's own check; no older copy was touched.
    """
    folder, stem = _place(path)
    make_folder(folder)
    target = os.path.join(folder, f"{stem}-{day}{suffix}.db")
    partial = _partial(target)
    try:
        _copy(connection, partial)
        os.replace(partial, target)
    finally:
        if os.path.exists(partial):
            os.unlink(partial)
    for old in backups_of(path)[:-KEPT]:
        with suppress(FileNotFoundError):  # another process may drop the same ones
            os.unlink(old.path)
    return target


def restore(path: str) -> Backup | None:
    """Put the newest sound copy in the place of `path`, which must not exist; None without one.

    Raises:
        StorageFailed: The log of another file lies there; SQLite would replay it into the copy.
    """
    for log in (path + "-wal", path + "-shm"):
        if os.path.exists(log):
            raise StorageFailed(
                f"{log} belongs to another file than the backup.", "Move it away, then do it again."
            )
    partial = _partial(path)
    for backup in reversed(backups_of(path)):
        try:
            with closing(sqlite3.connect(backup.path)) as source:
                _copy(source, partial)
            os.replace(partial, path)
        except sqlite3.DatabaseError:
            continue
        else:
            return backup
        finally:
            if os.path.exists(partial):
                os.unlink(partial)
    return None


def _copy(source: sqlite3.Connection, target: str) -> None:
    """Copy an open database to a new file, and have SQLite check the copy."""
    make_file(target)
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("database disk image is malformed")


def _partial(path: str) -> str:
    """A name of its own for each copy, as several processes and threads may make one at once."""
    return f"{path}.{os.urandom(4).hex()}.partial"


def _place(path: str) -> tuple[str, str]:
    folder, name = os.path.split(path)
    return os.path.join(folder, "backups"), name.removesuffix(".db")
