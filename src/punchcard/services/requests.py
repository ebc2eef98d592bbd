"""Writing a request down: the one way into the outbox."""

from __future__ import annotations

from punchcard.core.changes import Change, DeleteEntry, SaveEntry
from punchcard.core.clock import ClockState, Running
from punchcard.core.punches import Restore, Stop
from punchcard.services.fingerprints import fingerprint
from punchcard.services.session import Session
from punchcard.store.outbox import NewRow, OutboxRow
from punchcard.store.store import Transaction


def write_down(
    session: Session,
    transaction: Transaction,
    change: Change,
    before: ClockState,
    undoes: OutboxRow | None = None,
) -> None:
    """Put a checked change into the outbox, behind what it makes sense only after."""
    transaction.outbox.add(
        NewRow(
            account=session.account.name,
            person=session.person.id,
            change=change,
            before=before,
            made_at=session.instant().timestamp(unit="millisecond"),
            fingerprint=fingerprint(change, session.person.id),
            depends_on=_needed_first(session, transaction, change),
            undoes=undoes.id if undoes else None,
        )
    )


def _needed_first(session: Session, transaction: Transaction, change: Change) -> str | None:
    """The newest unsettled request that this one builds upon."""
    rows = [r for r in transaction.outbox.unsettled(session.account.name) if r.person == session.person.id]
    if isinstance(change, SaveEntry | DeleteEntry):
        rows = [row for row in rows if _is_about(row, change.entry.id)]
    else:
        restored = change.state.entry_id if isinstance(change, Restore) else None
        rows = [
            row
            for row in rows
            if not isinstance(row.change, SaveEntry | DeleteEntry) or row.change.entry.id == restored
        ]
    return rows[-1].id if rows else None


def _is_about(row: OutboxRow, entry_id: str) -> bool:
    if isinstance(row.change, SaveEntry | DeleteEntry):
        return row.change.entry.id == entry_id
    return (
        isinstance(row.change, Stop) and isinstance(row.before, Running) and row.before.entry_id == entry_id
    )
