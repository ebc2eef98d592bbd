"""What became of what was asked for, where it was not even written down: something had to be read for it."""

from __future__ import annotations

import argparse

from punchcard.backends.errors import BackendError, Garbled, Throttled, Unreachable
from punchcard.cli.context import Context

_NOT_DONE = {
    "in": "Not clocked in.",
    "break": "No break was begun.",
    "resume": "The break was not ended.",
    "out": "Not clocked out.",
    "cancel": "The clock was not thrown away.",
    "edit": "Nothing was changed.",
    "add": "Nothing was added.",
    "change": "Nothing was changed.",
    "delete": "Nothing was deleted.",
    "split": "Nothing was split.",
    "move": "Nothing was moved.",
    "duplicate": "Nothing was duplicated.",
    "undo": "Nothing was undone.",
    "redo": "Nothing was redone.",
    "submit": "Nothing was handed in.",
    "submit --withdraw": "Nothing was taken back.",
    "submit --check": "It could not be checked.",
    "requests create": "Nothing was asked for.",
    "requests withdraw": "Nothing was taken back.",
    "approvals approve": "Nothing was approved.",
    "approvals decline": "Nothing was declined.",
    "approvals reopen": "Nothing was reopened.",
    "groups edit": "Nothing was changed.",
    "groups delete": "Nothing was deleted.",
}
"""By the command, with its action or what makes it another one."""

_TIME_MENDS = (Garbled, Throttled, Unreachable)

_CHOICES = ("on", "type")
"""Options whose value is looked up in what the service has."""


def say_what_became(problem: BackendError, arguments: argparse.Namespace, context: Context) -> None:
    """Let `problem` say that nothing was written down, and how it can be all the same."""
    said = _NOT_DONE.get(_named(arguments))
    if said is None or context.kept or "othing was " in problem.message:
        return
    problem.message = f"{said} {problem.message}"
    if not isinstance(problem, _TIME_MENDS):
        return
    given = [f"--{name}" for name in _CHOICES if getattr(arguments, name, None) is not None]
    without = f"without {' and '.join(given)}, or " if given else ""
    problem.hint = f"Say it {without}again when that is over."


def _named(arguments: argparse.Namespace) -> str:
    action = getattr(arguments, "action", None)
    flags = [name for name in ("check", "withdraw") if getattr(arguments, name, False) is True]
    words = [arguments.command, *([action] if action else []), *(f"--{flag}" for flag in flags[:1])]
    return " ".join(words)
