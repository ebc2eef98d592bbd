"""A clock that is kept on this machine, as the vendor has none: what becomes of it there.

Nothing of it is sent while it runs. As it stops, what was worked becomes entries, each a change of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from punchcard.core.entries import Entry, Unit


class Booked(NamedTuple):
    """What a clock becomes."""

    entries: tuple[Entry, ...]
    """In order; the ids they have are not used."""
    remarks: tuple[str, ...] = ()
    """What is booked otherwise than it was worked, in sentences."""


class KeptClock(Protocol):
    """How the vendor books what was worked on a clock. Decides from its arguments alone."""

    def why_not(self, units: Sequence[Unit]) -> str | None:
        """Return why no clock is of use to somebody, in sentences; None where one is.

        Args:
            units: What the person's entries may be written down in, the usual one first; empty where that is
                not known yet.
        """
        ...

    def booked(self, clock: Entry, units: Sequence[Unit]) -> Booked:
        """Return the entries that a stopped clock becomes.

        Args:
            clock: All of it as one entry, with its breaks; in the zone whose days are meant.
            units: As for `why_not`. Where no clock is of use there are no entries, and a remark says so.
        """
        ...
