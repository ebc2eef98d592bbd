"""Why something that was done cannot be taken back."""

from __future__ import annotations

from punchcard.core.refusals import Refusal


class CannotUndo(Refusal):
    """What was done cannot be taken back here."""

    code = "cannot_undo"
