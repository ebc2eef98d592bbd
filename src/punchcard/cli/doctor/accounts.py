"""What `punch doctor` looks at in every account of a service: the secret, the connection, the clocks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from punchcard.backends.contract import BackendInfo
from punchcard.cli.context import Context
from punchcard.cli.doctor.databases import Check
from punchcard.config import AccountConfig, Config
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.installed_backends import backend_factory

if TYPE_CHECKING:
    from punchcard.credentials import CredentialProblem, KeyringReport
    from punchcard.services.accounts import SecretSource
    from punchcard.services.accounts.testing import Tested

ANSWER_SECONDS = 10.0
"""How long each service, all asked at once, may take to say who somebody is."""

AGREEING_SECONDS = 2.0
"""Clocks that are no further apart are said to agree; what is measured is hardly finer."""


@dataclass(frozen=True, slots=True)
class _Account:
    config: AccountConfig
    info: BackendInfo

    @property
    def needs_secret(self) -> bool:
        return any(field.secret for field in self.info.fields)


def account_checks(context: Context, config: Config, *, offline: bool) -> Iterator[Check]:
    """Look at the keyring, and at every account that is not kept on this machine.

    Args:
        context: Where the command works.
        config: What is configured.
        offline: Whether the services are left alone.
    """
    accounts, unusable = _accounts(config)
    secret_ones = [account for account in accounts if account.needs_secret]
    keyring = _keyring()
    sources = _sources([account.config.name for account in secret_ones], keyring)
    yield _keyring_check(
        keyring, is_needed=any(source.source != "environment" for source in sources.values())
    )
    yield from unusable
    for account in secret_ones:
        yield _secret_check(account.config.name, sources[account.config.name], keyring)
    reachable = [
        account
        for account in accounts
        if not account.needs_secret or sources[account.config.name].source is not None
    ]
    if offline:
        yield from (
            Check(f"connection of {each.config.name}", "not looked at (--offline)") for each in accounts
        )
        return
    answers = dict(
        zip((each.config.name for each in reachable), _ask(context, config, reachable), strict=True)
    )
    for account in accounts:
        yield from _connection_checks(account, answers.get(account.config.name))


def _accounts(config: Config) -> tuple[list[_Account], list[Check]]:
    found: list[_Account] = []
    unusable: list[Check] = []
    for account in config.accounts.values():
        try:
            info = backend_factory(account.backend).info
        except Refusal as refusal:
            problem = f"{account.name}: {refusal.message} {refusal.hint}".strip()
            unusable.append(Check(f"account {account.name}", account.backend, problem))
            continue
        if not info.immediate:
            found.append(_Account(account, info))
    return found, unusable


def _keyring() -> KeyringReport:
    from punchcard.credentials import keyring_in_use

    return keyring_in_use()


def _sources(names: Sequence[str], keyring: KeyringReport) -> dict[str, SecretSource]:
    """Where the secrets are; a keyring that does not answer is not asked once more for each."""
    from punchcard.credentials import CredentialProblem, secret_in_environment
    from punchcard.services.accounts import SecretSource, secret_sources

    if keyring.problem is None:
        return secret_sources(names)
    found: dict[str, SecretSource] = {}
    for name in names:
        try:
            given = secret_in_environment(name)
            problem = keyring.problem
        except CredentialProblem as unusable:
            given, problem = None, unusable
        found[name] = (
            SecretSource("environment") if given else SecretSource(None, problem.message, problem.hint)
        )
    return found


def _keyring_check(keyring: KeyringReport, *, is_needed: bool) -> Check:
    if keyring.problem is None:
        return Check("keyring", keyring.name)
    value = ", ".join(part for part in (keyring.name, _trouble(keyring.problem)) if part)
    if is_needed:
        return Check("keyring", value, f"{keyring.problem.message} {keyring.problem.hint}".strip())
    return Check("keyring", f"{value}; no account needs one")


def _trouble(problem: CredentialProblem) -> str:
    from punchcard.credentials import KeyringLocked, KeyringSilent, NoKeyring

    match problem:
        case KeyringLocked():
            return "locked"
        case KeyringSilent():
            return "does not answer"
        case NoKeyring():
            return "none that can be used"
        case _:
            return "cannot be used"


def _secret_check(name: str, source: SecretSource, keyring: KeyringReport) -> Check:
    from punchcard.credentials import variable_of

    match source.source:
        case "environment":
            return Check(f"secret of {name}", f"in the environment variable {variable_of(name)}, which wins")
        case "keyring":
            return Check(f"secret of {name}", "in the keyring")
        case None if keyring.problem is not None and source.problem == keyring.problem.message:
            # What is wrong with the keyring is wrong once, however many accounts need it.
            return Check(
                f"secret of {name}", f"not found: the keyring cannot be asked, {variable_of(name)} is not set"
            )
        case None:
            return Check(f"secret of {name}", "not found", f"{name}: {source.problem} {source.hint}".strip())


def _ask(context: Context, config: Config, accounts: Sequence[_Account]) -> list[Tested | Refusal]:
    """Ask all services at once who the person is there."""
    from punchcard.backends.errors import Unreachable
    from punchcard.backends.http.lookups import leave_lookups_behind
    from punchcard.services.accounts.testing import test_saved

    clock = context.clock()

    async def ask(account: _Account) -> Tested | Refusal:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await test_saved(context.folders, config, clock, account.config.name)
        except TimeoutError:
            return Unreachable(f"{account.info.title} has not answered within {ANSWER_SECONDS:.0f} seconds.")
        except Refusal as refusal:
            return refusal

    async def ask_all() -> list[Tested | Refusal]:
        # Whoever's backend looks a name up: a resolver that hangs is not waited for at the end.
        leave_lookups_behind(asyncio.get_running_loop())
        return await asyncio.gather(*(ask(account) for account in accounts))

    return asyncio.run(ask_all()) if accounts else []


def _connection_checks(account: _Account, answer: Tested | Refusal | None) -> Iterator[Check]:
    name, title = account.config.name, account.info.title
    if answer is None:
        yield Check(f"connection of {name}", f"{title} is not asked without the secret")
        return
    if isinstance(answer, Refusal):
        problem = f"{name}: {answer.message} {answer.hint}".strip()
        yield Check(f"connection of {name}", f"{title} cannot be used now", problem)
        return
    email = f" ({one_line(answer.person.email, 80)})" if answer.person.email else ""
    yield Check(
        f"connection of {name}",
        f"{title} answers: you are {one_line(answer.person.name, 80)}{email} there",
        for_others=f"{title} answers, and says who the person is there",
    )
    yield Check(f"clock of {name}", offset_in_words(answer.clock_offset_seconds))


def offset_in_words(seconds: float | None) -> str:
    """Return how far a service's clock is ahead of this machine's, in words.

    Args:
        seconds: As measured; negative where it is behind, None where it does not tell.
    """
    if seconds is None:
        return "it does not tell the time"
    if abs(seconds) < AGREEING_SECONDS:
        return "agrees with this machine's"
    whole = round(abs(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "hour"), (minutes, "minute"), (rest, "second"))
    amount = " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)
    return f"{amount} {'ahead of' if seconds > 0 else 'behind'} this machine's"
