"""Whether undo would meet a decision that was sent, which the app takes back only after asking."""

from __future__ import annotations

from punchcard.core.changes import is_approval
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState


def is_sent_decision(session: Session, *, weeks_only: bool) -> bool:
    """Whether the newest action that still stands is a decision of which nothing can be held back any more.

    Args:
        session: The account in use.
        weeks_only: Leave decisions on requests out: undo goes past them to what is older.
    """
    with session.store.read() as transaction:
        rows = transaction.outbox.last_not_undone(session.account.name, session.person.id)
    return not any(_is_unsent(row) for row in rows) and any(_is_decision(row, weeks_only) for row in rows)


def _is_unsent(row: OutboxRow) -> bool:
    return row.state is OutboxState.HELD or (row.state is OutboxState.QUEUED and row.attempts == 0)


def _is_decision(row: OutboxRow, weeks_only: bool) -> bool:
    if not is_approval(row.change):
        return False
    from punchcard.core.approval_changes import Decide

    return isinstance(row.change, Decide) and (not weeks_only or isinstance(row.change.item, SubmittedWeek))
