"""The file of the log: small, the person's own, and without secrets."""

from __future__ import annotations

import logging
import os
import time
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler

from punchcard.core.text import one_line
from punchcard.logs import redacted

LARGEST_FILE = 512 * 1024
"""In bytes; after that a new file is begun."""

OLD_FILES = 2
"""How many older files are kept beside the current one, as `punchcard.log.1` and `.2`."""

LONGEST_LINE = 2000
"""In characters: what an error quotes may be a whole page."""

_TALKATIVE = ("httpx", "httpcore", "h11", "asyncio", "keyring")
"""Libraries that would log addresses and headers."""

_log = logging.getLogger("punchcard")


class RedactingFormatter(logging.Formatter):
    """One line a record, in UTC, and below it where an error happened; never a secret, never a value."""

    converter = time.gmtime

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record; what it quotes cannot look like a record of its own."""
        plain = logging.makeLogRecord(
            {**record.__dict__, "msg": _one_line(record.getMessage()), "args": None}
        )
        # Other handlers keep the text of an error with the record, as they see fit.
        plain.exc_text = traceback_of(record.exc_info[1]) if record.exc_info and record.exc_info[1] else None
        return redacted(super().format(plain))


class OwnFile(RotatingFileHandler):
    """A rotating file that only the person can read."""

    def __init__(self, path: str) -> None:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        super().__init__(path, maxBytes=LARGEST_FILE, backupCount=OLD_FILES, encoding="utf-8")
        self.setFormatter(RedactingFormatter())

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        return open(handle, "a", encoding="utf-8", errors="backslashreplace")


def log_to(path: str, *, debug: bool) -> None:
    """Write what is logged to the file at `path`, and to no other.

    Raises:
        OSError: It cannot be written.
    """
    # On a full disk the library would print the record over the screen, as it is.
    logging.raiseExceptions = False
    root = logging.getLogger()
    now = next((each for each in root.handlers if isinstance(each, OwnFile)), None)
    if now is None or now.baseFilename != os.path.abspath(path):
        handler = OwnFile(path)
        root.addHandler(handler)
        if now is not None:
            root.removeHandler(now)
            now.close()
    if debug or now is None:
        _log.setLevel(logging.DEBUG if debug else logging.INFO)
    for logger in map(logging.getLogger, _TALKATIVE):
        logger.setLevel(max(logger.level, logging.WARNING))


def log_nowhere() -> None:
    """Drop what is logged: without any handler the library prints it over the screen, as it is."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


def write_crash(error: BaseException) -> None:
    """Write down a mistake of the program, with where it happened."""
    _log.critical("A mistake of the program.", exc_info=error)


def traceback_of(error: BaseException) -> str:
    """Return where an error happened, redacted, without the values of any variable."""
    return redacted("".join(traceback.format_exception(error)).rstrip("\n"))


def _one_line(text: str) -> str:
    return one_line(text, LONGEST_LINE)
