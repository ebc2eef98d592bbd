"""Which application calls (Lucca API, authentication)."""

from __future__ import annotations

from collections.abc import Mapping

from punchcard.sandbox.lucca.records import ApplicationKey
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.wire.answers import Problem

_SCHEME, _NAME = "lucca", "application="


def sign_in(state: LuccaState, headers: Mapping[str, str]) -> ApplicationKey:
    """Return the key that a request carries.

    Args:
        state: What there is.
        headers: By their names in lower case.

    Raises:
        Problem: There is none, or it is unknown.
    """
    key = key_of(state, headers)
    if key is None:
        raise Problem(401, "Authentication is required: the API key is missing or unknown.")
    return key


def key_of(state: LuccaState, headers: Mapping[str, str]) -> ApplicationKey | None:
    """Return the key of `Authorization: lucca application=…`; None where there is no good one.

    The word `lucca` may have any capitals; `application` may not.
    """
    scheme, _, named = headers.get("authorization", "").strip().partition(" ")
    if scheme.casefold() != _SCHEME or not named.startswith(_NAME):
        return None
    return state.keys.get(named.removeprefix(_NAME))
