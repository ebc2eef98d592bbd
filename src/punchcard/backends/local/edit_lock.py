"""What cannot be edited any more: days of long ago, and weeks that were handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import Date

from punchcard.backends.local.week_table import WeekTable
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Entry


class DayLocks:
    """Both locks of a day as one."""

    def __init__(self, weeks: WeekTable, lock: EditLock) -> None:
        self._weeks = weeks
        self._lock = lock

    def why_locked(self, person: str, day: Date) -> str | None:
        """Return why entries that begin on `day` cannot be changed; None where they can."""
        return self._lock.why_locked(day, self._weeks.today()) or self._weeks.why_locked(person, day)

    def marked(self, person: str, entries: Sequence[Entry]) -> list[Entry]:
        """Return `entries` with the status of their weeks, and with why they are locked."""
        today, marked = self._weeks.today(), self._weeks.marked(person, entries)
        if self._lock.days is None:
            return marked
        return [
            replace(entry, locked=self._lock.why_locked(entry.day, today) or entry.locked) for entry in marked
        ]
