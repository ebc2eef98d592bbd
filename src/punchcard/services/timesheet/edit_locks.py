"""The edit lock as it is known: for how many days back somebody may change entries without asking."""

from __future__ import annotations

from collections.abc import Iterable

from whenever import Date

from punchcard.core.edit_lock import EditLock
from punchcard.core.refusals import Refusal
from punchcard.services.session import Session
from punchcard.store.store import Transaction


class LockedDay(Refusal):
    """A day of so long ago that a change has to be asked for."""

    code = "locked"


def known_edit_lock(session: Session, transaction: Transaction, person_id: str) -> EditLock:
    """Return the lock that the backend last told of; none where it was never asked."""
    return EditLock(transaction.cache(session.account.name).directory(_name(person_id)))


def keep_edit_lock(session: Session, transaction: Transaction, person_id: str, lock: EditLock) -> None:
    """Keep what the backend has told of the lock."""
    if known_edit_lock(session, transaction, person_id) != lock:
        cache = transaction.cache(session.account.name)
        cache.keep_directory(_name(person_id), lock.days, session.instant())


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
    reason = next((why for day in days if (why := lock.why_locked(day, session.today()))), None)
    if reason:
        raise LockedDay(reason, "Nothing was changed.")


def _name(person_id: str) -> str:
    return f"edit_lock:{person_id}"
