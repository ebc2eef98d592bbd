"""What can never be undone, which undo leaves as it is and names: decisions that have changed something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from punchcard.core.approval_changes import Decide, RequestChange
from punchcard.core.change_requests import Verdict
from punchcard.core.changes import is_approval
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.services.approvals.delivery import find_request
from punchcard.services.approvals.inbox import known_people
from punchcard.services.approvals.words import decision_in_words, status_in_words, thing_in_words
from punchcard.services.session import Session
from punchcard.services.taking_back import CannotUndo
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.store import Transaction

_MOST_SAID = 3
"""How many things are named that were left as they are."""

_OPPOSITES = {Verdict.APPROVE: Verdict.REOPEN, Verdict.REOPEN: Verdict.APPROVE}


class Undoable(NamedTuple):
    """What can be undone, and what was passed over on the way to it."""

    rows: Sequence[OutboxRow]
    left: str
    """What stays as it is, in a sentence; empty where nothing was passed over."""


def newest_undoable(session: Session, transaction: Transaction, rows: Sequence[OutboxRow]) -> Undoable:
    """Return the newest rows of an action that can be undone, from the action of `rows` on.

    Raises:
        CannotUndo: There is nothing else; it says what stays as it is.
    """
    lasting: list[OutboxRow] = []
    account, person = session.account.name, session.person.id
    while rows and is_approval(rows[0].change) and not any(is_unsent(row) for row in rows):
        stays = [row for row in rows if _lasts(session, transaction, row)]
        lasting += reversed(stays)
        if len(stays) < len(rows):
            rows = [row for row in rows if row not in stays]
            break
        rows = transaction.outbox.last_not_undone(account, person, before=rows[0].id)
    left = _left_in_words(session, transaction, lasting)
    if not rows:
        raise CannotUndo(f"Nothing can be undone. {left}", _hint(session, lasting[0]))
    return Undoable(rows, left)


def is_unsent(row: OutboxRow) -> bool:
    """Whether nothing of it has left this machine."""
    return row.state is OutboxState.HELD or (row.state is OutboxState.QUEUED and row.attempts == 0)


def opposite_of(session: Session, change: Decide) -> Verdict | None:
    """Return what takes a decision back that was sent; None where nothing does without a reason."""
    if session.backend.info.reopens_with_reason:
        return None
    return _OPPOSITES.get(change.decision.verdict) if isinstance(change.item, SubmittedWeek) else None


def _hint(session: Session, row: OutboxRow) -> str:
    is_decision = isinstance(row.change, Decide)
    if is_decision and session.backend.info.reopens_with_reason:
        return "What is approved is opened again with a reason; what was declined has to be handed in anew."
    return _HINTS[is_decision]


_HINTS = {
    False: "Ask for another change, or change the day yourself where you may.",
    True: "What a request has changed is changed back by another request; a week that was declined can be "
    "handed in again.",
}
"""What to do instead, by whether it was a decision."""


def _lasts(session: Session, transaction: Transaction, row: OutboxRow) -> bool:
    match row.change:
        case Decide():
            return opposite_of(session, row.change) is None
        case RequestChange(request=request):
            kept = find_request(transaction, session.account.name, request) or request
            return kept.status is not RequestStatus.PENDING
        case _:
            return False


def _left_in_words(session: Session, transaction: Transaction, rows: Sequence[OutboxRow]) -> str:
    if not rows:
        return ""
    words = "; ".join(_in_words(session, transaction, row) for row in rows[:_MOST_SAID])
    more = len(rows) - _MOST_SAID
    lead = "Left as it is" if len(rows) == 1 else "Left as they are"
    return f"{lead}: {words}; and {more} more." if more > 0 else f"{lead}: {words}."


def _in_words(session: Session, transaction: Transaction, row: OutboxRow) -> str:
    today = session.today()
    if isinstance(row.change, RequestChange):
        request = row.change.request
        kept = find_request(transaction, session.account.name, request) or request
        return f"your {thing_in_words(kept, today)}, which {status_in_words(kept, today)}"
    if not isinstance(row.change, Decide):
        raise TypeError(f"{row.change.kind} can be undone.")
    names = {person.id: person.name for person in known_people(session, transaction).values()}
    return f"the {decision_in_words(row.change, names, today)}"
