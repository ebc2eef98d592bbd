"""A small database of its own for these tests, with migrations to order."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from punchcard.database.file import DatabaseFile

FIRST = "CREATE TABLE note (text TEXT NOT NULL) STRICT;\n"
SECOND = "ALTER TABLE note ADD COLUMN day TEXT;\n-- last words without an end"
TODAY = "2026-03-11"


class Home:
    """A folder with a database `notes.db` and a folder of migrations beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "home"
        self.path = self.folder / "notes.db"
        self.migrations = folder / "migrations"
        self.migrations.mkdir(parents=True)
        self.migrate_with(FIRST)

    def migrate_with(self, *scripts: str) -> None:
        for number, script in enumerate(scripts, 1):
            (self.migrations / f"{number:04}_step.sql").write_text(script)
        self.latest = len(scripts)

    def open(self, today: str = TODAY) -> DatabaseFile:
        return DatabaseFile(str(self.path), str(self.migrations), self.latest, today)

    def note(self, *texts: str, today: str = TODAY) -> None:
        with closing(self.open(today)) as file, file.write() as connection:
            connection.executemany("INSERT INTO note (text) VALUES (?)", [(text,) for text in texts])

    def notes(self, today: str = TODAY) -> list[str]:
        with closing(self.open(today)) as file:
            return texts_in(file.connection)

    @property
    def backups(self) -> list[Path]:
        return sorted((self.folder / "backups").glob("*.db"))

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


def texts_in(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY rowid")]


def texts_in_copy(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return texts_in(connection)
