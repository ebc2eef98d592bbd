"""Sync: delivers the outbox to the backend, whatever happens on the way.

A row goes `queued` → `sending` → `confirmed` or `refused`. What may have happened is `unknown` and is
settled by reading back; it is never sent again blindly.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from punchcard.backends.errors import BackendError
from punchcard.backends.outcomes import Absent, Confirmed, NotSent, Refused, Unanswered, Unsure
from punchcard.core.refusals import Refusal
from punchcard.services import ports
from punchcard.services.delivery_order import next_row
from punchcard.services.event_loop import at_most, pause
from punchcard.services.refresh import refresh_days
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.sending_lock import SendingLock

POLL_SECONDS = 0.02
"""How often a process that may not send looks whether another one has delivered."""

SHORTEST_BACK_OFF_MS = 2_000
LONGEST_BACK_OFF_MS = 300_000
"""A row that could not be sent waits for a quarter of its age, within these bounds."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of delivering: the rows that are still open, and what stood in the way."""

    open_rows: tuple[OutboxRow, ...]
    problem: Refusal | None = None


async def deliver(session: Session, wait_seconds: float = 10.0) -> Delivery:
    """Deliver everything that can go now, for at most `wait_seconds`.

    Where another process delivers this account's outbox at the same time, it is waited for.
    """
    deadline = time.monotonic() + wait_seconds
    folder = session.folders.account(session.account.name)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    lock = SendingLock(folder)
    while not lock.acquire():
        if _next(session) is None or time.monotonic() >= deadline:
            return Delivery(_open_rows(session))
        await pause(POLL_SECONDS)
    try:
        _recover(session)
        async with at_most(deadline - time.monotonic()):
            problem = await _deliver_all(session)
    except TimeoutError:
        _recover(session)
        problem = None
    finally:
        lock.release()
    return Delivery(_open_rows(session), problem)


async def _deliver_all(session: Session) -> Refusal | None:
    while (row := _next(session)) is not None:
        try:
            if row.state is OutboxState.UNKNOWN:
                await _settle(session, row)
            else:
                await _send(session, row)
        except BackendError as error:
            # The write itself never raises: whatever got here, got here before the first byte.
            state = OutboxState.UNKNOWN if row.state is OutboxState.UNKNOWN else OutboxState.QUEUED
            _back_off(session, row, state, error.message)
            return error
    return None


async def _send(session: Session, row: OutboxRow) -> None:
    try:
        reading = await ports.prepare(session, row)
    except ports.Conflict as conflict:
        _settle_as(session, row, OutboxState.NEEDS_YOU, conflict.message)
        return
    with session.change() as transaction:
        transaction.outbox.move(row.id, OutboxState.SENDING)
    match await ports.send(session, row, reading):
        case Confirmed(result, warnings):
            _confirm(session, row, result, warnings)
        case Refused(reason):
            _refuse(session, row, reason)
        case NotSent(detail):
            _back_off(session, row, OutboxState.QUEUED, detail)
        case Unanswered(detail):
            with session.change() as transaction:
                transaction.outbox.move(row.id, OutboxState.UNKNOWN, answer=detail)


async def _settle(session: Session, row: OutboxRow) -> None:
    match await ports.settle(session, row):
        case Confirmed(result, warnings):
            _confirm(session, row, result, warnings)
            await refresh_days(session, *ports.touched_days(row))
        case Absent():
            with session.change() as transaction:
                transaction.outbox.move(row.id, OutboxState.QUEUED, answer="It had not arrived.")
        case Unsure(detail):
            _settle_as(session, row, OutboxState.NEEDS_YOU, detail)


def _confirm(session: Session, row: OutboxRow, result: ports.Result, warnings: tuple[str, ...]) -> None:
    with session.change() as transaction:
        ports.keep_result(session, transaction, row, result)
        answer = " ".join(warnings) or None
        transaction.outbox.move(
            row.id, OutboxState.CONFIRMED, answer=answer, settled_at=_milliseconds(session)
        )


def _refuse(session: Session, row: OutboxRow, reason: str) -> None:
    with session.change() as transaction:
        transaction.outbox.move(row.id, OutboxState.REFUSED, answer=reason, settled_at=_milliseconds(session))
        for dependent in transaction.outbox.dependents(row.id):
            why = f"What it builds upon was refused: {reason}"
            transaction.outbox.move(dependent.id, OutboxState.NEEDS_YOU, answer=why)


def _settle_as(session: Session, row: OutboxRow, state: OutboxState, answer: str) -> None:
    with session.change() as transaction:
        transaction.outbox.move(row.id, state, answer=answer)


def _back_off(session: Session, row: OutboxRow, state: OutboxState, detail: str) -> None:
    now = _milliseconds(session)
    wait = min(LONGEST_BACK_OFF_MS, max(SHORTEST_BACK_OFF_MS, (now - row.made_at) // 4))
    with session.change() as transaction:
        not_before = now + wait
        transaction.outbox.move(row.id, state, answer=detail, not_before=not_before)


def _recover(session: Session) -> None:
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


def _next(session: Session) -> OutboxRow | None:
    with session.store.read() as transaction:
        rows = transaction.outbox.unsettled(session.account.name)
    return next_row(rows, _milliseconds(session))


def _open_rows(session: Session) -> tuple[OutboxRow, ...]:
    with session.store.read() as transaction:
        return tuple(transaction.outbox.unsettled(session.account.name))


def _milliseconds(session: Session) -> int:
    return session.instant().timestamp(unit="millisecond")
