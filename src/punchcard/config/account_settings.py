"""What an account may hold in the file: what its backend declares, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from punchcard.config.errors import nearest
from punchcard.config.installed import Declared, declared
from punchcard.core.entries import Unit

UNITS = tuple(unit.value for unit in Unit)
"""What entries may be written down in."""

LONGEST_LOCK_DAYS = 3650
"""Ten years; a lock that is further away locks nothing that anybody looks at."""

OF_EVERY_ACCOUNT = ("backend", "write")
"""What every account may say, whatever its backend."""


class WrongSetting(ValueError):
    """A setting cannot stand in the file; `before` and `after` its name make the sentence."""

    def __init__(self, name: str, before: str, after: str) -> None:
        super().__init__(before + name + after)
        self.name = name
        self.before = before
        self.after = after


def checked_settings(backend: str, given: Mapping[str, object]) -> dict[str, str]:
    """Return the settings of an account, as its backend gets them.

    Where the backend is not installed, nobody knows what is right: what is plain is taken as it is.

    Args:
        backend: The backend's name.
        given: As they stand in the file.

    Raises:
        WrongSetting: The backend does not know one, or cannot use it.
    """
    known = declared(backend)
    if known is None:
        plain = {name: value for name, value in given.items() if isinstance(value, str | int)}
        return {name: str(value) for name, value in plain.items() if not isinstance(value, bool)}
    return {name: _checked(backend, known, name, value) for name, value in given.items()}


def shown(text: str) -> str:
    """Return text that is neither empty nor holds what cannot be shown.

    Raises:
        ValueError: It does; the message goes on where the name of the setting ends.
    """
    if not text.strip():
        raise ValueError("is empty.")
    if not text.isprintable():
        raise ValueError("holds characters that cannot be shown.")
    return text


def _checked(backend: str, known: Declared, name: str, value: object) -> str:
    if name == known.secret:
        after = (
            " is a secret, which never stands in this file; `punch account secret` keeps it in the keyring."
        )
        raise WrongSetting(name, "", after)
    if name not in known.settings:
        raise WrongSetting(name, "there is no ", f"; {nearest(name, (*OF_EVERY_ACCOUNT, *known.settings))}")
    try:
        return _CHECKS.get((backend, name), _text)(value)
    except ValueError as error:
        raise WrongSetting(name, "", f" {error}") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("has to be text in quotes.")
    return shown(value)


def _units(value: object) -> str:
    units = dict.fromkeys(name.strip() for name in _text(value).split(","))
    for name in units:
        if name not in UNITS:
            raise ValueError(f"cannot be “{name}”; {nearest(name, UNITS)}")
    return ",".join(units)


def _lock_days(value: object) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("has to be a whole number of days without quotes, such as 7.")
    if not 1 <= value <= LONGEST_LOCK_DAYS:
        raise ValueError(f"is {value}; it can be 1 to {LONGEST_LOCK_DAYS} days. Leave it out for no lock.")
    return str(value)


_CHECKS: Mapping[tuple[str, str], Callable[[object], str]] = MappingProxyType(
    {("local", "units"): _units, ("local", "edit_lock_days"): _lock_days}
)
"""The settings that are more than text, by backend and name."""
