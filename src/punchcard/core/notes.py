"""Notes: what a person writes beside their time."""

from __future__ import annotations

from punchcard.core.refusals import UsageError
from punchcard.core.text import NOTE_LIMIT, cleaned


class NoteTooLong(UsageError):
    """A note that no backend could keep whole."""

    code = "note_too_long"


def checked_note(text: str) -> str:
    """Return the note as it is kept: without control characters and surrounding white space.

    Raises:
        NoteTooLong: It has more than 1,000 characters.
    """
    note = cleaned(text).strip()
    if len(note) > NOTE_LIMIT:
        raise NoteTooLong(
            f"The note has {len(note):,} characters; at most {NOTE_LIMIT:,} fit. Nothing was changed.",
            "Shorten it, and keep the long text somewhere else.",
        )
    return note
