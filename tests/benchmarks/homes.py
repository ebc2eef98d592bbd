"""A home to measure in: a month of data, and a clock that has just been started."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from punchcard.services.demo.home import demo_home


def script(name: str) -> str:
    """Return the console script of this very environment."""
    return str(Path(sysconfig.get_path("scripts"), name))


def environment(**more: str) -> Mapping[str, str]:
    """Return the environment that measured programs run in, the same wherever they are started from."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PUNCHCARD_", "TEXTUAL", "PYTHON"))}
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"} | more


@contextmanager
def working_home() -> Generator[Mapping[str, str]]:
    """Yield the environment of a home whose clock runs; it is removed afterwards."""
    with demo_home() as home:
        there = environment(PUNCHCARD_HOME=home.folder)
        punch(there, "out")
        punch(there, "in")
        yield there


def punch(there: Mapping[str, str], *words: str) -> None:
    """Run one command, uncounted."""
    subprocess.run([script("punch"), *words], env=there, check=True, stdout=subprocess.DEVNULL)
