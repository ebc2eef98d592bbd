"""Whether undo would meet a decision that was sent, which the app takes back only after asking."""

from __future__ import annotations

from punchcard.core.changes import is_approval
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState


def is_sent_decision(session: Session, *, weeks_only: bool) -> bool:
    """Whether the newest action that undo would take back is a decision that was sent.

    Args:
        session: The account in use.
        weeks_only: Leave decisions on requests out: undo goes past them to what is older.
    """
    with session.store.read() as transaction:
        account, person = session.account.name, session.person.id
        rows = transaction.outbox.last_not_undone(account, person)
        while rows and not any(_is_unsent(row) for row in rows):
            if any(_is_decision(row, weeks_only=weeks_only) for row in rows):
                return True
            if not all(_is_decision(row, weeks_only=False) for row in rows):
                return False
            rows = transaction.outbox.last_not_undone(account, person, before=rows[0].id)
    return False


def _is_unsent(row: OutboxRow) -> bool:
    return row.state is OutboxState.HELD or (row.state is OutboxState.QUEUED and row.attempts == 0)


def _is_decision(row: OutboxRow, *, weeks_only: bool) -> bool:
    if not is_approval(row.change):
        return False
    from punchcard.core.approval_changes import Decide

    return isinstance(row.change, Decide) and (not weeks_only or isinstance(row.change.item, SubmittedWeek))
