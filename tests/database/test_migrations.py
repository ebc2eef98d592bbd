from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.database.files import FIRST, SECOND, TODAY, Home, texts_in_copy
from tests.processes import run_at_once

import punchcard
from punchcard.backends.local import storage
from punchcard.database.failures import NewerDatabase, StorageFailed, storage_failure
from punchcard.database.file import DatabaseFile
from punchcard.database.migrations import migrate, version_of
from punchcard.store import store

EMPTY = "\n; DELETE FROM note;"
SOURCE = Path(punchcard.__file__).parent


def schema_of(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
    return [tuple(row) for row in found if not row[1].startswith("sqlite_")]


@pytest.mark.parametrize(
    ("folder", "latest"),
    [(SOURCE / "store", store.LATEST), (SOURCE / "backends" / "local", storage.LATEST)],
    ids=["store", "local"],
)
def test_the_readable_schema_is_what_the_migrations_make(folder: Path, latest: int, tmp_path: Path) -> None:
    with (
        closing(DatabaseFile(str(tmp_path / "x.db"), str(folder / "migrations"), latest, TODAY)) as migrated,
        closing(sqlite3.connect(":memory:")) as written,
    ):
        written.executescript((folder / "schema.sql").read_text())
        assert schema_of(migrated.connection) == schema_of(written)
        rows = [list(file.iterdump()) for file in (migrated.connection, written)]
        assert rows[0] == rows[1]
    assert len(list((folder / "migrations").glob("*.sql"))) == latest


def test_a_file_of_a_newer_program_is_refused_and_left_alone(home: Home) -> None:
    home.migrate_with(FIRST, SECOND)
    home.note("kept")
    home.latest = 1
    with pytest.raises(NewerDatabase, match=r"newer Punchcard \(format 2, this one knows 1\)"):
        home.open()
    home.latest = 2
    assert home.notes() == ["kept"]


def test_a_migration_is_preceded_by_a_backup_of_what_was(home: Home) -> None:
    home.note("old")
    home.migrate_with(FIRST, SECOND)
    home.note("new")
    before = [path for path in home.backups if "before-0002" in path.name]
    assert len(before) == 1
    assert texts_in_copy(before[0]) == ["old"]
    with closing(sqlite3.connect(before[0])) as copy:
        assert copy.execute("PRAGMA user_version").fetchone()[0] == 1


@pytest.mark.parametrize(
    "broken", ["CREATE TABLE other (x);\nNONSENSE;", "DROP TABLE note;\nINSERT INTO gone VALUES (1);"]
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(home: Home, broken: str) -> None:
    home.note("kept")
    home.migrate_with(FIRST, broken)
    with pytest.raises(StorageFailed):
        home.open()
    home.latest = 1
    assert home.notes() == ["kept"]
    with closing(home.open()) as file:
        assert [name for _, name, *_ in schema_of(file.connection)] == ["note"]


def test_the_last_statement_of_a_migration_counts_also_without_its_semicolon(home: Home) -> None:
    home.migrate_with(FIRST + "CREATE TABLE last (x)")
    with closing(home.open()) as file:
        assert {"last", "note"} == {name for _, name, *_ in schema_of(file.connection)}


MIGRATE = """
import sys
from pathlib import Path
from punchcard.database.file import DatabaseFile
from punchcard.database.migrations import migrate, version_of
DatabaseFile(sys.argv[1], sys.argv[2], 2, "2026-03-11").close()
"""


def test_of_many_processes_that_migrate_at_once_one_does_and_the_backup_is_the_old_file(home: Home) -> None:
    home.note(*("old " * 200 for _ in range(300)))
    home.migrate_with(FIRST, SECOND + EMPTY)
    ends = run_at_once(MIGRATE, [(home.path, home.migrations)] * 8)
    assert [code for code, _ in ends] == [0] * 8, ends
    before = [path for path in home.backups if "before-0002" in path.name]
    assert [set(texts_in_copy(path)) for path in before] == [{"old " * 200}]
    assert home.notes() == []


class FullDisk(sqlite3.Connection):
    """A disk that is full at the first table; SQLite then rolls back by itself."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if "CREATE TABLE" in sql:
            super().execute("ROLLBACK")
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *values)


def test_a_full_disk_in_the_middle_is_called_so(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "new.db", isolation_level=None, factory=FullDisk)

    with pytest.raises(sqlite3.OperationalError, match="disk is full"):
        migrate(connection, store.MIGRATIONS, store.LATEST, "new.db", lambda: None)

    assert version_of(connection) == 0
    connection.close()


class Room(NamedTuple):
    """What is left on a disk, in bytes."""

    free: int


def nearly_full(path: str) -> Room:
    assert path
    return Room(4096)


def test_no_room_for_the_log_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    assert "disk is full" not in storage_failure(str(tmp_path / "a.db"), error).message

    monkeypatch.setattr("shutil.disk_usage", nearly_full)
    assert "disk is full" in storage_failure(str(tmp_path / "a.db"), error).message
