"""What was asked for, with the name of whom it is about."""

from __future__ import annotations

from punchcard.core.text import one_line
from punchcard.services.outbox.words import row_in_words
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow


def named_row(session: Session, row: OutboxRow) -> str:
    """Return what was asked for, and for whom where that is somebody else, as far as names are known."""
    if row.asked_by is None:
        return one_line(row_in_words(row, session.now()))
    from punchcard.services.approvals.inbox import known_people

    with session.store.read() as transaction:
        people = known_people(session, transaction)
    names = {person.id: person.name for person in people.values()}
    return one_line(row_in_words(row, session.now(), names))
