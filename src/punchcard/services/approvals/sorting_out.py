"""Telling what can be decided from what cannot, as it is known here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from whenever import Date

from punchcard.core.approval_changes import Decide
from punchcard.core.approval_items import item_key, item_status
from punchcard.core.change_requests import ApprovalItem, Decidable, Decision, Verdict
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.services.approvals.delivery import key_of_decision
from punchcard.services.approvals.words import item_in_words, status_in_words
from punchcard.services.session import Session
from punchcard.store.outbox import UNSETTLED, OutboxState
from punchcard.store.store import Transaction

_MOST_SAID = 3
"""How many reasons are said of items that were left out."""


class LeftOut(NamedTuple):
    """An item that cannot be decided as it is known here, and why, in a sentence."""

    item: Decidable
    reason: str


def sorted_out(
    session: Session,
    transaction: Transaction,
    items: Sequence[Decidable],
    decision: Decision,
    names: Mapping[str, str],
) -> tuple[list[Decidable], list[LeftOut]]:
    """Tell what can be decided from what cannot, as it is known here."""
    account, viewer = session.account.name, session.person.id
    cache = transaction.approvals(account)
    waiting = set(cache.keys(viewer, "waiting"))
    is_known = cache.fetched_at(viewer, "waiting") is not None
    marks = transaction.outbox.marks(account, viewer, Decide.kind)
    states = {key_of_decision(mark.fingerprint, viewer): mark.state for mark in marks}
    wanted = {item_key(item): item for item in items}
    elsewhere: dict[str, ApprovalItem] = {}
    if decision.verdict is Verdict.REOPEN or not wanted.keys() <= waiting:
        elsewhere = dict(cache.items(viewer, "decided"))
    chosen, left_out = list[Decidable](), list[LeftOut]()
    today = session.today()
    for key, item in wanted.items():
        name = item_in_words(item, names.get(item.person, ""), today)
        now = elsewhere.get(key, item)
        reason = None
        if item.person == viewer:
            reason = "is your own; somebody else decides it"
        elif states.get(key) is OutboxState.NEEDS_YOU:
            reason = "is decided already, and that needs you in the outbox"
        elif states.get(key) in UNSETTLED:
            reason = "is decided already, and that is on its way"
        elif decision.verdict is Verdict.REOPEN:
            reason = _why_not_reopened(now, today)
        elif key not in waiting and (is_known or item_status(now) is not RequestStatus.PENDING):
            waits = item_status(now) is RequestStatus.PENDING
            reason = "does not wait for you any more" if waits else status_in_words(now, today)
        if reason is None:
            chosen.append(item)
        else:
            left_out.append(LeftOut(item, f"{name[:1].upper()}{name[1:]} {reason}."))
    return chosen, left_out


def _why_not_reopened(item: ApprovalItem, today: Date) -> str | None:
    if not isinstance(item, SubmittedWeek):
        return "cannot be reopened; what it has changed is changed"
    if item.status is RequestStatus.WITHDRAWN:
        return f"{status_in_words(item, today)} already"
    return None if item.status is RequestStatus.APPROVED else "is not approved, so there is nothing to reopen"


def reasons(left_out: Sequence[LeftOut]) -> str:
    """Say why items were left out; of many only how many more they are."""
    said = " ".join(one.reason for one in left_out[:_MOST_SAID])
    more = len(left_out) - _MOST_SAID
    return f"{said} And {more} more." if more > 0 else said
