"""Entries without clock times may well be there twice: an equal one may have been there before."""

from __future__ import annotations

from punchcard.backends.outcomes import Absent, Confirmed, Settled, Unsure
from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.moments import day_in_words
from punchcard.services.outbox.ports import Result
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow


def told_apart(session: Session, row: OutboxRow, settled: Settled[Result]) -> Settled[Result]:
    """Return what reading back says of a row, unless the entry that it has found is another one's.

    One with clock times is its own: entries of a person do not overlap.
    """
    change = row.change
    if not isinstance(settled, Confirmed) or not isinstance(change, SaveEntry) or change.before is not None:
        return settled
    found = settled.result
    if not isinstance(found, Entry) or found.interval is not None or found.id == change.entry.id:
        return settled
    with session.store.read() as transaction:
        was = transaction.given_ids(row.account).earlier(found.id)
        is_known = transaction.cache(row.account).entry(found.id) is not None
    if was:
        return settled if change.entry.id in was else Absent()
    if is_known:
        day = day_in_words(found.day, short=True)
        return Unsure(
            f"An equal entry is there on {day}; it may have been there before you asked for this one."
        )
    return settled
