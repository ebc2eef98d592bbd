"""Damaged files: named, moved aside, never silently replaced."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress

from punchcard.database.backups import newest_backup
from punchcard.database.failures import DamagedDatabase
from punchcard.database.private import make_file

_MARK = ".damaged-"


def is_sound(path: str) -> bool:
    """Whether SQLite finds no fault with the file at `path`; one it cannot open is not called damaged."""
    from pathlib import Path

    address = Path(path).absolute().as_uri() + "?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=10)) as connection:
            return connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.OperationalError as error:
        return "malformed" not in str(error)
    except sqlite3.DatabaseError:
        return False


def set_aside(path: str) -> DamagedDatabase:
    """Move the damaged file at `path`, with its log, to a name of its own; return the sentence about it."""
    stem = f"{path}{_MARK}{time.strftime('%Y%m%d-%H%M%S')}"
    names = (stem, *(f"{stem}.{n}" for n in range(2, 1000)))
    kept = next(name for name in names if not os.path.exists(name))
    try:
        # The file goes first: without its log it would pass for a sound one that forgot its last punches.
        os.rename(path, kept)
        gather(path, kept)
    except OSError as error:
        already = None if os.path.exists(path) else kept_aside(path)
        return damage_report(path, already) if already else _stuck(path, error)
    return damage_report(path, kept)


def gather(path: str, kept: str) -> None:
    """Move what is left of the log of the damaged file beside it."""
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.rename(path + suffix, kept + suffix)


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
        make_file(kept + ".seen")


def _stuck(path: str, error: OSError) -> DamagedDatabase:
    return DamagedDatabase(
        f"{path} is damaged, and it could not be moved aside ({error.strerror}). It is kept as it is.",
        "Make its folder writable, then do it again.",
    )


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
