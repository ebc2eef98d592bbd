"""The ids that a backend has given: what had one here when it was asked for has another one there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


class GivenIds:
    """One account's ids, seen from inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, account: str) -> None:
        self._connection = connection
        self._account = account

    def of(self, item_id: str) -> str:
        """Return the id that something has now; the same where it was given no other."""
        row = self._connection.execute(
            "SELECT id FROM given_id WHERE account = ? AND was = ?", (self._account, item_id)
        ).fetchone()
        return row["id"] if row else item_id

    def of_all(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the ids that things have now, by those of `ids` that are no longer right."""
        now = {item_id: self.of(item_id) for item_id in ids}
        return {was: item_id for was, item_id in now.items() if was != item_id}

    def earlier(self, item_id: str) -> list[str]:
        """Return the ids that something had here before it got this one."""
        rows = self._connection.execute(
            "SELECT was FROM given_id WHERE account = ? AND id = ?", (self._account, item_id)
        )
        return [row["was"] for row in rows]

    def by_ending(self, ending: str) -> list[str]:
        """Return the ids of up to ten things now, whose earlier id ends with `ending`."""
        rows = self._connection.execute(
            "SELECT DISTINCT id FROM given_id WHERE account = ? AND substr(was, -length(?)) = ? LIMIT 10",
            (self._account, ending, ending),
        )
        return [row["id"] for row in rows]

    def keep(self, was: str, item_id: str) -> None:
        """Remember that what was called `was` is called `item_id` now, whatever it was called before."""
        # What bears an id now is not something else that once did.
        self._connection.execute(
            "DELETE FROM given_id WHERE account = ? AND was = ?", (self._account, item_id)
        )
        self._connection.execute(
            "UPDATE given_id SET id = ? WHERE account = ? AND id = ?", (item_id, self._account, was)
        )
        self._connection.execute(
            "INSERT OR REPLACE INTO given_id (account, was, id) VALUES (?, ?, ?)",
            (self._account, was, item_id),
        )

    def clear(self) -> None:
        """Forget every one: another service may give the same ones to something else."""
        self._connection.execute("DELETE FROM given_id WHERE account = ?", (self._account,))
