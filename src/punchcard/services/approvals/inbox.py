"""The inbox: what a person has asked for, what waits for their decision, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from whenever import Instant

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.contract import Scope
from punchcard.core.approval_items import item_in_zone
from punchcard.core.codec import Json, person_from_json, person_to_json
from punchcard.core.people import Person, Role
from punchcard.services.approvals.inbox_items import InboxItem, decided_items, own_items, waiting_items
from punchcard.services.reading.refresh import MOST_READINGS, OutOfDate
from punchcard.services.session import Session
from punchcard.services.team import everybody
from punchcard.store.store import Transaction

__all__ = (
    "SCOPES",
    "Elsewhere",
    "Inbox",
    "InboxItem",
    "ensure_approvals",
    "inbox",
    "known_inbox",
    "known_people",
    "refresh_approvals",
    "refresh_inbox",
    "waiting_count",
    "why_not",
)

SCOPES: tuple[Scope, ...] = ("mine", "waiting", "decided")
"""Every inbox of a person."""


class Elsewhere(NamedTuple):
    """Where what is only listed here is decided."""

    title: str
    link: str
    """A URL."""
    reason: str
    """Why it is not decided here, in sentences."""

    @property
    def sentence(self) -> str:
        """Where to go, on one line."""
        return f"Decided at {self.title}: {self.link}"


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
    has_weeks: bool = True
    """Whether weeks are handed in with this account."""
    never_listed: str = ""
    """What is never in it with this account, in a sentence; empty where everything is."""
    elsewhere: Elsewhere | None = None
    """Where it is decided, as nothing is here; None where it is decided here."""
    may_look: bool = True
    """Whether the viewer sees what others wait for."""


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
                items = waiting_items(session, transaction, cached, people)
            case "decided":
                items = decided_items(session, transaction, cached, people)
            case "mine":
                items = own_items(session, transaction, cached, people)
    viewer = people[viewer_id]
    has_weeks = unavailable(session.abilities, Ability.SUBMIT_WEEK) is None
    why, elsewhere = why_not(session, viewer), _elsewhere(session)
    may_look = why is None if elsewhere is None else viewer.role is Role.LEAD or len(people) > 1
    return Inbox(
        scope, viewer, tuple(items), why, fetched_at, has_weeks, _never_listed(session, scope), elsewhere,
        may_look,
    )  # fmt: skip


def _elsewhere(session: Session) -> Elsewhere | None:
    info, reason = session.backend.info, unavailable(session.abilities, Ability.APPROVE)
    return Elsewhere(info.title, info.website, reason) if info.approves_entries and reason else None


def _never_listed(session: Session, scope: Scope) -> str:
    match scope:
        case "waiting":
            return unavailable(session.abilities, Ability.SUBMIT_WEEK) or ""
        case "decided":
            return session.backend.info.not_listed
        case "mine":
            return unavailable(session.abilities, Ability.REQUEST_CHANGE) or ""


async def refresh_approvals(session: Session) -> None:
    """Read every inbox of the person, and who is in the team.

    Raises:
        BackendError: The backend cannot be read; what is known is as it was.
    """
    if session.backend.approvals is not None:
        await _read(session, SCOPES)


async def refresh_inbox(session: Session, scope: Scope) -> None:
    """Read one inbox of the person, and nothing else: one call.

    Raises:
        BackendError: The backend cannot be read; what is known is as it was.
    """
    if session.backend.approvals is not None:
        await _read(session, (scope,), with_people=False)


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
    abilities = session.abilities
    reason = unavailable(abilities, Ability.APPROVE)
    if reason and unavailable(abilities, Ability.DECLINE):
        return reason
    if viewer.role is not Role.LEAD:
        if unavailable(abilities, Ability.REQUEST_CHANGE):
            return "Only a lead decides; nothing waits for your decision."
        return "Only a lead decides; you see your own requests here."
    return None


def known_people(session: Session, transaction: Transaction) -> dict[str, Person]:
    """Return the people of the account by id, as they are known; the session's own person is among them."""
    cached: list[Json] = transaction.cache(session.account.name).directory("people") or []
    people = {person.id: person for person in map(person_from_json, cached)}
    people.setdefault(session.person.id, session.person)
    return people


async def _read(session: Session, scopes: Sequence[Scope], *, with_people: bool = True) -> None:
    for _ in range(MOST_READINGS):
        if await _read_once(session, scopes, with_people=with_people):
            return
    raise OutOfDate


async def _read_once(session: Session, scopes: Sequence[Scope], *, with_people: bool) -> bool:
    """Read once; False where something was settled meanwhile: what was read may be older than that."""
    port = session.backend.approvals
    if port is None:
        return True
    account, viewer = session.account.name, session.person.id
    with session.store.read() as transaction:
        progress = transaction.outbox.progress(account)
    people = await everybody(session.backend) if with_people else ()
    read = {scope: await port.list(viewer, scope) for scope in scopes}
    with session.store.write() as transaction:
        if transaction.outbox.progress(account) != progress:
            return False
        now = session.instant()
        if with_people:
            cache = transaction.cache(account)
            cache.keep_directory("people", [person_to_json(person) for person in people], now)
        for scope, items in read.items():
            here = [item_in_zone(item, session.zone) for item in items]
            transaction.approvals(account).replace(viewer, scope, here, now)
    return True
