"""Why the secret of an account cannot be had, or cannot be kept."""

from __future__ import annotations

from typing import ClassVar

from punchcard.core.refusals import Refusal


class CredentialProblem(Refusal):
    """The secret of an account cannot be had, or cannot be kept."""

    code: ClassVar[str] = "credentials"
    exit_code: ClassVar[int] = 4


class NoSecret(CredentialProblem):
    """Nothing is kept for the account."""

    code: ClassVar[str] = "no_secret"


class NoKeyring(CredentialProblem):
    """There is no keyring here that keeps secrets safely."""

    code: ClassVar[str] = "no_keyring"


class KeyringLocked(CredentialProblem):
    """The keyring is locked, and nobody has unlocked it."""

    code: ClassVar[str] = "keyring_locked"


class KeyringDenied(CredentialProblem):
    """The keyring has answered that it will not."""

    code: ClassVar[str] = "keyring_denied"


class KeyringSilent(CredentialProblem):
    """The keyring has not answered in time."""

    code: ClassVar[str] = "keyring_silent"


class VariableUnusable(CredentialProblem):
    """The environment variable is set, and what it holds is no secret."""

    code: ClassVar[str] = "secret_variable"
