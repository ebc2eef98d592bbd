"""Finding the entry that a change is about, where it is not known under the id that the change has."""

from __future__ import annotations

from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry
from punchcard.services.outbox.given_ids import Became, take_over
from punchcard.services.outbox.items import entry_of
from punchcard.services.outbox.ports import Gone
from punchcard.services.reading.refresh import refresh_days
from punchcard.services.sentences import entry_in_words
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction


async def found_again(session: Session, row: OutboxRow) -> OutboxRow:
    """Return the row about the entry as the backend names it.

    It is looked for by its times where its id is not known: the person has said that it was made, or it was
    made of a clock and nobody could read yet what it became.

    Raises:
        Gone: It was to be changed, and is not there.
        BackendError: Its day has to be read first, and cannot be.
    """
    before = entry_of(row.change)
    if before is None or _is_known(session, before):
        return row
    session.news.extend(await refresh_days(session, before.day, before.last_day, before.person))
    if _is_known(session, before):
        return row
    from punchcard.core.same_entry import the_same_among

    with session.change() as transaction:
        same = the_same_among(before, _around(session, transaction, before))
        if same is not None:
            take_over(transaction, row.account, Became(before.id, same.id))
        now = transaction.outbox.find(row.id)
    if same is None and isinstance(row.change, SaveEntry):
        raise Gone(
            f"The entry that you wanted to change, {entry_in_words(before, session.now())}, is not at "
            f"{session.backend.info.title} any more."
        )
    return now or row


def _is_known(session: Session, entry: Entry) -> bool:
    with session.store.read() as transaction:
        cache = transaction.cache(session.account.name)
        return cache.entry(entry.id) is not None and not cache.unfetched(entry.person, [entry.day])


def _around(session: Session, transaction: Transaction, entry: Entry) -> list[Entry]:
    cache = transaction.cache(session.account.name)
    return cache.entries(entry.person, session.days_frame(entry.day, entry.last_day))
