"""Sums of a person's time over a period of any length: added up by SQLite, read only at the edges."""

from __future__ import annotations

import json
import sqlite3

from whenever import Date

from punchcard.backends.contract import Totals
from punchcard.core.balance import worked_inside
from punchcard.core.codec import entry_from_json
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Entry
from punchcard.core.intervals import Interval
from punchcard.core.zoned_time import entry_in_zone

STRETCH = 32 * 24 * 3600
"""Seconds of the stretches by which the table `work_sum` keeps sums."""

ORIGIN = -1000 * STRETCH
"""Where the first stretch begins, in epoch seconds: in 1882, before anything that can be booked."""

_WORK_OF_STRETCHES = """
    SELECT coalesce(sum(worked), 0) FROM work_sum WHERE person = ? AND stretch >= ? AND stretch < ?
"""
_WORK_BEGUN = """
    SELECT coalesce(sum(worked), 0) FROM entry WHERE person = ? AND begins >= ? AND begins < ?
    AND ends IS NOT NULL
"""
_OVER_AN_EDGE = """
    SELECT body FROM entry WHERE person = ? AND ends IS NOT NULL AND begins >= ? AND begins < ? AND ends > ?
"""
_ABSENCES = """
    SELECT body FROM entry WHERE person = ? AND absence = 1 AND begins >= ? AND begins < ?
    AND (ends > ? OR begins >= ?) ORDER BY begins, id
"""
_FIRST = "SELECT body FROM entry WHERE person = ? AND ends IS NOT NULL ORDER BY begins LIMIT 1"


def totals_of(connection: sqlite3.Connection, person: str, frame: Interval, zone: str) -> Totals:
    """Return the sums of the whole days in `frame`, all from one state of the file.

    Args:
        connection: The open file, inside a transaction.
        person: Whose time it is.
        frame: From midnight to midnight.
        zone: IANA name of the zone that days are counted in.
    """
    first, end = frame.start.timestamp(), frame.end.timestamp()
    before_first, before_end = first - LONGEST_ENTRY_SECONDS, max(first, end - LONGEST_ENTRY_SECONDS)
    begun_before = _entries(connection.execute(_OVER_AN_EDGE, (person, before_first, first, first)))
    ended_after = _entries(connection.execute(_OVER_AN_EDGE, (person, before_end, end, end)))
    worked = _work_begun(connection, person, first, end) + worked_inside([*begun_before, *ended_after], frame)
    worked -= sum(entry.worked_seconds for entry in ended_after if not entry.is_absence)
    absences = _entries(connection.execute(_ABSENCES, (person, before_first, end, first, first)))
    return Totals(worked, absences, _first_day(connection, person, zone))


def _work_begun(connection: sqlite3.Connection, person: str, first: int, end: int) -> int:
    """The work of every entry that begins from `first` up to `end` (epoch seconds), whenever it ends."""
    whole = range(-((ORIGIN - first) // STRETCH), (end - ORIGIN) // STRETCH)
    if not whole:
        return connection.execute(_WORK_BEGUN, (person, first, end)).fetchone()[0]
    sums = (
        (_WORK_BEGUN, (person, first, ORIGIN + whole.start * STRETCH)),
        (_WORK_OF_STRETCHES, (person, whole.start, whole.stop)),
        (_WORK_BEGUN, (person, ORIGIN + whole.stop * STRETCH, end)),
    )
    return sum(connection.execute(query, values).fetchone()[0] for query, values in sums)


def _first_day(connection: sqlite3.Connection, person: str, zone: str) -> Date | None:
    found = _entries(connection.execute(_FIRST, (person,)))
    return entry_in_zone(found[0], zone).day if found else None


def _entries(rows: sqlite3.Cursor) -> list[Entry]:
    return [entry_from_json(json.loads(row["body"])) for row in rows]
