"""What becomes of outbox items that stand on one which will not be done."""

from __future__ import annotations

from punchcard.core.changes import is_approval
from punchcard.core.punches import AnyPunch
from punchcard.store.outbox import Outbox, OutboxRow, OutboxState


def give_up(outbox: Outbox, row: OutboxRow, why: str, now: int, *, punches_too: bool) -> None:
    """Decide about everything that stands on `row`, which was refused or dropped.

    What would undo or withdraw it has nothing to undo, and is dropped. What builds upon it needs the person;
    unless it is undone already and was never sent: then neither is.

    Args:
        outbox: The rows, inside the transaction that has settled `row`.
        row: The row.
        why: What the person reads about those that need them.
        now: Epoch milliseconds.
        punches_too: Whether punches that build upon it need the person; otherwise they go on, and each is
            held against the clock before it is sent.
    """
    for undoing in outbox.undoing(row.id):
        if _was_never_sent(undoing):
            _drop(outbox, undoing, "There was nothing left to undo.", now)
    for dependent in outbox.dependents(row.id):
        if isinstance(dependent.change, AnyPunch) and not punches_too:
            continue
        if punches_too and _is_decided_together(dependent, row):
            continue
        if dependent.change.kind == "withdraw_request" and _was_never_sent(dependent):
            _drop(outbox, dependent, "There was nothing left to withdraw.", now)
        elif _was_never_sent(dependent) and outbox.undoing(dependent.id):
            _drop(outbox, dependent, "It was undone before it was sent.", now)
            give_up(outbox, dependent, why, now, punches_too=punches_too)
        else:
            outbox.move(dependent.id, OutboxState.NEEDS_YOU, answer=why)


def _is_decided_together(dependent: OutboxRow, row: OutboxRow) -> bool:
    """Whether it only waits for its turn: each of several decisions stands by itself."""
    return row.action is not None and dependent.action == row.action and is_approval(dependent.change)


def _was_never_sent(row: OutboxRow) -> bool:
    return row.attempts == 0


def _drop(outbox: Outbox, row: OutboxRow, answer: str, now: int) -> None:
    outbox.move(row.id, OutboxState.DROPPED, answer=answer, settled_at=now)
