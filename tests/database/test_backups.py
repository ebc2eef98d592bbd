from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from tests.database.files import Home, texts_in_copy
from tests.database.test_damage import scribbled_over
from tests.processes import run_at_once

from punchcard.database.backups import back_up, backups_of
from punchcard.database.failures import DamagedDatabase


def test_there_is_one_backup_a_day_from_the_first_opening_of_that_day(home: Home) -> None:
    for day, text in (("01", "a"), ("01", "b"), ("01", "c"), ("02", "d"), ("02", "e")):
        home.note(text, today=f"2026-03-{day}")
    assert [path.name for path in home.backups] == ["notes-2026-03-01.db", "notes-2026-03-02.db"]
    assert [texts_in_copy(path) for path in home.backups] == [["a"], ["a", "b", "c"]]


def test_the_last_seven_are_kept(home: Home) -> None:
    for day in range(1, 11):
        home.note(str(day), today=f"2026-03-{day:02}")
    assert [path.name for path in home.backups] == [f"notes-2026-03-{day:02}.db" for day in range(4, 11)]
    assert [backup.day for backup in backups_of(str(home.path))] == [
        f"2026-03-{day:02}" for day in range(4, 11)
    ]


def test_a_damaged_file_is_never_copied_over_a_good_backup(home: Home) -> None:
    home.note(*("x" * 500 for _ in range(100)))
    home.note("last")
    good = home.backups[0].read_bytes()
    scribbled_over(home.path)
    with pytest.raises(DamagedDatabase):
        home.open("2026-03-12")
    assert [(path.name, path.read_bytes()) for path in home.backups] == [("notes-2026-03-11.db", good)]
    with closing(sqlite3.connect(":memory:")) as source:
        source.execute("CREATE TABLE note (text)")
        back_up(str(home.path), source, "2026-03-12")
    assert len(home.backups) == 2


def test_a_backup_leaves_nothing_half_done_behind(home: Home) -> None:
    home.note("a")
    home.note("b")
    assert [path.name for path in (home.folder / "backups").iterdir()] == ["notes-2026-03-11.db"]
    assert home.backups[0].stat().st_mode & 0o777 == 0o600


OPEN = """
import sys
from punchcard.database.file import DatabaseFile
DatabaseFile(sys.argv[1], sys.argv[2], 1, "2026-03-20").close()
"""


def test_many_processes_may_make_the_daily_backup_at_once(home: Home) -> None:
    for day in range(1, 12):
        home.note("x" * 2000, today=f"2026-03-{day:02}")
    for path in home.backups[:3]:  # older ones than are kept, to be dropped by all of them
        for n in range(9):
            (path.parent / f"notes-2026-02-{n + 10}.db").write_bytes(path.read_bytes())
    ends = run_at_once(OPEN, [(home.path, home.migrations)] * 8)
    assert [code for code, _ in ends] == [0] * 8, ends
    assert len(home.backups) == 7


def test_a_copy_dated_in_the_future_ends_neither_daily_backups_nor_their_pruning(home: Home) -> None:
    home.note("a")
    home.note("b", today="2031-01-01")
    for day in range(1, 9):
        home.note(str(day), today=f"2026-03-{day:02}")
    assert [backup.day for backup in backups_of(str(home.path))] == [
        f"2026-03-{day:02}" for day in range(2, 9)
    ]


def test_a_commit_is_on_the_disk_and_references_are_kept(home: Home) -> None:
    with closing(home.open()) as opened:
        full = 2
        assert opened.connection.execute("PRAGMA synchronous").fetchone()[0] == full
        assert opened.connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert opened.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
