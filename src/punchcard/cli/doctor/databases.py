"""Which database files there are, and how they are."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from punchcard.database.backups import backups_of, newest_backup
from punchcard.database.damage import is_sound, kept_aside
from punchcard.paths import Folders

_WAY_BACK = "`punch doctor --restore` brings back a backup, `--start-empty` begins a new file."
_KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    value: str
    problem: str | None = None
    """What is wrong with it, in a sentence."""
    for_others: str | None = None
    """What a report says in the place of `value` where that names a person."""


def database_files(folders: Folders) -> list[str]:
    """The store and the files of the accounts, those included that were damaged and moved aside."""
    places = [folders.data]
    accounts = os.path.join(folders.data, "accounts")
    if os.path.isdir(accounts):
        places += sorted(entry.path for entry in os.scandir(accounts) if entry.is_dir())
    found: set[str] = set()
    for place in places:
        for name in os.listdir(place) if os.path.isdir(place) else []:
            stem, mark, _ = name.partition(".db")
            if mark and (name == f"{stem}.db" or name.startswith(f"{stem}.db.damaged-")):
                found.add(os.path.join(place, f"{stem}.db"))
    return sorted(found)


def is_damaged(path: str) -> bool:
    """Whether the file at `path` is there and cannot be used: unreadable, or emptied."""
    if not os.path.exists(path):
        return False
    return not is_sound(path) or (os.path.getsize(path) == 0 and newest_backup(path) is not None)


def database_checks(folders: Folders) -> list[Check]:
    """Look at every database file."""
    try:
        files = database_files(folders)
    except OSError as error:
        return [Check("databases", folders.data, f"{folders.data} cannot be read: {error.strerror}.")]
    if not files:
        return [Check("databases", "none yet")]
    return [_check(folders, path) for path in files]


def _check(folders: Folders, path: str) -> Check:
    name = os.path.relpath(path, folders.data)
    days = ", ".join(backup.day for backup in backups_of(path)) or "none"
    if not os.path.exists(path):
        kept = kept_aside(path)
        if kept is None:
            return Check(name, f"begins anew when it is needed; backups: {days}")
        return Check(name, f"gone; backups: {days}", f"{path} was damaged and is kept as {kept}. {_WAY_BACK}")
    if is_damaged(path):
        return Check(name, f"damaged; backups: {days}", f"{path} is damaged. {_WAY_BACK}")
    size = -(-os.path.getsize(path) // _KILOBYTE)
    return Check(name, f"sound, {size} KiB, format {_format_of(path)}; backups: {days}")


def _format_of(path: str) -> str:
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return str(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        return f"unknown ({error})"
