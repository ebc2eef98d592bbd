"""Entries as people name them, and whether they still are what people have seen."""

from __future__ import annotations

from collections.abc import Iterable

from punchcard.core.changes import EntryChange, SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.refusals import NotFound, Refusal
from punchcard.core.same_entry import content_of
from punchcard.core.zoned_time import entry_in_zone
from punchcard.services.fold import known_among
from punchcard.services.sentences import entry_in_words
from punchcard.services.session import Session
from punchcard.store.store import Transaction


class ChangedMeanwhile(Refusal):
    """An entry that is not any more what the person has looked at.

    Attributes:
        entry: The entry as it is now; None where it is gone.
    """

    code = "changed_meanwhile"

    def __init__(self, message: str, hint: str, entry: Entry | None) -> None:
        super().__init__(message, hint)
        self.entry = entry


def find(session: Session, transaction: Transaction, wanted: str) -> Entry:
    """Return the entry whose id is `wanted`, or ends with it, in the person's zone.

    Raises:
        NotFound: No entry or several have such an id.
    """
    cached = transaction.cache(session.account.name).entries_by_id(wanted)
    known = known_among(transaction, session.account.name, session.person.id, cached)
    found = [entry for entry in known if entry.id.endswith(wanted)] or _under_other_ids(
        session, transaction, wanted
    )
    if wanted and len(found) == 1:
        return entry_in_zone(found[0], session.zone)
    if found and wanted:
        raise NotFound(f"{len(found)} entries have an id that ends in “{wanted}”.", "Give more of the id.")
    raise NotFound(f"There is no entry “{wanted}”.", "`punch today` lists the entries with their ids.")


def _under_other_ids(session: Session, transaction: Transaction, wanted: str) -> list[Entry]:
    """What had an id that ends with `wanted`, before the backend has given it another one."""
    if not wanted:
        return []
    account = session.account.name
    ids = transaction.given_ids(account).by_ending(wanted)
    cached = [entry for item_id in ids if (entry := transaction.cache(account).entry(item_id)) is not None]
    known = known_among(transaction, account, session.person.id, cached)
    return [entry for entry in known if entry.id in ids]


def as_seen(session: Session, transaction: Transaction, wanted: str, seen: Entry | None) -> Entry:
    """Return the entry whose id is `wanted`, or ends with it.

    Args:
        session: The account in use.
        transaction: The transaction.
        wanted: The id.
        seen: The entry as the person has seen it; None where they have not looked at it.

    Raises:
        NotFound: No entry or several have such an id.
        ChangedMeanwhile: It is another now than `seen`, or gone.
    """
    try:
        found = find(session, transaction, wanted)
    except NotFound:
        if seen is None:
            raise
        raise _deleted() from None
    if seen is not None and (content_of(found), found.locked) != (content_of(seen), seen.locked):
        raise _changed(session, found)
    return found


def refuse_if_changed(session: Session, transaction: Transaction, changes: Iterable[EntryChange]) -> None:
    """Make sure that entries are what `changes`, done one after the other, take them for.

    Raises:
        ChangedMeanwhile: One of them is another now, or gone.
    """
    expected = list(changes)
    cache = transaction.cache(session.account.name)
    cached = [cache.entry(entry_id) for entry_id in {change.entry.id for change in expected}]
    kept = [entry for entry in cached if entry is not None]
    known = known_among(transaction, session.account.name, session.person.id, kept)
    now = {entry.id: entry for entry in known}
    for change in expected:
        before = change.before if isinstance(change, SaveEntry) else change.entry
        found = now.get(change.entry.id)
        if before is not None and found is not None and content_of(found) != content_of(before):
            raise _changed(session, found)
        # Days that were never read say nothing of what is there.
        if before is not None and found is None and not cache.unfetched(session.person.id, [before.day]):
            raise _deleted()
        if isinstance(change, SaveEntry):
            now[change.entry.id] = change.entry
        else:
            now.pop(change.entry.id, None)


def _changed(session: Session, now: Entry) -> ChangedMeanwhile:
    words = entry_in_words(now, session.now())
    return ChangedMeanwhile(
        f"This entry was changed in the meantime: it is {words} now. Nothing was changed.",
        "Look at it, and do it again if you still want it.",
        entry_in_zone(now, session.zone),
    )


def _deleted() -> ChangedMeanwhile:
    return ChangedMeanwhile("This entry was deleted in the meantime; nothing was changed.", "", None)
