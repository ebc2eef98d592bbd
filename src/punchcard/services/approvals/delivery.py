"""Requests and decisions on their way: the call of the backend, and what it brings into the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.contract import ApprovalsPort, Punched
from punchcard.backends.errors import NotAllowed
from punchcard.backends.outcomes import Confirmed, Outcome, Settled
from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange, WithdrawRequest
from punchcard.core.approval_items import item_days, item_in_zone, item_key
from punchcard.core.change_requests import ChangeRequest, Decidable, Verdict
from punchcard.core.entries import Entry
from punchcard.core.moments import day_in_words
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.services.session import Session
from punchcard.store.store import Transaction

if TYPE_CHECKING:
    from punchcard.services.outbox.ports import Result


def item_of(change: ApprovalChange) -> Decidable:
    """Return what a change is about."""
    return change.item if isinstance(change, Decide) else change.request


def marks_of(change: ApprovalChange) -> list[str]:
    """Return what tells a change from others of its person: the item, and what is decided of it."""
    if isinstance(change, Decide):
        return [item_key(change.item), change.decision.verdict.value]
    return [change.request.day.format_iso(), item_key(change.request)]


def key_of_decision(fingerprint: str, person: str) -> str:
    """Return the key of the item that a decision of `person` with this fingerprint is about."""
    return fingerprint.removeprefix(f"{Decide.kind}|{person}|").rpartition("|")[0]


async def send(session: Session, change: ApprovalChange) -> Outcome[Sequence[Decidable]]:
    """Make the one call that writes.

    Raises:
        NotAllowed: The account has no such thing.
    """
    port = approvals_port(session)
    match change:
        case Decide():
            return await port.decide(change)
        case RequestChange():
            outcome = await port.request(change)
            return _say(outcome) if isinstance(outcome, Confirmed) else outcome
        case WithdrawRequest():
            return await port.withdraw(as_kept(session, change))


async def settle(session: Session, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
    """Find out by reading whether a write whose answer was lost has happened.

    Raises:
        NotAllowed: The account has no such thing.
    """
    if isinstance(change, WithdrawRequest):
        change = as_kept(session, change)
    settled = await approvals_port(session).settle(change)
    if isinstance(settled, Confirmed) and isinstance(change, RequestChange):
        return _say(settled)
    return settled


def keep(session: Session, transaction: Transaction, change: ApprovalChange, result: Result) -> None:
    """Bring the inboxes, the weeks and the days up to what a confirmed change has made of them."""
    items = items_in(result)
    account = session.account.name
    approvals, cache = transaction.approvals(account), transaction.cache(account)
    for item in (item_in_zone(one, session.zone) for one in items):
        approvals.keep(item)
        if item.status in (RequestStatus.PENDING, RequestStatus.WITHDRAWN):
            approvals.take_out("decided", item_key(item))
        if item.status is not RequestStatus.PENDING or _waits_for_another(change, item):
            approvals.take_out("waiting", item_key(item))
        if isinstance(change, Decide):
            _show_decided(transaction, account, change.person, item)
        elif approvals.fetched_at(change.person, "mine"):
            approvals.put(change.person, "mine", item)
        if isinstance(item, SubmittedWeek):
            standing = [] if item.status is RequestStatus.WITHDRAWN else [item]
            cache.replace_weeks(item.person, item.first, item.last, standing)
        if isinstance(change, Decide):
            cache.forget_days(item.person, *item_days(item))
    approvals.forget_others(change.person)


def items_in(result: Result) -> Sequence[Decidable]:
    """Return what a confirmed change has brought."""
    return () if result is None or isinstance(result, Punched | Entry) else result


def forget_what_went_along(session: Session, change: ApprovalChange) -> None:
    """Let everything be read again that a decision on a week may have reached besides.

    Reading back tells what became of the week, not of those that went along with it.
    """
    if not isinstance(change, Decide) or not isinstance(change.item, SubmittedWeek):
        return
    is_approval = change.decision.verdict is Verdict.APPROVE
    first, last = (Date.MIN, change.item.last) if is_approval else (change.item.first, Date.MAX)
    with session.store.write() as transaction:
        transaction.cache(session.account.name).forget_days(change.item.person, first, last)
        transaction.approvals(session.account.name).forget_all()


def as_kept(session: Session, change: WithdrawRequest) -> WithdrawRequest:
    """Return the change about the request as the backend names it: a vendor gives it an id of its own."""
    asked = change.request
    with session.store.read() as transaction:
        kept = find_request(transaction, session.account.name, asked)
    return change if kept is None else replace(change, request=kept)


def find_request(transaction: Transaction, account: str, asked: ChangeRequest) -> ChangeRequest | None:
    """Return a person's own request as the cache has it: by its id, or the one that waits for that day."""
    now = transaction.given_ids(account).of(asked.id)
    mine = [
        item
        for _, item in transaction.approvals(account).items(asked.person, "mine")
        if isinstance(item, ChangeRequest) and item.day == asked.day
    ]
    same = [item for item in mine if item.id in (asked.id, now)]
    waiting = [
        item for item in mine if item.status is RequestStatus.PENDING and item.changes == asked.changes
    ]
    return next(iter(same or waiting), None)


def approvals_port(session: Session) -> ApprovalsPort:
    """Return the backend's requests and decisions.

    Raises:
        NotAllowed: It has none.
    """
    if session.backend.approvals is None:
        reason = unavailable(session.abilities, Ability.REQUEST_CHANGE) or ""
        raise NotAllowed(f"This account has no change requests. {reason}".strip())
    return session.backend.approvals


def _show_decided(transaction: Transaction, account: str, viewer: str, item: Decidable) -> None:
    approvals = transaction.approvals(account)
    scope = "waiting" if item.status is RequestStatus.PENDING else "decided"
    if _is_of_another(item, viewer):
        return
    if item.status is not RequestStatus.WITHDRAWN and approvals.fetched_at(viewer, scope):
        approvals.put(viewer, scope, item, first=scope == "decided")


def _waits_for_another(change: ApprovalChange, item: Decidable) -> bool:
    return isinstance(change, Decide) and _is_of_another(item, change.person)


def _is_of_another(item: Decidable, viewer: str) -> bool:
    """Whether a week waits for somebody else by now: an approval may be one step of several."""
    return (
        isinstance(item, SubmittedWeek)
        and item.status is RequestStatus.PENDING
        and item.next_actor_id not in (None, viewer)
    )


def _say(outcome: Confirmed[Sequence[Decidable]]) -> Confirmed[Sequence[Decidable]]:
    """Add to a confirmed request what its person did not expect: that it is done, or has replaced another."""
    if not outcome.result:
        return outcome
    kept, *replaced = outcome.result
    said = list(outcome.warnings)
    if isinstance(kept, ChangeRequest) and kept.status is RequestStatus.APPROVED:
        day = day_in_words(kept.day, short=True)
        said.append(f"It was approved at once: you may change {day} yourself.")
    if any(item.status is RequestStatus.REPLACED for item in replaced):
        said.append("It takes the place of your earlier request for that day.")
    return Confirmed(outcome.result, tuple(said))
