"""Undo and redo of requests and decisions: what was not sent is dropped, what was gets its opposite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from punchcard.core.approval_changes import Decide, RequestChange, WithdrawRequest
from punchcard.core.change_requests import ChangeRequest, Decision, Verdict
from punchcard.core.identifiers import new_id
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.services.approvals.change_requesting import ask, take_back
from punchcard.services.approvals.deciding import ask_decisions, drop_unsent
from punchcard.services.approvals.delivery import find_request
from punchcard.services.approvals.inbox import known_people
from punchcard.services.approvals.never_undone import is_unsent, opposite_of
from punchcard.services.approvals.words import DONE, items_in_words
from punchcard.services.outbox.items import Part
from punchcard.services.outbox.row_moves import now_ms
from punchcard.services.outbox.standing_on import give_up
from punchcard.services.session import Session
from punchcard.services.taking_back import CannotUndo
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction

_TAKEN_BACK = "You took back what it builds upon."


def undo_approvals(session: Session, transaction: Transaction, rows: Sequence[OutboxRow]) -> tuple[str, str]:
    """Take back an action of requests or decisions, inside a transaction that is already open.

    Returns:
        The id of the last row that does it, or that is dropped, and what was undone in a sentence.

    Raises:
        CannotUndo: It cannot be taken back any more; nothing was changed.
    """
    unsent = [row for row in rows if is_unsent(row)]
    if unsent:
        return unsent[-1].id, _drop(session, transaction, rows, unsent)
    match rows[0].change:
        case RequestChange(request=request):
            asked = take_back(session, transaction, _kept(session, transaction, request), _undoing(rows[0]))
            said = _of_earlier(session, transaction, request)
            return asked.row_id, f"Undone. {asked.message} {said}".rstrip()
        case WithdrawRequest(request=request):
            asked = ask(session, transaction, _anew(session, request), _undoing(rows[0]))
            return asked.row_id, f"Undone. {asked.message}"
        case _:
            return _decide_back(session, transaction, rows)


def redo_approvals(
    session: Session, transaction: Transaction, again: Sequence[OutboxRow], undoing: Sequence[OutboxRow]
) -> tuple[str, str]:
    """Ask again for what was undone, inside a transaction that is already open.

    Returns:
        The id of the last row that does it, and what was done in a sentence.

    Raises:
        Refusal: It cannot be done any more; nothing was changed.
    """
    part = Part(redoes=undoing[0])
    match again[0].change:
        case RequestChange(request=request):
            asked = ask(session, transaction, _anew(session, request), part)
            return asked.row_id, f"Redone. {asked.message}"
        case WithdrawRequest():
            back = undoing[0].change
            request = back.request if isinstance(back, RequestChange) else again[0].change.request
            asked = take_back(session, transaction, _kept(session, transaction, request), part)
            return asked.row_id, f"Redone. {asked.message}"
        case _:
            changes = [replace(row.change, id=new_id()) for row in again if isinstance(row.change, Decide)]
            parts = [Part(redoes=row) for row in undoing]
            return _ask(session, transaction, changes, parts, "Redone.")


def _undoing(row: OutboxRow) -> Part:
    return Part(undoes=row)


def _drop(
    session: Session, transaction: Transaction, rows: Sequence[OutboxRow], unsent: Sequence[OutboxRow]
) -> str:
    sentence = drop_unsent(session, transaction, unsent)
    needed = transaction.outbox.needed_ones(session.account.name)
    for row in [row for row in unsent if row.id in needed]:
        give_up(transaction.outbox, row, _TAKEN_BACK, now_ms(session), punches_too=False)
    if len(unsent) == len(rows):
        return sentence
    return f"Taken back what was not sent yet: {len(unsent)} of {len(rows)}; the others stand."


def _kept(session: Session, transaction: Transaction, request: ChangeRequest) -> ChangeRequest:
    return find_request(transaction, session.account.name, request) or request


def _of_earlier(session: Session, transaction: Transaction, request: ChangeRequest) -> str:
    """Say of the request that was there before that it does not come back."""
    mine = transaction.approvals(session.account.name).items(request.person, "mine")
    was_replaced = any(
        isinstance(item, ChangeRequest) and item.day == request.day and item.status is RequestStatus.REPLACED
        for _, item in mine
    )
    return "The earlier request stays replaced." if was_replaced else ""


def _anew(session: Session, request: ChangeRequest) -> ChangeRequest:
    return ChangeRequest(
        new_id(), request.person, request.day, request.changes, requested_at=session.now(), note=request.note
    )


def _decide_back(session: Session, transaction: Transaction, rows: Sequence[OutboxRow]) -> tuple[str, str]:
    """Reopen weeks that were approved, approve those that were reopened; nothing else has an opposite."""
    changes, parts = list[Decide](), list[Part]()
    # What was decided last is taken back first: weeks go in order.
    for row in reversed(rows):
        change = row.change
        verdict = opposite_of(session, change) if isinstance(change, Decide) else None
        if not isinstance(change, Decide) or verdict is None:
            raise CannotUndo("The last action mixes what cannot be undone together; nothing was changed.")
        status = RequestStatus.APPROVED if verdict is Verdict.REOPEN else RequestStatus.PENDING
        item = replace(change.item, status=status)
        changes.append(Decide(new_id(), session.person.id, item, Decision(verdict)))
        parts.append(Part(undoes=row))
    return _ask(session, transaction, changes, parts, "Undone.")


def _ask(
    session: Session,
    transaction: Transaction,
    changes: Sequence[Decide],
    parts: Sequence[Part],
    lead: str,
) -> tuple[str, str]:
    row_ids = ask_decisions(session, transaction, changes, parts)
    names = {person.id: person.name for person in known_people(session, transaction).values()}
    verdict = changes[0].decision.verdict
    words = items_in_words([change.item for change in changes], names, session.today())
    return row_ids[-1], f"{lead} {DONE[verdict]} {words}."
