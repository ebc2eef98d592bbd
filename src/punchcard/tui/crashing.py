"""An app that leaves in good order when it falls over, and shows no values of its variables."""

from __future__ import annotations

import errno
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from punchcard.paths import Folders


class CrashingApp(App[int]):
    """Says nothing itself when it falls over: whoever has run it is given the error (`crash`)."""

    @property
    def crash(self) -> Exception | None:
        """What it fell over, once it has ended; None where it did not."""
        from textual.worker import WorkerFailed

        error = self._exception
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            return error.error
        return error

    def _fatal_error(self) -> None:
        """Leave, without Textual's report: it holds the values of variables, so also notes and secrets."""
        self._close_messages_no_wait()


def is_hang_up(error: BaseException) -> bool:
    """Whether it says no more than that the terminal was closed under the app."""
    if not isinstance(error, OSError) or error.errno not in (errno.EIO, errno.EPIPE):
        return False
    return sys.__stdin__ is None or sys.__stdin__.closed or not sys.__stdin__.isatty()


@contextmanager
def strays_written_down(folders: Folders) -> Generator[None]:
    """Write mistakes on threads that nobody waits for into the log, and not over the screen."""

    def write_down(error: BaseException | None) -> None:
        from punchcard.logs import record_crash

        if error is not None and not is_hang_up(error):
            record_crash(folders, error)

    before = threading.excepthook, sys.unraisablehook
    threading.excepthook = lambda stray: write_down(stray.exc_value)
    sys.unraisablehook = lambda stray: write_down(stray.exc_value)
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before
