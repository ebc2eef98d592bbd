"""Who calls, and from which program (Clockodo API, authentication, client identification)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from punchcard.sandbox.clockodo.records import User
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Problem

USER, KEY = "x-clockodoapiuser", "x-clockodoapikey"
APPLICATION = "x-clockodo-external-application"
ISO_UTC = "x-clockodoenableisoutcdatetimes"
LONGEST_IDENTIFICATION = 50


def sign_in(state: ClockodoState, headers: Mapping[str, str]) -> User:
    """Return whose e-mail address and key a request carries.

    Args:
        state: What there is.
        headers: By their names in lower case.

    Raises:
        Problem: They are wrong or missing, or the program does not say what it is.
    """
    user = caller_of(state, headers)
    if user is None or not user.active:
        raise Problem(401, "General", messages.AUTHENTICATION_FAILED)
    identification = headers.get(APPLICATION, "").strip()
    if not identification:
        raise Problem(401, "General", messages.NO_IDENTIFICATION)
    if len(identification) > LONGEST_IDENTIFICATION:
        raise Problem(400, "General", messages.LONG_IDENTIFICATION)
    return user


def caller_of(state: ClockodoState, headers: Mapping[str, str]) -> User | None:
    """Return whoever the two headers, or those of HTTP Basic, name with their own key; None for nobody."""
    email, key = headers.get(USER, ""), headers.get(KEY, "")
    if not key:
        email, key = _basic(headers.get("authorization", ""))
    user = state.users.get(state.keys.get(key, 0))
    if user is None or user.email.casefold() != email.strip().casefold():
        return None
    return user


def _basic(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    if scheme.casefold() != "basic":
        return "", ""
    try:
        email, _, key = base64.b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return email, key
