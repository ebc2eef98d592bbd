"""Acting as somebody else: one of the team on this machine, or one whose clock a service lets one drive.

At a service it is always the account's own key that asks. What is asked for is about the other person, in
the order of that person's own punches, and the ledger keeps who has asked for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from whenever import Instant

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.contract import Backend
from punchcard.backends.errors import BackendError, NotAllowed
from punchcard.config import AccountConfig
from punchcard.core.codec import person_from_json, person_to_json
from punchcard.core.people import Person
from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.text import one_line
from punchcard.services.session import Session
from punchcard.services.team import person_named
from punchcard.store.store import Store

if TYPE_CHECKING:
    from punchcard.core.codec import Json

FRESH_SECONDS = 24 * 3600
"""How old the names may be by which somebody is looked for without asking the service."""


async def person_to_act_as(
    store: Store, backend: Backend, account: AccountConfig, name: str, now: Instant
) -> Person:
    """Return who is meant by `--as NAME`.

    Raises:
        UsageError: The account is for nobody but its own person.
        NotFound: The name fits nobody, or several.
        BackendError: The names cannot be read, and were never read.
    """
    if backend.team is not None:
        return person_named(name, await backend.directory.people())
    title = backend.info.title
    if reason := unavailable(backend.abilities, Ability.CLOCK_OTHERS):
        raise UsageError(
            f"The account “{account.name}” belongs to one person at {title}. {reason}",
            "Leave --as out, or name another account with --account.",
        )
    where = f"whose time this account may see at {title}"
    known, are_fresh = _known_people(store, account.name, now)
    if are_fresh:
        with suppress(NotFound):
            return person_named(name, known, where)
        # Somebody may be new there.
        known = ()
    try:
        known = await _read_people(store, backend, account.name, now)
    except BackendError as problem:
        if not known or isinstance(problem, NotAllowed):
            raise
    return person_named(name, known, where)


def _known_people(store: Store, account: str, now: Instant) -> tuple[Sequence[Person], bool]:
    """Return everybody as they were last read, and whether that was lately."""
    with store.read() as transaction:
        cache = transaction.cache(account)
        cached: list[Json] = cache.directory("people") or []
        read_at = cache.directory_read_at("people")
    age = now.timestamp() - read_at.timestamp() if read_at else -1
    return [person_from_json(person) for person in cached], bool(cached) and 0 <= age < FRESH_SECONDS


async def _read_people(store: Store, backend: Backend, account: str, now: Instant) -> Sequence[Person]:
    people = await backend.directory.people()
    with store.write() as transaction:
        found = [person_to_json(person) for person in people]
        transaction.cache(account).keep_directory("people", found, now)
    return people


def acting_as(session: Session, person: Person) -> Session:
    """Return the same session over the same open account, in which everything is done as `person`."""
    own = session.own_person or session.person
    return replace(session, person=person, own_person=None if person.id == own.id else own)


def last_done_for(session: Session, *, undone: bool = False) -> Session | None:
    """Return the session that acts as whoever the last thing that was done is about.

    None where that is about the session's own person, or nothing was done yet for anybody else.

    Args:
        session: The account in use.
        undone: Whether the last thing that was undone is meant.
    """
    if session.acting or session.backend.info.immediate:
        return None
    account, own = session.account.name, session.person.id
    with session.store.read() as transaction:
        outbox = transaction.outbox
        mine = outbox.last_undo(account, own) if undone else outbox.last_not_undone(account, own)
        row = outbox.last_for_others(account, own, undone=undone)
        if row is None or (mine and mine[-1].made_at > row.made_at):
            return None
        cached: list[Json] = transaction.cache(account).directory("people") or []
    people = {person.id: person for person in map(person_from_json, cached)}
    return acting_as(session, people.get(row.person, Person(row.person, "Somebody else")))


def said_of_them(session: Session, done: tuple[str, str]) -> tuple[str, str]:
    """Return a row and its sentence, which says whom it is about."""
    row_id, sentence = done
    return row_id, f"{one_line(session.person.name, 60)}: {sentence}"
