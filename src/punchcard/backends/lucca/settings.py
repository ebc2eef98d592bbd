"""What an account may say of how its person writes down their time, where recent entries do not show it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from punchcard.core.entries import Unit
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

ACTIVITY, ATTENDANCE = "activity", "attendance"
NO_TYPES = "none"
_TYPE = re.compile(r"([1-9][0-9]{0,17})(?:\s*[=:]\s*|\s+)(\S.*)|([1-9][0-9]{0,17})")


class Chosen(NamedTuple):
    """What was set; None is left to what recent entries show."""

    unit: Unit | None = None
    is_booked: bool | None = None
    types: Mapping[int, str] | None = None
    """Names of time types by their numbers, the usual one first; empty for none."""


def chosen(settings: Mapping[str, str]) -> Chosen:
    """Return what an account's settings say.

    Raises:
        UsageError: One cannot be used.
    """
    unit, mode, types = (settings.get(name, "").strip() for name in ("unit", "mode", "time_types"))
    return Chosen(
        Unit(checked_unit(unit)) if unit else None,
        checked_mode(mode) == ACTIVITY if mode else None,
        _types(types) if types else None,
    )


def checked_unit(text: str) -> str:
    """Return a unit in its plain form.

    Raises:
        UsageError: It is none.
    """
    word = text.strip().casefold()
    if word not in tuple(Unit):
        raise UsageError(f"“{one_line(text, 40)}” is no unit.", "Say times, hours or days.")
    return word


def checked_mode(text: str) -> str:
    """Return a mode in its plain form.

    Raises:
        UsageError: It is none.
    """
    word = text.strip().casefold()
    if word not in (ACTIVITY, ATTENDANCE):
        raise UsageError(
            f"“{one_line(text, 40)}” is no mode.",
            "Say activity where time is booked on projects and the like, and attendance where it is not.",
        )
    return word


def checked_types(text: str) -> str:
    """Return time types as they were typed.

    Raises:
        UsageError: They cannot be read.
    """
    _types(text.strip())
    return text.strip()


def _types(text: str) -> Mapping[int, str]:
    if text.casefold() == NO_TYPES:
        return {}
    found: dict[int, str] = {}
    for part in text.split(","):
        match = _TYPE.fullmatch(part.strip())
        if match is None:
            raise UsageError(
                f"“{one_line(part, 40)}” is no time type of Lucca.",
                "Give numbers and names, as in “1 Attendance, 2 Travel”, or none.",
            )
        found[int(match[1] or match[3])] = one_line(match[2] or "")
    return found
