"""The log, in the state folder, and what keeps secrets out of it.

Nothing secret is logged in the first place: `SecretStr` shows stars, and the HTTP layer logs neither
headers nor bodies. This is the second line: whatever is written, the report of a crash included, goes
through `redacted`, which knows every secret that this process has read and what keys look like.

`logging` comes with `punchcard.logs.file`, where a log is begun: a punch on this machine needs none.
"""

from __future__ import annotations

import os
import re
from _thread import allocate_lock
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from punchcard.paths import DEBUG_VARIABLE

if TYPE_CHECKING:
    from punchcard.paths import Folders

HIDDEN = "[hidden]"
"""What stands in the place of a secret."""

_SHORTEST = 4
"""What is shorter is found in every other word, and no key is."""

_NAMED = r"""(?ix) (
      (?: (?: authorization | cookie | api[-_]?(?:key|user) | token | passw(?:or)?d | secret )
        | punchcard_secret_\w+ ) \b
      (?: ["']? \s* [:=] \s* | ["'] \s* , \s* ) (?: b?["'] )?
      (?: (?: bearer | basic | lucca | digest | token ) \s+ )* (?: application= )?
    )
    (?: (?<=["']) [^"'\r\n]+ | [^\s,;"')}\]]+ )"""
"""A value behind a name that keys go by: in headers, addresses, JSON, or a tuple of both."""

_SCHEME = r"(?i)\b(bearer|basic)(\s+)[\w.~+/=-]{4,}"

_hiding = allocate_lock()
"""Two keyrings may answer at once. From below `threading`, which a punch on this machine does not load."""

_forms: set[str] = set()
_pattern: re.Pattern[str] | None = None


def log_path(folders: Folders) -> str:
    """Return where the log of a home lies."""
    return os.path.join(folders.state, "punchcard.log")


def debugging() -> bool:
    """Whether the environment asks for the long log."""
    return os.environ.get(DEBUG_VARIABLE, "") not in ("", "0")


def hide(secret: str) -> None:
    """Keep `secret` out of everything that this process writes to its log, in any common encoding."""
    global _pattern
    if len(secret) < _SHORTEST or secret in _forms:
        return
    forms = forms_of(secret)
    with _hiding:
        longest_first = sorted(_forms.union(forms), key=len, reverse=True)
        _pattern = re.compile("|".join(map(re.escape, longest_first)))
        # Last: whoever finds a secret here relies on its being hidden already.
        _forms.update(forms)


def forms_of(secret: str) -> list[str]:
    """Return what a secret looks like in texts, in any common encoding; the longest first."""
    forms = {form for form in (secret, *_encoded(secret)) if len(form) >= _SHORTEST}
    return sorted(forms, key=len, reverse=True)


def redacted(text: str) -> str:
    """Return `text` without any secret that is known, and without what looks like one."""
    known = _pattern.sub(HIDDEN, text) if _pattern else text
    named, scheme = _patterns()
    return scheme.sub(rf"\1\2{HIDDEN}", named.sub(rf"\1{HIDDEN}", known))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_NAMED), re.compile(_SCHEME)


def _encoded(secret: str) -> Iterator[str]:
    """What a secret looks like in addresses, JSON, dumps, and inside of Base64."""
    import json
    from base64 import b64encode
    from urllib.parse import quote, quote_plus

    raw = secret.encode("utf-8", "surrogatepass")
    yield from (quote(raw), quote(raw, safe=""), quote_plus(raw), raw.hex(), raw.hex().upper())
    yield from (repr(secret)[1:-1], ascii(secret)[1:-1], repr(raw)[2:-1])
    yield from (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    for before in range(3):
        # The characters at the edges of the middle also depend on what stands before and behind it.
        text = b64encode(bytes(before) + raw).decode().rstrip("=")
        middle = text[(0, 2, 3)[before] : -1 if (before + len(raw)) % 3 else None]
        yield middle
        yield middle.replace("+", "-").replace("/", "_")


def start_logging(folders: Folders, *, debug: bool = False) -> bool:
    """Begin to write the log of this home, or go on with it; there is one log at a time.

    Args:
        folders: The log lies in their state folder.
        debug: Whether every request is written down too.

    Returns:
        Whether there is a log now. Nothing is refused for want of one; `doctor` names the folder.
    """
    from punchcard.logs.file import log_nowhere, log_to

    try:
        log_to(log_path(folders), debug=debug or debugging())
    except OSError:
        log_nowhere()
        return False
    return True


class CrashRecord(NamedTuple):
    """A mistake of the program, as it was written down."""

    path: str
    """The log that it stands in; empty where that could not be written."""
    traceback: str
    """Where it happened: redacted, and without the values of variables."""


def record_crash(folders: Folders, error: BaseException) -> CrashRecord:
    """Write a mistake of the program down, with where it happened and without any values."""
    from punchcard.logs.file import traceback_of, write_crash

    path = log_path(folders) if start_logging(folders) else ""
    write_crash(error)
    return CrashRecord(path, traceback_of(error))
