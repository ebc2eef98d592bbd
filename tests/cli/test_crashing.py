"""A mistake of the program: a sentence, a line in the log, the right exit code, and no values."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.processes import ROOT

NOTE = "a note of somebody's"

BREAK = """
import sys
from punchcard.__main__ import main
import {module} as module

def broken(*values, **named):
    local_value = "".join(["a note ", "of somebody's"])
    return 1 // (len(local_value) - len(local_value))

module.{name} = broken
sys.argv[0] = "punch"
sys.exit(main())
"""


def crash(home: Path, place: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose function `place` falls over."""
    module, _, name = place.rpartition(".")
    return subprocess.run(
        [sys.executable, "-c", BREAK.format(module=module, name=name), *words],
        env={**os.environ, "PUNCHCARD_HOME": str(home)},
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip


BEFORE, AFTERWARDS = "punchcard.cli.clock.punching.in_session", "punchcard.cli.delivery.delivering.deliver"


def test_a_mistake_is_said_in_a_sentence_and_written_down(tmp_path: Path) -> None:
    done = crash(tmp_path, BEFORE, "in")
    assert (done.returncode, done.stdout) == (1, "")
    assert "This is a mistake of Punchcard, not yours (ZeroDivisionError)." in done.stderr
    assert "What was stored before is kept." in done.stderr
    assert "punch doctor --bundle" in done.stderr
    log = tmp_path / "state" / "punchcard.log"
    assert str(log) in done.stderr
    assert "ZeroDivisionError" in log.read_text()
    assert "in broken" in log.read_text()
    for text in (done.stderr, log.read_text()):
        assert NOTE not in text
    assert "Traceback" not in done.stderr


def test_what_was_written_down_before_is_said_and_counts(tmp_path: Path) -> None:
    done = crash(tmp_path, AFTERWARDS, "in")
    assert done.returncode == 3, done.stderr
    assert "Written down and kept: Clocked in" in done.stderr


def test_programs_read_it_as_any_refusal(tmp_path: Path) -> None:
    done = crash(tmp_path, BEFORE, "in", "--json")
    body = json.loads(done.stdout)
    assert (done.returncode, body["ok"], body["error"]["code"]) == (1, False, "own_mistake")
    assert done.stderr == ""


def test_a_traceback_is_there_for_whoever_asks(tmp_path: Path) -> None:
    done = crash(tmp_path, BEFORE, "in", "--debug")
    assert "Traceback (most recent call last)" in done.stderr
    assert "in broken" in done.stderr
    assert NOTE not in done.stderr


@pytest.mark.parametrize("form", ["folder", "file"])
def test_a_log_that_cannot_be_written_does_not_hide_the_mistake(tmp_path: Path, form: str) -> None:
    state = tmp_path / "state"
    if form == "file":
        state.write_text("a file where the folder should be")
    else:
        (state / "punchcard.log").mkdir(parents=True)
    done = crash(tmp_path, BEFORE, "in")
    assert done.returncode == 1
    assert "This is a mistake of Punchcard" in done.stderr
    assert "The log could not be written" in done.stderr
