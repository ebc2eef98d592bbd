"""What is known now: the cache, with everything laid over it that was asked for since.

Nothing optimistic is ever written over what the backend said, so there is nothing to roll back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from punchcard.core.changes import (
    Change,
    DeleteEntry,
    SaveEntry,
    SubmitWeeks,
    WeeksChange,
    WithdrawWeeks,
    is_approval,
)
from punchcard.core.clock import ClockState
from punchcard.core.clock_rules import apply, entry_after
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.punches import AnyPunch, Restore, Stop
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.week_words import why_locked
from punchcard.core.zoned_time import entry_in_zone, state_in_zone
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.store import Transaction

_MAY_BE_THERE = (OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.NEEDS_YOU)
"""States in which something new may have happened without being settled."""


class KnownEntry(NamedTuple):
    """An entry as it is known, and what is still on its way about it."""

    entry: Entry
    pending: OutboxState | None = None
    """State of the newest unsettled outbox item about it; None when the backend has said so itself."""


class Known(NamedTuple):
    """One person's clock and entries as they are known now."""

    state: ClockState
    entries: tuple[KnownEntry, ...]
    clock_pending: OutboxState | None = None
    """State of the newest unsettled punch."""
    conflicts: tuple[str, ...] = ()
    """Ids of outbox items that no longer fit what the backend says."""

    @property
    def plain_entries(self) -> tuple[Entry, ...]:
        """The entries without their marks."""
        return tuple(known.entry for known in self.entries)


def known(transaction: Transaction, account: str, person: str, frame: Interval, zone: str) -> Known:
    """Return the person's clock, and the entries that touch `frame`, as they are known now."""
    cache = transaction.cache(account)
    rows = _rows(transaction, account, person)
    return fold(cache.clock(person), cache.entries(person, frame), rows, frame, zone)


def known_among(transaction: Transaction, account: str, person: str, cached: Sequence[Entry]) -> list[Entry]:
    """Return what has become of `cached` entries, and every entry that was asked for since."""
    state = transaction.cache(account).clock(person)
    table = {entry.id: KnownEntry(entry) for entry in cached}
    _lay_all(_rows(transaction, account, person), state, table)
    return [item.entry for item in table.values()]


def fold(
    state: ClockState, entries: Sequence[Entry], rows: Sequence[OutboxRow], frame: Interval, zone: str
) -> Known:
    """Lay unsettled `rows` over what the backend last said, and bring all of it into `zone`.

    A moment is punched in the zone that its person is in then; it is read in the one they are in now.
    """
    table = {entry.id: KnownEntry(entry) for entry in entries}
    state, clock_pending, conflicts = _lay_all(rows, state, table)
    here = [item._replace(entry=entry_in_zone(item.entry, zone)) for item in table.values()]
    within = [item for item in here if _touches(item.entry, frame, zone)]
    within.sort(key=lambda item: _frame_of(item.entry, zone).start)
    return Known(state_in_zone(state, zone), tuple(within), clock_pending, conflicts)


def _rows(transaction: Transaction, account: str, person: str) -> list[OutboxRow]:
    return transaction.outbox.unsettled_time(account, person)


def _lay_all(
    rows: Sequence[OutboxRow], state: ClockState, table: dict[str, KnownEntry]
) -> tuple[ClockState, OutboxState | None, tuple[str, ...]]:
    """Lay rows over the clock and `table`; also return the state of the newest punch, and the conflicts."""
    clock_pending: OutboxState | None = None
    conflicts: list[str] = []
    for row in rows:
        try:
            after = _lay(row.change, state, table, row.person, row.state)
        except Refusal:
            conflicts.append(row.id)
            continue
        if isinstance(row.change, AnyPunch):
            clock_pending = row.state
        state = after
    return state, clock_pending, tuple(conflicts)


def _lay(
    change: Change, state: ClockState, table: dict[str, KnownEntry], person: str, mark: OutboxState
) -> ClockState:
    if is_approval(change):
        # What a decision does to entries is for the backend to say.
        return state
    match change:
        case SaveEntry():
            if change.before is None and mark in _MAY_BE_THERE:
                _show_once(change.entry, table)
            table[change.entry.id] = KnownEntry(change.entry, mark)
            return state
        case DeleteEntry():
            table.pop(change.entry.id, None)
            return state
        case SubmitWeeks() | WithdrawWeeks():
            _lay_weeks(change, table)
            return state
        case Stop():
            entry = entry_after(state, change, person)
            if mark in _MAY_BE_THERE:
                _show_once(entry, table)
            table[entry.id] = KnownEntry(entry, mark)
        case Restore():
            state = apply(state, change)
            table.pop(change.state.entry_id, None)
            return state
        case _:
            pass
    return apply(state, change)


def _show_once(entry: Entry, table: dict[str, KnownEntry]) -> None:
    """A new entry may have been read already, under an id of the backend's, before its row is settled."""
    from punchcard.core.same_entry import is_same_time

    for entry_id, known in list(table.items()):
        if known.pending is None and is_same_time(known.entry, entry):
            del table[entry_id]


def _lay_weeks(change: WeeksChange, table: dict[str, KnownEntry]) -> None:
    """Entries of a week that is handed in are locked, those of one that is taken back are open again."""
    for week in change.weeks:
        for entry_id, item in table.items():
            entry = item.entry
            if not week.first <= entry.day <= week.last:
                continue
            if isinstance(change, SubmitWeeks) and entry.locked is None:
                reason = why_locked(SubmittedWeek(None, entry.person, week.first, week.last), week.last)
                entry = replace(entry, status=EntryStatus.SUBMITTED, locked=reason)
            elif isinstance(change, WithdrawWeeks) and entry.status is EntryStatus.SUBMITTED:
                entry = replace(entry, status=EntryStatus.OPEN, locked=None)
            table[entry_id] = item._replace(entry=entry)


def _frame_of(entry: Entry, zone: str) -> Interval:
    return entry.interval or day_interval(entry.day, zone)


def _touches(entry: Entry, frame: Interval, zone: str) -> bool:
    mine = _frame_of(entry, zone)
    return mine.overlaps(frame) or (frame.start <= mine.start < frame.end)
