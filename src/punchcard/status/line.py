"""The fast way of `punch status`: one row of the store, without anything that is slow to import.

A prompt runs this each time it is drawn. Whatever is out of the ordinary is left to the command line proper.
"""

from __future__ import annotations

import os
import sqlite3
import sys

from punchcard.paths import ACCOUNT_VARIABLE, folders
from punchcard.status.row import seconds_since, status_at
from punchcard.status.store import stored_row
from punchcard.status.text import UnknownPlaceholder, as_json, filled, line, prompt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from punchcard.status.row import StatusRow

NOW_VARIABLE = "PUNCHCARD_NOW"
"""Environment variable with the moment to speak of, for demonstrations: ISO 8601 with an offset."""


def run(argv: list[str], now: int | None = None) -> int | None:
    """Print the status, if that can be done the fast way.

    Args:
        argv: The arguments after the name of the program.
        now: The moment to speak of, in epoch seconds.

    Returns:
        What to exit with, or None when nothing was printed and the command line has to do it.
    """
    options = _options(argv)
    if options is None:
        return None
    try:
        moment = _now() if now is None else now
        account = options.get("--account") or os.environ.get(ACCOUNT_VARIABLE) or None
        row = stored_row(folders(options.get("--home")), account, moment)
        text = row and _text(options, row, moment)
    except UnknownPlaceholder as error:
        _say(str(error), sys.stderr)
        return 2
    except (sqlite3.Error, OSError, LookupError, OverflowError, TypeError, ValueError):
        return None
    return None if text is None else _say(text, sys.stdout)


def _options(argv: list[str]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word in ("status", "--json", "--prompt") and word not in found:
            found[word] = word
        elif name in ("--format", "--home", "--account"):
            found[name] = value if equals else next(words, "")
            if not found[name] or (not equals and found[name].startswith("-")):
                return None
        else:
            return None
    forms = found.keys() & {"--json", "--prompt", "--format"}
    return found if "status" in found and len(forms) < 2 else None


def _now() -> int:
    given = os.environ.get(NOW_VARIABLE)
    if not given:
        import time

        return int(time.time())
    from datetime import datetime

    moment = datetime.fromisoformat(given)
    if moment.tzinfo is None:
        raise ValueError(given)
    return int(moment.timestamp())


def _text(options: dict[str, str], row: StatusRow, now: int) -> str:
    status, pause = status_at(row, now), seconds_since(row["break_from"], now)
    if "--json" in options:
        return as_json(status)
    if "--format" in options:
        return filled(options["--format"], status)
    return prompt(status, pause) if "--prompt" in options else line(status, pause)


def _say(text: str, stream: TextIO | None) -> int:
    """Print `text`; characters that the encoding does not have become question marks."""
    if stream is None:
        return 0
    encoding = stream.encoding or "utf-8"
    shown = text.encode(encoding, "replace").decode(encoding)
    try:
        print(shown, file=stream, end="\n" if shown else "", flush=True)
    except OSError as error:
        # The reader has gone, or the disk is full. What is flushed at the very end needs a place to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return 0 if isinstance(error, BrokenPipeError) else 1
    return 0
