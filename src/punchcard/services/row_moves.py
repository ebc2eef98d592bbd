"""What becomes of a row of the outbox: each function moves one row, in one transaction.

A row moves only from the state in which it was found: what the person has decided about it meanwhile stands.
"""

from __future__ import annotations

from punchcard.backends.contract import ClockReading
from punchcard.backends.errors import Throttled
from punchcard.core.refusals import Refusal
from punchcard.services import ports
from punchcard.services.session import Session
from punchcard.services.standing_on import give_up
from punchcard.store.outbox import OutboxRow, OutboxState

SHORTEST_BACK_OFF_MS = 2_000
LONGEST_BACK_OFF_MS = 300_000
"""A row that could not be sent waits for a quarter of its age, within these bounds."""


def claim(session: Session, row: OutboxRow) -> bool:
    """Say that the row is being sent; False where it may not be sent any more."""
    # What `punch status` prints does not tell a row that waits from one that is being sent.
    with session.store.write() as transaction:
        return transaction.outbox.move(row.id, OutboxState.SENDING, expected=row.state)


def confirm(
    session: Session, row: OutboxRow, result: ports.Result, warnings: tuple[str, ...], *, days_known: bool
) -> None:
    """Settle the row as done and keep what it brought; without `days_known` its days are to be read again."""
    answer = " ".join(warnings) or None
    with session.change() as transaction:
        if not transaction.outbox.move(
            row.id, OutboxState.CONFIRMED, expected=row.state, answer=answer, settled_at=now_ms(session)
        ):
            return
        ports.keep_result(session, transaction, row, result)
        if not days_known:
            cache = transaction.cache(session.account.name)
            cache.forget_days(ports.touched_person(row), *ports.touched_days(row))


def forget_days(session: Session, row: OutboxRow) -> None:
    """Let the days that a row is about be read again before they are looked at."""
    with session.store.write() as transaction:
        cache = transaction.cache(session.account.name)
        cache.forget_days(ports.touched_person(row), *ports.touched_days(row))


def refuse(session: Session, row: OutboxRow, reason: str) -> None:
    """Settle the row as refused; what builds upon it needs the person."""
    with session.change() as transaction:
        now = now_ms(session)
        if not transaction.outbox.move(
            row.id, OutboxState.REFUSED, expected=row.state, answer=reason, settled_at=now
        ):
            return
        why = f"What it builds upon was refused: {reason}"
        give_up(transaction.outbox, row, why, now, punches_too=True)


def need_you(session: Session, row: OutboxRow, answer: str, reading: ClockReading | None = None) -> None:
    """Leave the row to the person, and show what the backend has instead."""
    with session.change() as transaction:
        transaction.outbox.move(row.id, OutboxState.NEEDS_YOU, expected=row.state, answer=answer)
        if reading is not None:
            cache = transaction.cache(session.account.name)
            cache.keep_clock(reading.person, reading.state, reading.read_at)


def put_back(session: Session, row: OutboxRow, state: OutboxState, answer: str) -> None:
    """Let the row go on from `state` at once."""
    with session.change() as transaction:
        transaction.outbox.move(row.id, state, expected=row.state, answer=answer)


def back_off(
    session: Session, row: OutboxRow, state: OutboxState, answer: str, problem: Refusal | None = None
) -> None:
    """Let the row go on from `state` after a while, or when the backend wants to be asked again."""
    now = now_ms(session)
    not_before = now + min(LONGEST_BACK_OFF_MS, max(SHORTEST_BACK_OFF_MS, (now - row.made_at) // 4))
    if isinstance(problem, Throttled):
        not_before = max(now, problem.retry_at.timestamp(unit="millisecond"))
    with session.change() as transaction:
        transaction.outbox.move(row.id, state, expected=row.state, answer=answer, not_before=not_before)


def recover(session: Session) -> None:
    """Whoever sent these rows is gone: it is not known whether they arrived."""
    with session.store.read() as transaction:
        rows = transaction.outbox.unsettled(session.account.name)
    lost = [row for row in rows if row.state is OutboxState.SENDING]
    if lost:
        with session.change() as transaction:
            for row in lost:
                transaction.outbox.move(
                    row.id, OutboxState.UNKNOWN, answer="Its sender ended before the answer came."
                )


def now_ms(session: Session) -> int:
    """The current moment in epoch milliseconds."""
    return session.instant().timestamp(unit="millisecond")
