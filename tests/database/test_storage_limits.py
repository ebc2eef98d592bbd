from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest
from tests.database.files import Home
from tests.processes import folder_of_a_plain_person, run_at_once, run_python

from punchcard.database.failures import StorageFailed
from punchcard.database.file import DatabaseFile


def modes_below(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): stat.S_IMODE(p.stat().st_mode) for p in folder.rglob("*")}


OPEN_AND_LOOK = """
import sys
from pathlib import Path
from punchcard.database.file import DatabaseFile
from tests.database.files import Home
home = Home(Path(sys.argv[1]))
home.folder = home.folder / "deep" / "below"
home.path = home.folder / "notes.db"
home.note("first")
file = home.open()
with file.write() as connection:
    connection.execute("INSERT INTO note (text) VALUES ('second')")
for path in sorted((Path(sys.argv[1]) / "home").rglob("*")):
    print(oct(path.stat().st_mode & 0o777), path.name)
print(oct((Path(sys.argv[1]) / "home").stat().st_mode & 0o777), "home")
"""


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_folders_and_files_are_the_persons_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    lines = run_python(OPEN_AND_LOOK, tmp_path, umask=umask).splitlines()
    modes = {name: mode for mode, _, name in (line.partition(" ") for line in lines)}
    folders = {"home", "deep", "below", "backups"}
    assert set(modes) == folders | {"notes.db", "notes.db-wal", "notes.db-shm", "notes-2026-03-11.db"}
    assert modes == {name: "0o700" if name in folders else "0o600" for name in modes}


def test_a_regular_file_in_the_place_of_the_folder_is_a_sentence(home: Home) -> None:
    home.folder.write_text("in the way")
    with pytest.raises(StorageFailed, match="Nothing was changed") as caught:
        home.open()
    assert str(home.path) in caught.value.message
    assert home.folder.read_text() == "in the way"


def test_a_folder_in_the_place_of_the_file_is_a_sentence(home: Home) -> None:
    home.path.mkdir(parents=True)
    with pytest.raises(StorageFailed):
        home.open()
    assert home.names() == ["notes.db"]


CLOSED_FOLDER = """
import os, sys
from pathlib import Path
from punchcard.core.refusals import Refusal
from punchcard.database.file import DatabaseFile
from tests.database.files import Home
from tests.processes import step_down
step_down()
home = Home(Path(sys.argv[1]))
def attempt(what):
    try:
        what()
    except Refusal as refusal:
        print(refusal.code, refusal.exit_code, refusal.message)
home.folder.mkdir(mode=0o500)
attempt(lambda: home.note("new"))
os.chmod(home.folder, 0o700)
home.note("kept")
os.chmod(home.path, 0o400)
os.chmod(home.folder, 0o500)
attempt(lambda: home.note("more"))
os.chmod(home.folder, 0o700)
os.chmod(home.path, 0o600)
print(home.notes())
"""


def test_a_home_closed_to_writing_is_a_sentence_and_keeps_what_it_has() -> None:
    with folder_of_a_plain_person() as folder:
        lines = run_python(CLOSED_FOLDER, folder).splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["storage_failed", "1"]] * 2
    assert lines[2] == "['kept']"


FULL_DISK = """
import resource, sys
from pathlib import Path
from punchcard.core.refusals import Refusal
from punchcard.database.file import DatabaseFile
from tests.database.files import Home
home = Home(Path(sys.argv[1]))
home.note("kept")
file = home.open()
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
written = 0
try:
    while True:
        with file.write() as connection:
            connection.execute("INSERT INTO note (text) VALUES (?)", ("x" * 3000,))
        written += 1
except Refusal as refusal:
    print(refusal.code, refusal.message)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with file.read() as connection:
    print(written == connection.execute("SELECT count(*) - 1 FROM note").fetchone()[0])
file.close()
print(written == len(home.notes()) - 1)
"""


@pytest.mark.parametrize("limit", [30_000, 61_234, 200_000])
def test_a_full_disk_is_a_sentence_and_what_was_reported_as_written_is_there(
    tmp_path: Path, limit: int
) -> None:
    said, *rest = run_python(FULL_DISK, tmp_path, limit).splitlines()
    assert said.startswith("storage_failed")
    assert "Nothing was changed" in said
    assert rest == ["True", "True"]


def test_a_new_home_on_a_full_disk_is_a_sentence_and_works_once_there_is_room(tmp_path: Path) -> None:
    program = FULL_DISK.split("home = Home")[0] + (
        "home = Home(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))\n"
        "try:\n    home.note('x')\nexcept Refusal as refusal:\n    print(refusal.code)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
        "home.note('y')\nprint(home.notes())\n"
    )
    assert run_python(program, tmp_path).splitlines() == ["storage_failed", "['y']"]


OPEN_AND_WRITE = """
import sys
from contextlib import closing
from punchcard.database.file import DatabaseFile
with closing(DatabaseFile(sys.argv[1], sys.argv[2], 1, "2026-03-11")) as file, file.write() as connection:
    connection.execute("INSERT INTO note (text) VALUES (?)", (sys.argv[3],))
"""


@pytest.mark.parametrize("has_history", [False, True], ids=["new", "started empty beside backups"])
def test_many_processes_may_open_a_fresh_home_at_once(home: Home, has_history: bool) -> None:
    if has_history:
        home.note("old")
        home.note("old")
        home.path.unlink()
    ends = run_at_once(OPEN_AND_WRITE, [(home.path, home.migrations, n) for n in range(12)])
    assert [code for code, _ in ends] == [0] * 12, ends
    assert sorted(home.notes(), key=int) == [str(n) for n in range(12)]
    assert not [name for name in home.names() if "damaged" in name]


def delete_and_fail(file: DatabaseFile) -> None:
    with file.write() as connection:
        connection.execute("DELETE FROM note")
        raise ZeroDivisionError


def test_a_transaction_that_fails_leaves_nothing_and_a_reader_sees_one_state(home: Home) -> None:
    home.note("kept")
    with closing(home.open()) as one, closing(home.open()) as other:
        with pytest.raises(ZeroDivisionError):
            delete_and_fail(one)
        with one.read() as seen:
            assert seen.execute("SELECT count(*) FROM note").fetchone()[0] == 1
            version = other.version()
            home.note("more")
            assert other.version() != version
            assert seen.execute("SELECT count(*) FROM note").fetchone()[0] == 1
