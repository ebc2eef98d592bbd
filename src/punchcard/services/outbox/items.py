"""Writing an outbox item down: the one way into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from punchcard.core.changes import Change, DeleteEntry, SaveEntry, WeeksChange, is_approval
from punchcard.core.clock import ClockState, Running
from punchcard.core.entries import Entry, Source
from punchcard.core.punches import AnyPunch, Restore, Stop
from punchcard.services.allowed import refuse_unless_allowed, refuse_unless_booked
from punchcard.services.outbox.fingerprints import fingerprint
from punchcard.services.session import Session
from punchcard.store.outbox import NewRow, OutboxRow
from punchcard.store.store import Transaction

IT_HAPPENED = "You said that it happened."
"""What the ledger says of an item that is settled on the person's word."""


class Part(NamedTuple):
    """Where an item stands among others."""

    undoes: OutboxRow | None = None
    """What it undoes."""
    redoes: OutboxRow | None = None
    """The undoing item that it takes back."""
    action: str | None = None
    """What it has in common with the items that were asked for together with it."""
    after: str | None = None
    """The item that must be done before it."""
    is_placed: bool = False
    """Whether `after` is known to be right; otherwise what it builds upon is looked up."""
    held_until: int = 0
    """Epoch milliseconds until which it may be taken back; 0 to send it at once."""
    holder: str | None = None
    """The lock of the process that holds it back."""


ALONE = Part()
"""A new item on its own."""


def write_down(
    session: Session, transaction: Transaction, change: Change, before: ClockState, part: Part = ALONE
) -> str:
    """Put a checked change into the outbox, behind what it makes sense only after.

    A punch on a clock that is kept here is done by that.

    Returns:
        What is done otherwise than it was asked for, in sentences; empty where nothing is.

    Raises:
        NotAllowed: The account may not ask for it; nothing was written down.
        NotBooked: It is time that is booked on too little.
    """
    refuse_unless_allowed(session, change)
    refuse_unless_booked(session, change)
    kept = session.backend.info.kept_clock
    if kept is not None and isinstance(change, AnyPunch):
        from punchcard.services.kept_clocks import write_down_punch

        return write_down_punch(session, transaction, kept, change, part)
    transaction.outbox.add(
        new_row(session, change, before)._replace(
            depends_on=part.after if part.is_placed else _needed_first(session, transaction, change),
            undoes=part.undoes.id if part.undoes else None,
            action=part.action,
            redoes=part.redoes.id if part.redoes else None,
            held_until=part.held_until,
            holder=part.holder,
        )
    )
    return ""


def new_row(session: Session, change: Change, before: ClockState) -> NewRow:
    """Return a row as the person in use asks for it now, standing on nothing.

    Args:
        session: The account in use.
        change: What is asked for.
        before: The clock as it is known.
    """
    return NewRow(
        account=session.account.name,
        person=session.person.id,
        change=change,
        before=before,
        made_at=session.instant().timestamp(unit="millisecond"),
        fingerprint=fingerprint(change, session.person.id),
        asked_by=session.asked_by,
    )


def waiting(session: Session, transaction: Transaction) -> list[OutboxRow]:
    """Return what is on its way about the person's own time, in the order it was asked for."""
    return transaction.outbox.unsettled_time(session.account.name, session.person.id)


def entry_changed_by(row: OutboxRow) -> str | None:
    """The id of the entry that an item saves, deletes, or makes of a running clock."""
    if isinstance(row.change, SaveEntry | DeleteEntry):
        return row.change.entry.id
    if isinstance(row.change, Stop) and isinstance(row.before, Running):
        return row.before.entry_id
    return None


def is_imported(row: OutboxRow) -> bool:
    """Whether an item brings in a new entry out of a file."""
    change = row.change
    return isinstance(change, SaveEntry) and change.before is None and change.entry.source is Source.IMPORTED


def entry_of(change: Change) -> Entry | None:
    """The entry as it is before a change or a deletion of it; None for everything else."""
    if isinstance(change, SaveEntry):
        return change.before
    return change.entry if isinstance(change, DeleteEntry) else None


def _needed_first(session: Session, transaction: Transaction, change: Change) -> str | None:
    """The newest unsettled item that this one builds upon; whoever asks for or decides something says so."""
    if is_approval(change):
        return None
    rows: Sequence[OutboxRow] = waiting(session, transaction)
    if isinstance(change, SaveEntry | DeleteEntry):
        rows = [row for row in rows if entry_changed_by(row) == change.entry.id]
    elif isinstance(change, AnyPunch):
        restored = change.state.entry_id if isinstance(change, Restore) else None
        rows = [row for row in rows if _is_before_a_punch(row, restored)]
    else:
        rows = [row for row in rows if isinstance(row.change, WeeksChange)]
    return rows[-1].id if rows else None


def _is_before_a_punch(row: OutboxRow, restored: str | None) -> bool:
    if isinstance(row.change, SaveEntry | DeleteEntry):
        return row.change.entry.id == restored
    return isinstance(row.change, AnyPunch)
