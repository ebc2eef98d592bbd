"""Refusals: what Punchcard says when it will not do what was asked."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """Something that was asked for and is not done, said in a sentence for a person.

    Attributes:
        message: What happened, to what, and what was kept.
        hint: What to do about it; may be empty.
    """

    code: ClassVar[str] = "refused"
    """Stable identifier, shown as `error.code` in JSON."""

    exit_code: ClassVar[int] = 1
    """What the command line exits with: 1 refused, 2 usage, 4 credentials, 5 not found or ambiguous."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(Refusal):
    """What was typed cannot be understood."""

    code = "usage"
    exit_code = 2


class NotFound(Refusal):
    """What was named does not exist, or names more than one thing."""

    code = "not_found"
    exit_code = 5
