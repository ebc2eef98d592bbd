"""What is held back for a moment: let go when its time is up, said when whoever held it is gone."""

from __future__ import annotations

from punchcard.core.identifiers import new_id
from punchcard.services.outbox.row_moves import now_ms
from punchcard.services.session import Session
from punchcard.store.hold import is_alive
from punchcard.store.outbox import OutboxRow, OutboxState

ABANDONED = "It was held back when Punchcard ended, and was not sent."
"""What the ledger says of rows whose holder is gone."""


def begin_hold(session: Session) -> str:
    """Say that this process holds rows back from now on, and return what to mark them with."""
    return session.hold.begin(session.folders.account(session.account.name), new_id())


def release_held(session: Session) -> int:
    """Let those rows go that this process has held for long enough.

    Returns:
        How many may go now.
    """
    due = session.hold.due()
    if not due:
        return 0
    with session.change() as transaction:
        now = now_ms(session)
        moved = [
            transaction.outbox.move(row_id, OutboxState.QUEUED, expected=OutboxState.HELD, not_before=now)
            for row_id in due
        ]
    session.hold.forget(due)
    return sum(moved)


def abandoned_holds(session: Session) -> tuple[str, ...]:
    """Settle what a process that is gone had held for the person, and say it; nothing was sent."""
    account = session.account.name
    folder = session.folders.account(account)
    with session.store.read() as transaction:
        held = transaction.outbox.held(account, session.person.id)
    names = {row.holder or "" for row in held} - {session.hold.name}
    gone = {name for name in names if not is_alive(folder, name)}
    rows = [row for row in held if (row.holder or "") in gone]
    if not rows:
        return ()
    with session.change() as transaction:
        now = now_ms(session)
        dropped = [
            row
            for row in rows
            if transaction.outbox.move(
                row.id, OutboxState.DROPPED, expected=OutboxState.HELD, answer=ABANDONED, settled_at=now
            )
        ]
    return _sentences(session, dropped)


def _sentences(session: Session, rows: list[OutboxRow]) -> tuple[str, ...]:
    from punchcard.core.approval_changes import Decide
    from punchcard.services.approvals.inbox import known_people
    from punchcard.services.approvals.words import not_sent

    with session.store.read() as transaction:
        names = {person.id: person.name for person in known_people(session, transaction).values()}
    changes = [row.change for row in rows if isinstance(row.change, Decide)]
    return not_sent(changes, names, session.today())
