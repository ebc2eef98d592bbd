"""Which line was brought in before: an entry out of a file has an id that follows from what the line says.

So the same file may be imported twice, by hand or by a script that was interrupted, and nothing is there
twice: the outbox has a row of that id already. What was refused, dropped or undone may be brought in again.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import NamedTuple

from whenever import ZonedDateTime

from punchcard.core.entries import Entry
from punchcard.core.identifiers import id_of
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.store import Transaction

_MAY_GO_ONCE_MORE = (OutboxState.REFUSED, OutboxState.DROPPED)


class Known(NamedTuple):
    """Where an entry stands."""

    id: str
    """What it is to be called, or is called already."""
    row: OutboxRow | None = None
    """What asked for it before; None where nothing did, or nothing that stands."""


def mark_of(account: str, entry: Entry, occurrence: int) -> str:
    """Return what tells an entry from all others of an account.

    Args:
        account: The account.
        entry: As the line says it.
        occurrence: How many equal ones stand before it in the file.
    """
    pauses = [(_mark(pause.start), _mark(pause.end)) for pause in entry.breaks]
    return json.dumps(
        [
            account, entry.person, entry.day.format_iso(), _mark(entry.start), _mark(entry.end), pauses,
            entry.duration_seconds if entry.half_days is None else None, entry.half_days, entry.afternoon,
            entry.time_type.id if entry.time_type else None,
            [(each.dimension, each.id) for each in entry.assignment.references],
            entry.assignment.billable, entry.note, occurrence,
        ]
    )  # fmt: skip


def standing(transaction: Transaction, mark: str, entry: Entry, *, again: bool) -> Known:
    """Return where an entry stands; with `again` one that was saved before is new."""
    attempt = 0
    while True:
        row_id = id_of(entry.day, sha256(f"{mark} {attempt}".encode()).digest())
        row = transaction.outbox.find(row_id)
        if row is None:
            return Known(row_id)
        is_over = row.state in _MAY_GO_ONCE_MORE or (again and row.is_settled)
        if not is_over and transaction.outbox.still_stands(row_id):
            return Known(row_id, row)
        attempt += 1


def _mark(moment: ZonedDateTime | None) -> int | None:
    return None if moment is None else moment.timestamp()
