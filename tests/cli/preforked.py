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
from pathlib import Path
from typing import IO

from tests.cli import fork_server
from tests.harbour import surroundings

UTF_8 = {"PYTHONIOENCODING": "utf-8"}


class Preforked:
    """Has commands run by a `fork_server`, which ends when nobody is left who could ask it for something."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start one."""
        self._line, its_end = socket.socketpair()
        self._codes = self._line.makefile("rb")
        with its_end:
            self._process = subprocess.Popen(
                [sys.executable, fork_server.__file__], env=environment,
                stdin=subprocess.DEVNULL, stdout=its_end.fileno(), stderr=its_end.fileno(),
            )  # fmt: skip
        atexit.register(self._end)

    def run(
        self, words: Sequence[str], environment: Mapping[str, str], given: bytes | None, to: IO[str] | None
    ) -> tuple[int, bytes, bytes]:
        """Run a command to its end, with what is `given` as its input; that has to fit into a pipe.

        Returns:
            Its exit code, its output unless that goes `to` a file, and its errors.
        """
        (out, its_out), (err, its_err) = os.pipe(), os.pipe()
        with open(_input(given), "rb") as its_in, open(its_out, "wb"), open(its_err, "wb"):
            fds = its_in.fileno(), to.fileno() if to else its_out, its_err
            socket.send_fds(self._line, [b"\n"], fds)
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


def preforked(environment: Mapping[str, str]) -> Preforked | None:
    """The one of this process in which an interpreter starts as in this environment, where that is usual."""
    read, usual = _read_at_the_start(environment), _read_at_the_start({**os.environ, **UTF_8})
    if read in (usual, {**usual, **_read_at_the_start(surroundings(Path()))}):
        return _started(frozenset(read.items()))
    return None


@cache
def _started(read: frozenset[tuple[str, str]]) -> Preforked:
    return Preforked({**os.environ, **dict(read)})


def _read_at_the_start(environment: Mapping[str, str]) -> Mapping[str, str]:
    """What the interpreter reads before it runs anything, and keyrings when they are imported."""
    return {name: text for name, text in environment.items() if name.startswith(("PYTHON", "LANG", "LC_"))}


def _input(given: bytes | None) -> int:
    """A descriptor to read it from."""
    if given is None:
        return os.open(os.devnull, os.O_RDONLY)
    reading, writing = os.pipe()
    os.write(writing, given)
    os.close(writing)
    return reading
