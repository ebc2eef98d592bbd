"""Accounts and abilities, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from punchcard.backends.contract import AccountField, BackendInfo
from punchcard.cli.tables import table
from punchcard.core.text import one_line
from punchcard.services.ability_words import AbilityLine
from punchcard.services.accounts import AccountSummary, SecretSource

SIGNS = {"yes": "✓ yes", "partly": "~ partly", "no": "✗ no"}
"""Each answer as a sign and a word: colour is never needed to tell them apart."""

_OFTEN = 3
"""What is the reason more often is said once."""

Secrets = Mapping[str, SecretSource]
"""Where the secrets are of those accounts that need one."""


def accounts_text(accounts: Sequence[AccountSummary], secrets: Secrets) -> str:
    """Return the accounts in a table; `*` marks the one that commands use."""
    rows = [_cells(account, secrets.get(account.name)) for account in accounts]
    problems = [f"{account.name}: {account.problem}" for account in accounts if account.problem]
    problems += _secret_problems(secrets)
    return "\n".join([*table(rows), *([""] if problems else []), *problems])


def _secret_problems(secrets: Secrets) -> list[str]:
    """What is wrong with the secrets; what is wrong with several alike, such as the keyring, is said once."""
    names: dict[tuple[str, str], list[str]] = {}
    for name, found in secrets.items():
        if found.problem:
            names.setdefault((found.problem, found.hint), []).append(name)
    return [f"{', '.join(alike)}: {problem} {hint}".strip() for (problem, hint), alike in names.items()]


def _cells(account: AccountSummary, secret: SecretSource | None) -> list[str]:
    waiting = f"{account.pending} on the way" if account.pending else ""
    needs = f"{account.attention} needs you" if account.attention else ""
    return [
        "*" if account.is_default else " ",
        account.name,
        one_line(account.title, 40),
        account.person or "",
        "" if account.write == "full" else account.write,
        _secret_words(secret),
        ", ".join(part for part in (waiting, needs) if part),
    ]


def _secret_words(secret: SecretSource | None) -> str:
    if secret is None:
        return ""
    return f"secret in the {secret.source}" if secret.source else "no secret found"


def account_shape(account: AccountSummary, secret: SecretSource | None) -> dict[str, Any]:
    """Return one account for `--json`."""
    return {
        "name": account.name,
        "backend": account.backend,
        "title": account.title,
        "person": account.person,
        "is_default": account.is_default,
        "write": account.write,
        "needs_secret": account.needs_secret,
        "secret_from": secret.source if secret else None,
        "problem": account.problem or (secret.problem if secret else "") or None,
        "pending": account.pending,
        "attention": account.attention,
    }


def abilities_text(title: str, lines: Sequence[AbilityLine]) -> str:
    """Return what a backend or an account can do, in a table; a reason for much of it stands above, once."""
    counts = Counter(line.reason for line in lines if line.answer == "no")
    common, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    common = common if count > _OFTEN else ""
    above = [one_line(common, 200), "It is why not, where no reason is given.", ""] if common else []
    rows = [
        [SIGNS[line.answer], line.words, "" if line.reason == common else one_line(line.reason, 200)]
        for line in lines
    ]
    return "\n".join([f"What {title} can do:", "", *above, *table(rows)])


def ability_shape(line: AbilityLine) -> dict[str, Any]:
    """Return one ability for `--json`."""
    return {
        "ability": line.ability.value,
        "words": line.words,
        "answer": line.answer,
        "reason": line.reason or None,
    }


def backends_text(backends: Sequence[BackendInfo]) -> str:
    """Return which backends there are to choose from."""
    return "\n".join(table([[f"  {info.name}", one_line(info.title, 60)] for info in backends]))


def option_of(field: AccountField) -> str:
    """Return the option by which a field is given."""
    return f"--{field.name.replace('_', '-')}"
