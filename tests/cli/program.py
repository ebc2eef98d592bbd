"""The program as a person runs it: a process with a home of its own, on a day that stands still."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tests.cli.fork_server import SECONDS
from tests.cli.preforked import UTF_8, preforked

WEDNESDAY_EVENING = "2026-03-11T17:00:00+01:00"


@dataclass
class Said:
    """What a command printed, and what it exited with."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The data of `--json`."""
        body = json.loads(self.out)
        assert body["ok"] is True, body
        return body["data"]

    @property
    def error(self) -> dict[str, str]:
        """The error of `--json`."""
        body = json.loads(self.out)
        assert body["ok"] is False, body
        assert set(body["error"]) == {"code", "message", "hint"}
        return body["error"]


@dataclass
class Program:
    """Runs commands in one home. Whatever happens, there is never a traceback."""

    home: Path
    now: str = WEDNESDAY_EVENING
    surroundings: dict[str, str] = field(default_factory=dict[str, str])

    def __call__(
        self,
        *words: str,
        limit: Callable[[], None] | None = None,
        given: bytes | None = None,
        to: IO[str] | None = None,
    ) -> Said:
        """Run one command to its end, with an input; what it prints goes `to` a file where one is given."""
        environment = self.environment()
        server = None if limit else preforked(environment)
        if server is not None:
            code, out, err = server.run(words, environment, given, to)
        else:
            process = self.start(*words, limit=limit, given=given, to=to)
            out, err = process.communicate(given, timeout=SECONDS)
            code = process.returncode
        text, errors = ((stream or b"").decode("utf-8", "replace") for stream in (out, err))
        assert "Traceback" not in text + errors, errors
        return Said(code, text, errors)

    def start(
        self,
        *words: str,
        limit: Callable[[], None] | None = None,
        given: bytes | None = None,
        to: IO[str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start one command; somebody has yet to write what is given as its input."""
        return subprocess.Popen(
            [sys.executable, "-m", "punchcard", *words],
            env=self.environment(), stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=to or subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit,
        )  # fmt: skip

    def environment(self) -> Mapping[str, str]:
        """What the process sees."""
        chosen = {"PUNCHCARD_HOME": str(self.home), "TZ": "Europe/Berlin", **UTF_8}
        stopped = {"PUNCHCARD_NOW": self.now} if self.now else {}
        return {**os.environ, **chosen, **stopped, **self.surroundings}

    def at(self, now: str) -> Program:
        """The same home at another moment."""
        return Program(self.home, now, self.surroundings)

    def configure(self, text: str) -> None:
        """Write the configuration."""
        folder = self.home / "config"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(text)


def no_room_left(size: int) -> Callable[[], None]:
    """Let a process write no file larger than `size` bytes, as on a full disk."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit
