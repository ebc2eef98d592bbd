"""The log, in the state folder, and what keeps secrets out of it.

Nothing secret is logged in the first place: `SecretStr` shows stars, and the HTTP layer logs neither
headers nor bodies. This is the second line: whatever is written, the report of a crash included, goes
through `redacted`, which knows every secret that this process has read and what keys look like.

`logging` comes with `punchcard.logs.file`, where a log is begun: a punch on this machine needs none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from punchcard.paths import Folders

DEBUG_VARIABLE = "PUNCHCARD_DEBUG"
"""Environment variable that does what `--debug` does, where it is set to anything but 0."""

HIDDEN = "[hidden]"
"""What stands in the place of a secret."""

_SHORTEST = 4
"""What is shorter is found in every other word, and no key is."""

_NAMED = re.compile(
    r"""(?ix) (
          (?: [\w-]* (?: authorization | cookie | api[-_]?(?:key|user) | token | passw(?:or)?d )
            | punchcard_secret_\w+ | secret ) \b
          (?: ["']? \s* [:=] \s* | ["'] \s* , \s* ) b? ["']?
          (?: (?: bearer | basic | lucca | digest | token ) \s+ )* (?: application= )?
        )
        (?: (?<=["']) [^"'\r\n]+ | [^\s,;"')}\]]+ )"""
)
"""A value behind a name that keys go by: in headers, addresses, JSON, or a tuple of both."""

_SCHEME = re.compile(r"(?i)\b(bearer|basic)(\s+)[\w.~+/=-]{4,}")

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
    # One statement each: another thread may be looking for what was known before.
    _forms.update(form for form in (secret, *_encoded(secret)) if len(form) >= _SHORTEST)
    longest_first = sorted(_forms, key=len, reverse=True)
    _pattern = re.compile("|".join(re.escape(form) for form in longest_first))


def redacted(text: str) -> str:
    """Return `text` without any secret that is known, and without what looks like one."""
    known = _pattern.sub(HIDDEN, text) if _pattern else text
    return _SCHEME.sub(rf"\1\2{HIDDEN}", _NAMED.sub(rf"\1{HIDDEN}", known))


def _encoded(secret: str) -> Iterator[str]:
    """What a secret looks like in addresses, JSON, dumps, and inside of Base64."""
    from base64 import b64encode
    from urllib.parse import quote, quote_plus

    raw = secret.encode("utf-8", "surrogatepass")
    yield from (quote(raw), quote(raw, safe=""), quote_plus(raw), raw.hex(), raw.hex().upper())
    yield from (repr(secret)[1:-1], ascii(secret)[1:-1], repr(raw)[2:-1])
    for before in range(3):
        # The characters at the edges of the middle also depend on what stands before and behind it.
        text = b64encode(bytes(before) + raw).decode().rstrip("=")
        middle = text[(0, 2, 3)[before] : -1 if (before + len(raw)) % 3 else None]
        yield middle
        yield middle.replace("+", "-").replace("/", "_")


def start_logging(folders: Folders, *, debug: bool = False) -> None:
    """Begin to write the log of this home, or go on with it; there is one log at a time.

    Args:
        folders: The log lies in their state folder.
        debug: Whether every request is written down too.

    Raises:
        OSError: With `debug`, the file cannot be written. Otherwise there is no log then.
    """
    from punchcard.logs.file import log_to

    try:
        log_to(log_path(folders), debug=debug or debugging())
    except OSError:
        # Nobody asked for it, and no punch is refused for want of a log; `doctor` names the folder.
        if debug:
            raise


def record_crash(folders: Folders, error: BaseException) -> str:
    """Write a mistake of the program down, with where it happened and without any values.

    Returns:
        The same as text, redacted, for whoever asked for it with `--debug`.
    """
    from punchcard.logs.file import traceback_of, write_crash

    start_logging(folders)
    write_crash(error)
    return traceback_of(error)
