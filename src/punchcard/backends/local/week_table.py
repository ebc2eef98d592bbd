"""The table of weeks that were handed in, and what they lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from whenever import Date, Instant, ZonedDateTime

from punchcard.backends.local.storage import LocalStorage
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.identifiers import new_id
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.week_words import why_locked
from punchcard.core.weeks import Week
from punchcard.core.zones import in_zone

_STANDING = (RequestStatus.PENDING, RequestStatus.APPROVED)
_ENTRY_STATUSES = {
    RequestStatus.PENDING: EntryStatus.SUBMITTED,
    RequestStatus.APPROVED: EntryStatus.APPROVED,
}


class WeekTable:
    """Keeps weeks on their way; one that was taken back or declined stays as history."""

    def __init__(self, storage: LocalStorage, zone: str, now: Callable[[], Instant]) -> None:
        self._storage = storage
        self._zone = zone
        self._now = now

    def today(self) -> Date:
        """The current day in the person's zone."""
        return in_zone(self._now(), self._zone).date()

    def newest(self, person: str, first: Date, last: Date) -> list[SubmittedWeek]:
        """Return how far each week touching the days from `first` to `last` has come, oldest first.

        Of a week that was handed in several times, the last time counts.
        """
        rows = self._storage.connection.execute(
            "SELECT submitted_week.*, person.name AS decider FROM submitted_week"
            " LEFT JOIN person ON person.id = decided_by WHERE person = ? AND first <= ? AND last >= ?"
            " ORDER BY status IN ('pending', 'approved'), submitted_at, submitted_week.id",
            (person, last.format_iso(), first.format_iso()),
        )
        newest = {row["first"]: self._read(row) for row in rows}
        return [newest[key] for key in sorted(newest)]

    def standing(self, person: str, first: Date, last: Date) -> list[SubmittedWeek]:
        """Return the weeks touching the days from `first` to `last` that are pending or approved."""
        return [week for week in self.newest(person, first, last) if week.status in _STANDING]

    def add(self, person: str, weeks: Iterable[Week]) -> None:
        """Hand in weeks."""
        self._storage.connection.executemany(
            "INSERT INTO submitted_week (id, person, first, last, status, submitted_at)"
            " VALUES (?, ?, ?, ?, 'pending', ?)",
            [
                (
                    new_id(), person, week.first.format_iso(), week.last.format_iso(),
                    self._now().timestamp(unit="millisecond"),
                )
                for week in weeks
            ],
        )  # fmt: skip

    def take_back(self, weeks: Iterable[SubmittedWeek]) -> None:
        """Take weeks back that wait for a decision."""
        self._storage.connection.executemany(
            "UPDATE submitted_week SET status = 'withdrawn' WHERE id = ? AND status = 'pending'",
            [(week.id,) for week in weeks],
        )

    def why_locked(self, person: str, day: Date) -> str | None:
        """Return why entries that begin on `day` cannot be changed; None where they can."""
        standing = self.standing(person, day, day)
        return why_locked(standing[0], self.today()) if standing else None

    def marked(self, person: str, entries: Sequence[Entry]) -> list[Entry]:
        """Return `entries` with the status and the lock of their weeks."""
        if not entries:
            return []
        first, last = min(entry.day for entry in entries), max(entry.day for entry in entries)
        standing = self.standing(person, first, last)
        return [self._marked(entry, standing) for entry in entries] if standing else list(entries)

    def _marked(self, entry: Entry, standing: Sequence[SubmittedWeek]) -> Entry:
        week = next((week for week in standing if week.first <= entry.day <= week.last), None)
        if week is None:
            return entry
        return replace(entry, status=_ENTRY_STATUSES[week.status], locked=why_locked(week, self.today()))

    def _read(self, row: sqlite3.Row) -> SubmittedWeek:
        return SubmittedWeek(
            id=row["id"],
            person=row["person"],
            first=Date.parse_iso(row["first"]),
            last=Date.parse_iso(row["last"]),
            status=RequestStatus(row["status"]),
            submitted_at=self._moment(row["submitted_at"]),
            decided_by=row["decider"],
            decided_at=self._moment(row["decided_at"]),
            reason=row["reason"],
        )

    def _moment(self, milliseconds: int | None) -> ZonedDateTime | None:
        if milliseconds is None:
            return None
        return in_zone(Instant.from_timestamp(milliseconds, unit="millisecond"), self._zone)
