"""What is filled in for a new account, and what is wrong with each part of it; no Textual."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from punchcard.backends.errors import BadCredentials, Misdirected, Unreachable
from punchcard.core.refusals import Refusal
from punchcard.services.accounts.checks import checked_name, checked_settings, refuse_if_taken, secret_field
from punchcard.tui.accounts.words import plain

if TYPE_CHECKING:
    from punchcard.backends.contract import AccountField, BackendInfo
    from punchcard.config import Config

NAME, WRITE = "name", "write"
"""The two fields that every account has; a backend's own are called differently."""

ADDRESS = "base_url"


def proposed_name(backend: str, taken: Container[str]) -> str:
    """Return a name that no other account has: the backend's, with a number where needed."""
    number, name = 1, backend
    while name in taken:
        number += 1
        name = f"{backend}-{number}"
    return name


def key_of(field: AccountField) -> str:
    """Return what a backend's field is called in the form."""
    return key_for(field.name)


def problem_of_name(config: Config, name: str) -> str:
    """Return why an account cannot be called that; empty where it can."""
    if not name:
        return "It needs a name: letters, digits, - and _."
    try:
        refuse_if_taken(config, checked_name(name))
    except Refusal as refusal:
        hint = "Take another one." if refusal.code == "already_there" else refusal.hint
        return f"{plain(refusal.message)} {hint}"
    return ""


def problem_of_value(info: BackendInfo, field: AccountField, value: str) -> str:
    """Return why a field cannot hold `value`; empty where it can."""
    if not value.strip() and field.required and not field.default:
        return f"{field.label} is needed."
    try:
        checked_settings(info._replace(fields=(field,)), {field.name: value})
    except Refusal as refusal:
        return f"{plain(refusal.message)} {refusal.hint}".strip()
    return ""


def problem_of_secret(account: str, field: AccountField, length: int) -> str:
    """Return why there is no key; empty where one was typed, or the environment has it."""
    return "" if length or not field.required or environment_has(account) else f"{field.label} is needed."


def environment_has(account: str) -> bool:
    """Whether the environment gives the key of an account."""
    from punchcard.credentials import variable_of

    return bool(os.environ.get(variable_of(account)))


def blamed(info: BackendInfo, refusal: Refusal, values: Mapping[str, str]) -> str:
    """Return the form's name of the field that a refusal of the service is about; empty for none."""
    names = {field.name for field in info.fields}
    if refusal.code == "already_there":
        return NAME
    secret = secret_field(info)
    if isinstance(refusal, BadCredentials) or refusal.exit_code == 4:
        return key_of(secret) if secret is not None else ""
    if isinstance(refusal, Misdirected | Unreachable) and ADDRESS in names and values.get(key_for(ADDRESS)):
        return key_for(ADDRESS)
    return ""


def key_for(name: str) -> str:
    """Return what the backend's field `name` is called in the form."""
    return f"field-{name}"
