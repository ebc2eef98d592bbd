"""Several changes of time entries asked for as one: checked together, undone together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.core.changes import Change, DeleteEntry, EntryChange, SaveEntry
from punchcard.core.clock import IDLE, Idle
from punchcard.core.editing.checks import check_entry
from punchcard.core.editing.room import neighbours_of
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.moments import spoken
from punchcard.core.overlaps import Overlap, span_in_words
from punchcard.core.refusals import Refusal
from punchcard.services.entries.midnight import over_midnight
from punchcard.services.fold import Known
from punchcard.services.outbox.given_ids import under_current_id
from punchcard.services.outbox.items import Part, entry_changed_by, waiting, write_down
from punchcard.services.session import Session
from punchcard.services.timesheet.weeks import refuse_if_locked
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction


class LockedEntry(Refusal):
    """An entry that cannot be edited any more."""

    code = "locked"


class NotYours(Refusal):
    """An entry of somebody else."""

    code = "not_yours"


class TakesBack(NamedTuple):
    """What an action undoes or redoes: one row for each of its changes."""

    undoes: Sequence[OutboxRow] = ()
    redoes: Sequence[OutboxRow] = ()

    @property
    def in_order(self) -> bool:
        """Whether those changes made sense only one after the other; then so do these."""
        rows = self.undoes or self.redoes
        ids = {row.id for row in rows}
        return any(row.depends_on in ids for row in rows)

    def part(self, number: int) -> Part:
        """Where the change with this number stands."""
        return Part(
            undoes=self.undoes[number] if self.undoes else None,
            redoes=self.redoes[number] if self.redoes else None,
        )


NOTHING_BACK = TakesBack()
"""Something new."""


def carry_out(
    session: Session,
    transaction: Transaction,
    changes: Sequence[EntryChange],
    *,
    takes_back: TakesBack = NOTHING_BACK,
    in_order: bool = True,
    clock_ends: ZonedDateTime | None = None,
) -> tuple[str, ...]:
    """Check changes inside a transaction that is already open, and put them into the outbox as one action.

    Args:
        session: The account in use.
        transaction: The transaction.
        changes: What is asked for, in the order in which it is to be done.
        takes_back: What they undo or redo.
        in_order: Whether each makes sense only after the one before it has been done.
        clock_ends: When the running clock is stopped along with them; None where it runs on.

    Returns:
        The ids of the rows, in order.

    Raises:
        Refusal: One of them cannot be done as it is; nothing was changed.
    """
    if not changes:
        return ()
    changes = [under_current_id(transaction, session.account.name, change) for change in changes]
    known = _known_around(session, transaction, changes)
    _check_each(session, transaction, changes)
    _check_overlaps(session, changes, _beside(session, known, takes_back), clock_ends)
    rows = {entry_changed_by(row): row for row in waiting(session, transaction)}
    newest = {entry_id: row.id for entry_id, row in rows.items()}
    action = new_id() if len(changes) > 1 else None
    # Undone as one, a change and what it mended would not come back together: either all mend, or none.
    may_mend = takes_back == NOTHING_BACK and all(change.entry.id in rows for change in changes)
    ids: list[str] = []
    for number, change in enumerate(changes):
        row = rows.pop(change.entry.id, None)
        if row is not None and may_mend and _mended(session, transaction, row, change):
            ids.append(row.id)
            continue
        after = (ids[-1] if ids and in_order else None) or newest.get(change.entry.id)
        part = takes_back.part(number)._replace(action=action, after=after, is_placed=True)
        write_down(session, transaction, change, known.state, part)
        newest[change.entry.id] = change.id
        ids.append(change.id)
    return tuple(ids)


def _mended(session: Session, transaction: Transaction, row: OutboxRow, change: EntryChange) -> bool:
    if session.backend.info.kept_clock is None:
        return False
    from punchcard.services.entries.unsent_work import mended

    return mended(session, transaction, row, change)


def _beside(session: Session, known: Known, takes_back: TakesBack) -> Known:
    """What no change may overlap: what made room for a stop comes back below the clock that runs again."""
    is_room = bool(takes_back.undoes) and session.backend.info.overwrites
    return known._replace(state=IDLE) if is_room else known


def removes_invalid(change: Change) -> bool:
    """Whether it removes a clock that could not be saved: that is always possible, and never taken back."""
    return isinstance(change, DeleteEntry) and change.entry.is_invalid


def refuse_if_locked_itself(entry: Entry) -> None:
    """Make sure that an entry may be changed at all.

    Raises:
        LockedEntry: It may not; nothing was changed.
    """
    if entry.locked:
        raise LockedEntry(f"This entry cannot be changed: {entry.locked}", "Nothing was changed.")


def _check_each(session: Session, transaction: Transaction, changes: Sequence[EntryChange]) -> None:
    today = session.today()
    for change in changes:
        before = change.before if isinstance(change, SaveEntry) else change.entry
        if before is not None and not removes_invalid(change):
            refuse_if_locked_itself(before)
        if change.entry.person != session.person.id:
            raise NotYours("This is another person's time; you can look at it, and change your own.")
        if isinstance(change, SaveEntry):
            check_entry(change.entry, today)
            over_midnight(session, change.entry)
    days = {day for change in changes for day in _days(change)}
    refuse_if_locked(session, transaction, session.person.id, days)


def _check_overlaps(
    session: Session, changes: Sequence[EntryChange], known: Known, clock_ends: ZonedDateTime | None
) -> None:
    table = {entry.id: entry for entry in known.plain_entries}
    for change in changes:
        if isinstance(change, DeleteEntry):
            table.pop(change.entry.id, None)
        else:
            table[change.entry.id] = change.entry
    for change in changes:
        if isinstance(change, SaveEntry) and change.entry.id in table and _has_moved(change):
            _not_over_others(change.entry, table.values(), known, session, clock_ends)


def _has_moved(change: SaveEntry) -> bool:
    return change.before is None or change.before.interval != change.entry.interval


def _not_over_others(
    entry: Entry,
    others: Iterable[Entry],
    known: Known,
    session: Session,
    clock_ends: ZonedDateTime | None,
) -> None:
    if entry.interval is None:
        return
    today = session.today()
    neighbours = neighbours_of(entry, others)
    taken = [other.interval for other in neighbours if other.interval]
    if not isinstance(known.state, Idle):
        since = known.state.since
        if Interval(since, clock_ends or max(session.now(), since)).overlaps(entry.interval):
            raise Overlap(
                f"{span_in_words(entry.interval, today)} would overlap the running clock, "
                f"which runs since {spoken(since, today)}. Nothing was changed.",
                "Stop the clock, move its start with `punch edit --at`, or choose other times.",
            )
    if taken and session.backend.info.overwrites:
        from punchcard.services.entries.overwriting import why_not_over

        raise why_not_over(session, entry, neighbours)
    if taken:
        raise Overlap(
            f"{span_in_words(entry.interval, today)} would overlap the time you already have, "
            f"{span_in_words(taken[0], today)}. Nothing was changed.",
            "Trim, split or replace that one, or change the times.",
        )


def _known_around(session: Session, transaction: Transaction, changes: Sequence[EntryChange]) -> Known:
    days = [day for change in changes for day in _days(change)]
    return session.known(transaction, min(days).subtract(days=1), max(days).add(days=1))


def _days(change: EntryChange) -> Iterable[Date]:
    """The first and the last day of the entry, as it was and as it will be."""
    entries = [change.entry, change.before] if isinstance(change, SaveEntry) else [change.entry]
    for entry in entries:
        if entry is not None:
            yield entry.day
            yield entry.last_day
