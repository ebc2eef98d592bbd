"""Who holds rows of the outbox back: a process that may still take them back, as long as it lives."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from punchcard.database.private import make_folder
from punchcard.store.file_lock import FileLock


class Hold:
    """The rows that this process holds back, and the lock that says that it is still there."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Hold nothing yet; `monotonic` returns seconds of a clock that nobody sets."""
        self._monotonic = monotonic
        self._lock: FileLock | None = None
        self._path = ""
        self._deadlines: dict[str, float] = {}

    @property
    def name(self) -> str:
        """What the rows are marked with; empty while nothing is held."""
        return os.path.basename(self._path)

    def begin(self, folder: str, name: str) -> str:
        """Say that this process is there, and return what to mark rows with.

        Args:
            folder: The account's private folder.
            name: A name that nobody else has, unless this process holds something already.
        """
        if self._lock is None:
            make_folder(folder)
            self._path = _path(folder, f"hold-{name}.lock")
            self._lock = FileLock(self._path)
            self._lock.acquire()
        return self.name

    def add(self, row_ids: Iterable[str], seconds: float) -> None:
        """Hold rows for `seconds` from now."""
        self._deadlines.update(dict.fromkeys(row_ids, self._monotonic() + seconds))

    def due(self) -> list[str]:
        """Return the rows whose time is up."""
        now = self._monotonic()
        return [row_id for row_id, deadline in self._deadlines.items() if deadline <= now]

    def seconds_left(self) -> float | None:
        """Return in how many seconds the next row may go; None where nothing is held."""
        if not self._deadlines:
            return None
        return max(0.0, min(self._deadlines.values()) - self._monotonic())

    def forget(self, row_ids: Iterable[str]) -> None:
        """Hold rows no more; the lock goes with the last one."""
        for row_id in row_ids:
            self._deadlines.pop(row_id, None)
        if not self._deadlines:
            self.end()

    def end(self) -> None:
        """Hold nothing any more: rows that are still marked have lost whoever held them."""
        self._deadlines.clear()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
            # The lock is what counts; the file is nothing without it.
            with suppress(OSError):
                os.unlink(self._path)
            self._path = ""


def is_alive(folder: str, name: str) -> bool:
    """Whether the process that marked rows with `name` is still there."""
    path = _path(folder, name)
    if not name or not os.path.exists(path):
        return False
    lock = FileLock(path)
    if not lock.acquire():
        return True
    lock.release()
    with suppress(OSError):
        os.unlink(path)
    return False


def _path(folder: str, name: str) -> str:
    return os.path.join(folder, os.path.basename(name))
