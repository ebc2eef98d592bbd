"""The cached inboxes: what a backend last said of requests and submitted weeks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from whenever import Instant

from punchcard.core.approval_codec import item_from_json, item_to_json
from punchcard.core.approval_items import item_key
from punchcard.core.change_requests import ApprovalItem

_MOST_KEPT = 16_384
"""How many items are kept read: a few inboxes of 5,000."""


class ApprovalCache:
    """One account's inboxes, seen from inside one transaction. `scope` is mine, waiting or decided."""

    def __init__(self, connection: sqlite3.Connection, account: str) -> None:
        self._connection = connection
        self._account = account

    def fetched_at(self, viewer: str, scope: str) -> Instant | None:
        """Return when an inbox was last read whole; None where it is to be read."""
        row = self._connection.execute(
            "SELECT fetched_at FROM fetched_approvals WHERE account = ? AND viewer = ? AND scope = ?",
            (self._account, viewer, scope),
        ).fetchone()
        return Instant.from_timestamp(row["fetched_at"], unit="millisecond") if row else None

    def items(self, viewer: str, scope: str) -> list[tuple[str, ApprovalItem]]:
        """Return the items of an inbox with their keys, in the order of the backend."""
        rows = self._connection.execute(
            "SELECT id, body FROM approval WHERE account = ? AND viewer = ? AND scope = ? ORDER BY position",
            (self._account, viewer, scope),
        )
        return [(row["id"], _item(row["body"])) for row in rows]

    def find(self, viewer: str, key: str) -> ApprovalItem | None:
        """Return an item by its key, in whatever inbox of a person it stands."""
        row = self._connection.execute(
            "SELECT body FROM approval WHERE account = ? AND viewer = ? AND id = ? LIMIT 1",
            (self._account, viewer, key),
        ).fetchone()
        return _item(row["body"]) if row else None

    def keys(self, viewer: str, scope: str) -> list[str]:
        """Return the keys of an inbox's items."""
        rows = self._connection.execute(
            "SELECT id FROM approval WHERE account = ? AND viewer = ? AND scope = ?",
            (self._account, viewer, scope),
        )
        return [row["id"] for row in rows]

    def count(self, viewer: str, scope: str) -> int:
        """Return how many items an inbox has."""
        return self._connection.execute(
            "SELECT count(*) FROM approval WHERE account = ? AND viewer = ? AND scope = ?",
            (self._account, viewer, scope),
        ).fetchone()[0]

    def count_deciding(self, viewer: str) -> int:
        """Return how many items of a person's inbox they have decided already, and that is on its way."""
        return self._connection.execute(
            "WITH deciding AS (SELECT fingerprint FROM unsettled WHERE account = ?1 AND person = ?2"
            " AND kind = 'decide' AND state <> 'needs_you')"
            " SELECT count(*) FROM approval WHERE account = ?1 AND viewer = ?2 AND scope = 'waiting'"
            " AND EXISTS (SELECT 1 FROM deciding)"
            " AND ('decide|' || ?2 || '|' || id || '|approve' IN deciding"
            " OR 'decide|' || ?2 || '|' || id || '|decline' IN deciding)",
            (self._account, viewer),
        ).fetchone()[0]

    def replace(self, viewer: str, scope: str, items: Iterable[ApprovalItem], fetched_at: Instant) -> None:
        """Make an inbox exactly what was fetched."""
        self._connection.execute(
            "DELETE FROM approval WHERE account = ? AND viewer = ? AND scope = ?",
            (self._account, viewer, scope),
        )
        self._connection.executemany(
            "INSERT INTO approval (account, viewer, scope, position, id, body) VALUES (?, ?, ?, ?, ?, ?)",
            (
                (self._account, viewer, scope, place, item_key(item), _dump(item))
                for place, item in enumerate(items)
            ),
        )
        self._connection.execute(
            "INSERT OR REPLACE INTO fetched_approvals (account, viewer, scope, fetched_at)"
            " VALUES (?, ?, ?, ?)",
            (self._account, viewer, scope, fetched_at.timestamp(unit="millisecond")),
        )

    def keep(self, item: ApprovalItem) -> None:
        """Replace an item wherever it stands."""
        self._connection.execute(
            "UPDATE approval SET body = ? WHERE account = ? AND id = ?",
            (_dump(item), self._account, item_key(item)),
        )

    def put(self, viewer: str, scope: str, item: ApprovalItem, *, first: bool = False) -> None:
        """Add an item to the end of an inbox, or to its beginning, unless it stands in it."""
        lowest, highest = self._connection.execute(
            "SELECT coalesce(min(position), 0), coalesce(max(position), 0) FROM approval"
            " WHERE account = ? AND viewer = ? AND scope = ?",
            (self._account, viewer, scope),
        ).fetchone()
        place = lowest - 1 if first else highest + 1
        self._connection.execute(
            "INSERT INTO approval (account, viewer, scope, position, id, body)"
            " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM approval"
            " WHERE account = ?1 AND viewer = ?2 AND scope = ?3 AND id = ?5)",
            (self._account, viewer, scope, place, item_key(item), _dump(item)),
        )

    def take_out(self, scope: str, key: str) -> None:
        """Take an item out of everybody's inbox of a scope."""
        self._connection.execute(
            "DELETE FROM approval WHERE account = ? AND scope = ? AND id = ?", (self._account, scope, key)
        )

    def forget_all(self) -> None:
        """Take every inbox for never read; the items stay until they are."""
        self._connection.execute("DELETE FROM fetched_approvals WHERE account = ?", (self._account,))

    def forget_others(self, viewer: str) -> None:
        """Take the inboxes of everybody but `viewer` for never read; their items stay until they are."""
        self._connection.execute(
            "DELETE FROM fetched_approvals WHERE account = ? AND viewer <> ?", (self._account, viewer)
        )


@lru_cache(maxsize=_MOST_KEPT)
def _item(body: str) -> ApprovalItem:
    """Read an item; an inbox is read again at every look, and items never change."""
    return item_from_json(json.loads(body))


def _dump(item: ApprovalItem) -> str:
    return json.dumps(item_to_json(item), ensure_ascii=False)
