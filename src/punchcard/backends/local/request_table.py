"""The table of change requests, whatever has become of them."""

from __future__ import annotations

import json
import sqlite3
from functools import lru_cache
from typing import Any

from whenever import Date, Instant

from punchcard.backends.local.storage import LocalStorage, moment_at
from punchcard.core.approval_codec import request_to_json, requested_changes_from_json
from punchcard.core.change_requests import ChangeRequest, RequestedChange
from punchcard.core.submitted_weeks import RequestStatus

_SELECT = """
    SELECT change_request.*, decider.name AS decider FROM change_request
    LEFT JOIN person AS decider ON decider.id = decided_by
"""
_FIND = "WHERE change_request.id = ?"
_ENDING = "WHERE substr(change_request.id, -length(?1)) = ?1"
_MINE = "WHERE person = ? ORDER BY requested_at, decided_at IS NULL, decided_at, change_request.id"
_WAITING = "WHERE status = 'pending' AND person <> ? ORDER BY requested_at, change_request.id"
_DECIDED = """
    WHERE status IN ('approved', 'declined') AND person <> ? AND decided_by IS NOT NULL
    ORDER BY decided_at DESC, change_request.id DESC LIMIT ?
"""
_PENDING = "WHERE status = 'pending' AND person = ? AND day = ?"
_REPLACED = """
    WHERE status = 'replaced' AND person = ? AND day = ?
    AND decided_at = (SELECT newer.requested_at FROM change_request AS newer WHERE newer.id = ?)
    AND change_request.id <> ? ORDER BY change_request.id DESC
"""


class RequestTable:
    """Keeps change requests; none is ever deleted."""

    def __init__(self, storage: LocalStorage, zone: str) -> None:
        self._storage = storage
        self._zone = zone

    def find(self, request_id: str) -> ChangeRequest | None:
        """Return the request with this id."""
        return next(iter(self._read(_FIND, request_id)), None)

    def ending_in(self, ending: str) -> list[ChangeRequest]:
        """Return the requests whose ids end in `ending`, which is not empty."""
        return self._read(_ENDING, ending) if ending else []

    def mine(self, person: str) -> list[ChangeRequest]:
        """Return everything that a person has asked for, oldest first."""
        return self._read(_MINE, person)

    def waiting(self, lead: str) -> list[ChangeRequest]:
        """Return the pending requests of everybody but `lead`, oldest first."""
        return self._read(_WAITING, lead)

    def decided(self, lead: str, limit: int) -> list[ChangeRequest]:
        """Return the requests of everybody but `lead` that a lead has decided, newest first."""
        return self._read(_DECIDED, lead, limit)

    def pending(self, person: str, day: Date) -> ChangeRequest | None:
        """Return the one request that is pending for the day."""
        return next(iter(self._read(_PENDING, person, day.format_iso())), None)

    def replaced_by(self, request: ChangeRequest) -> ChangeRequest | None:
        """Return the request that had to make room for this one."""
        found = self._read(_REPLACED, request.person, request.day.format_iso(), request.id, request.id)
        return next(iter(found), None)

    def add(self, request: ChangeRequest, at: Instant) -> None:
        """Keep a new request, pending as of `at`; what it has replaced was settled at the same moment."""
        body = request_to_json(request)
        kept = {"changes": body["changes"], "note": body["note"]}
        self._connection.execute(
            "INSERT INTO change_request (id, person, day, status, requested_at, body)"
            " VALUES (?, ?, ?, 'pending', ?, ?)",
            (
                request.id, request.person, request.day.format_iso(),
                at.timestamp(unit="millisecond"), json.dumps(kept, ensure_ascii=False),
            ),
        )  # fmt: skip

    def settle(
        self,
        request: ChangeRequest,
        status: RequestStatus,
        at: Instant,
        by: str | None = None,
        reason: str = "",
    ) -> None:
        """Give a pending request the status that it keeps from now on.

        Args:
            request: The request.
            status: What has become of it.
            at: When.
            by: Id of whoever decided it; None where nobody had to.
            reason: Why it was declined.
        """
        self._connection.execute(
            "UPDATE change_request SET status = ?, decided_by = ?, decided_at = ?, reason = ? WHERE id = ?",
            (status.value, by, at.timestamp(unit="millisecond"), reason, request.id),
        )

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._storage.connection

    def _read(self, where: str, *values: Any) -> list[ChangeRequest]:
        rows = self._connection.execute("".join((_SELECT, where)), values)
        return [self._request(row) for row in rows]

    def _request(self, row: sqlite3.Row) -> ChangeRequest:
        changes, note = _body(row["body"])
        return ChangeRequest(
            id=row["id"],
            person=row["person"],
            day=Date.parse_iso(row["day"]),
            changes=changes,
            status=RequestStatus(row["status"]),
            requested_at=moment_at(row["requested_at"], self._zone),
            note=note,
            decided_by=row["decider"],
            decided_at=moment_at(row["decided_at"], self._zone),
            reason=row["reason"],
        )


@lru_cache(maxsize=8192)
def _body(text: str) -> tuple[tuple[RequestedChange, ...], str]:
    """Read what was asked for; an inbox is read again and again, and requests never change."""
    body = json.loads(text)
    return requested_changes_from_json(body["changes"]), body["note"]
