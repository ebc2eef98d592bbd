"""What throws something away is asked about first, where somebody can answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.program import Program


def answered(punch: Program, answer: str, *words: str) -> tuple[int, str, str]:
    """Run a command in a terminal of its own, with `answer` typed already."""
    terminal, its_end = os.openpty()
    try:
        os.write(terminal, answer.encode())
        process = subprocess.Popen(
            [sys.executable, "-m", "punchcard", *words],
            env=punch.environment(), stdin=its_end, stdout=subprocess.PIPE, stderr=its_end,
        )  # fmt: skip
        out, _ = process.communicate(timeout=30)
        return process.returncode, out.decode(), os.read(terminal, 4096).decode()
    finally:
        os.close(its_end)
        os.close(terminal)


@pytest.mark.parametrize(("answer", "code", "state"), [("y\n", 0, "idle"), ("\n", 1, "working")])
def test_cancel_asks(punch: Program, answer: str, code: int, state: str) -> None:
    punch("in", "--at", "08:00", "--note", "quiet")
    done, _, asked = answered(punch, answer, "cancel")
    assert done == code
    assert "Throw away the clock since 08:00 (“quiet”) with 9 h of work? [y/N]" in asked
    assert punch("today", "--json").data["state"] == state


def test_delete_asks(punch: Program, tmp_path: Path) -> None:
    entry = punch("add", "08:00", "09:00", "--json").data["id"]
    done, _, asked = answered(punch, "n\n", "delete", entry)
    assert done == 1
    assert "Delete the entry 08:00 – 09:00, 1 h? [y/N]" in asked
    assert "Nothing was changed." in asked
    assert answered(punch, "yes\n", "delete", entry)[1] == "Deleted 08:00 – 09:00, 1 h.\n"


def test_nobody_is_asked_where_nobody_can_answer(punch: Program) -> None:
    punch("in", "--at", "08:00")
    said = punch("cancel", "--json")
    assert (said.code, said.error["code"]) == (2, "usage")
    assert said.error["hint"] == "Add --yes."
