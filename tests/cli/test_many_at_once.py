"""Many processes at once, and processes that die: the clock runs once or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from tests.cli.program import Program

AT_ONCE = 20
KILLS = int(os.environ.get("PUNCHCARD_TEST_KILLS", "30"))
LONGEST_LIFE_SECONDS = 0.25
"""About as long as `punch in` takes, so that kills fall everywhere into it."""


def test_only_one_of_many_clocks_in(punch: Program) -> None:
    processes = [punch.start("in", "--at", "08:00") for _ in range(AT_ONCE)]
    said = [(process.communicate(timeout=120), process.returncode) for process in processes]
    codes = sorted(code for _, code in said)
    assert codes == [0] + [1] * (AT_ONCE - 1), said
    for (out, err), code in said:
        if code == 0:
            assert out.decode() == "Clocked in at 08:00.\n"
        else:
            assert err.decode().startswith("You are already clocked in since 08:00.\n")
    assert len(punch("today", "--json").data["entries"]) == 1


def test_a_killed_punch_has_happened_once_or_not_at_all(tmp_path: Path) -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    print("seed", seed)
    happened = 0
    for number in range(KILLS):
        punch = Program(tmp_path / str(number))
        if number % 2:
            punch("today")
        reported = killed(punch, LONGEST_LIFE_SECONDS * chance(seed, number))
        assert_sound(punch.home)
        data = punch("today", "--json").data
        assert data["state"] in ("idle", "working")
        assert data["state"] == "working" or not reported
        assert len(data["entries"]) == (data["state"] == "working")
        assert_sound(punch.home)
        after = punch("in", "--at", "08:00")
        assert after.code == (1 if data["state"] == "working" else 0)
        happened += data["state"] == "working"
    print(f"{happened} of {KILLS} had happened")


def chance(seed: int, number: int) -> float:
    """A number from 0 to 1 that looks random and is the same for the same seed."""
    return int.from_bytes(sha256(f"{seed} {number}".encode()).digest()[:4], "big") / 2**32


def killed(punch: Program, after_seconds: float) -> bool:
    """Kill `punch in` after a while; whether it had said that it is done."""
    process = punch.start("in", "--at", "08:00")
    time.sleep(after_seconds)
    os.kill(process.pid, signal.SIGKILL)
    out, _ = process.communicate(timeout=30)
    return b"Clocked in" in out


def assert_sound(home: Path) -> None:
    for path in home.rglob("*.db"):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
