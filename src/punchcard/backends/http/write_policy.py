"""What an account may write, by method and path; what is sent along never changes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote

from punchcard.backends.contract import WritePolicy
from punchcard.backends.errors import NotAllowed, Unaddressable
from punchcard.core.text import one_line

_READING = frozenset(("GET", "HEAD", "OPTIONS"))
_SEGMENT = re.compile(r"([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
_UNCLEAR = re.compile(r"[/\\%?#.\x00-\x1f\x7f]")


class Route(NamedTuple):
    """One call of a service."""

    method: str
    """In capitals."""
    path: str
    """A regular expression for the whole path below the base address: `/v2/clock(/[0-9]+)?`."""


def check_may_send(
    method: str, path: str, policy: WritePolicy, clock_routes: Sequence[Route], account: str
) -> None:
    """Let a request through, or not.

    Args:
        method: In capitals.
        path: Below the base address, checked by `checked_path`.
        policy: What the account may write.
        clock_routes: The calls that drive the clock.
        account: The name of the account, for the sentence.

    Raises:
        NotAllowed: The account is configured not to write this; nothing has gone out.
    """
    if method in _READING or policy == "full":
        return
    if policy == "clock" and any(r.method == method and re.fullmatch(r.path, path) for r in clock_routes):
        return
    may = "read, and drive the clock, but change nothing else" if policy == "clock" else "only read"
    raise NotAllowed(
        f"The account “{account}” may {may}: nothing was sent.",
        f'write = "{policy}" is set for it in config.toml, below [accounts.{account}]; "full" allows this.',
    )


def checked_path(path: str, title: str) -> str:
    """Return `path` if every server reads it in the same way.

    Args:
        path: Below the base address, with a leading slash; parts that come from the service are quoted.
        title: What the service is called.

    Raises:
        Unaddressable: It holds what some server may resolve to another path (`..`, `//`, `%2e`, `%2f`): an
            id that the service gave is none. Nothing has gone out.
    """
    first, *segments = path.split("/")
    if first or not segments or not all(_is_plain(segment) for segment in segments):
        raise Unaddressable(
            f"{title} calls something by a name that cannot be asked for (“{one_line(path, 60)}”).",
            "Nothing was sent, and nothing here was changed.",
        )
    return path


def _is_plain(segment: str) -> bool:
    if segment in (".", "..") or not _SEGMENT.fullmatch(segment):
        return False
    return not any(_UNCLEAR.search(unquote(quoted)) for quoted in re.findall(r"%..", segment))
