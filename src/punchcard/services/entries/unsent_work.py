"""Work of a clock that is kept here, and that the backend would not book: a change mends the item itself.

It was surely never booked: so it is asked for as it is now, once, and the person has one item instead of two
of which one waits for the other.
"""

from __future__ import annotations

from dataclasses import replace

from punchcard.core.changes import DeleteEntry, EntryChange, SaveEntry
from punchcard.services.kept_clocks import is_of_kept_clock
from punchcard.services.outbox.fingerprints import fingerprint
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.store import Transaction

MENDED, DELETED = "You changed it, and it is sent as it is now.", "You deleted it before it was booked."

_NOT_ON_ITS_WAY = (OutboxState.HELD, OutboxState.QUEUED, OutboxState.NEEDS_YOU)


def is_unsent_work(session: Session, row: OutboxRow) -> bool:
    """Whether a row is work of a clock that is kept here, needs the person, and was surely not booked."""
    return row.state is OutboxState.NEEDS_YOU and row.attempts == 0 and is_of_kept_clock(session, row)


def mended(session: Session, transaction: Transaction, row: OutboxRow, change: EntryChange) -> bool:
    """Take a change of unsent work into the item that it waits in; False where it is a change of its own.

    What merely waits to be sent is mended where it lacks an assignment and is given one: without it, it would
    be refused, and whatever builds upon it would wait for the person.

    Args:
        session: The account in use.
        transaction: A transaction that is already open.
        row: The newest thing that was asked for about the entry.
        change: What is asked for now.
    """
    if not _may_be(session, transaction, row, change):
        return False
    if isinstance(change, DeleteEntry):
        now = session.instant().timestamp(unit="millisecond")
        transaction.outbox.move(row.id, OutboxState.DROPPED, answer=DELETED, settled_at=now)
        return True
    asked = SaveEntry(row.change.id, replace(change.entry, id=row.id))
    mark = fingerprint(asked, row.person)
    transaction.outbox.rewrite(row._replace(change=asked, fingerprint=mark))
    transaction.outbox.move(row.id, OutboxState.QUEUED, answer=MENDED, not_before=0)
    return True


def _may_be(session: Session, transaction: Transaction, row: OutboxRow, change: EntryChange) -> bool:
    if row.change.id == change.id or transaction.outbox.dependents(row.id):
        return False
    if is_unsent_work(session, row):
        return True
    if row.state not in _NOT_ON_ITS_WAY or row.attempts or not is_of_kept_clock(session, row):
        return False
    lacked = isinstance(row.change, SaveEntry) and not row.change.entry.assignment.references
    return lacked and isinstance(change, SaveEntry) and bool(change.entry.assignment.references)
