"""The secret of each account: in the keyring of the operating system, or in the environment; nowhere else.

Keyrings are other people's programs behind D-Bus, and may be locked, or never answer. Each question is
asked on a thread of its own (`questions`) and waited for so long and no longer, so that nobody hangs with
it. What a keyring may raise is sorted out in `keyrings`; here are no other errors than in `problems`.
"""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple

from punchcard import logs
from punchcard.core.refusals import UsageError
from punchcard.credentials.problems import CredentialProblem as CredentialProblem
from punchcard.credentials.problems import KeyringDenied as KeyringDenied
from punchcard.credentials.problems import KeyringLocked as KeyringLocked
from punchcard.credentials.problems import KeyringSilent as KeyringSilent
from punchcard.credentials.problems import NoKeyring as NoKeyring
from punchcard.credentials.problems import NoSecret as NoSecret
from punchcard.credentials.problems import VariableUnusable as VariableUnusable

if TYPE_CHECKING:
    from pydantic import SecretStr

    from punchcard.credentials.questions import OnPrompt

KEYRING_SECONDS = 5.0
"""How long a locked or hanging keyring is waited for (design section 8)."""

SERVICE = "punchcard"
"""What the secrets are kept under in the keyring; the user name is the account's."""

LONGEST_SECRET = 1000
"""In characters; Windows keeps no more than 1,280 (`CRED_MAX_CREDENTIAL_BLOB_SIZE`, in UTF-16)."""

_VARIABLE = "PUNCHCARD_SECRET_"
_ANY_VARIABLE = f"{_VARIABLE}<ACCOUNT>"


class Secret(NamedTuple):
    """The secret of an account, and where it came from."""

    value: SecretStr
    source: Literal["environment", "keyring"]


class KeyringReport(NamedTuple):
    """Which keyring is in use."""

    name: str
    """What it calls itself, also where it is locked; empty where there is none that can be used."""
    problem: CredentialProblem | None
    """Why no secret can be kept there, or had from there."""


def variable_of(account: str) -> str:
    """Return the name of the environment variable that wins over the keyring."""
    return _VARIABLE + account.upper().replace("-", "_")


def checked_secret(text: str) -> SecretStr:
    """Return what was typed or pasted as a secret, without the white space around it.

    Raises:
        UsageError: It is empty, too long, or holds what no key holds; the message never says what.
    """
    from pydantic import SecretStr

    secret = text.strip()
    if not secret:
        raise UsageError("The secret is empty. Nothing was kept.")
    if len(secret) > LONGEST_SECRET:
        raise UsageError(f"The secret is longer than {LONGEST_SECRET:,} characters. Nothing was kept.")
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in secret):
        raise UsageError(
            "The secret holds a character that cannot be seen, such as a line break. Nothing was kept.",
            "Copy it once more, it alone.",
        )
    logs.hide(secret)
    return SecretStr(secret)


def is_in_environment(account: str) -> bool:
    """Whether the environment variable of an account is set, usable or not."""
    return variable_of(account) in os.environ


def secret_in_environment(account: str) -> Secret | None:
    """Return the secret that the environment gives; None where it gives none. Never waits.

    Raises:
        VariableUnusable: The variable is set to nothing, or to what cannot be a secret.
    """
    name = variable_of(account)
    text = os.environ.get(name)
    if text is None:
        return None
    try:
        return Secret(checked_secret(text), "environment")
    except UsageError as error:
        said = error.message.removesuffix(" Nothing was kept.").replace("The secret", "What it holds", 1)
        raise VariableUnusable(
            f"The environment variable {name} is set and cannot be used. {said}",
            f"Set it to the secret of “{account}”, or unset it, so that the keyring is asked.",
        ) from None


