"""What a change request does to the entries of the local file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from whenever import Date, Instant

from punchcard.backends.local.edit_lock import DayLocks
from punchcard.backends.local.storage import LocalStorage
from punchcard.core.change_requests import ChangeRequest, IntervalChange
from punchcard.core.changes import DeleteEntry, EntryChange, SaveEntry
from punchcard.core.clock import Running
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Entry
from punchcard.core.identifiers import new_id
from punchcard.core.interval_sets import together
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR, day_in_words, spoken
from punchcard.core.overlaps import span_in_words
from punchcard.core.requested_days import changed_pieces, entry_changes
from punchcard.core.zones import in_zone

MOST_CHANGES = 200
"""How many changes one request may hold; nobody works a day in more pieces."""


class RequestedEntries:
    """Checks and makes the changes that are asked for."""

    def __init__(self, storage: LocalStorage, zone: str, now: Callable[[], Instant], locks: DayLocks) -> None:
        self._storage = storage
        self._zone = zone
        self._now = now
        self._locks = locks

    def why_not(self, request: ChangeRequest) -> str | None:
        """Return why the changes make no sense as the day is now; None where they do."""
        if len(request.changes) > MOST_CHANGES:
            return f"The request holds {len(request.changes):,} changes; at most {MOST_CHANGES} fit a day."
        for change in request.changes:
            if problem := self._malformed(request.day, change.interval):
                return problem
        pieces = together(piece for entry in self._around(request) for piece in entry.worked_pieces())
        if changed_pieces(pieces, request.changes) == pieces:
            return f"That would change nothing on {day_in_words(request.day)}; nothing was asked for."
        return self.why_not_now(request)

    def why_not_now(self, request: ChangeRequest) -> str | None:
        """Return why the changes cannot be made before the clock is stopped; None where they can."""
        state, now = self._storage.running(request.person), in_zone(self._now(), self._zone)
        if not isinstance(state, Running):
            return None
        running = Interval(state.since, max(now, state.since.add(seconds=1)))
        for change in request.changes:
            if change.change is IntervalChange.ADD and change.interval.overlaps(running):
                since = spoken(state.since, now.date())
                return f"The clock runs since {since}, over what is to be added; it has to be stopped first."
        return None

    def is_editable(self, request: ChangeRequest) -> bool:
        """Whether the person may make these changes without asking."""
        days = {request.day, *(day for change in self._changes(request) for day in _days(change))}
        return all(self._locks.why_locked(request.person, day) is None for day in days)

    def apply(self, request: ChangeRequest) -> None:
        """Make the changes, locked or not."""
        for change in self._changes(request):
            if isinstance(change, DeleteEntry):
                self._storage.drop(change.entry.id)
            else:
                self._storage.keep_entry(change.entry, self._zone)

    def _changes(self, request: ChangeRequest) -> Sequence[EntryChange]:
        return entry_changes(self._around(request), request, new_id)

    def _around(self, request: ChangeRequest) -> list[Entry]:
        """The entries from the day before to the day after: what is added is booked like what it touches."""
        first, last = (day_interval(request.day.add(days=days), self._zone) for days in (-1, 1))
        found = self._storage.entries([request.person], Interval(first.start, last.end))
        return [entry for entry in found if entry.interval is not None and not entry.is_absence]

    def _malformed(self, day: Date, stretch: Interval) -> str | None:
        today = in_zone(self._now(), self._zone).date()
        if not FIRST_YEAR < stretch.start.year < LAST_YEAR or not FIRST_YEAR < stretch.end.year < LAST_YEAR:
            return f"{day_in_words(day)} is too far away; nothing was asked for."
        if stretch.end <= stretch.start:
            return f"{span_in_words(stretch, today)} ends before it starts; nothing was asked for."
        if stretch.seconds > LONGEST_ENTRY_SECONDS:
            return f"{span_in_words(stretch, today)} is longer than 24 hours; nothing was asked for."
        if not stretch.overlaps(day_interval(day, self._zone)):
            return f"{span_in_words(stretch, today)} is not on {day_in_words(day)}; nothing was asked for."
        return None


def _days(change: EntryChange) -> Iterable[Date]:
    before = change.before if isinstance(change, SaveEntry) else change.entry
    return (entry.day for entry in (change.entry, before) if entry is not None)
