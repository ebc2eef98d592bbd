"""A program in a terminal of its own, watched from outside."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.timing import BenchmarkFailed, Run, reap

COLUMNS, ROWS = 100, 30
PATIENCE_SECONDS = 20.0
_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[@-Z\\-_=>78])"
)


class Terminal:
    """Runs one program; what it paints is read as plain text."""

    def __init__(self, argv: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the program in a window of 100 by 30 cells."""
        self._screen, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._painted = b""
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            argv, env=environment, stdin=inside, stdout=inside, stderr=inside, start_new_session=True
        )
        os.close(inside)

    def wait_for(self, words: str) -> float:
        """Return when `words` were painted since the last key, by `time.perf_counter()`.

        Raises:
            BenchmarkFailed: They did not appear within twenty seconds.
        """
        wanted = words.encode()
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while wanted not in _ESCAPES.sub(b"", self._painted):
            if not self._read(deadline - time.perf_counter()):
                last = _ESCAPES.sub(b"", self._painted)[-600:].decode(errors="replace")
                raise BenchmarkFailed(f"“{words}” was not painted; the last was {last!r}")
        return time.perf_counter()

    def wait_for_paint(self) -> float:
        """Return when anything was painted since the last key, by `time.perf_counter()`.

        Raises:
            BenchmarkFailed: Nothing was within twenty seconds.
        """
        if not self._painted and not self._read(PATIENCE_SECONDS):
            raise BenchmarkFailed("nothing was painted")
        return time.perf_counter()

    def press(self, key: str) -> float:
        """Press a key, forget what was painted before, and return when that was."""
        self._painted = b""
        pressed = time.perf_counter()
        os.write(self._screen, key.encode())
        return pressed

    def settle(self, quiet_seconds: float = 0.12) -> None:
        """Wait until nothing is painted for a moment, at most for two seconds."""
        deadline = time.perf_counter() + 2
        while time.perf_counter() < deadline and self._read(quiet_seconds):
            pass

    def watch(self, seconds: float) -> None:
        """Let the program be for some time, and take what it paints."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self._read(left)
        self._painted = b""

    def cpu_seconds(self) -> float:
        """Processor time of all threads so far, to the microsecond."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def quit(self) -> Run:
        """Leave the program by ctrl+q, and say what it took."""
        os.write(self._screen, b"\x11")
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while self._read(deadline - time.perf_counter()):
            pass
        try:
            return reap(self._process, self.started)
        finally:
            os.close(self._screen)

    def kill(self) -> None:
        """End the program whatever it does."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.wait()
            os.close(self._screen)

    def _read(self, patience: float) -> bool:
        """Take what is painted next; False where nothing is any more."""
        ready, _, _ = select.select([self._screen], [], [], max(0.0, patience))
        if not ready:
            return False
        try:
            painted = os.read(self._screen, 1 << 16)
        except OSError:
            return False
        self._painted += painted
        return bool(painted)