def read_secret(account: str, *, may_prompt: bool = True, seconds: float = KEYRING_SECONDS) -> Secret:
    """Return the secret of an account: from the environment, else from the keyring.

    Args:
        account: The account's name.
        may_prompt: Whether a locked keyring may ask the person to unlock it.
        seconds: How long the keyring is waited for.

    Raises:
        CredentialProblem: There is none, or it cannot be had; one class for each reason.
    """
    if (given := secret_in_environment(account)) is not None:
        return given
    from punchcard.credentials.questions import Question

    return Question(lambda on_prompt: kept_secret(account, on_prompt if may_prompt else None)).answer(seconds)


def kept_secret(account: str, on_prompt: OnPrompt | None) -> Secret:
    """Return what the keyring keeps for an account; waits as long as the keyring does.

    Args:
        account: The account's name.
        on_prompt: Called before a locked keyring asks the person; None where it may not ask.

    Raises:
        CredentialProblem: There is nothing, or it cannot be had.
    """
    from punchcard.credentials.keyrings import opened

    with opened(on_prompt, variable_of(account)) as keyring:
        text = keyring.get_password(SERVICE, account)
    if text is None:
        raise NoSecret(
            f"The keyring keeps no secret for the account “{account}”.",
            f"`punch account secret {account}` asks for it; or set {variable_of(account)}.",
        )
    try:
        return Secret(checked_secret(text), "keyring")
    except UsageError as error:
        raise KeyringDenied(
            f"What the keyring keeps for the account “{account}” cannot be used as a secret. "
            + error.message.removesuffix(" Nothing was kept."),
            f"`punch account secret {account}` asks for it once more.",
        ) from None


def keep_secret(account: str, secret: SecretStr, *, seconds: float = KEYRING_SECONDS) -> None:
    """Keep the secret of an account in the keyring, in the place of the one before.

    What could not be kept in time is not kept later either, as long as this process lives.

    Raises:
        CredentialProblem: The keyring does not keep it.
        UsageError: It is no secret.
    """
    from threading import Lock

    from punchcard.credentials.questions import Question

    text = checked_secret(secret.get_secret_value()).get_secret_value()
    decided = Lock()  # Taken once, by whoever comes first: it is kept, or it is given up.

    def keep(on_prompt: OnPrompt) -> None:
        from punchcard.credentials.keyrings import opened

        with opened(on_prompt, variable_of(account)) as keyring:
            before = keyring.get_password(SERVICE, account)
            if decided.locked():
                return
            keyring.set_password(SERVICE, account, text)
            if decided.acquire(blocking=False):
                return
            if before is None:
                keyring.delete_password(SERVICE, account)
            else:
                keyring.set_password(SERVICE, account, before)

    try:
        Question(keep).answer(seconds)
    except CredentialProblem:
        if decided.acquire(blocking=False):
            raise


def remove_secret(account: str, *, seconds: float = KEYRING_SECONDS) -> bool:
    """Forget the secret of an account in the keyring.

    Returns:
        Whether there was one. The environment is left alone.

    Raises:
        CredentialProblem: The keyring cannot be reached, or does not let it go.
    """
    from punchcard.credentials.questions import Question

    def remove(on_prompt: OnPrompt) -> bool:
        from punchcard.credentials.keyrings import opened

        with opened(on_prompt, variable_of(account)) as keyring:
            if keyring.get_password(SERVICE, account) is None:
                return False
            keyring.delete_password(SERVICE, account)
            return True

    return Question(remove).answer(seconds)


def keyring_in_use(account: str | None = None, *, seconds: float = KEYRING_SECONDS) -> KeyringReport:
    """Return which keyring is in use, and what is wrong with it; never prompts.

    Args:
        account: Whose variable is named for doing without one; None for nobody's.
        seconds: How long it may take to answer.
    """
    from punchcard.credentials.questions import Question

    variable = variable_of(account) if account else _ANY_VARIABLE
    names: list[str] = []

    def look(_: OnPrompt) -> None:
        from punchcard.credentials.keyrings import opened

        with opened(None, variable, on_chosen=names.append):
            pass

    problem: CredentialProblem | None = None
    try:
        Question(look).answer(seconds)
    except CredentialProblem as found:
        problem = found
    return KeyringReport(names[0] if names else "", problem)
