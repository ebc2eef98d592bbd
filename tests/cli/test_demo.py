"""`punch demo`: the program itself, in a home of its own, at a moment of one's choice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

WEDNESDAY = "2026-03-11T12:41"


def demo(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `punch demo` with `folder` for everything temporary, and a home that must stay untouched."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PUNCHCARD_")}
    return subprocess.run(
        [sys.executable, "-m", "punchcard", "demo", *words],
        env=kept | {"TMPDIR": str(folder), "PUNCHCARD_HOME": str(folder / "own")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_command_runs_in_the_demo_and_nothing_is_left(tmp_path: Path) -> None:
    done = demo(tmp_path, "--at", WEDNESDAY, "today")
    assert done.returncode == 0, done.stderr
    assert "08:02" in done.stdout
    assert "Northwind › Portal › Development" in done.stdout
    assert "4:09 of 8:00" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_options_of_the_command_are_its_own(tmp_path: Path) -> None:
    done = demo(tmp_path, "--at", WEDNESDAY, "status", "--json")
    status = json.loads(done.stdout)["data"]
    assert status["state"] == "working"
    assert status["since"] == "2026-03-11T08:02:00+01:00"
    assert status["today_seconds"] == (4 * 60 + 9) * 60
    assert (status["note"], status["pending"]) == ("spec review", 0)


def test_without_a_moment_the_clock_runs(tmp_path: Path) -> None:
    done = demo(tmp_path, "status", "--json")
    assert json.loads(done.stdout)["data"]["state"] in ("working", "break")


def test_the_exit_code_and_the_sentence_are_those_of_the_command(tmp_path: Path) -> None:
    done = demo(tmp_path, "--at", WEDNESDAY, "in")
    assert done.returncode == 1
    assert "already clocked in since 08:02" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_kept_demo_can_be_gone_on_with(tmp_path: Path) -> None:
    done = demo(tmp_path, "--at", WEDNESDAY, "--keep", "status", "--json")
    assert json.loads(done.stdout)["ok"] is True
    home = next(folder for folder in tmp_path.iterdir() if folder.name.startswith("punchcard-demo-"))
    assert f"The demo stays in {home}." in done.stderr
    assert f"PUNCHCARD_HOME={home} PUNCHCARD_NOW={WEDNESDAY}:00+01:00" in done.stderr
    assert (home / "config" / "config.toml").exists()


def test_a_demo_in_a_named_folder_stays_and_spares_what_is_there(tmp_path: Path) -> None:
    folder = str(tmp_path / "ann")
    assert demo(tmp_path, "--home", folder, "--at", WEDNESDAY, "out").returncode == 0
    again = demo(tmp_path, "--home", folder, "today")
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_the_lead_and_anybody_else_can_be_acted_as(tmp_path: Path) -> None:
    waiting = json.loads(demo(tmp_path, "--at", WEDNESDAY, "--as", "lead", "approvals", "--json").stdout)
    assert len(waiting["data"]["items"]) == 13
    assert "08:1" in demo(tmp_path, "--at", WEDNESDAY, "--as", "Ben", "today").stdout
    nobody = demo(tmp_path, "--at", WEDNESDAY, "--as", "nobody", "today")
    assert nobody.returncode == 5
    assert "nobody in the team" in nobody.stderr
    assert demo(tmp_path, "--at", WEDNESDAY, "--as", "lead").returncode == 2


def test_what_cannot_be_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for words in (("--at", "25:00", "today"), ("--json", "today"), ("--at", "2026-03-29T02:30"), ()):
        done = demo(tmp_path, *words)
        assert done.returncode == 2, words
        assert "Traceback" not in done.stderr
        assert list(tmp_path.iterdir()) == []
