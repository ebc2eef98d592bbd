"""The edit lock as it is known: for how many days back somebody may change entries without asking."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from whenever import Date, Instant

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.contract import Backend
from punchcard.backends.errors import BackendError
from punchcard.core.edit_lock import EditLock
from punchcard.core.refusals import Refusal
from punchcard.services.session import Session
from punchcard.store.store import Store, Transaction

_CLOCK_ONLY = "clock only"


class LockedDay(Refusal):
    """A day of so long ago that a change has to be asked for."""

    code = "locked"


async def keep_first_lock(store: Store, backend: Backend, account: str, person_id: str, now: Instant) -> None:
    """Keep the lock of whoever has just been asked for, where it was told along; else it comes later."""
    with suppress(BackendError):
        lock = await backend.directory.edit_lock(person_id)
        with store.write() as transaction:
            transaction.cache(account).keep_directory(_name(person_id), _kept(lock), now)


def known_edit_lock(session: Session, transaction: Transaction, person_id: str) -> EditLock:
    """Return the lock that the backend last told of; none where it was never asked."""
    kept: int | str | None = transaction.cache(session.account.name).directory(_name(person_id))
    return EditLock(clock_only=True) if isinstance(kept, str) else EditLock(kept)


def keep_edit_lock(session: Session, transaction: Transaction, person_id: str, lock: EditLock) -> None:
    """Keep what the backend has told of the lock."""
    cache = transaction.cache(session.account.name)
    # Where it is read in its turn, it counts when that was.
    if known_edit_lock(session, transaction, person_id) != lock or session.backend.days is not None:
        cache.keep_directory(_name(person_id), _kept(lock), session.instant())


async def follow_edit_lock(session: Session) -> None:
    """Follow a lock that was changed in the configuration, where asking for it takes no time."""
    if not session.backend.info.immediate:
        return
    lock = await session.backend.directory.edit_lock(session.person.id)
    with session.store.read() as transaction:
        known = known_edit_lock(session, transaction, session.person.id)
    if known != lock:
        with session.store.write() as transaction:
            keep_edit_lock(session, transaction, session.person.id, lock)


def refuse_if_too_old(
    session: Session, transaction: Transaction, person_id: str, days: Iterable[Date]
) -> None:
    """Make sure that entries that begin on `days` may be changed without asking.

    Raises:
        LockedDay: One of them is too long ago; nothing was changed.
    """
    lock = known_edit_lock(session, transaction, person_id)
    for day in days:
        if reason := lock.why_locked(day, session.today()):
            raise LockedDay(reason, how_to_ask(session, day))


def how_to_ask(session: Session, day: Date) -> str:
    """Say that nothing was changed, and how the change is asked for, where the service takes requests."""
    if session.backend.info.immediate or unavailable(session.abilities, Ability.REQUEST_CHANGE):
        return "Nothing was changed."
    return f"Nothing was changed. `punch requests create {day.format_iso()}` asks for it."


def edit_lock_read_at(session: Session, transaction: Transaction, person_id: str) -> Instant | None:
    """Return when the lock was last read in its turn; None where it never was."""
    return transaction.cache(session.account.name).directory_read_at(_name(person_id))


def _kept(lock: EditLock) -> int | str | None:
    return _CLOCK_ONLY if lock.clock_only else lock.days


def _name(person_id: str) -> str:
    return f"edit_lock:{person_id}"
