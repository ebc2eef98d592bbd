"""Runs of the program without the time that an interpreter takes to start and to import."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import IO

from tests.cli import fork_server


class Preforked:
    """Has commands run by a `fork_server`, which ends when nobody is left who could ask it for something."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start one."""
        self._start = _read_at_the_start(environment)
        self._line, its_end = socket.socketpair()
        self._codes = self._line.makefile("rb")
        with its_end:
            self._process = subprocess.Popen(
                [sys.executable, fork_server.__file__], env=environment,
                stdin=subprocess.DEVNULL, stdout=its_end.fileno(), stderr=its_end.fileno(),
            )  # fmt: skip
        atexit.register(self._end)

    def can_run_in(self, environment: Mapping[str, str]) -> bool:
        """Whether an interpreter would start in this environment as the server has started."""
        return _read_at_the_start(environment) == self._start

    def run(
        self, words: Sequence[str], environment: Mapping[str, str], to: IO[str] | None
    ) -> tuple[int, bytes, bytes]:
        """Run a command to its end.

        Returns:
            Its exit code, its output unless that goes `to` a file, and its errors.
        """
        (out, its_out), (err, its_err) = os.pipe(), os.pipe()
        with open(its_out, "wb"), open(its_err, "wb"):
            socket.send_fds(self._line, [b"\n"], [to.fileno() if to else its_out, its_err])
        self._line.sendall(json.dumps([words, os.getcwd(), dict(environment)]).encode() + b"\n")
        with open(out, "rb") as output, open(err, "rb") as errors, ThreadPoolExecutor(1) as beside:
            complaints = beside.submit(errors.read)
            said = output.read(), complaints.result()
        code = int(self._codes.readline())
        if code == -signal.SIGALRM:
            raise subprocess.TimeoutExpired(list(words), fork_server.SECONDS, *said)
        return code, *said

    def _end(self) -> None:
        self._codes.close()
        self._line.close()
        self._process.wait()


@cache
def preforked() -> Preforked:
    """The one of this process."""
    return Preforked({**os.environ, "PYTHONIOENCODING": "utf-8"})


def _read_at_the_start(environment: Mapping[str, str]) -> Mapping[str, str]:
    """What the interpreter reads before it runs anything, and keyrings when they are imported."""
    return {name: text for name, text in environment.items() if name.startswith(("PYTHON", "LANG", "LC_"))}
