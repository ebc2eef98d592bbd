"""What a backend last said of what is expected of people, day by day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from whenever import Date, Instant

from punchcard.core.targets import DayTarget


class TargetCache:
    """One account's targets, seen from inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, account: str) -> None:
        self._connection = connection
        self._account = account

    def of(self, person: str, first: Date, last: Date) -> dict[Date, DayTarget]:
        """Return what was told of the days from `first` to `last`; where nothing was, a day is left out."""
        rows = self._connection.execute(
            "SELECT day, seconds, holiday, absence FROM target"
            " WHERE account = ? AND person = ? AND day BETWEEN ? AND ?",
            (self._account, person, first.format_iso(), last.format_iso()),
        )
        days = (DayTarget(Date(row["day"]), row["seconds"], row["holiday"], row["absence"]) for row in rows)
        return {target.day: target for target in days}

    def are_read(self, person: str, first: Date, last: Date, since: Instant, until: Instant) -> bool:
        """Whether each of the days from `first` to `last` was read between these moments."""
        found = self._connection.execute(
            "SELECT count(*) FROM target WHERE account = ? AND person = ? AND day BETWEEN ? AND ?"
            " AND fetched_at BETWEEN ? AND ?",
            (
                self._account, person, first.format_iso(), last.format_iso(),
                since.timestamp(unit="millisecond"), until.timestamp(unit="millisecond"),
            ),
        ).fetchone()  # fmt: skip
        return found[0] == int(last.since(first, total="days")) + 1

    def read_at(self, person: str, first: Date, last: Date) -> Instant | None:
        """Return when the day that was read longest ago was read; None where one never was."""
        count, moment = self._connection.execute(
            "SELECT count(*), min(fetched_at) FROM target WHERE account = ? AND person = ?"
            " AND day BETWEEN ? AND ?",
            (self._account, person, first.format_iso(), last.format_iso()),
        ).fetchone()
        if count <= int(last.since(first, total="days")):
            return None
        return Instant.from_timestamp(moment, unit="millisecond")

    def name_holidays(self, person: str, names: Mapping[Date, str]) -> None:
        """Give public holidays that are known already their names."""
        self._connection.executemany(
            "UPDATE target SET holiday = ? WHERE account = ? AND person = ? AND day = ?"
            " AND holiday IS NOT NULL",
            [(name, self._account, person, day.format_iso()) for day, name in names.items()],
        )

    def keep(self, person: str, targets: Iterable[DayTarget], fetched_at: Instant) -> None:
        """Remember what was told of days, in the place of what was told of them before."""
        moment = fetched_at.timestamp(unit="millisecond")
        self._connection.executemany(
            "INSERT OR REPLACE INTO target (account, person, day, seconds, holiday, absence, fetched_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    self._account, person, target.day.format_iso(), target.seconds, target.holiday,
                    target.absence, moment,
                )
                for target in targets
            ],
        )  # fmt: skip

    def doubt(self, person: str, first: Date, last: Date) -> None:
        """An absence was changed: what was told of these days is read again soon.

        What it has taken off a target may be no more; until then the days are as if nothing had been told.
        """
        days = (self._account, person, first.format_iso(), last.format_iso())
        for forget in (
            "DELETE FROM target WHERE account = ? AND person = ? AND day BETWEEN ? AND ?"
            " AND absence IS NOT NULL",
            "UPDATE target SET fetched_at = 0 WHERE account = ? AND person = ? AND day BETWEEN ? AND ?",
        ):
            self._connection.execute(forget, days)
