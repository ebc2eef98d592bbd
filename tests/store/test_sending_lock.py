from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.processes import end_of, start_python

from punchcard.database.failures import StorageFailed
from punchcard.store.sending_lock import SendingLock

HOLD = """
import sys, time
from punchcard.store.sending_lock import SendingLock
lock = SendingLock(sys.argv[1])
print(lock.acquire(), flush=True)
time.sleep(3600)
"""


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    one, other = SendingLock(str(tmp_path)), SendingLock(str(tmp_path))
    assert one.acquire()
    assert not one.acquire()
    assert not other.acquire()
    one.release()
    one.release()
    assert other.acquire()
    other.release()


def test_the_right_of_a_process_ends_with_it_however_it_ends(tmp_path: Path) -> None:
    process = start_python(HOLD, tmp_path)
    assert process.stdout
    assert process.stdout.readline() == "True\n"
    lock = SendingLock(str(tmp_path))
    assert not lock.acquire()
    process.kill()
    end_of(process)
    assert lock.acquire()
    lock.release()


def test_the_file_is_the_persons_alone(tmp_path: Path) -> None:
    lock = SendingLock(str(tmp_path))
    lock.acquire()
    lock.release()
    assert [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()] == [0o600]


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        SendingLock(str(tmp_path / "missing")).acquire()


def test_a_damaged_lock_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "sending.lock").write_bytes(b"garbage" * 1000)
    with pytest.raises(StorageFailed):
        SendingLock(str(tmp_path)).acquire()
