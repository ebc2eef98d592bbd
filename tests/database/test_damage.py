from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.database.files import Home
from tests.processes import folder_of_a_plain_person, run_python

from punchcard.database import backups, damage, file
from punchcard.database.failures import DamagedDatabase, StorageFailed


def garbage(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


def cut_in_the_middle(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2 + 100)


def scribbled_over(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8000))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def read_all(home: Home) -> None:
    with closing(home.open()) as opened, opened.read() as connection:
        connection.execute("SELECT sum(length(text)) FROM note").fetchone()


ALL_DAMAGE = pytest.mark.parametrize("spoil", [garbage, cut_in_the_middle, scribbled_over, emptied])


@pytest.fixture
def written(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    home.note(*(f"note {n} " + "x" * 500 for n in range(100)))
    monkeypatch.setattr(file, "CREATION_SECONDS", 0.05)
    home.note("last")  # the second opening makes the daily backup
    return home


@ALL_DAMAGE
def test_a_damaged_file_is_named_moved_aside_and_never_replaced(
    written: Home, spoil: Callable[[Path], None]
) -> None:
    spoil(written.path)
    spoiled = written.path.read_bytes()
    for _ in range(2):  # the second opening must not find "no file" and begin a new one
        with pytest.raises(DamagedDatabase) as caught:
            read_all(written)
        kept = damage.kept_aside(str(written.path))
        assert kept
        assert str(written.path) in caught.value.message
        assert kept in caught.value.message
        assert "2026-03-11" in caught.value.hint
        assert not written.path.exists()
        assert Path(kept).read_bytes() == spoiled


@ALL_DAMAGE
def test_restoring_brings_the_newest_backup_back(written: Home, spoil: Callable[[Path], None]) -> None:
    spoil(written.path)
    with pytest.raises(DamagedDatabase):
        read_all(written)
    backup = backups.restore(str(written.path))
    assert backup
    assert (backup.day, len(written.notes())) == ("2026-03-11", 100)
    assert written.path.stat().st_mode & 0o777 == 0o600


def test_starting_empty_is_the_persons_word_and_keeps_the_damaged_file(written: Home) -> None:
    garbage(written.path)
    with pytest.raises(DamagedDatabase):
        written.open()
    damage.acknowledge(str(written.path))
    assert written.notes() == []
    assert any(".damaged-" in name for name in written.names())


def same_second(_form: str) -> str:
    return "20260311-120000"


def test_two_damaged_files_in_one_second_are_both_kept(
    written: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "strftime", same_second)
    for text in (b"first", b"second"):
        written.path.write_bytes(text * 1000)
        with pytest.raises(DamagedDatabase):
            written.open()
    kept = [path.read_bytes() for path in sorted(written.folder.glob("*.damaged-*"))]
    assert kept == [b"first" * 1000, b"second" * 1000]


def test_restoring_passes_over_a_damaged_backup(written: Home) -> None:
    written.note("a day later", today="2026-03-12")
    newest = written.backups[-1]
    assert newest.name == "notes-2026-03-12.db"
    scribbled_over(newest)
    written.path.unlink()
    backup = backups.restore(str(written.path))
    assert backup
    assert backup.day == "2026-03-11"
    assert len(written.notes("2026-03-12")) == 100


def test_without_a_backup_there_is_nothing_to_restore(home: Home) -> None:
    home.note("only")
    home.path.unlink()
    assert backups.restore(str(home.path)) is None
    assert not home.path.exists()


@pytest.mark.parametrize("name", ["a?b", "a#b", "a%41b", "äö ü", "a?mode=memory"])
def test_a_sound_file_is_never_taken_for_a_damaged_one_whatever_its_folder_is_called(
    tmp_path: Path, name: str
) -> None:
    home = Home(tmp_path / name)
    home.note("kept")
    with closing(home.open()) as opened:
        with pytest.raises(StorageFailed), opened.write() as connection:
            connection.execute("SELECT * FROM no_such_table")
        assert home.path.exists()
    assert home.notes() == ["kept"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_cannot_be_looked_at_is_not_called_damaged(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.note("kept")

    def out_of_handles(*_args: object, **_kwargs: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", out_of_handles)
    with pytest.raises(StorageFailed):
        home.open()
    monkeypatch.undo()
    assert home.notes() == ["kept"]


DAMAGED_IN_A_CLOSED_FOLDER = """
import os, sys
from pathlib import Path
from punchcard.core.refusals import Refusal
from tests.database.files import Home
from tests.processes import step_down
step_down()
home = Home(Path(sys.argv[1]))
home.note("kept")
home.path.write_bytes(b"garbage" * 5000)
for name in ("notes.db-wal", "notes.db-shm"):
    (home.folder / name).touch()
os.chmod(home.folder, 0o500)
try:
    home.open()
except Refusal as refusal:
    print(refusal.code, refusal.message)
os.chmod(home.folder, 0o700)
"""


def test_a_damaged_file_in_a_folder_closed_to_writing_is_still_a_sentence() -> None:
    with folder_of_a_plain_person() as folder:
        said = run_python(DAMAGED_IN_A_CLOSED_FOLDER, folder)
    assert said.startswith("damaged_database")
    assert "notes.db" in said
    assert "could not be moved" in said


def set_aside_by_another(home: Home) -> None:
    damage.set_aside(str(home.path))


def replaced_by_a_backup(home: Home) -> None:
    damage.set_aside(str(home.path))
    assert backups.restore(str(home.path))
    damage.acknowledge(str(home.path))


def write_and_lose(opened: file.DatabaseFile, lose: Callable[[], None]) -> None:
    with opened.write() as connection:
        connection.execute("INSERT INTO note (text) VALUES ('lost')")
        lose()


@pytest.mark.parametrize("lose", [set_aside_by_another, replaced_by_a_backup])
def test_a_file_that_was_moved_while_it_was_open_takes_no_more_writes(
    written: Home, lose: Callable[[Home], None]
) -> None:
    with closing(written.open()) as opened:
        assert not opened.is_lost
        with pytest.raises((DamagedDatabase, StorageFailed)):
            write_and_lose(opened, lambda: lose(written))
        assert opened.is_lost
        for use in (opened.write, opened.read):
            with pytest.raises((DamagedDatabase, StorageFailed)), use():
                raise AssertionError
        with pytest.raises((DamagedDatabase, StorageFailed)):
            opened.version()
        assert "lost" not in [row[0] for row in opened.connection.execute("SELECT text FROM note")]


def test_a_connection_that_met_damage_refuses_for_good_also_after_a_restore(written: Home) -> None:
    with closing(written.open()) as opened:
        opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        opened.connection.execute("PRAGMA cache_size = 0")
        scribbled_over(written.path)
        with pytest.raises(DamagedDatabase) as first, opened.read() as connection:
            connection.execute("SELECT sum(length(text)) FROM note").fetchone()
        assert opened.is_lost
        assert backups.restore(str(written.path))
        with pytest.raises(DamagedDatabase) as second, opened.write():
            raise AssertionError
        assert second.value.message == first.value.message


def test_the_log_goes_with_the_damaged_file(written: Home) -> None:
    with closing(written.open()) as opened:
        with opened.write() as connection:
            connection.execute("INSERT INTO note (text) VALUES ('in the log')")
        log = Path(f"{written.path}-wal").read_bytes()
        assert b"in the log" in log
        set_aside_by_another(written)
        kept = damage.kept_aside(str(written.path))
        assert Path(f"{kept}-wal").read_bytes() == log
        assert not {"notes.db-wal", "notes.db-shm"} & set(written.names())


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_restoring_refuses_while_the_log_of_another_file_lies_there(written: Home, suffix: str) -> None:
    written.path.unlink()
    log = Path(f"{written.path}{suffix}")
    log.write_bytes(b"frames of another file")
    with pytest.raises(StorageFailed, match=log.name):
        backups.restore(str(written.path))
    assert not written.path.exists()
    assert log.read_bytes() == b"frames of another file"


def test_the_mark_of_a_decision_is_the_persons_alone(written: Home) -> None:
    damage.set_aside(str(written.path))
    damage.acknowledge(str(written.path))
    [seen] = written.folder.glob("*.seen")
    assert seen.stat().st_mode & 0o777 == 0o600
