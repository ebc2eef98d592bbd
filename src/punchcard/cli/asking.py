"""Questions: what throws something away is asked about first, or needs `--yes`."""

from __future__ import annotations

import sys

from punchcard.cli.context import Context
from punchcard.core.refusals import Refusal, UsageError


class NotConfirmed(Refusal):
    """The person said no."""

    code = "not_confirmed"


def confirm(context: Context, question: str, *, yes: bool, hint: str = "Add --yes.") -> None:
    """Return only if the person agrees.

    Args:
        context: Where the command works; with `--json` nothing is asked.
        question: What will be done to how many things, ending in a question mark.
        yes: Whether `--yes` was given.
        hint: What to do where nobody can be asked.

    Raises:
        NotConfirmed: The answer was no.
        UsageError: Nobody is there to be asked, and `--yes` was not given.
    """
    if yes:
        return
    if context.as_json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{question} Nothing was changed, because nobody can be asked here.", hint)
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise NotConfirmed("Nothing was changed.")
