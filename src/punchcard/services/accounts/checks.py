"""Whether a new account can be one: its name, its backend, and what the backend wants to know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from punchcard.backends.contract import AccountField, BackendInfo, WritePolicy
from punchcard.config import AccountConfig, Config
from punchcard.config.check import check_account, plain_name
from punchcard.core.key_shapes import LONGEST_NAME, looks_like_key
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.text import one_line
from punchcard.services.installed_backends import backend_factory

if TYPE_CHECKING:
    from pydantic import SecretStr


ADDRESS = "base_url"
"""The setting that says where a service is."""


class NewAccount(NamedTuple):
    """What a person says about an account before it is saved."""

    name: str
    backend: str
    settings: Mapping[str, str]
    """By the names of the backend's fields; never the secret."""
    write: WritePolicy = "full"
    secret: SecretStr | None = None
    """None where the backend wants none, or where the environment has it."""


class AlreadyThere(Refusal):
    """There is an account of that name."""

    code = "already_there"


class NoSecretWanted(Refusal):
    """The backend needs no secret."""

    code = "no_secret_wanted"


def secret_field(info: BackendInfo) -> AccountField | None:
    """Return the field that is kept in the keyring; None where the backend wants no secret."""
    return next((field for field in info.fields if field.secret), None)


def address_of(info: BackendInfo, settings: Mapping[str, str]) -> str:
    """Return where the service of an account is; empty where its backend has no such setting."""
    usual = next((field.default for field in info.fields if field.name == ADDRESS), "")
    return settings.get(ADDRESS, "").strip() or usual


def open_fields(info: BackendInfo, settings: Mapping[str, str]) -> list[AccountField]:
    """Return the fields, the secret aside, that are worth asking for: needed or proposed, and not given."""
    return [
        field
        for field in info.fields
        if not field.secret and (field.required or field.default) and not settings.get(field.name)
    ]


def missing_fields(info: BackendInfo, settings: Mapping[str, str]) -> list[AccountField]:
    """Return the fields, the secret aside, that have to be given and are not."""
    return [
        field
        for field in info.fields
        if field.required and not field.secret and not (settings.get(field.name) or field.default)
    ]


def checked_account(new: NewAccount) -> AccountConfig:
    """Return the account as it is to be configured.

    Raises:
        Refusal: Its name, its backend or one of its values cannot be used.
    """
    name = checked_name(new.name)
    info = backend_factory(new.backend).info
    account = AccountConfig(name, info.name, checked_settings(info, new.settings), new.write)
    check_account(name, table_of(account))
    return account


def table_of(account: AccountConfig) -> dict[str, str | int]:
    """Return an account as it stands in `config.toml`."""
    table: dict[str, str | int] = {"backend": account.backend}
    for name, value in account.settings.items():
        table[name] = int(value) if name == "edit_lock_days" and value.isdecimal() else value
    return table if account.write == "full" else {**table, "write": account.write}


def checked_name(name: str) -> str:
    """Return `name`, which files, the keyring and the environment can all bear.

    Raises:
        UsageError: It is no name for an account.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
        raise UsageError(
            f"{_shown_name(name)} is not a name for an account.",
            "Take letters, digits, - and _, at most 64.",
        )
    return name


def _shown_name(name: str) -> str:
    """What was given, unless it may be a key in the wrong place."""
    is_short = len(name) <= LONGEST_NAME and not looks_like_key(name)
    return f"“{one_line(name)}”" if is_short else "That"


def refuse_if_taken(config: Config, name: str) -> None:
    """Make sure that no other account has the name, or one that folders or the environment take for it.

    Raises:
        AlreadyThere: One has.
    """
    for other in config.accounts:
        if plain_name(other) == plain_name(name):
            alike = "" if other == name else f", and “{name}” cannot be told from it everywhere"
            raise AlreadyThere(
                f"There is an account “{other}” already{alike}. Nothing was changed.",
                f"Take another name, or look at it with `punch account test {other}`.",
            )


def checked_settings(info: BackendInfo, settings: Mapping[str, str]) -> dict[str, str]:
    """Return a backend's settings: those that were given, else their defaults.

    Raises:
        UsageError: One is missing, unknown, or cannot be used.
    """
    refuse_unknown(info, settings)
    plain = {field.name: field for field in info.fields if not field.secret}
    given = {name: value.strip() for name, value in settings.items() if value.strip()}
    if missing := missing_fields(info, given):
        raise UsageError(_missing_sentence(info, missing), _where(missing))
    wanted = {name: given.get(name) or field.default for name, field in plain.items()}
    return {name: checked_value(plain[name], value) for name, value in wanted.items() if value}


def refuse_unknown(info: BackendInfo, settings: Mapping[str, str]) -> None:
    """Make sure that the backend takes every one of the settings.

    Raises:
        UsageError: It does not.
    """
    plain = [field.name for field in info.fields if not field.secret]
    if unknown := [name for name, value in settings.items() if value.strip() and name not in plain]:
        raise UsageError(
            f"The backend {info.name} takes no {one_line(unknown[0], 40)}. Nothing was changed.",
            f"It takes: {', '.join(plain) or 'nothing but a name'}.",
        )


def wanted_secret(name: str, info: BackendInfo) -> AccountField:
    """Return the secret field of an account's backend.

    Raises:
        NoSecretWanted: The backend needs no secret.
    """
    if (field := secret_field(info)) is None:
        raise NoSecretWanted(f"The account {name} ({info.title}) needs no secret. Nothing was changed.")
    return field


def _missing_sentence(info: BackendInfo, missing: list[AccountField]) -> str:
    labels = ", ".join(f"{field.label} (--{field.name.replace('_', '-')})" for field in missing)
    return f"An account of {info.title} also needs: {labels}. Nothing was changed."


def _where(missing: list[AccountField]) -> str:
    return " ".join(part for field in missing for part in (field.help, field.link) if part)


def checked_value(field: AccountField, value: str) -> str:
    """Return what was given for a field in its plain form.

    Raises:
        UsageError: It cannot be used.
    """
    if not value.isprintable():
        raise UsageError(f"{field.label} holds characters that cannot be shown. Nothing was changed.")
    if field.plain is not None:
        return field.plain(value)
    if field.name == ADDRESS:
        from punchcard.backends.http import checked_address

        return checked_address(value)
    return value
