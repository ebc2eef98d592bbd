"""Who calls: the owner of the key in the header `API_KEY` (McTime API, authentication)."""

from __future__ import annotations

from collections.abc import Mapping

from punchcard.sandbox.mctime.records import User
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.wire.answers import UNAUTHORIZED, Problem

HEADER = "api_key"
"""With an underscore; in lower case, as headers come in."""


def sign_in(state: McTimeState, headers: Mapping[str, str]) -> User:
    """Return whose key a request carries.

    Raises:
        Problem: There is none, or it is nobody's.
    """
    user = caller_of(state, headers)
    if user is None or not user.is_active(state.now()):
        raise Problem(401, UNAUTHORIZED)
    return user


def caller_of(state: McTimeState, headers: Mapping[str, str]) -> User | None:
    """Return whose key the headers, by their names in lower case, carry; None for nobody."""
    return state.users.get(state.keys.get(headers.get(HEADER, ""), ""))
