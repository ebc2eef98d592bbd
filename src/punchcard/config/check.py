"""Checking the text of `config.toml`; only what has changed since the last start comes here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from punchcard.config.account_settings import WrongSetting, checked_settings
from punchcard.config.errors import dotted, line_of, misread, nearest, not_toml
from punchcard.config.schema import (
    WEEKDAYS,
    AccountTable,
    BalanceTable,
    ConfigFile,
    HolidaysTable,
    HoursFromTable,
    HoursTable,
    ScheduleTable,
)
from punchcard.core.refusals import UsageError

_TABLES: dict[tuple[str, ...], type[BaseModel]] = {
    (): ConfigFile,
    ("schedule",): ScheduleTable,
    ("schedule", "hours"): HoursTable,
    ("schedule", "hours_from"): HoursFromTable,
    ("schedule", "hours_from", "hours"): HoursTable,
    ("schedule", "holidays"): HolidaysTable,
    ("schedule", "balance"): BalanceTable,
}
_TYPES = {
    "string_type": "has to be text in quotes.",
    "model_type": "has to be a table.",
    "dict_type": "has to be a table.",
    "list_type": "has to be a list of tables, each written [[{}]].",
}


def checked(path: str, text: str) -> dict[str, Any]:
    """Return the plain values of the file at `path`, whose text is `text`.

    Raises:
        ConfigError: With file, line and the nearest right name.
    """
    try:
        file = ConfigFile.model_validate(tomllib.loads(text))
    except ValidationError as errors:
        found = errors.errors(include_url=False)
        # A misspelt name explains what is missing.
        wrong = [error for error in found if error["type"] != "missing"]
        problems = [_problem(text, error) for error in wrong or found]
        line, what = min(problems, key=lambda problem: problem[0] or 0)
        raise misread(path, line, what) from errors
    except (ValueError, RecursionError) as error:
        raise not_toml(path, text, error) from error
    values = _plain(path, text, file)
    if (wanted := values["default_account"]) not in values["accounts"]:
        what = f"there is no account “{wanted}”; {nearest(wanted, values['accounts'])}"
        raise misread(path, line_of(text, ("default_account",)), what)
    _check_told_apart(path, text, values["accounts"])
    return values


def plain_name(account: str) -> str:
    """Return what remains of an account's name where some folders, and the environment, keep it."""
    return account.casefold().replace("-", "_")


def _check_told_apart(path: str, text: str, accounts: Mapping[str, Any]) -> None:
    seen: dict[str, str] = {}
    for name in accounts:
        other = seen.setdefault(plain_name(name), name)
        if other != name:
            what = f"account “{name}” cannot be told from “{other}” everywhere; rename one of them."
            raise misread(path, line_of(text, ("accounts", name)), what)


def check_account(name: str, table: Mapping[str, Any]) -> None:
    """Make sure that the values of one account could stand in the file.

    Raises:
        UsageError: One could not.
    """
    try:
        _account(AccountTable.model_validate(dict(table)))
    except ValidationError as errors:
        error = errors.errors(include_url=False)[0]
        names = ("accounts", name, *(str(part) for part in error["loc"]))
        raise UsageError(f"{_sentence(names, error)} Nothing was changed.") from errors
    except WrongSetting as error:
        raise UsageError(f"{_said_of(name, error)} Nothing was changed.") from error


def _plain(path: str, text: str, file: ConfigFile) -> dict[str, Any]:
    schedule = file.schedule
    accounts: dict[str, dict[str, Any]] = {}
    for name, table in file.accounts.items():
        try:
            accounts[name] = _account(table)
        except WrongSetting as error:
            raise misread(
                path, line_of(text, ("accounts", name, error.name)), _said_of(name, error)
            ) from error
    if not accounts or file.default_account == "local":
        accounts = {"local": _account(AccountTable(backend="local")), **accounts}
    first = "local" if "local" in accounts else next(iter(accounts))
    return {
        "default_account": file.default_account or first,
        "accounts": accounts,
        "schedule": {
            "zone": schedule.zone,
            "week_starts": WEEKDAYS[schedule.week_starts],
            "hours": _hours(schedule.hours),
            "hours_from": [(each.valid_from, _hours(each.hours)) for each in schedule.hours_from],
            "rules": schedule.rules,
            "holidays": schedule.holidays and schedule.holidays.model_dump(),
            "balance": schedule.balance and schedule.balance.model_dump(),
        },
        "keys": file.keys,
        "theme": file.theme,
        "silenced": file.silenced,
        "hold_seconds": file.hold_seconds,
    }


def _hours(table: HoursTable) -> list[tuple[int, int]]:
    hours = enumerate(table.model_dump().values(), 1)
    return [(weekday, seconds) for weekday, seconds in hours if seconds is not None]


def _account(table: AccountTable) -> dict[str, Any]:
    settings = checked_settings(table.backend, table.model_extra or {})
    return {"backend": table.backend, "write": table.write, "settings": settings}


def _said_of(account: str, error: WrongSetting) -> str:
    return f"{error.before}{dotted(('accounts', account, error.name))}{error.after}"


def _problem(text: str, error: ErrorDetails) -> tuple[int | None, str]:
    """Return the line of an error, and the sentence about it."""
    place = tuple(name for name in error["loc"] if name != "[key]")
    names = tuple(name for name in place if isinstance(name, str))
    return line_of(text, tuple(str(name) for name in place)), _sentence(names, error)


def _sentence(names: tuple[str, ...], error: ErrorDetails) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        table = _TABLES.get(names[:-1], ConfigFile)
        known = (field.alias or name for name, field in table.model_fields.items())
        return f"there is no {dotted(names)}; {nearest(names[-1], known)}"
    if kind == "missing":
        return f"{dotted(names)} is missing."
    if kind == "value_error":
        return f"{dotted(names)} {error.get('ctx', {}).get('error')}"
    return f"{dotted(names)} {_TYPES.get(kind, 'cannot be used.').format('.'.join(names))}"
