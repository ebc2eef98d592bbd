"""Balances that a service keeps itself: read rarely, as that may be slow, and shown with their days.

What was read is kept, and counts for as long as the service cannot be asked. Where no service keeps them,
they are worked out here: `services.timesheet.balance`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whenever import Date, Instant

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.contract import BalancesPort
from punchcard.backends.errors import BackendError, BadCredentials, NotAllowed, Throttled
from punchcard.core.balance_words import AnyBalance
from punchcard.core.kept_balance import KeptBalance
from punchcard.core.people import Person
from punchcard.services.session import Session

FRESH_SECONDS = 4 * 3600
"""How old may be what is shown before it is asked for again."""

AGAIN_SECONDS = 900
"""When to ask again after that has failed."""


def keeps_balances(session: Session) -> bool:
    """Whether the backend keeps balances itself."""
    return session.backend.balances is not None and not unavailable(session.abilities, Ability.BALANCE)


async def balance_of(session: Session, until: Date, person: Person | None = None) -> AnyBalance | None:
    """Return a person's balance: what the backend keeps, whatever day that is of, or what is worked out here.

    Args:
        session: The account in use.
        until: The last day to count where it is worked out here; from today on, it is that of yesterday.
        person: Whose balance it is; None for the account's own person.

    Raises:
        BackendError: The backend cannot be read.
    """
    if not keeps_balances(session):
        from punchcard.services.timesheet.balance import balance

        return await balance(session, until, person)
    whose = (person or session.person).id
    if not is_due(session, whose):
        return known_balance(session, whose)
    return await _read(session, whose)


async def refresh_balance(session: Session) -> bool:
    """Read the balance of the session's person where it is old; a failure is no reason to say anything.

    Returns:
        Whether it was read.

    Raises:
        BadCredentials: The key is refused.
        Throttled: The service wants no call before a moment.
    """
    person = session.person.id
    if not keeps_balances(session) or not is_due(session, person):
        return False
    try:
        await _read(session, person)
    except (BadCredentials, Throttled):
        raise
    except BackendError:
        # It is a slow call: that it fails says nothing of all the others, which come next.
        return False
    return True


def is_due(session: Session, person: str) -> bool:
    """Whether the balance of a person is old, or was never read."""
    with session.store.read() as transaction:
        read_at = transaction.cache(session.account.name).directory_read_at(_name(person))
    return read_at is None or not 0 <= session.instant().timestamp() - read_at.timestamp() < FRESH_SECONDS


def known_balance(session: Session, person: str) -> KeptBalance | None:
    """Return what was last read of a person's balance; None where there is nothing."""
    with session.store.read() as transaction:
        body = transaction.cache(session.account.name).directory(_name(person))
    return None if body is None else _from_json(person, body)


async def asked_balances(
    session: Session,
    people: Sequence[str] = (),
    time_until: Date | None = None,
    vacation_until: Date | None = None,
) -> Sequence[KeptBalance]:
    """Ask the backend for balances now, of everybody whom the account may see where `people` is empty.

    Args:
        session: The account in use.
        people: Ids.
        time_until: The last day that the balance of working time counts; None for the backend's choice.
        vacation_until: The last day that the balance of vacation counts; None for today.

    Raises:
        NotAllowed: The backend keeps none.
        BackendError: They cannot be read.
    """
    found = await _port(session).balances(people, time_until, vacation_until)
    if time_until is None and vacation_until is None:
        for each in found:
            _keep(session, each.person, each, session.instant())
    return found


async def _read(session: Session, person: str) -> KeptBalance | None:
    try:
        found = await asked_balances(session, [person])
    except BaseException:
        # Also where nobody has waited any longer: the next one does not wait as long in vain.
        again = session.instant().subtract(seconds=FRESH_SECONDS - AGAIN_SECONDS)
        _keep(session, person, known_balance(session, person), again)
        raise
    mine = next((each for each in found if each.person == person), None)
    if mine is None:
        _keep(session, person, None, session.instant())
    return mine


def _port(session: Session) -> BalancesPort:
    reason = unavailable(session.abilities, Ability.BALANCE)
    if session.backend.balances is None or reason:
        raise NotAllowed(f"{session.backend.info.title} keeps no balances. {reason or ''}".strip())
    return session.backend.balances


def _keep(session: Session, person: str, balance: KeptBalance | None, read_at: Instant) -> None:
    body = None if balance is None else _to_json(balance)
    with session.store.write() as transaction:
        transaction.cache(session.account.name).keep_directory(_name(person), body, read_at)


def _name(person: str) -> str:
    return f"kept_balance:{person}"


def _to_json(balance: KeptBalance) -> dict[str, Any]:
    return {
        "seconds": balance.seconds,
        "as_of": balance.as_of.format_iso() if balance.as_of else None,
        "vacation_days": balance.vacation_days,
        "vacation_as_of": balance.vacation_as_of.format_iso() if balance.vacation_as_of else None,
        "entitlement_days": balance.entitlement_days,
    }


def _from_json(person: str, body: dict[str, Any]) -> KeptBalance:
    as_of, vacation_as_of = (body[key] and Date.parse_iso(body[key]) for key in ("as_of", "vacation_as_of"))
    return KeptBalance(
        person, body["seconds"], as_of, body["vacation_days"], vacation_as_of, body["entitlement_days"]
    )
