"""What looks like a key of a service, and so is never said again.

Nobody can tell for sure. What is repeated by mistake stands in a terminal and perhaps in somebody's log; what
is taken for a key by mistake is only not repeated. Names of accounts, moments, paths and this program's own
ids are left alone.
"""

from __future__ import annotations

import re

from punchcard.core.refusals import UsageError

LONGEST_NAME = 24
"""How long the unknown name of an account may be, in characters, to be repeated."""

_SHORTEST = 16
_FEWEST_TURNS = 4
"""How often letters and digits, or small and capital letters, take turns: "Project2026Berlin" does twice."""

_BEGINNINGS = re.compile(
    r"(?:gh[a-z]_|github_pat_|glpat-|xox[a-z]-|[sp]k[-_]|pat_)[\w-]{8,}|eyJ[\w-]{16,}|bearer\s+\S{8,}"
)
_UUID = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_OWN_VERSION = "7"
"""Of the UUIDs that this program makes; those may be typed."""

_RUN = re.compile(rf"[A-Za-z0-9]{{{_SHORTEST},}}")
_ENCODED = re.compile(rf"[A-Za-z0-9+/=_-]{{{_SHORTEST},}}")
_ALL_KINDS = (re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]"))
_TURN = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_NAME = re.compile(r"[A-Za-z0-9_-]+")


def looks_like_key(text: str) -> bool:
    """Whether `text` holds what may be the key of a service."""
    if _BEGINNINGS.search(text) or any(version != _OWN_VERSION for version in _UUID.findall(text)):
        return True
    rest = _UUID.sub(" ", text)
    if any(_is_mixed(run) and re.search("[0-9]", run) for run in _RUN.findall(rest)):
        return True
    return any(
        _is_mixed(run) and all(kind.search(run) for kind in _ALL_KINDS) for run in _ENCODED.findall(rest)
    )


def may_be_repeated(name: str) -> bool:
    """Whether the unknown name of an account may be said again: it could be one, and is short."""
    return len(name) <= LONGEST_NAME and bool(_NAME.fullmatch(name)) and not looks_like_key(name)


def never_an_argument() -> UsageError:
    """Return what is said to whoever has typed a secret into a command; nothing was done."""
    return UsageError(
        "A secret is never an argument: others on this machine can read it in the list of processes, "
        "and your shell remembers it. Nothing was done.",
        "Leave it out and type it hidden, or pipe it in: `… --secret-stdin < FILE`. "
        "If that was the real one, replace it at the service.",
    )


def _is_mixed(run: str) -> bool:
    return len(_TURN.findall(run)) >= _FEWEST_TURNS
