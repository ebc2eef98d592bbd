"""The local time entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whenever import Instant

from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.filters import matches
from punchcard.core.intervals import Interval, day_interval

if TYPE_CHECKING:
    from punchcard.core.groups import Filters, Period

_RUNNING = Refused("This entry is the running clock; stop it first.")


class LocalEntries:
    """Reads and writes the finished entries of the local file."""

    def __init__(self, storage: LocalStorage, zone: str, now: Callable[[], Instant]) -> None:
        self._storage = storage
        self._zone = zone
        self._now = now

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        """Return every entry that touches a day of `period`."""
        frame = Interval(
            day_interval(period.first, self._zone).start, day_interval(period.last, self._zone).end
        )
        with self._storage.look():
            found = self._storage.entries(people, frame)
        return [entry for entry in found if matches(entry, filters)]

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        """Create or change an entry; a repeated request is recognised and done no second time."""
        entry = change.entry
        with self._storage.change():
            if self._storage.is_done(change.id):
                return Confirmed(self._storage.entry(entry.id) or entry)
            if self._storage.is_running(entry.id):
                return _RUNNING
            if change.before is not None and self._storage.entry(entry.id) is None:
                return Refused("The entry is no longer there; it was deleted in the meantime.")
            saved = replace(entry, locked=None)
            self._storage.keep_entry(saved, self._zone)
            self._storage.note_done(change.id, change.kind, self._now())
        return Confirmed(saved)

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        """Delete an entry; one that is gone already counts as deleted."""
        with self._storage.change():
            if not self._storage.is_done(change.id):
                if self._storage.is_running(change.entry.id):
                    return _RUNNING
                self._storage.drop(change.entry.id)
                self._storage.note_done(change.id, change.kind, self._now())
        return Confirmed(None)

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        """Look for the receipt of a change whose answer was lost."""
        with self._storage.look():
            if not self._storage.is_done(change.id):
                return Absent()
            return Confirmed(self._storage.entry(change.entry.id))
