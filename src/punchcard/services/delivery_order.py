"""Which row goes next: clock punches of one person strictly in order, other things when they can."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.store.outbox import OutboxRow, OutboxState

_CAN_GO = (OutboxState.HELD, OutboxState.QUEUED, OutboxState.UNKNOWN)


def can_go_on(rows: Sequence[OutboxRow]) -> bool:
    """Whether anything will ever go without the person's decision."""
    return next_row(rows, sys.maxsize) is not None


def next_row(rows: Sequence[OutboxRow], now: int) -> OutboxRow | None:
    """Return the first unsettled row that can go at `now` (epoch milliseconds).

    A punch waits for every older punch of its person; anything else only for what it depends on.
    """
    open_ids = {row.id for row in rows}
    waiting_people: set[str] = set()
    for row in rows:
        is_punch = not isinstance(row.change, SaveEntry | DeleteEntry)
        blocked = (is_punch and row.person in waiting_people) or row.depends_on in open_ids
        if not blocked and row.state in _CAN_GO and row.not_before <= now:
            return row
        if is_punch:
            waiting_people.add(row.person)
    return None
