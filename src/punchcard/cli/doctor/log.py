"""The end of the log as others may read it: what happened where, and not what it was about.

What an error says may quote whatever it stumbled over, a note or a customer's name. Of errors only the
kind and the places in the program stay; of other records the words that this program says itself.
"""

from __future__ import annotations

import os
import re

from punchcard.logs import log_path
from punchcard.paths import Folders

LONGEST = 300
"""In lines."""

_READ = 256 * 1024
"""In bytes: what is older is not looked at."""

_RECORD = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ [A-Z]+ \d+ punchcard")
_PLACE = re.compile(r'\s+(?:[|+-] )*File "(?P<file>[^"]+)", line (?P<line>\d+)(?:, in (?P<name>\S+))?')
_ERROR = re.compile(r"(?P<kind>(?:[A-Za-z_]\w*\.)*[A-Z]\w*)(?::.*)?$")


def log_for_others(folders: Folders) -> list[str]:
    """Return the last lines of the log that tell nothing of anybody; in plain words where there is none."""
    try:
        with open(log_path(folders), "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _READ))
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ["none yet"]
    except OSError as error:
        return [f"cannot be read: {error.strerror}"]
    lines = (_for_others(line) for line in text.splitlines())
    return [line for line in lines if line][-LONGEST:] or ["empty"]


def _for_others(line: str) -> str:
    """Return what may stay of a line; nothing where it is unknown what it says."""
    if _RECORD.match(line):
        return line
    if place := _PLACE.match(line):
        file, name = place["file"].replace("\\", "/"), place["name"] or ""
        return f"    {'/'.join(file.split('/')[-3:])}:{place['line']} {name}".rstrip()
    if error := _ERROR.fullmatch(line):
        return f"  {error['kind']}"
    return ""
