"""What a backend says of a person's entries in general: what they may be written down in, when they begin.

It hardly ever changes: it is asked once a day, and kept, so that a week is shown without waiting. It goes by
the settings of the account too: what was read with others counts no more.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from whenever import Date

from punchcard.backends.errors import BackendError
from punchcard.core.entries import Unit
from punchcard.core.groups import Period
from punchcard.services.outbox.ports import entries_port
from punchcard.services.session import Session
from punchcard.store.store import Transaction


class PersonTerms(NamedTuple):
    """What holds for all entries of one person."""

    units: tuple[Unit, ...] = ()
    """What they may be written down in, the usual one first; empty where that is not known."""
    can_sum: bool = False
    """Whether the backend sums cheaply, so that `first_day` says something."""
    first_day: Date | None = None
    """The day of the first one ever; None without any."""
    needs_booking: bool = False
    """Whether work has to be booked on something; only known where the clock is kept here."""
    levels: tuple[str, ...] = ()
    """What the levels are called that work is booked on, from the top; known where `needs_booking` is."""


async def person_terms(session: Session, person: str) -> PersonTerms:
    """Return the terms; asked for where that was not done today, and those of an earlier day where it fails.

    Raises:
        BackendError: They were never read, and cannot be read now.
    """
    if session.backend.info.immediate:
        return await _read(session, person)
    kept, day = _kept(session, person)
    if kept is not None and day == session.today().format_iso():
        return kept
    try:
        terms = await _read(session, person)
    except BackendError:
        if kept is None:
            raise
        return kept
    _keep(session, person, terms)
    return terms


def known_terms(session: Session, person: str) -> PersonTerms | None:
    """Return the terms from the store alone; None where they were never read."""
    return _kept(session, person)[0]


async def _read(session: Session, person: str) -> PersonTerms:
    units = tuple(await session.backend.directory.units(person))
    today = session.today()
    ever = await entries_port(session).totals(person, Period(today, today))
    needs_booking, names = False, ()
    if session.backend.info.kept_clock is not None and person == session.person.id:
        levels = await session.backend.directory.dimensions()
        needs_booking = any(level.required for level in levels)
        names = tuple(level.name for level in levels)
    return PersonTerms(units, ever is not None, ever.first_day if ever else None, needs_booking, names)


def terms_in(session: Session, transaction: Transaction, person: str) -> PersonTerms | None:
    """Return the terms inside a transaction that is already open; None where they were never read."""
    return _kept_in(session, transaction, person)[0]


def _kept(session: Session, person: str) -> tuple[PersonTerms | None, str]:
    with session.store.read() as transaction:
        return _kept_in(session, transaction, person)


def _kept_in(session: Session, transaction: Transaction, person: str) -> tuple[PersonTerms | None, str]:
    body: dict[str, Any] | None = transaction.cache(session.account.name).directory(_name(person))
    settings = dict(session.account.settings)
    if body is None or body.get("settings", settings) != settings:
        return None, ""
    first = body["first_day"]
    terms = PersonTerms(
        tuple(map(Unit, body["units"])),
        body["can_sum"],
        Date.parse_iso(first) if first else None,
        body.get("needs_booking", False),
        tuple(body.get("levels", ())),
    )
    return terms, body["day"]


def _keep(session: Session, person: str, terms: PersonTerms) -> None:
    body = {
        "day": session.today().format_iso(),
        "units": [unit.value for unit in terms.units],
        "can_sum": terms.can_sum,
        "first_day": terms.first_day.format_iso() if terms.first_day else None,
        "needs_booking": terms.needs_booking,
        "levels": terms.levels,
        "settings": dict(session.account.settings),
    }
    with session.store.write() as transaction:
        transaction.cache(session.account.name).keep_directory(_name(person), body, session.instant())


def _name(person: str) -> str:
    return f"terms:{person}"
