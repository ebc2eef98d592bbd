"""A home to measure in: a month of data, and a clock that has just been started."""

from __future__ import annotations

import os
import subprocess
import sysconfig
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from punchcard.sandbox.faults import FaultBoard
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.sandbox.serving import serving
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


class HostileHome(NamedTuple):
    """The environment of a home at a vendor, and what makes that vendor behave badly."""

    there: Mapping[str, str]
    faults: FaultBoard


@contextmanager
def hostile_home() -> Generator[HostileHome]:
    """Yield a home whose clock runs at a vendor behind a socket, which answers until it is told not to."""
    vendor = reference_vendor(empty=True)
    name, key = next(iter(vendor.keys.items()))
    with serving(vendor.app) as url, tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "config")
        config.mkdir()
        account = f'[accounts.acme]\nbackend = "reference"\nbase_url = "{url}"\nemail = "{name}"\n'
        Path(config, "config.toml").write_text(f'default_account = "acme"\n{account}', encoding="utf-8")
        there = environment(PUNCHCARD_HOME=folder, PUNCHCARD_SECRET_ACME=key)
        punch(there, "in")
        yield HostileHome(there, vendor.faults)


def punch(there: Mapping[str, str], *words: str) -> None:
    """Run one command, uncounted."""
    subprocess.run([script("punch"), *words], env=there, check=True, stdout=subprocess.DEVNULL)
