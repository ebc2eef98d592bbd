"""The cache: what a backend last said. Throwing it away loses nothing.

A clock that this machine keeps itself lies beside it and is no cache: nothing that is read changes it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from whenever import Date, Instant

from punchcard.core.clock import IDLE, ClockState
from punchcard.core.codec import entry_from_json, entry_to_json, state_from_json, state_to_json
from punchcard.core.entries import LONGEST_FOUND_SECONDS, Entry
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.week_codec import submitted_week_from_json, submitted_week_to_json


class Cache:
    """One account's cached answers, seen from inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, account: str) -> None:
        self._connection = connection
        self._account = account

    def clock(self, person: str) -> ClockState:
        """Return the person's clock as it is kept here, or was last read; idle where there is none."""
        row = self._connection.execute(
            "SELECT reading FROM clock WHERE account = ? AND person = ?", (self._account, person)
        ).fetchone()
        return state_from_json(json.loads(row["reading"])) if row else IDLE

    def clock_read_at(self, person: str) -> Instant | None:
        """Return when the clock was last read, by the clock of this machine; None where it never was."""
        row = self._connection.execute(
            "SELECT read_at FROM clock WHERE account = ? AND person = ? AND read_at > 0",
            (self._account, person),
        ).fetchone()
        return Instant.from_timestamp(row["read_at"], unit="millisecond") if row else None

    def keep_clock(self, person: str, state: ClockState, read_at: Instant) -> None:
        """Remember a reading in the place of the last one; one that is kept here stays as it is."""
        body = state_to_json(state)
        self._connection.execute(
            "INSERT INTO clock (account, person, state, reading, read_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (account, person) DO UPDATE SET"
            " state = iif(kept, state, excluded.state), reading = iif(kept, reading, excluded.reading),"
            " read_at = excluded.read_at",
            (self._account, person, body["state"], _dump(body), read_at.timestamp(unit="millisecond")),
        )

    def keep_own_clock(self, person: str, state: ClockState) -> None:
        """Write down a clock that is kept here and nowhere else, in the transaction of its punch."""
        body = state_to_json(state)
        self._connection.execute(
            "INSERT INTO clock (account, person, state, reading, read_at, kept) VALUES (?, ?, ?, ?, 0, 1)"
            " ON CONFLICT (account, person) DO UPDATE SET"
            " state = excluded.state, reading = excluded.reading, kept = 1",
            (self._account, person, body["state"], _dump(body)),
        )

    def has_own_clock_running(self) -> bool:
        """Whether a clock runs that is kept here."""
        found = self._connection.execute(
            "SELECT 1 FROM clock WHERE account = ? AND kept AND state <> 'idle'", (self._account,)
        )
        return found.fetchone() is not None

    def drop_own_clocks(self) -> None:
        """Throw away the clocks that are kept here."""
        self._connection.execute("DELETE FROM clock WHERE account = ? AND kept", (self._account,))

    def entries(self, person: str, frame: Interval) -> list[Entry]:
        """Return the entries that touch `frame`, in order of time."""
        first, last = frame.start.timestamp(), frame.end.timestamp()
        rows = self._connection.execute(
            "SELECT body FROM entry WHERE account = ? AND person = ?"
            " AND begins >= ? AND begins < ? AND (ends > ? OR begins >= ?) ORDER BY begins, id",
            (self._account, person, first - LONGEST_FOUND_SECONDS, last, first, first),
        )
        return [_entry(row["body"]) for row in rows]

    def entry(self, entry_id: str) -> Entry | None:
        """Return one entry."""
        row = self._connection.execute(
            "SELECT body FROM entry WHERE account = ? AND id = ?", (self._account, entry_id)
        ).fetchone()
        return _entry(row["body"]) if row else None

    def entries_by_id(self, ending: str) -> list[Entry]:
        """Return up to ten entries whose id ends with `ending`; one that is named whole is found at once."""
        if (whole := self.entry(ending)) is not None:
            return [whole]
        rows = self._connection.execute(
            "SELECT body FROM entry WHERE account = ? AND substr(id, -length(?)) = ? LIMIT 10",
            (self._account, ending, ending),
        )
        return [_entry(row["body"]) for row in rows]

    def newest_entries(self, person: str, limit: int) -> list[Entry]:
        """Return the latest entries, newest first."""
        rows = self._connection.execute(
            "SELECT body FROM entry WHERE account = ? AND person = ? ORDER BY begins DESC LIMIT ?",
            (self._account, person, limit),
        )
        return [_entry(row["body"]) for row in rows]

    def keep_entry(self, entry: Entry, zone: str) -> None:
        """Remember an entry in the place of an older version."""
        frame = entry.interval or day_interval(entry.day, zone)
        self._connection.execute(
            "INSERT INTO entry (account, id, person, begins, ends, body) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (account, id) DO UPDATE SET person = excluded.person,"
            " begins = excluded.begins, ends = excluded.ends, body = excluded.body",
            (
                self._account, entry.id, entry.person, frame.start.timestamp(), frame.end.timestamp(),
                _dump(entry_to_json(entry)),
            ),
        )  # fmt: skip

    def forget_entry(self, entry_id: str) -> None:
        """Forget an entry that is no longer there."""
        self._connection.execute("DELETE FROM entry WHERE account = ? AND id = ?", (self._account, entry_id))

    def replace_entries(
        self, person: str, days: Sequence[Date], zone: str, entries: Iterable[Entry], fetched_at: Instant
    ) -> None:
        """Make the cached entries of `days` (in a row) exactly what was fetched."""
        frame = Interval(day_interval(days[0], zone).start, day_interval(days[-1], zone).end)
        for known in self.entries(person, frame):
            self.forget_entry(known.id)
        for entry in entries:
            self.keep_entry(entry, zone)
        self._connection.executemany(
            "INSERT OR REPLACE INTO fetched_day (account, person, day, fetched_at) VALUES (?, ?, ?, ?)",
            [
                (self._account, person, day.format_iso(), fetched_at.timestamp(unit="millisecond"))
                for day in days
            ],
        )

    def forget_days(self, person: str, first: Date, last: Date) -> None:
        """Take the days from `first` to `last` for never fetched; their entries stay until they are."""
        self._connection.execute(
            "DELETE FROM fetched_day WHERE account = ? AND person = ? AND day BETWEEN ? AND ?",
            (self._account, person, first.format_iso(), last.format_iso()),
        )

    def unfetched(self, person: str, days: Sequence[Date], since: Instant | None = None) -> list[Date]:
        """Return those of `days` that have never been fetched, or not `since` then."""
        rows = self._connection.execute(
            "SELECT day FROM fetched_day WHERE account = ? AND person = ? AND day BETWEEN ? AND ?"
            " AND fetched_at >= ?",
            (
                self._account, person, days[0].format_iso(), days[-1].format_iso(),
                since.timestamp(unit="millisecond") if since else 0,
            ),
        )  # fmt: skip
        known = {row["day"] for row in rows}
        return [day for day in days if day.format_iso() not in known]

    def day_read_at(self, person: str, day: Date) -> Instant | None:
        """When the entries of `day` were last fetched; None where they never were."""
        row = self._connection.execute(
            "SELECT fetched_at FROM fetched_day WHERE account = ? AND person = ? AND day = ?",
            (self._account, person, day.format_iso()),
        ).fetchone()
        return Instant.from_timestamp(row["fetched_at"], unit="millisecond") if row else None

    def weeks(self, person: str, first: Date, last: Date) -> list[SubmittedWeek]:
        """Return the weeks touching the days from `first` to `last` that were handed in, oldest first."""
        rows = self._connection.execute(
            "SELECT body FROM submitted_week WHERE account = ? AND person = ? AND first <= ? AND last >= ?"
            " ORDER BY first",
            (self._account, person, last.format_iso(), first.format_iso()),
        )
        return [submitted_week_from_json(json.loads(row["body"])) for row in rows]

    def last_week_before(self, person: str, day: Date) -> SubmittedWeek | None:
        """Return the newest week that was handed in and lies before `day`."""
        row = self._connection.execute(
            "SELECT body FROM submitted_week WHERE account = ? AND person = ? AND last < ?"
            " ORDER BY first DESC LIMIT 1",
            (self._account, person, day.format_iso()),
        ).fetchone()
        return submitted_week_from_json(json.loads(row["body"])) if row else None

    def replace_weeks(self, person: str, first: Date, last: Date, weeks: Iterable[SubmittedWeek]) -> None:
        """Make the cached weeks touching the days from `first` to `last` exactly what was fetched."""
        self._connection.execute(
            "DELETE FROM submitted_week WHERE account = ? AND person = ? AND first <= ? AND last >= ?",
            (self._account, person, last.format_iso(), first.format_iso()),
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO submitted_week (account, person, first, last, body)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                (
                    self._account, person, week.first.format_iso(), week.last.format_iso(),
                    _dump(submitted_week_to_json(week)),
                )
                for week in weeks
            ],
        )  # fmt: skip

    def directory(self, name: str) -> Any | None:
        """Return one cached list of names, as plain JSON values."""
        row = self._connection.execute(
            "SELECT body FROM directory WHERE account = ? AND name = ?", (self._account, name)
        ).fetchone()
        return json.loads(row["body"]) if row else None

    def directories(self, prefix: str) -> dict[str, Any]:
        """Return the cached lists whose names begin with `prefix`, by name."""
        rows = self._connection.execute(
            "SELECT name, body FROM directory WHERE account = ? AND substr(name, 1, length(?)) = ?",
            (self._account, prefix, prefix),
        )
        return {row["name"]: json.loads(row["body"]) for row in rows}

    def directory_read_at(self, name: str) -> Instant | None:
        """Return when a list of names was last read; None where it never was."""
        row = self._connection.execute(
            "SELECT fetched_at FROM directory WHERE account = ? AND name = ?", (self._account, name)
        ).fetchone()
        return Instant.from_timestamp(row["fetched_at"], unit="millisecond") if row else None

    def keep_directory(self, name: str, body: Any, fetched_at: Instant) -> None:
        """Remember one list of names."""
        self._connection.execute(
            "INSERT OR REPLACE INTO directory (account, name, body, fetched_at) VALUES (?, ?, ?, ?)",
            (self._account, name, _dump(body), fetched_at.timestamp(unit="millisecond")),
        )

    def clear(self) -> None:
        """Forget everything about this account that can be fetched again."""
        for forget in (
            "DELETE FROM clock WHERE account = ? AND NOT kept",
            "UPDATE clock SET read_at = 0 WHERE account = ?",
            "DELETE FROM entry WHERE account = ?",
            "DELETE FROM fetched_day WHERE account = ?",
            "DELETE FROM submitted_week WHERE account = ?",
            "DELETE FROM approval WHERE account = ?",
            "DELETE FROM fetched_approvals WHERE account = ?",
            "DELETE FROM directory WHERE account = ?",
            "DELETE FROM target WHERE account = ?",
        ):
            self._connection.execute(forget, (self._account,))


@lru_cache(maxsize=4096)
def _entry(body: str) -> Entry:
    """Read an entry; the same week is read again at every punch, and entries never change."""
    return entry_from_json(json.loads(body))


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
