"""The balance of worked time against what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval


@dataclass(frozen=True, slots=True)
class Balance:
    """What a person has worked beyond what was expected, at the end of `until`."""

    first: Date
    """The first day that counts."""
    until: Date
    """The last day that counts; the day before `first` where none does yet."""
    start_seconds: int
    """What was there before `first`."""
    worked_seconds: int
    target_seconds: int

    @property
    def seconds(self) -> int:
        """The balance itself; negative where too little was worked."""
        return self.start_seconds + self.worked_seconds - self.target_seconds


def worked_inside(entries: Iterable[Entry], frame: Interval) -> int:
    """Return the seconds of work in `frame`, a row of whole days.

    Args:
        entries: Entries in the zone of `frame`. Absences are no work; one over an edge counts with the part
            inside, one without clock times on its own day.
        frame: From midnight to midnight.
    """
    first, end = frame.start.date(), frame.end.date()
    worked = 0
    for entry in entries:
        if entry.is_absence:
            continue
        if entry.interval is None:
            worked += entry.worked_seconds if first <= entry.day < end else 0
        else:
            pieces = (piece.clipped(frame) for piece in entry.worked_pieces())
            worked += sum(piece.seconds for piece in pieces if piece)
    return worked
