"""How an entry is said to have come to be; that it was a clock is not taken everywhere (section 8.3)."""

from __future__ import annotations

import os
from contextlib import suppress

from punchcard.backends.http import Answer
from punchcard.backends.lucca.complaints import complaints, mentions_source
from punchcard.backends.lucca.wire.entries import CLOCKED, MANUAL
from punchcard.core.entries import Entry, Source
from punchcard.database.private import make_file, make_folder

_FILE = "clock-source-refused"


class Sources:
    """Entries of the clock are written as such, until the service refuses that once; then as typed ones."""

    def __init__(self, folder: str) -> None:
        """Take where it is remembered; touches nothing.

        Args:
            folder: The account's own.
        """
        self._folder, self._path = folder, os.path.join(folder, _FILE)
        self._is_refused = False

    def of(self, entry: Entry) -> int:
        """Return the number for a new entry."""
        return CLOCKED if entry.source is Source.CLOCK and not self.is_refused else MANUAL

    @property
    def is_refused(self) -> bool:
        """Whether the service has refused entries of a clock before."""
        return self._is_refused or os.path.exists(self._path)

    def refuse(self) -> None:
        """Remember it, over the end of the program where that can be."""
        self._is_refused = True
        with suppress(OSError):
            make_folder(self._folder)
            make_file(self._path)


def may_be_about_source(answer: Answer) -> bool:
    """Whether a refusal may be about a clock as the source: it names it, or gives no reason at all."""
    return answer.status == 400 and (mentions_source(answer) or not complaints(answer))
