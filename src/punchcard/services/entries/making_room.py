"""Making room for an entry among those that are known."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.core.changes import EntryChange, SaveEntry
from punchcard.core.editing.room import OverlapChoice, neighbours_of, overlap_choices, room_for
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.moments import day_in_words
from punchcard.core.overlaps import Overlap, span_in_words
from punchcard.services.session import Session
from punchcard.store.store import Transaction


def with_room(
    session: Session,
    transaction: Transaction,
    own: SaveEntry,
    choice: OverlapChoice | None,
    pieces: Sequence[Entry] = (),
) -> tuple[list[EntryChange], tuple[str, ...]]:
    """Return the change itself, behind what makes room for it, and what that does in words.

    Args:
        session: The account in use.
        transaction: The transaction.
        own: The change that needs room.
        choice: What to do with the entries in its way; None does nothing, so that they refuse it later.
        pieces: What it is saved as, where that is several entries: what lies between them is not in the way.

    Raises:
        Overlap: They cannot be treated so; nothing was changed.
    """
    if choice is None or own.entry.interval is None:
        return [own], ()
    frame = own.entry.interval
    known = session.known(
        transaction, frame.start.date().subtract(days=1), frame.end.date().add(days=1)
    ).plain_entries
    neighbours = neighbours_of(own.entry, known, pieces)
    if not neighbours:
        return [own], ()
    offered = overlap_choices(own.entry, neighbours, pieces)
    if choice not in offered:
        raise _not_offered(own.entry, neighbours, offered, session.today())
    room = room_for(own.entry, neighbours, choice, new_id, session.today(), pieces)
    return [*room.changes, own], room.words


def _not_offered(
    entry: Entry, neighbours: list[Entry], offered: tuple[OverlapChoice, ...], today: Date
) -> Overlap:
    locked = next((neighbour for neighbour in neighbours if neighbour.locked), None)
    where = span_in_words(entry.interval, today) if entry.interval else day_in_words(entry.day)
    if locked is not None and locked.interval is not None:
        return Overlap(
            f"{where} would overlap {span_in_words(locked.interval, today)}, which cannot be changed: "
            f"{locked.locked} Nothing was changed."
        )
    names = " or ".join(choice.value for choice in offered)
    return Overlap(
        f"What {where} would overlap cannot be treated so; nothing was changed.", f"Choose {names}."
    )
