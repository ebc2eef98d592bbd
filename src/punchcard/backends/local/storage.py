"""The small storage interface behind the local backend, on one SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from whenever import Instant, ZonedDateTime

from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.codec import entry_from_json, entry_to_json, state_from_json, state_to_json
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Entry
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.zones import in_zone
from punchcard.database.file import DatabaseFile

FILE_NAME = "local.db"
MIGRATIONS = os.path.join(os.path.dirname(__file__), "migrations")
LATEST = 3
"""The number of the last migration."""


_KNOW_PERSON = """
    INSERT OR IGNORE INTO person (id, name, role, is_owner)
    SELECT ?, 'You', CASE WHEN owned THEN 'worker' ELSE 'lead' END, NOT owned
    FROM (SELECT EXISTS (SELECT 1 FROM person WHERE is_owner = 1) AS owned)
"""


def moment_at(milliseconds: int | None, zone: str) -> ZonedDateTime | None:
    """Return a moment kept as epoch milliseconds, in `zone` (IANA name); None where there is none."""
    if milliseconds is None:
        return None
    return in_zone(Instant.from_timestamp(milliseconds, unit="millisecond"), zone)


class LocalStorage:
    """Keeps entries, running clocks and receipts; the only place that knows it is SQLite.

    Reads see the last committed state. Everything written inside one `change()` is kept together or
    not at all.
    """

    def __init__(self, folder: str, today: str) -> None:
        self._file = DatabaseFile(os.path.join(folder, FILE_NAME), MIGRATIONS, LATEST, today)

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection, for the directory's own small tables."""
        return self._file.connection

    @contextmanager
    def change(self) -> Generator[None]:
        """Hold the only right to write until the block ends."""
        with self._file.write():
            yield

    @contextmanager
    def look(self) -> Generator[None]:
        """See one state of the file throughout the block."""
        with self._file.read():
            yield

    def running(self, person: str) -> ClockState:
        """Return the person's clock."""
        row = self._one("SELECT body FROM entry WHERE person = ? AND ends IS NULL", person)
        return state_from_json(json.loads(row["body"])) if row else IDLE

    def all_running(self) -> list[tuple[str, ClockState]]:
        """Return every clock that runs, with whose it is."""
        rows = self.connection.execute("SELECT person, body FROM entry WHERE ends IS NULL")
        return [(row["person"], state_from_json(json.loads(row["body"]))) for row in rows]

    def keep_running(self, person: str, state: Working | OnBreak) -> None:
        """Keep a running clock; fails where the person has another one."""
        self._keep(state.entry_id, person, state.since.timestamp(), None, state_to_json(state))

    def keep_entry(self, entry: Entry, zone: str) -> None:
        """Keep a finished entry, also in the place of the clock that it comes from."""
        frame = entry.interval or day_interval(entry.day, zone)
        body = entry_to_json(entry)
        begins, ends = frame.start.timestamp(), frame.end.timestamp()
        worked = 0 if entry.is_absence else entry.worked_seconds
        self._keep(entry.id, entry.person, begins, ends, body, worked, is_absence=entry.is_absence)

    def drop(self, entry_id: str) -> None:
        """Remove an entry, finished or running."""
        self.connection.execute("DELETE FROM entry WHERE id = ?", (entry_id,))

    def entry(self, entry_id: str) -> Entry | None:
        """Return one finished entry."""
        row = self._one("SELECT body FROM entry WHERE id = ? AND ends IS NOT NULL", entry_id)
        return entry_from_json(json.loads(row["body"])) if row else None

    def is_running(self, entry_id: str) -> bool:
        """Whether this is the entry of a running clock."""
        return self._one("SELECT 1 FROM entry WHERE id = ? AND ends IS NULL", entry_id) is not None

    def entries(self, people: Sequence[str], frame: Interval) -> list[Entry]:
        """Return the finished entries that touch `frame`, in order of time."""
        first, last = frame.start.timestamp(), frame.end.timestamp()
        found: list[Entry] = []
        for person in people:
            rows = self.connection.execute(
                "SELECT body FROM entry WHERE person = ? AND ends IS NOT NULL"
                " AND begins >= ? AND begins < ? AND (ends > ? OR begins >= ?) ORDER BY begins, id",
                (person, first - LONGEST_ENTRY_SECONDS, last, first, first),
            )
            found += [entry_from_json(json.loads(row["body"])) for row in rows]
        return found

    def first_moment(self, person: str) -> Instant | None:
        """Return when the person's first entry begins, the running clock included; None without any."""
        row = self._one("SELECT min(begins) AS begins FROM entry WHERE person = ?", person)
        return None if row is None or row["begins"] is None else Instant.from_timestamp(row["begins"])

    def is_done(self, request: str) -> bool:
        """Whether this request has been carried out before."""
        return self._one("SELECT 1 FROM receipt WHERE request = ?", request) is not None

    def note_done(self, request: str, kind: str, now: Instant) -> None:
        """Remember that this request has been carried out."""
        self.connection.execute(
            "INSERT INTO receipt (request, kind, done_at) VALUES (?, ?, ?)",
            (request, kind, now.timestamp(unit="millisecond")),
        )

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _keep(
        self,
        entry_id: str,
        person: str,
        begins: int,
        ends: int | None,
        body: dict[str, Any],
        worked: int = 0,
        *,
        is_absence: bool = False,
    ) -> None:
        # A file that was begun anew does not know the person that the store remembers.
        self.connection.execute(_KNOW_PERSON, (person,))
        self.connection.execute(
            "INSERT INTO entry (id, person, begins, ends, body, worked, absence) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET person = excluded.person, begins = excluded.begins,"
            " ends = excluded.ends, body = excluded.body,"
            " worked = excluded.worked, absence = excluded.absence",
            (entry_id, person, begins, ends, json.dumps(body, ensure_ascii=False), worked, is_absence),
        )

    def _one(self, query: str, value: str) -> sqlite3.Row | None:
        return self.connection.execute(query, (value,)).fetchone()
