"""Real processes for tests that need more than one, or one that dies."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

NOBODY = 65534
ROOT = Path(__file__).parents[1]


@contextmanager
def folder_of_a_plain_person() -> Generator[Path]:
    """A folder for programs that `step_down`."""
    folder = Path(tempfile.mkdtemp(prefix="punchcard-test-"))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    try:
        yield folder
    finally:
        rmtree(folder)


def step_down() -> None:
    """Become nobody: root could write anywhere. What is imported later may be out of reach."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)


def start_python(program: str, *arguments: object, umask: int = 0o022) -> subprocess.Popen[str]:
    """Run `program` with `arguments` in an interpreter of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *(str(argument) for argument in arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, umask=umask, cwd=ROOT,
    )  # fmt: skip


def end_of(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a process and return its exit code and everything that it said."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out + err


def run_python(program: str, *arguments: object, umask: int = 0o022) -> str:
    """Run `program` and return what it printed; fails where it does."""
    code, said = end_of(start_python(program, *arguments, umask=umask))
    assert code == 0, said
    return said.strip()


def run_at_once(program: str, arguments: Sequence[Sequence[object]]) -> list[tuple[int, str]]:
    """Run `program` once for each list of arguments, all at the same time."""
    return [end_of(process) for process in [start_python(program, *each) for each in arguments]]
