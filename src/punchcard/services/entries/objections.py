"""What a service would refuse, said to whoever types it, before anything is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from punchcard.core.changes import SaveEntry
from punchcard.core.editing.cutting import is_over_midnight
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.refusals import Refusal
from punchcard.services.entries.midnight import pieces_of
from punchcard.services.outbox.items import waiting
from punchcard.services.session import Session


class WouldBeRefused(Refusal):
    """An entry that is against a rule of the service."""

    code = "would_be_refused"


async def refuse_by_the_rules(
    session: Session, entry: Entry, before: Entry | None = None, *, cut: bool = False
) -> None:
    """Make sure that no rule of the service is against an entry, as far as that is known.

    Args:
        session: The account in use.
        entry: The entry as it should be.
        before: The entry as it was; None for a new one.
        cut: Whether it becomes one for each day where it lies over midnight.

    Raises:
        WouldBeRefused: One is; nothing was asked for.
        BackendError: What is to be known cannot be read: the service itself says it when it is asked.
    """
    checks = session.backend.checks
    if checks is None or (is_over_midnight(entry) and not cut):
        return
    if before is not None and _is_only_asked_for(session, before):
        before = None
    for why in await checks.objections(_changes(session, entry, before, cut=cut)):
        if why is not None:
            raise WouldBeRefused(why.reason, "Nothing was saved.")


def _is_only_asked_for(session: Session, entry: Entry) -> bool:
    """Whether an entry is not there yet: to the service it is a new one, whatever is changed about it."""
    with session.store.read() as transaction:
        rows = waiting(session, transaction)
    changes = [row.change for row in rows]
    return any(isinstance(c, SaveEntry) and c.before is None and c.entry.id == entry.id for c in changes)


def _changes(session: Session, entry: Entry, before: Entry | None, *, cut: bool) -> Sequence[SaveEntry]:
    first, *later = pieces_of(session, entry, cut=cut)
    own = SaveEntry(first.id if before is None else new_id(), first, before)
    return [own, *(SaveEntry(piece.id, piece) for piece in later)]
