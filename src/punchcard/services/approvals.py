"""The inbox: what a person has asked for, what waits for their decision, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from whenever import Instant, ZonedDateTime

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.contract import Scope
from punchcard.core.approval_changes import Decide, RequestChange, WithdrawRequest
from punchcard.core.approval_items import age_order, decided, item_key
from punchcard.core.change_requests import ApprovalItem, ChangeRequest
from punchcard.core.codec import Json, person_from_json, person_to_json
from punchcard.core.people import Person, Role
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.zones import in_zone
from punchcard.services.approval_delivery import key_of_decision
from punchcard.services.session import Session
from punchcard.services.team import everybody
from punchcard.store.outbox import Mark, OutboxRow, OutboxState
from punchcard.store.store import Transaction

SCOPES: tuple[Scope, ...] = ("mine", "waiting", "decided")
"""Every inbox of a person."""

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


class Inbox(NamedTuple):
    """What a person sees of a scope."""

    scope: Scope
    viewer: Person
    items: tuple[InboxItem, ...]
    """The oldest first; of those that are decided the newest first."""
    why_not: str | None
    """Why the viewer may not decide, in a sentence; None where they may."""
    fetched_at: Instant | None
    """When the backend was last asked; None where it is to be asked again."""


async def inbox(session: Session, scope: Scope) -> Inbox:
    """Return what the person sees of a scope; read it first where that was never done.

    Raises:
        BackendError: It was never read, and the backend cannot be read now.
    """
    found = known_inbox(session, scope)
    if found.fetched_at is None and session.backend.approvals is not None:
        await _read(session, (scope,))
        found = known_inbox(session, scope)
    return found


def known_inbox(session: Session, scope: Scope) -> Inbox:
    """Return what is known of a scope, from the store alone."""
    account, viewer_id = session.account.name, session.person.id
    with session.store.read() as transaction:
        people = known_people(session, transaction)
        cached = transaction.approvals(account).items(viewer_id, scope)
        fetched_at = transaction.approvals(account).fetched_at(viewer_id, scope)
        match scope:
            case "waiting":
                items = _waiting(cached, _marks(session, transaction), people)
            case "decided":
                items = _decided(session, transaction, cached, people)
            case "mine":
                items = _mine(session, transaction, cached, people)
    viewer = people[viewer_id]
    return Inbox(scope, viewer, tuple(items), why_not(session, viewer), fetched_at)


async def refresh_approvals(session: Session) -> None:
    """Read every inbox of the person, and who is in the team.

    Raises:
        BackendError: The backend cannot be read; what is known is as it was.
    """
    if session.backend.approvals is not None:
        await _read(session, SCOPES)


async def ensure_approvals(session: Session) -> None:
    """Read those inboxes of the person that were never read, or in which others have changed something.

    Raises:
        BackendError: There are some, and the backend cannot be read.
    """
    with session.store.read() as transaction:
        cache = transaction.approvals(session.account.name)
        unread: list[Scope] = [
            scope for scope in SCOPES if cache.fetched_at(session.person.id, scope) is None
        ]
    if unread and session.backend.approvals is not None:
        await _read(session, unread)


def waiting_count(session: Session) -> int:
    """Return how many items wait for the person's decision, without those that they have just decided."""
    viewer = session.person.id
    with session.store.read() as transaction:
        cache = transaction.approvals(session.account.name)
        return cache.count(viewer, "waiting") - cache.count_deciding(viewer)


def why_not(session: Session, viewer: Person) -> str | None:
    """Return why a person may not decide; None where they may."""
    abilities = session.backend.abilities
    reason = unavailable(abilities, Ability.APPROVE)
    if reason and unavailable(abilities, Ability.DECLINE):
        return reason
    if viewer.role is not Role.LEAD:
        return "Only a lead decides; you see your own requests here."
    return None


def known_people(session: Session, transaction: Transaction) -> dict[str, Person]:
    """Return the people of the account by id, as they are known; the session's own person is among them."""
    cached: list[Json] = transaction.cache(session.account.name).directory("people") or []
    people = {person.id: person for person in map(person_from_json, cached)}
    people.setdefault(session.person.id, session.person)
    return people


async def _read(session: Session, scopes: Sequence[Scope]) -> None:
    while not await _read_once(session, scopes):
        pass


async def _read_once(session: Session, scopes: Sequence[Scope]) -> bool:
    """Read once; False where something was settled meanwhile: what was read may be older than that."""
    port = session.backend.approvals
    if port is None:
        return True
    account, viewer = session.account.name, session.person.id
    with session.store.read() as transaction:
        progress = transaction.outbox.progress(account)
    people = await everybody(session.backend)
    read = {scope: await port.list(viewer, scope) for scope in scopes}
    with session.store.write() as transaction:
        if transaction.outbox.progress(account) != progress:
            return False
        now = session.instant()
        cache = transaction.cache(account)
        cache.keep_directory("people", [person_to_json(person) for person in people], now)
        for scope, items in read.items():
            transaction.approvals(account).replace(viewer, scope, items, now)
    return True


def _person(people: Mapping[str, Person], person_id: str) -> Person:
    return people.get(person_id) or Person(person_id, person_id)


def _marks(session: Session, transaction: Transaction) -> dict[str, Mark]:
    """The newest decision of the viewer about each item, by the item's key."""
    viewer = session.person.id
    marks = transaction.outbox.marks(session.account.name, viewer, Decide.kind)
    return {key_of_decision(mark.fingerprint, viewer): mark for mark in marks}


def _waiting(
    cached: Sequence[tuple[str, ApprovalItem]], marks: Mapping[str, Mark], people: Mapping[str, Person]
) -> list[InboxItem]:
    found: list[InboxItem] = []
    for key, item in cached:
        mark = marks.get(key)
        state = mark.state if mark else None
        if state in _ON_ITS_WAY:
            continue
        is_held, needs_you = state is OutboxState.HELD, state is OutboxState.NEEDS_YOU
        has_problem = needs_you or state is OutboxState.REFUSED
        found.append(
            InboxItem(
                item,
                _person(people, item.person),
                state if is_held or needs_you else None,
                mark.not_before if mark and is_held else None,
                (mark.answer or "") if mark and has_problem else "",
            )
        )
    return sorted(found, key=lambda one: age_order(one.item))


def _decided(
    session: Session,
    transaction: Transaction,
    cached: Sequence[tuple[str, ApprovalItem]],
    people: Mapping[str, Person],
) -> list[InboxItem]:
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


def _mine(
    session: Session,
    transaction: Transaction,
    cached: Sequence[tuple[str, ApprovalItem]],
    people: Mapping[str, Person],
) -> list[InboxItem]:
    account, viewer = session.account.name, session.person
    refused = {
        mark.fingerprint.rpartition("|")[2]: mark.answer or ""
        for mark in transaction.outbox.marks(account, viewer.id, WithdrawRequest.kind)
        if mark.state is OutboxState.REFUSED
    }
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


def _replace_waiting(table: dict[str, InboxItem], newer: ChangeRequest, state: OutboxState) -> None:
    """There is one request that waits for a person and day: a newer one takes its place."""
    for key, known in table.items():
        item = known.item
        if isinstance(item, ChangeRequest) and item.day == newer.day and item.status is RequestStatus.PENDING:
            table[key] = known._replace(item=replace(item, status=RequestStatus.REPLACED), pending=state)


def _moment(session: Session, row: OutboxRow) -> ZonedDateTime:
    return in_zone(Instant.from_timestamp(row.made_at, unit="millisecond"), session.zone)
