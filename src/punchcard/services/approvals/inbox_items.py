"""The items of each inbox: what the backend last said, and what is still on its way about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from whenever import Instant, ZonedDateTime

from punchcard.core.approval_changes import Decide, RequestChange, WithdrawRequest
from punchcard.core.approval_items import age_order, asked_at, decided, item_key
from punchcard.core.change_requests import VIOLATIONS, ApprovalItem, ChangeRequest
from punchcard.core.people import Person
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.zones import in_zone
from punchcard.services.approvals.delivery import key_of_decision
from punchcard.services.session import Session
from punchcard.store.outbox import Mark, OutboxRow, OutboxState
from punchcard.store.store import Transaction

_ON_ITS_WAY = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)


class InboxItem(NamedTuple):
    """An item as it is known, and what is still on its way about it."""

    item: ApprovalItem
    person: Person
    pending: OutboxState | None
    """State of what is on its way about it; None when the backend has said so itself."""
    held_until: int | None
    """Epoch milliseconds until which the decision may be taken back; None where none is held."""
    problem: str
    """Why the last decision about it, or its withdrawal, was refused; empty where it was not."""
    breaks_rules: bool = False
    """Whether it can be approved all the same: only rules on working time stand against it."""


def waiting_items(
    session: Session,
    transaction: Transaction,
    cached: Sequence[tuple[str, ApprovalItem]],
    people: Mapping[str, Person],
) -> list[InboxItem]:
    """Return what waits for the viewer, the oldest first, without what they have just decided."""
    viewer = session.person.id
    marks = {
        key_of_decision(mark.fingerprint, viewer): mark
        for mark in transaction.outbox.marks(session.account.name, viewer, Decide.kind)
    }
    found: list[InboxItem] = []
    for key, item in cached:
        mark = marks.get(key)
        state = mark.state if mark else None
        if state in _ON_ITS_WAY:
            continue
        is_held, needs_you = state is OutboxState.HELD, state is OutboxState.NEEDS_YOU
        has_problem = needs_you or (mark is not None and _is_refused(mark, item))
        found.append(
            InboxItem(
                item,
                _person(people, item.person),
                state if is_held or needs_you else None,
                mark.not_before if mark and is_held else None,
                (mark.answer or "") if mark and has_problem else "",
                breaks_rules=has_problem and mark is not None and mark.objects_to == VIOLATIONS,
            )
        )
    return sorted(found, key=lambda one: age_order(one.item))


def decided_items(
    session: Session,
    transaction: Transaction,
    cached: Sequence[tuple[str, ApprovalItem]],
    people: Mapping[str, Person],
) -> list[InboxItem]:
    """Return what is decided, the newest first; before all else what the viewer has just decided."""
    rows = transaction.outbox.unsettled_of(session.account.name, session.person.id, Decide.kind)
    table = {key: InboxItem(item, _person(people, item.person), None, None, "") for key, item in cached}
    fresh: dict[str, InboxItem] = {}
    by = people[session.person.id].name
    for row in rows:
        if not isinstance(row.change, Decide) or row.state not in _ON_ITS_WAY:
            continue
        change = row.change
        after = decided(
            change.item, change.decision.verdict, change.decision.reason, by, _moment(session, row)
        )
        key = item_key(after)
        table.pop(key, None)
        fresh.pop(key, None)
        if after.status is not RequestStatus.PENDING:
            fresh[key] = InboxItem(after, _person(people, after.person), row.state, None, "")
    return [*reversed(fresh.values()), *table.values()]


def own_items(
    session: Session,
    transaction: Transaction,
    cached: Sequence[tuple[str, ApprovalItem]],
    people: Mapping[str, Person],
) -> list[InboxItem]:
    """Return what the viewer has asked for, the oldest first, with what is still on its way."""
    account, viewer = session.account.name, session.person
    newest = {
        mark.fingerprint.rpartition("|")[2]: mark
        for mark in transaction.outbox.marks(account, viewer.id, WithdrawRequest.kind)
    }
    refused = {key: mark.answer or "" for key, mark in newest.items() if mark.state is OutboxState.REFUSED}
    me = _person(people, viewer.id)
    table = {key: InboxItem(item, me, None, None, refused.get(key, "")) for key, item in cached}
    kinds = (RequestChange.kind, WithdrawRequest.kind)
    for row in transaction.outbox.unsettled_of(account, viewer.id, *kinds):
        match row.change:
            case RequestChange(request=request):
                _replace_waiting(table, request, row.state)
                table[item_key(request)] = InboxItem(request, me, row.state, None, "")
            case WithdrawRequest(request=request):
                withdrawn = replace(request, status=RequestStatus.WITHDRAWN)
                table[item_key(request)] = InboxItem(withdrawn, me, row.state, None, "")
            case _:
                pass
    return sorted(table.values(), key=lambda one: age_order(one.item))


def _is_refused(mark: Mark, item: ApprovalItem) -> bool:
    """Whether a decision was refused, and the week was not handed in once more since."""
    asked = asked_at(item)
    is_older = asked is not None and (mark.settled_at or 0) < asked.timestamp(unit="millisecond")
    return mark.state is OutboxState.REFUSED and not is_older


def _replace_waiting(table: dict[str, InboxItem], newer: ChangeRequest, state: OutboxState) -> None:
    """There is one request that waits for a person and day: a newer one takes its place."""
    for key, known in table.items():
        item = known.item
        if isinstance(item, ChangeRequest) and item.day == newer.day and item.status is RequestStatus.PENDING:
            table[key] = known._replace(item=replace(item, status=RequestStatus.REPLACED), pending=state)


def _moment(session: Session, row: OutboxRow) -> ZonedDateTime:
    return in_zone(Instant.from_timestamp(row.made_at, unit="millisecond"), session.zone)


def _person(people: Mapping[str, Person], person_id: str) -> Person:
    return people.get(person_id) or Person(person_id, person_id)
