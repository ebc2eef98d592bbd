"""The configuration a person wrote, or the defaults where there is none.

A file is checked once: what came of it is kept beside its text, so that the next start neither parses nor
validates again and the first frame does not wait for pydantic.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, NamedTuple

import whenever
from whenever import Date, Weekday, ZonedDateTime

from punchcard import __version__
from punchcard.config.errors import ConfigError, unreadable
from punchcard.config.installed import versions
from punchcard.core.schedule import Hours, Schedule
from punchcard.paths import Folders

_SYSTEM_ZONE = "SYSTEM_TZ"

_DEFAULTS: Mapping[str, Any] = {
    "default_account": "local",
    "accounts": {"local": {"backend": "local", "write": "full", "settings": {}}},
    "schedule": {
        "zone": None,
        "week_starts": 1,
        "hours": [],
        "hours_from": [],
        "rules": "none",
        "holidays": None,
        "balance": None,
    },
    "keys": {},
    "theme": None,
    "silenced": {},
    "hold_seconds": 5,
}


class AccountConfig(NamedTuple):
    """One account as it is configured."""

    name: str
    backend: str
    settings: Mapping[str, str]
    write: str = "full"


class Holidays(NamedTuple):
    """Whose public holidays are free days."""

    country: str
    subdivision: str | None = None


class BalanceStart(NamedTuple):
    """Where the running balance begins."""

    first: Date | None
    """The first day that counts; None for the day of the first entry."""
    seconds: int = 0
    """The balance before that day; may be negative."""


class Config(NamedTuple):
    """Everything that `config.toml` says."""

    path: str
    default_account: str
    schedule: Schedule
    accounts: Mapping[str, AccountConfig]
    keys: Mapping[str, str]
    theme: str | None = None
    holidays: Holidays | None = None
    balance: BalanceStart = BalanceStart(None)
    silenced: Mapping[str, str] = MappingProxyType({})
    """Why findings of a rule do not count, by the rule's name."""
    hold_seconds: int = 5
    """How long a decision may be taken back before it is sent; from 0 to 60."""


def load_config(folders: Folders) -> Config:
    """Return the configuration; without a file, one account named `local` and no targets.

    Raises:
        ConfigError: When the file cannot be read or says something that is not understood, or when the
            zone is left to a system that does not name its own.
    """
    path = folders.config_file
    try:
        text = _text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
    if text is None:
        return _config(path, _DEFAULTS)
    if (known := _remembered(folders, text)) is not None:
        return known
    from punchcard.config.check import checked

    values = checked(path, text)
    _remember(folders.checked_config_file, text, values)
    return _config(path, values)


def _text(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig")
    except FileNotFoundError:
        return None


def _remembered(folders: Folders, text: str) -> Config | None:
    """The checked configuration; None where there is none of this very text, or none that can be used."""
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        with open(folders.checked_config_file, encoding="utf-8") as file:
            known: Any = json.load(file)
        is_right = known["source"] == text and known["version"] == __version__
        # What a backend declares may be another since it was installed, or removed.
        if is_right and known["backends"] == versions(known["backends"]):
            return _config(folders.config_file, known["value"])
    return None


def _remember(path: str, text: str, values: Mapping[str, Any]) -> None:
    import tempfile

    backends = versions(account["backend"] for account in values["accounts"].values())
    document = json.dumps({"source": text, "version": __version__, "backends": backends, "value": values})
    # It only saves time: where it cannot be written, the configuration is checked again at the next start.
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".config-", dir=os.path.dirname(path))
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(document)
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)


def _config(path: str, values: Mapping[str, Any]) -> Config:
    schedule = values["schedule"]
    return Config(
        path=path,
        default_account=values["default_account"],
        schedule=Schedule(
            zone=schedule["zone"] or _system_zone(path),
            week_starts=Weekday(schedule["week_starts"]),
            hours=_hours(schedule["hours"]),
            rules=schedule["rules"],
            hours_from=tuple((Date(day), _hours(hours)) for day, hours in schedule["hours_from"]),
        ),
        accounts={name: AccountConfig(name, **account) for name, account in values["accounts"].items()},
        keys=dict(values["keys"]),
        theme=values["theme"],
        holidays=Holidays(**schedule["holidays"]) if schedule["holidays"] else None,
        balance=_balance(schedule["balance"]),
        silenced=dict(values["silenced"]),
        hold_seconds=int(values["hold_seconds"]),
    )


def _hours(hours: list[tuple[int, int]]) -> Hours:
    return tuple((Weekday(day), int(seconds)) for day, seconds in hours)


def _balance(values: Mapping[str, Any] | None) -> BalanceStart:
    if values is None:
        return BalanceStart(None)
    return BalanceStart(Date(values["first"]) if values["first"] else None, int(values["seconds"]))


def _system_zone(path: str) -> str:
    if zone := _named_zone():
        return zone
    # By its name, because a type checker cannot see what kind of thing the sentinel is.
    system: Any = getattr(whenever, _SYSTEM_ZONE)
    with suppress(ValueError):
        if zone := ZonedDateTime(1970, 1, 1, tz=system).tz_id:
            return zone
    raise ConfigError(
        "The system does not name its time zone, so days cannot be told apart.",
        f'Name it in {path}: zone = "Europe/Berlin" below [schedule], for example.',
    )


def _named_zone() -> str | None:
    """The zone where the system says its name plainly; whenever finds the rest, but loads slowly for it."""
    name = os.environ.get("TZ")
    if name is None:
        with suppress(OSError, AttributeError):
            name = os.readlink("/etc/localtime").partition("/zoneinfo/")[2]
    if name:
        with suppress(ValueError):
            return ZonedDateTime(1970, 1, 1, tz=name).tz_id
    return None
