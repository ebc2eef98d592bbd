"""What is said, written down and exited with where the program itself has made a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.core.refusals import Refusal

if TYPE_CHECKING:
    from punchcard.paths import Folders

_WRITTEN_DOWN = 3
"""What was asked for is written down and not confirmed, whatever happened after that."""


class OwnMistake(Refusal):
    """The program has a mistake; nothing that was stored is lost."""

    code = "own_mistake"


class OwnMistakeAfterwards(OwnMistake):
    """What was asked for is written down; then the program made a mistake."""

    exit_code = _WRITTEN_DOWN


def own_mistake(folders: Folders, error: Exception, kept: Sequence[str]) -> tuple[OwnMistake, str]:
    """Write a mistake of the program down.

    Args:
        folders: In their state folder lies the log.
        error: What was raised.
        kept: What was written down before, in sentences.

    Returns:
        The sentence for the person, and where it happened: redacted, and without the values of variables.
    """
    from punchcard.logs import record_crash

    record = record_crash(folders, error)
    stored = f"Written down and kept: {' '.join(kept)}" if kept else "What was stored before is kept."
    where = f"It stands in {record.path}" if record.path else "The log could not be written"
    refusal = OwnMistakeAfterwards if kept else OwnMistake
    return refusal(
        f"This is a mistake of Punchcard, not yours ({type(error).__name__}). {stored}",
        f"{where}; `punch doctor --bundle` makes a report for whoever is to mend it, without secrets.",
    ), record.traceback
