"""What becomes of a row of the outbox: each function moves one row, in one transaction.

A row moves only from the state in which it was found: what the person has decided about it meanwhile stands.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.contract import ClockReading
from punchcard.backends.errors import BadCredentials, Throttled, Unreachable
from punchcard.core.changes import SaveEntry
from punchcard.core.refusals import Refusal
from punchcard.services.outbox import ports
from punchcard.services.outbox.standing_on import give_up
from punchcard.services.reading.refresh import Fetched, keep_fetched
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState, objection_to
from punchcard.store.store import Transaction

if TYPE_CHECKING:
    from punchcard.services.outbox.given_ids import Became

SHORTEST_BACK_OFF_MS = 2_000
LONGEST_BACK_OFF_MS = 300_000
"""A row that could not be sent waits for a quarter of its age, within these bounds."""

_NOT_YET = "It is not there, but may still arrive: it is looked for once more before it is sent again."


def claim(session: Session, row: OutboxRow) -> bool:
    """Say that the row is being sent; False where it may not be sent any more."""
    # What `punch status` prints does not tell a row that waits from one that is being sent.
    with session.store.write() as transaction:
        return _claimed(transaction, row)


def claim_all(session: Session, rows: Sequence[OutboxRow]) -> list[OutboxRow]:
    """Say that rows are being sent together; return those that may be, as they are now."""
    with session.store.write() as transaction:
        return [row._replace(state=OutboxState.SENDING) for row in rows if _claimed(transaction, row)]


def _claimed(transaction: Transaction, row: OutboxRow) -> bool:
    """Claim a row, unless it was taken or changed by somebody since it was read."""
    return transaction.outbox.move(
        row.id, OutboxState.SENDING, expected=row.state, fingerprint=row.fingerprint
    )


def confirm(
    session: Session,
    row: OutboxRow,
    result: ports.Result,
    warnings: tuple[str, ...],
    fetched: Fetched | None = None,
    *,
    days_known: bool = True,
) -> None:
    """Settle the row as done and keep what it brought, all at once: nobody sees it twice, or not at all.

    Args:
        session: The account in use.
        row: The row.
        result: What the backend said.
        warnings: What it said besides.
        fetched: Its days as they were read since; None where they were not.
        days_known: Whether the result tells all that has changed; otherwise its days are to be read again.
    """
    news = tuple[str, ...]()
    result, became = _what_came_of(session, row, result, fetched, days_known=days_known)
    body = json.dumps(became.body, ensure_ascii=False) if became and became.body else None
    with session.change() as transaction:
        progress = transaction.outbox.progress(row.account)
        if not transaction.outbox.move(
            row.id, OutboxState.CONFIRMED, expected=row.state, answer=" ".join(warnings),
            settled_at=now_ms(session), became=body,
        ):  # fmt: skip
            return
        ports.keep_result(session, transaction, row, result)
        if session.backend.days is not None:
            # They follow from the entries there, and were told before this one was.
            days = ports.touched_days(row)
            transaction.work_times(row.account).forget(ports.touched_person(row), *days)
        if became is not None:
            from punchcard.services.outbox.given_ids import take_over

            take_over(transaction, row.account, became)
        if fetched is not None and fetched.progress == progress:
            news = keep_fetched(session, transaction, fetched, row.change)
        elif not days_known or fetched is not None:
            cache = transaction.cache(session.account.name)
            cache.forget_days(ports.touched_person(row), *ports.touched_days(row))
    session.news.extend(news)


def _what_came_of(
    session: Session, row: OutboxRow, result: ports.Result, fetched: Fetched | None, *, days_known: bool
) -> tuple[ports.Result, Became | None]:
    """Return what a row has brought, as far as that is known now, and what its thing is called there."""
    if session.backend.info.immediate:
        # What is kept on this machine keeps the id that it was asked for with.
        return result, None
    from punchcard.services.outbox.given_ids import what_became_of, with_saved

    if not days_known:
        result = with_saved(row, result, fetched.entries if fetched else None)
    return result, what_became_of(row, result)


def forget_days(session: Session, row: OutboxRow) -> None:
    """Let the days that a row is about be read again before they are looked at."""
    with session.store.write() as transaction:
        cache = transaction.cache(session.account.name)
        cache.forget_days(ports.touched_person(row), *ports.touched_days(row))


def refuse(session: Session, row: OutboxRow, reason: str, field: str | None = None) -> None:
    """Settle the row as refused, for a value where that is said; what builds upon it needs the person."""
    with session.change() as transaction:
        now = now_ms(session)
        if not transaction.outbox.move(
            row.id, OutboxState.REFUSED, expected=row.state, answer=reason, settled_at=now,
            became=objection_to(field),
        ):  # fmt: skip
            return
        why = f"What it builds upon was refused: {reason}"
        give_up(transaction.outbox, row, why, now, punches_too=True)


def need_you(
    session: Session,
    row: OutboxRow,
    answer: str,
    reading: ClockReading | None = None,
    *,
    was_not_sent: bool = False,
) -> None:
    """Leave the row to the person, and show what the backend has instead."""
    with session.change() as transaction:
        transaction.outbox.move(
            row.id, OutboxState.NEEDS_YOU, expected=row.state, answer=answer, was_not_sent=was_not_sent
        )
        if reading is not None:
            cache = transaction.cache(session.account.name)
            cache.keep_clock(reading.person, reading.state, session.instant())


def unsure(session: Session, row: OutboxRow, detail: str) -> None:
    """Leave the row to the person, as reading back does not tell whether it has happened."""
    need_you(session, row, detail)
    # Something of it may be there: what is, is read again before anybody looks.
    forget_days(session, row)


def not_sent(session: Session, row: OutboxRow, detail: str) -> Unreachable:
    """Let the row be sent after a while, as not a byte of it went out; return what stood in the way."""
    back_off(session, row, OutboxState.QUEUED, detail, was_not_sent=True)
    return Unreachable(detail)


def send_again(session: Session, row: OutboxRow) -> None:
    """Let the row be sent once more, as it had not arrived: at once, and after a while from then on.

    What may still arrive, and would be there twice then, is looked for a second time before that.
    """
    late_ms = session.backend.info.late_seconds * 1000
    is_new = isinstance(row.change, SaveEntry) and row.change.before is None
    if late_ms and is_new and not may_still_arrive(row):
        back_off(session, row, OutboxState.UNKNOWN, _NOT_YET, wait_ms=late_ms)
        return
    (back_off if row.attempts > 1 else put_back)(session, row, OutboxState.QUEUED, "It had not arrived.")


def may_still_arrive(row: OutboxRow) -> bool:
    """Whether a row waits until it cannot arrive any more: nothing may let it be looked for sooner."""
    return row.state is OutboxState.UNKNOWN and row.answer == _NOT_YET


def put_back(session: Session, row: OutboxRow, state: OutboxState, answer: str) -> None:
    """Let the row go on from `state` at once."""
    with session.change() as transaction:
        transaction.outbox.move(row.id, state, expected=row.state, answer=answer)


def back_off(
    session: Session,
    row: OutboxRow,
    state: OutboxState,
    problem: Refusal | str,
    *,
    was_not_sent: bool = False,
    wait_ms: int | None = None,
) -> None:
    """Let the row go on from `state` after a while.

    Where the backend wants no call before a moment, nothing of the account goes before that; where it refuses
    the secret, the row waits for another one and for nothing else.

    Args:
        session: The account in use.
        row: The row.
        state: What becomes of it.
        problem: What stood in the way, for the ledger.
        was_not_sent: Whether the attempt that was counted has not taken place.
        wait_ms: For how long; None to go by its age.
    """
    now = now_ms(session)
    answer = problem if isinstance(problem, str) else problem.message
    by_age = min(LONGEST_BACK_OFF_MS, max(SHORTEST_BACK_OFF_MS, (now - row.made_at) // 4))
    not_before = now + (by_age if wait_ms is None else wait_ms)
    if isinstance(problem, BadCredentials):
        not_before = None
    elif isinstance(problem, Throttled):
        not_before = max(now, problem.retry_at.timestamp(unit="millisecond"))
    with session.change() as transaction:
        transaction.outbox.move(
            row.id, state, expected=row.state, answer=answer, not_before=not_before, was_not_sent=was_not_sent
        )
        if isinstance(problem, Throttled) and not_before is not None:
            transaction.outbox.hold_all(row.account, not_before)
            transaction.remember(_held_key(row.account), str(not_before))


def held_until(transaction: Transaction, account: str) -> int:
    """Return before when the backend wants no call of an account, in epoch milliseconds; 0 for no moment."""
    return int(transaction.recall(_held_key(account)) or 0)


def _held_key(account: str) -> str:
    return f"held_until:{account}"


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
