"""What an entry that lacks an assignment could be booked on, for a command that is offered."""

from __future__ import annotations

from dataclasses import replace

from punchcard.core.assignments import Assignment, Reference
from punchcard.core.entries import Entry
from punchcard.services.reading.person_terms import terms_in
from punchcard.services.session import Session

_ANY = ("A", "B", "C")
"""What levels are called whose names are not known."""

_LOOKED_AT = 20
"""How many of the newest entries are looked at."""


def with_usual_branch(session: Session, entry: Entry) -> Entry:
    """Return an entry on what was used last; where that is not known, on the names of the levels themselves.

    Only for a command that a person reads and types: such names are no nodes.
    """
    with session.store.read() as transaction:
        newest = transaction.cache(session.account.name).newest_entries(entry.person, _LOOKED_AT)
        terms = terms_in(session, transaction, entry.person)
    used = [each for each in newest if each.assignment.references]
    if used:
        last = max(used, key=lambda each: each.day)
        return replace(entry, assignment=last.assignment)
    names = (terms.levels if terms else ()) or _ANY
    return replace(entry, assignment=Assignment(tuple(Reference(name, name, name) for name in names)))
