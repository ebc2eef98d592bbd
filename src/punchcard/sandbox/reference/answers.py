"""What the reference vendor refuses, and how it says so."""

from __future__ import annotations

import json

from punchcard.core.clock_rules import AlreadyOnBreak, AlreadyRunning, NotOnBreak, NotRunning
from punchcard.core.refusals import Refusal

_CONFLICTS = (AlreadyOnBreak, AlreadyRunning, NotOnBreak, NotRunning)


class Problem(Exception):
    """Something that is not done, with the status that says so."""

    def __init__(self, status: int, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.field = field


def malformed(message: str, field: str | None = None) -> Problem:
    """What was sent cannot be read."""
    return Problem(400, message, field)


def not_yours(message: str) -> Problem:
    """Whoever asks may not."""
    return Problem(403, message)


def missing(message: str) -> Problem:
    """There is no such thing."""
    return Problem(404, message)


def conflict(message: str, field: str | None = None) -> Problem:
    """It does not fit what there is."""
    return Problem(409, message, field)


def against_a_rule(message: str, field: str | None = None) -> Problem:
    """It breaks a rule, whatever there is."""
    return Problem(422, message, field)


def problem_of(refusal: Refusal, field: str | None = None) -> Problem:
    """Return what the core refuses as the vendor says it."""
    status = 409 if isinstance(refusal, _CONFLICTS) else 422
    return Problem(status, refusal.message, field)


def error_body(status: int, message: str, field: str | None = None) -> bytes:
    """Return the body of an error."""
    del status
    return json.dumps({"error": {"message": message, "field": field}}, ensure_ascii=True).encode()
