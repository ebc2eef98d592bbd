"""The command line, as whole processes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from tests.benchmarks.homes import environment, punch, script, working_home
from tests.benchmarks.measures import Measure
from tests.benchmarks.timing import Program, compared

FLOOR = [sys.executable, "-c", "import sqlite3"]
"""What any Python program that opens a database has to pay."""


def status(pairs: int) -> Iterator[Measure]:
    """`punch status` against the floor."""
    with working_home() as there:
        found = compared(Program([script("punch"), "status"], there), Program(FLOOR, there), pairs)
    yield Measure("punch status : import sqlite3", found.wall, 1.6, found.detail)


def clock_in(pairs: int) -> Iterator[Measure]:
    """`punch in` against the floor."""
    with working_home() as there:
        start = Program([script("punch"), "in"], there, partial(punch, there, "out"))
        found = compared(start, Program(FLOOR, there), pairs)
    yield Measure("punch in : import sqlite3", found.wall, 6, found.detail)


def watson(pairs: int) -> Iterator[Measure]:
    """`punch in` against `watson start`, which is installed for this alone."""
    what = "punch in : watson start"
    with working_home() as there, tempfile.TemporaryDirectory() as folder:
        program = _install_watson(folder)
        if isinstance(program, str):
            yield Measure(what, None, 1, program)
            return
        start = Program([script("punch"), "in"], there, partial(punch, there, "out"))
        found = compared(start, program, pairs)
    yield Measure(what, found.wall, 1, found.detail)


def _install_watson(folder: str) -> Program | str:
    """Return `watson start` in an environment of its own, or why that cannot be had."""
    python = str(Path(folder, "bin", "python"))
    there = environment(WATSON_DIR=str(Path(folder, "data")))
    program = str(Path(folder, "bin", "watson"))
    steps = (
        [sys.executable, "-m", "venv", folder],
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "td-watson"],
        [program, "start", "northwind"],
    )
    for step in steps:
        done = subprocess.run(step, env=there, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            words = done.stderr.strip().splitlines()
            return f"`{' '.join(step[-2:])}` failed: {words[-1] if words else 'no reason given'}"
    return Program([program, "start", "northwind"], there, partial(_stop_watson, program, there))


def _stop_watson(program: str, there: Mapping[str, str]) -> None:
    subprocess.run([program, "stop"], env=there, check=True, stdout=subprocess.DEVNULL)
