"""The local time entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whenever import Instant

from punchcard.backends.local.edit_lock import DayLocks
from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.intervals import Interval, day_interval

if TYPE_CHECKING:
    from punchcard.backends.contract import Totals
    from punchcard.core.groups import Filters, Period

_RUNNING = Refused("This entry is the running clock; stop it first.")


class LocalEntries:
    """Reads and writes the finished entries of the local file."""

    def __init__(self, storage: LocalStorage, zone: str, now: Callable[[], Instant], locks: DayLocks) -> None:
        self._storage = storage
        self._zone = zone
        self._now = now
        self._locks = locks

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        """Return every entry that touches a day of `period`."""
        # Not needed by a punch, which has to be quick.
        from punchcard.core.filters import matches

        frame = Interval(
            day_interval(period.first, self._zone).start, day_interval(period.last, self._zone).end
        )
        with self._storage.look():
            found = [
                entry
                for person in people
                for entry in self._locks.marked(person, self._storage.entries([person], frame))
            ]
        return [entry for entry in found if matches(entry, filters)]

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        """Create or change an entry; a repeated request is recognised and done no second time."""
        entry = change.entry
        with self._storage.change():
            if self._storage.is_done(change.id):
                return Confirmed(self._storage.entry(entry.id) or entry)
            if self._storage.is_running(entry.id):
                return _RUNNING
            known = self._storage.entry(entry.id)
            if change.before is not None and known is None:
                return Refused("The entry is no longer there; it was deleted in the meantime.")
            reason = self._why_locked(known) or self._why_locked(entry)
            if reason:
                return Refused(reason)
            saved = replace(entry, locked=None, status=EntryStatus.OPEN)
            self._storage.keep_entry(saved, self._zone)
            self._storage.note_done(change.id, change.kind, self._now())
        return Confirmed(saved)

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        """Delete an entry; one that is gone already counts as deleted."""
        with self._storage.change():
            if not self._storage.is_done(change.id):
                if self._storage.is_running(change.entry.id):
                    return _RUNNING
                reason = self._why_locked(self._storage.entry(change.entry.id))
                if reason:
                    return Refused(reason)
                self._storage.drop(change.entry.id)
                self._storage.note_done(change.id, change.kind, self._now())
        return Confirmed(None)

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        """Look for the receipt of a change whose answer was lost."""
        with self._storage.look():
            if not self._storage.is_done(change.id):
                return Absent()
            return Confirmed(self._storage.entry(change.entry.id))

    async def totals(self, person: str, period: Period) -> Totals:
        """Return the sums of a period of any length."""
        from punchcard.backends.local.totals import totals_of

        first, last = day_interval(period.first, self._zone), day_interval(period.last, self._zone)
        with self._storage.look():
            return totals_of(self._storage.connection, person, Interval(first.start, last.end), self._zone)

    def _why_locked(self, entry: Entry | None) -> str | None:
        """A day that is locked keeps its entries as they are, and takes no more."""
        return None if entry is None else self._locks.why_locked(entry.person, entry.day)
