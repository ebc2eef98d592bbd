"""Sending again at once what waits for its back-off to be over: the network is back, or the person asks."""

from __future__ import annotations

from punchcard.backends.errors import Throttled
from punchcard.services.outbox.row_moves import held_until, may_still_arrive, now_ms
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState

_WAITS = (OutboxState.QUEUED, OutboxState.UNKNOWN)


def try_again_now(session: Session) -> int:
    """Let everything go now that has only failed to arrive; what the backend has asked to wait for waits on.

    So does a new entry that may still arrive, and would be there twice.

    Returns:
        How many rows need not wait any more.
    """
    session.gate.go_on()
    if isinstance(session.gate.why_shut(session.instant()), Throttled):
        return 0
    now = now_ms(session)
    with session.store.read() as transaction:
        if held_until(transaction, session.account.name) > now:
            return 0
        unsettled = transaction.outbox.unsettled(session.account.name)
    waiting = [
        row for row in unsettled if row.state in _WAITS and row.not_before > now and not may_still_arrive(row)
    ]
    if not waiting:
        return 0
    with session.store.write() as transaction:
        moved = [
            transaction.outbox.move(row.id, row.state, expected=row.state, not_before=now) for row in waiting
        ]
    return sum(moved)
