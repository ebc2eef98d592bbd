"""Sync: delivers the outbox to the backend, whatever happens on the way.

A row goes `queued` → `sending` → `confirmed` or `refused`. What may have happened is `unknown` and is
settled by reading back; it is never sent again blindly.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import NamedTuple

from punchcard.backends.errors import (
    BadCredentials,
    Misdirected,
    NotAllowed,
    Retired,
    Throttled,
    Unaddressable,
)
from punchcard.backends.outcomes import (
    Absent,
    Confirmed,
    NotSent,
    Outcome,
    Refused,
    Unanswered,
    Unsure,
)
from punchcard.core.changes import WeeksChange, is_approval
from punchcard.core.overlaps import Overlap
from punchcard.core.punches import AnyPunch
from punchcard.core.refusals import Refusal
from punchcard.database.private import make_folder
from punchcard.services.event_loop import at_most, pause
from punchcard.services.outbox import ports, row_moves
from punchcard.services.outbox.delivery_order import next_row
from punchcard.services.outbox.items import entry_of, is_imported
from punchcard.services.outbox.looking_again import adopt, read_clock, read_days
from punchcard.services.reading.adoption import adopt_clock, take_news
from punchcard.services.reading.refresh import fetch_days
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.sending_lock import SendingLock

POLL_SECONDS = 0.02
"""How often a process that may not send looks whether another one has delivered."""

_FOR_THE_PERSON = (NotAllowed, Retired, Unaddressable)
"""What trying again does not mend; what was meant to be written was surely not."""

_NOTHING_WAS_DONE = "Nothing was done."


class Delivery(NamedTuple):
    """What came of delivering: the rows that are still open, and what stood in the way."""

    open_rows: tuple[OutboxRow, ...]
    problem: Refusal | None = None
    refused: tuple[OutboxRow, ...] = ()
    """What the backend has refused meanwhile, with its reason as the answer."""
    remarked: tuple[OutboxRow, ...] = ()
    """What it has confirmed and said more about, which is the answer."""
    adopted: tuple[str, ...] = ()
    """What other devices did, in sentences; each is said once."""


async def deliver(session: Session, wait_seconds: float = 10.0) -> Delivery:
    """Deliver everything that can go now, for at most `wait_seconds`.

    Where another process delivers this account's outbox at the same time, it is waited for.
    """
    deadline = time.monotonic() + wait_seconds
    before = dict.fromkeys(row.id for row in _open_rows(session))
    if before and (problem := session.gate.why_shut(session.instant())) is not None:
        return _delivery(session, before, problem)
    folder = session.folders.account(session.account.name)
    make_folder(folder)
    lock = SendingLock(folder)
    while not lock.acquire():
        if not _is_on_its_way(session) or time.monotonic() >= deadline:
            return _delivery(session, before, None)
        await pause(POLL_SECONDS)
    try:
        row_moves.recover(session)
        async with at_most(deadline - time.monotonic()):
            problem = await _deliver_all(session, before)
    except TimeoutError:
        row_moves.recover(session)
        problem = None
    finally:
        lock.release()
    return _delivery(session, before, problem)


def _delivery(session: Session, rows: Iterable[str], problem: Refusal | None) -> Delivery:
    with session.store.read() as transaction:
        now = [transaction.outbox.find(row_id) for row_id in rows]
    found = [row for row in now if row is not None]
    refused = tuple(row for row in found if row.state is OutboxState.REFUSED)
    remarked = tuple(row for row in found if row.state is OutboxState.CONFIRMED and row.answer)
    return Delivery(_open_rows(session), problem, refused, remarked, take_news(session))


async def _deliver_all(session: Session, seen: dict[str, None]) -> Refusal | None:
    """Deliver what can go; whatever was asked for meanwhile becomes one of those that were `seen`."""
    rows = list(_open_rows(session))
    seen |= dict.fromkeys(row.id for row in rows)
    while (row := next_row(rows, row_moves.now_ms(session))) is not None:
        gone = _going_together(session, rows, row)
        problem = await _deliver_these(session, gone)
        if problem is not None:
            session.gate.shut(problem)
            return problem
        for each in gone:
            rows.remove(each)
        # Whoever waits has a turn between two rows: to see how far it has come, to take back the rest.
        await pause(0)
        if not _is_confirmed(session, row) or next_row(rows, row_moves.now_ms(session)) is None:
            # Others may wait for the person now, and more may have been asked for.
            rows = list(_open_rows(session))
            seen |= dict.fromkeys(row.id for row in rows)
    return None


def _going_together(session: Session, rows: list[OutboxRow], row: OutboxRow) -> list[OutboxRow]:
    if session.backend.batch is None:
        return [row]
    from punchcard.services.outbox.together import going_together

    return going_together(rows, row, row_moves.now_ms(session))


async def _deliver_these(session: Session, rows: list[OutboxRow]) -> Refusal | None:
    if session.backend.batch is not None and is_imported(rows[0]):
        from punchcard.services.outbox import together

        is_unknown = rows[0].state is OutboxState.UNKNOWN
        return await (together.settle_together if is_unknown else together.send_together)(session, rows)
    deliver_one = _settle if rows[0].state is OutboxState.UNKNOWN else _send
    return await deliver_one(session, _as_it_is_now(session, rows[0]))


async def _send(session: Session, row: OutboxRow) -> Refusal | None:
    try:
        row = await _about_what_is_there(session, row)
        reading = await ports.prepare(session, row)
    except ports.Conflict as conflict:
        return await _conflicts(session, row, conflict)
    except (ports.Gone, Overlap) as problem:
        row_moves.refuse(session, row, f"{problem.message} {problem.hint}".strip())
        return await read_clock(session, row) if isinstance(problem, Overlap) else None
    except _FOR_THE_PERSON as problem:
        row_moves.need_you(session, row, problem.message)
        return None
    except Refusal as problem:
        row_moves.back_off(session, row, OutboxState.QUEUED, problem)
        return problem
    if reading is not None:
        adopt_clock(session, reading)
    if not row_moves.claim(session, row):
        return None
    sent = row._replace(state=OutboxState.SENDING)
    try:
        outcome = await ports.send(session, row, reading)
    except _FOR_THE_PERSON as problem:
        row_moves.need_you(session, sent, f"{problem.message} {_NOTHING_WAS_DONE}", was_not_sent=True)
        return None
    except (BadCredentials, Throttled, Misdirected) as problem:
        row_moves.back_off(session, sent, OutboxState.QUEUED, problem, was_not_sent=True)
        return problem
    except Refusal as problem:
        row_moves.back_off(session, sent, OutboxState.UNKNOWN, problem)
        return problem
    return await _take(session, sent, outcome, is_repeated=row.attempts > 0)


async def _conflicts(session: Session, row: OutboxRow, conflict: ports.Conflict) -> Refusal | None:
    """Leave to the person what does not fit, unless it has happened since it was sent before."""
    if row.attempts and (found := await _found_after_all(session, row)) is not None:
        return await _confirm(session, row, found.result, found.warnings)
    problem = await adopt(session, row, conflict.reading)
    row_moves.need_you(session, row, conflict.message, conflict.reading)
    return problem


async def _found_after_all(session: Session, row: OutboxRow) -> Confirmed[ports.Result] | None:
    """Return what came of a row that was sent before; None where it has not happened, or cannot be read."""
    try:
        settled = await ports.settle(session, row)
    except Refusal:
        return None
    return settled if isinstance(settled, Confirmed) else None


async def _about_what_is_there(session: Session, row: OutboxRow) -> OutboxRow:
    if entry_of(row.change) is None or session.backend.info.immediate:
        return row
    from punchcard.services.outbox.finding_again import found_again

    # What the person has decided about it while it was looked for stands: it is claimed as it was taken up.
    return (await found_again(session, row))._replace(state=row.state)


async def _take(
    session: Session, row: OutboxRow, outcome: Outcome[ports.Result], *, is_repeated: bool
) -> Refusal | None:
    match outcome:
        case Confirmed(result, warnings):
            # A backend that recognises a repeated request does not say again what it has changed;
            # weeks lock and unlock the entries in them; where entries give way, others may be gone.
            may_be_gone = bool(warnings) and session.backend.info.overwrites
            if is_repeated or may_be_gone or isinstance(row.change, WeeksChange) or is_approval(row.change):
                return await _confirm(session, row, result, warnings)
            row_moves.confirm(session, row, result, warnings)
        case Refused(reason, field):
            # Sent before and given up, it may have arrived since: then it is refused as done already.
            is_doubtful = is_repeated and (isinstance(row.change, WeeksChange) or is_approval(row.change))
            if is_doubtful and (found := await _found_after_all(session, row)) is not None:
                ports.forget_what_went_along(session, row)
                return await _confirm(session, row, found.result, found.warnings)
            return await _refuse(session, row, reason, field)
        case NotSent(detail):
            return row_moves.not_sent(session, row, detail)
        case Unanswered(detail):
            row_moves.put_back(session, row, OutboxState.UNKNOWN, detail)
    return None


async def _settle(session: Session, row: OutboxRow) -> Refusal | None:
    try:
        settled = await ports.settle(session, row)
    except _FOR_THE_PERSON as problem:
        row_moves.need_you(session, row, f"Whether it happened cannot be found out: {problem.message}")
        return None
    except Refusal as problem:
        row_moves.back_off(session, row, OutboxState.UNKNOWN, problem)
        return problem
    from punchcard.services.outbox.equal_entries import told_apart

    match told_apart(session, row, settled):
        case Confirmed(result, warnings):
            ports.forget_what_went_along(session, row)
            return await _confirm(session, row, result, warnings)
        case Refused(reason, field):
            return await _refuse(session, row, reason, field)
        case Absent():
            row_moves.send_again(session, row)
        case Unsure(detail):
            row_moves.unsure(session, row, detail)
    return None


async def _refuse(session: Session, row: OutboxRow, reason: str, field: str | None) -> Refusal | None:
    """Settle the row as refused, and read again what is there; return what stood in the way.

    It was punched, decided, handed in, changed or deleted from elsewhere. What was worked on a clock that is
    kept here is known nowhere else: it waits for the person.
    """
    if session.backend.info.kept_clock is not None:
        from punchcard.services.kept_clocks import is_of_kept_clock, still_here

        if is_of_kept_clock(session, row):
            row_moves.need_you(session, row, still_here(session, row, reason, field), was_not_sent=True)
            return await read_days(session, row)
    row_moves.refuse(session, row, reason, field)
    look_again = read_clock if isinstance(row.change, AnyPunch) else read_days
    return await look_again(session, row)


async def _confirm(
    session: Session, row: OutboxRow, result: ports.Result, warnings: tuple[str, ...]
) -> Refusal | None:
    """Read the row's days first and settle it with what they are now; return what stood in the way.

    What a decision has changed, or an import brought, is read when somebody looks at it: there may be
    thousands of them.
    """
    person, fetched, problem = ports.touched_person(row), None, None
    if person == row.person and not is_imported(row):
        try:
            fetched = await fetch_days(session, person, *ports.touched_days(row))
        except Refusal as refusal:
            problem = refusal
    row_moves.confirm(session, row, result, warnings, fetched, days_known=False)
    return problem


def _is_on_its_way(session: Session) -> bool:
    """Whether whoever delivers now has something left to deliver."""
    rows = _open_rows(session)
    is_sending = any(row.state is OutboxState.SENDING for row in rows)
    return is_sending or next_row(rows, row_moves.now_ms(session)) is not None


def _is_confirmed(session: Session, row: OutboxRow) -> bool:
    with session.store.read() as transaction:
        now = transaction.outbox.find(row.id)
    return now is not None and now.state is OutboxState.CONFIRMED


def _as_it_is_now(session: Session, row: OutboxRow) -> OutboxRow:
    """What a row is about may bear another id since the one before it was confirmed."""
    if session.backend.info.immediate:
        return row
    with session.store.read() as transaction:
        now = transaction.outbox.find(row.id)
    return row if now is None else now._replace(state=row.state)


def _open_rows(session: Session) -> tuple[OutboxRow, ...]:
    with session.store.read() as transaction:
        return tuple(transaction.outbox.unsettled(session.account.name))
