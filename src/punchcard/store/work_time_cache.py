"""What a backend last said of when people were at work, day by day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from whenever import Date, Instant

from punchcard.core.codec import moment_from_json, moment_to_json
from punchcard.core.intervals import Interval
from punchcard.core.work_times import WorkTimeDay


class WorkTimeCache:
    """One account's work times, seen from inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, account: str) -> None:
        self._connection = connection
        self._account = account

    def of(self, person: str, first: Date, last: Date) -> dict[Date, WorkTimeDay]:
        """Return what was told of the days from `first` to `last`; days without work times are left out."""
        found = (_from_json(json.loads(row["body"])) for row in self._rows(person, first, last))
        return {each.day: each for each in found if each.stretches or each.offset_seconds}

    def read_at(self, person: str, first: Date, last: Date) -> Instant | None:
        """Return when the day that was read longest ago was read; None where one never was."""
        moments = [row["fetched_at"] for row in self._rows(person, first, last)]
        if len(moments) <= int(last.since(first, total="days")):
            return None
        return Instant.from_timestamp(min(moments), unit="millisecond")

    def keep(
        self, person: str, days: Iterable[Date], told: Sequence[WorkTimeDay], fetched_at: Instant
    ) -> None:
        """Remember what was told of `days`, in the place of what was told of them before."""
        table = {each.day: each for each in told}
        moment = fetched_at.timestamp(unit="millisecond")
        self._connection.executemany(
            "INSERT OR REPLACE INTO directory (account, name, body, fetched_at) VALUES (?, ?, ?, ?)",
            [
                (
                    self._account, _name(person, day),
                    json.dumps(_to_json(table.get(day) or WorkTimeDay(day, ()))), moment,
                )
                for day in days
            ],
        )  # fmt: skip

    def forget(self, person: str, first: Date, last: Date) -> None:
        """Take the days from `first` to `last` for never read."""
        self._connection.execute(
            "DELETE FROM directory WHERE account = ? AND name BETWEEN ? AND ?",
            (self._account, _name(person, first), _name(person, last)),
        )

    def _rows(self, person: str, first: Date, last: Date) -> list[Any]:
        return self._connection.execute(
            "SELECT body, fetched_at FROM directory WHERE account = ? AND name BETWEEN ? AND ? ORDER BY name",
            (self._account, _name(person, first), _name(person, last)),
        ).fetchall()


def _name(person: str, day: Date) -> str:
    return f"work_times:{person}:{day.format_iso()}"


def _to_json(told: WorkTimeDay) -> dict[str, Any]:
    return {
        "day": told.day.format_iso(),
        "stretches": [[moment_to_json(each.start), moment_to_json(each.end)] for each in told.stretches],
        "goes_on": told.goes_on,
        "offset_seconds": told.offset_seconds,
    }


def _from_json(body: dict[str, Any]) -> WorkTimeDay:
    return WorkTimeDay(
        Date.parse_iso(body["day"]),
        tuple(Interval(moment_from_json(start), moment_from_json(end)) for start, end in body["stretches"]),
        body["goes_on"],
        body["offset_seconds"],
    )
