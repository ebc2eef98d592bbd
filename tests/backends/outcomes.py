"""What came of saving an entry."""

from __future__ import annotations

from typing import Any

from punchcard.backends.outcomes import Confirmed, Outcome, Refused
from punchcard.core.entries import Entry


def done(outcome: Outcome[Entry]) -> tuple[Entry, tuple[str, ...]]:
    """The saved entry, and what is said of it."""
    assert isinstance(outcome, Confirmed), outcome
    return outcome.result, outcome.warnings


def refusal(outcome: Outcome[Any]) -> str:
    """Why something was refused."""
    assert isinstance(outcome, Refused), outcome
    return outcome.reason
