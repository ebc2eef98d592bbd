"""The table of weeks that were handed in, and what they lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from whenever import Date, Instant

from punchcard.backends.local.storage import LocalStorage, moment_at
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


_SELECT = """
    SELECT submitted_week.*, decider.name AS decider FROM submitted_week
    LEFT JOIN person AS decider ON decider.id = decided_by
"""
_TOUCHING = """
    WHERE person = ? AND first <= ? AND last >= ?
    ORDER BY status IN ('pending', 'approved'), submitted_at, submitted_week.id
"""
_FIND = "WHERE submitted_week.id = ?"
_ENDING = "WHERE substr(submitted_week.id, -length(?1)) = ?1"
_WAITING = "WHERE status = 'pending' AND person <> ? ORDER BY submitted_at, first"
_DECIDED = """
    WHERE status IN ('approved', 'declined') AND person <> ? ORDER BY decided_at DESC, first DESC LIMIT ?
"""
_DECIDED_WITH = """
    WHERE submitted_week.id <> ? AND (person, decided_by, decided_at) =
      (SELECT one.person, one.decided_by, one.decided_at FROM submitted_week AS one WHERE one.id = ?)
    ORDER BY first
"""


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
        found = self._read(_TOUCHING, person, last.format_iso(), first.format_iso())
        newest = {week.first: week for week in found}
        return [newest[first] for first in sorted(newest)]

    def find(self, week_id: str | None) -> SubmittedWeek | None:
        """Return the week with this id, each time that it was handed in having one of its own."""
        return next(iter(self._read(_FIND, week_id)), None)

    def ending_in(self, ending: str) -> list[SubmittedWeek]:
        """Return the weeks whose ids end in `ending`, which is not empty."""
        return self._read(_ENDING, ending) if ending else []

    def waiting(self, lead: str) -> list[SubmittedWeek]:
        """Return the pending weeks of everybody but `lead`, the one handed in first before the others."""
        return self._read(_WAITING, lead)

    def decided(self, lead: str, limit: int) -> list[SubmittedWeek]:
        """Return the weeks of everybody but `lead` that are approved or declined, newest decision first."""
        return self._read(_DECIDED, lead, limit)

    def decided_with(self, week: SubmittedWeek) -> list[SubmittedWeek]:
        """Return the other weeks that the decision on `week` has reached, oldest first."""
        return self._read(_DECIDED_WITH, week.id, week.id)

    def decide(
        self, week: SubmittedWeek, status: RequestStatus, at: Instant, by: str, reason: str = ""
    ) -> None:
        """Give a week the status that `by` (a person's id) has decided on.

        What one decision reaches has one moment in common: `decided_with` goes by it.
        """
        self._storage.connection.execute(
            "UPDATE submitted_week SET status = ?, decided_by = ?, decided_at = ?, reason = ? WHERE id = ?",
            (status.value, by, at.timestamp(unit="millisecond"), reason, week.id),
        )

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

    def _read(self, where: str, *values: Any) -> list[SubmittedWeek]:
        rows = self._storage.connection.execute("".join((_SELECT, where)), values)
        return [self._week(row) for row in rows]

    def _week(self, row: sqlite3.Row) -> SubmittedWeek:
        return SubmittedWeek(
            id=row["id"],
            person=row["person"],
            first=Date.parse_iso(row["first"]),
            last=Date.parse_iso(row["last"]),
            status=RequestStatus(row["status"]),
            submitted_at=moment_at(row["submitted_at"], self._zone),
            decided_by=row["decider"],
            decided_at=moment_at(row["decided_at"], self._zone),
            reason=row["reason"],
        )
