"""New entries that go together: one call for many rows of the outbox, and an answer for each of them.

They stay rows of their own. A sender that ends leaves each of them `unknown`, to be settled by itself; one
that is refused takes none of the others along.
"""

from __future__ import annotations

from collections.abc import Sequence

from punchcard.backends.errors import Misdirected, NotAllowed, Retired, Unaddressable
from punchcard.backends.outcomes import (
    Absent,
    Confirmed,
    NotSent,
    Outcome,
    Refused,
    Settled,
    Unanswered,
    Unsure,
)
from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.refusals import Refusal
from punchcard.services.allowed import refuse_unless_allowed
from punchcard.services.outbox import row_moves
from punchcard.services.outbox.delivery_order import next_row
from punchcard.services.outbox.equal_entries import told_apart
from punchcard.services.outbox.items import is_imported
from punchcard.services.outbox.ports import Result
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState

MOST_TOGETHER = 100
"""How many rows are on their way at once: so many may have to be settled one by one."""

_FOR_THE_PERSON = (NotAllowed, Retired, Unaddressable, Misdirected)


def going_together(rows: Sequence[OutboxRow], first: OutboxRow, now: int) -> list[OutboxRow]:
    """Return the rows that can be sent, or settled, along with `first` at `now` (epoch milliseconds)."""
    if not _goes_along(first, first.state):
        return [first]
    found, rest = [first], [row for row in rows if row.id != first.id]
    while len(found) < MOST_TOGETHER and (row := next_row(rest, now)) is not None:
        if not _goes_along(row, first.state):
            break
        found.append(row)
        rest.remove(row)
    return found


async def send_together(session: Session, rows: Sequence[OutboxRow]) -> Refusal | None:
    """Make one call for all rows, and move each by its own outcome; return what stood in the way."""
    batch = session.backend.batch
    if batch is None:
        return None
    sent = row_moves.claim_all(session, [row for row in rows if _is_allowed(session, row)])
    changes = {row.id: row.change for row in sent if isinstance(row.change, SaveEntry)}
    try:
        outcomes = await batch.save_all(list(changes.values()))
    except _FOR_THE_PERSON as problem:
        for row in sent:
            row_moves.need_you(session, row, f"{problem.message} Nothing was done.", was_not_sent=True)
        return None
    except Refusal as problem:
        for row in sent:
            row_moves.back_off(session, row, OutboxState.QUEUED, problem, was_not_sent=True)
        return problem
    problem = None
    for row, outcome in zip(sent, outcomes, strict=True):
        problem = _take(session, row, outcome) or problem
    return problem


async def settle_together(session: Session, rows: Sequence[OutboxRow]) -> Refusal | None:
    """Look once which of several rows have happened, and move each; return what stood in the way."""
    batch = session.backend.batch
    if batch is None:
        return None
    changes = [row.change for row in rows if isinstance(row.change, SaveEntry)]
    try:
        found = await batch.settle_all(changes)
    except _FOR_THE_PERSON as problem:
        for row in rows:
            row_moves.need_you(session, row, f"Whether it happened cannot be found out: {problem.message}")
        return None
    except Refusal as problem:
        for row in rows:
            row_moves.back_off(session, row, OutboxState.UNKNOWN, problem)
        return problem
    for row, settled in zip(rows, found, strict=True):
        _settle(session, row, told_apart(session, row, settled))
    return None


def _goes_along(row: OutboxRow, state: OutboxState) -> bool:
    return is_imported(row) and row.state is state and row.depends_on is None


def _is_allowed(session: Session, row: OutboxRow) -> bool:
    try:
        refuse_unless_allowed(session, row.change)
    except NotAllowed as problem:
        row_moves.need_you(session, row, problem.message)
        return False
    return True


def _take(session: Session, row: OutboxRow, outcome: Outcome[Entry]) -> Refusal | None:
    """Move a row. Its days are read again when they are looked at: they may be those of many people."""
    match outcome:
        case Confirmed(result, warnings):
            row_moves.confirm(session, row, result, warnings, days_known=row.attempts == 0)
        case Refused(reason, field):
            row_moves.refuse(session, row, reason, field)
            row_moves.forget_days(session, row)
        case NotSent(detail):
            return row_moves.not_sent(session, row, detail)
        case Unanswered(detail):
            row_moves.put_back(session, row, OutboxState.UNKNOWN, detail)
    return None


def _settle(session: Session, row: OutboxRow, settled: Settled[Result]) -> None:
    match settled:
        case Confirmed(result, warnings):
            row_moves.confirm(session, row, result, warnings, days_known=False)
        case Refused(reason, field):
            row_moves.refuse(session, row, reason, field)
            row_moves.forget_days(session, row)
        case Absent():
            row_moves.send_again(session, row)
        case Unsure(detail):
            row_moves.unsure(session, row, detail)
