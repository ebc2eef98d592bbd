"""Which row goes next: clock punches of one person strictly in order, other things when they can."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from whenever import Date

from punchcard.core.changes import SaveEntry, WeeksChange
from punchcard.core.punches import AnyPunch
from punchcard.services.ports import touched_days
from punchcard.services.requests import entry_changed_by
from punchcard.store.outbox import OutboxRow, OutboxState

_CAN_GO = (OutboxState.HELD, OutboxState.QUEUED, OutboxState.UNKNOWN)


def can_go_on(rows: Sequence[OutboxRow]) -> bool:
    """Whether anything will ever go without the person's decision."""
    return next_row(rows, sys.maxsize) is not None


def next_row(rows: Sequence[OutboxRow], now: int) -> OutboxRow | None:
    """Return the first unsettled row that can go at `now` (epoch milliseconds).

    A punch waits for every older punch of its person; weeks on their way wait for every older change of their
    days, and every younger one waits for them; anything else only for what it depends on, and for older
    changes of its entry.
    """
    open_ids = {row.id for row in rows}
    waiting_people: set[str] = set()
    waiting_entries: set[str | None] = set()
    has_weeks = any(isinstance(row.change, WeeksChange) for row in rows)
    for place, row in enumerate(rows):
        is_punch = isinstance(row.change, AnyPunch)
        blocked = (is_punch and row.person in waiting_people) or row.depends_on in open_ids
        # Rare enough to be looked for only where there are any: an outbox may hold thousands of changes.
        blocked = blocked or (has_weeks and any(_waits_for(row, older) for older in rows[:place]))
        entry_id = entry_changed_by(row)
        blocked = blocked or (entry_id in waiting_entries and not is_punch)
        if not blocked and row.state in _CAN_GO and row.not_before <= now:
            return row
        if is_punch:
            waiting_people.add(row.person)
        if entry_id is not None:
            waiting_entries.add(entry_id)
    return None


def _waits_for(row: OutboxRow, older: OutboxRow) -> bool:
    """Whether one of the two hands in or takes back weeks that the other one is about."""
    if row.person != older.person:
        return False
    if isinstance(row.change, WeeksChange) and isinstance(older.change, WeeksChange):
        return True
    if isinstance(row.change, WeeksChange) or isinstance(older.change, WeeksChange):
        return any(touches(row, first, last) for first, last in _stretches(older))
    return False


def touches(row: OutboxRow, first: Date, last: Date) -> bool:
    """Whether a row is about one of the days from `first` to `last`, both included."""
    return any(begins <= last and first <= ends for begins, ends in _stretches(row))


def _stretches(row: OutboxRow) -> list[tuple[Date, Date]]:
    """The days that a row is about: an entry that is moved leaves others."""
    stretches = [touched_days(row)]
    if isinstance(row.change, SaveEntry) and row.change.before is not None:
        stretches.append((row.change.before.day, row.change.before.day))
    return stretches
