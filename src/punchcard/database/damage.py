"""Damaged files: named, moved aside, never silently replaced."""

from __future__ import annotations

import os
import sqlite3
import time

from punchcard.database.backups import newest_backup
from punchcard.database.failures import DamagedDatabase

_MARK = ".damaged-"


def is_sound(path: str) -> bool:
    """Whether SQLite can read the file at `path` and finds its structure in order."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    except sqlite3.Error:
        return False
    try:
        return connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.OperationalError as error:
        return "malformed" not in str(error)
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()


def set_aside(path: str) -> str:
    """Move the damaged file at `path`, with its log, to a name of its own and return that name."""
    kept = f"{path}{_MARK}{time.strftime('%Y%m%d-%H%M%S')}"
    for suffix in ("-wal", "-shm", ""):
        if os.path.exists(path + suffix):
            os.replace(path + suffix, kept + suffix)
    return kept


def kept_aside(path: str) -> str | None:
    """The newest damaged copy of `path` that waits for a decision, if there is one."""
    folder, name = os.path.split(path)
    try:
        found = sorted(n for n in os.listdir(folder) if n.startswith(name + _MARK))
    except OSError:
        return None
    found = [n for n in found if not n.endswith(("-wal", "-shm", ".seen"))]
    found = [n for n in found if not os.path.exists(os.path.join(folder, n + ".seen"))]
    return os.path.join(folder, found[-1]) if found else None


def acknowledge(path: str) -> None:
    """Remember that the person has decided what replaces the damaged copies of `path`."""
    while (kept := kept_aside(path)) is not None:
        with open(kept + ".seen", "x", encoding="utf-8"):
            pass


def damage_report(path: str, kept: str) -> DamagedDatabase:
    """Return the sentence about the damaged file, where it is now, and the way back."""
    backup = newest_backup(path)
    hint = (
        f"`punch doctor --restore` brings back the backup of {backup.day}; "
        if backup
        else "There is no backup of it; "
    )
    return DamagedDatabase(
        f"{path} is damaged. It was moved to {kept} and kept as it is; nothing was put in its place.",
        hint + "`punch doctor --start-empty` begins a new file.",
    )
