"""Time entries by hand: adding, changing, splitting, moving, repeating and deleting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.editing.checks import check_entry
from punchcard.core.editing.moving import duplicated_entry, moved_entry
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.editing.splitting import split_entry
from punchcard.core.entries import Break, Entry, Source, Unit
from punchcard.core.identifiers import new_id
from punchcard.core.moments import checked_moment, day_in_words
from punchcard.core.notes import checked_note
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.time_types import TimeType
from punchcard.services.entries.edits import carry_out, refuse_if_locked_itself
from punchcard.services.entries.making_room import with_room
from punchcard.services.entries.midnight import pieces_in_words, pieces_of
from punchcard.services.entries.seen_entries import as_seen, content_of, find
from punchcard.services.sentences import change_in_words, entry_in_words
from punchcard.services.session import Session
from punchcard.store.store import Transaction


class NothingToChange(Refusal):
    """Values that are there already."""

    code = "nothing_to_change"


class EntryAsked(NamedTuple):
    """A saved or deleted entry that is safely in the outbox."""

    row_id: str
    """The last row of the action: whatever else it takes is done before."""
    entry: Entry
    message: str


class EntryChanges(NamedTuple):
    """New values for an entry; None leaves one as it is."""

    start: ZonedDateTime | None = None
    end: ZonedDateTime | None = None
    breaks: tuple[Break, ...] | None = None
    assignment: Assignment | None = None
    time_type: TimeType | None = None
    note: str | None = None


def new_entry(
    session: Session,
    start: ZonedDateTime,
    end: ZonedDateTime,
    breaks: tuple[Break, ...] = (),
    assignment: Assignment = NOTHING,
    time_type: TimeType | None = None,
    note: str = "",
) -> Entry:
    """Return an entry as it was typed; nothing is asked for yet.

    Raises:
        Refusal: A value cannot be one of an entry.
    """
    return Entry(
        id=new_id(),
        person=session.person.id,
        day=start.date(),
        start=checked_moment(start),
        end=checked_moment(end),
        breaks=breaks,
        time_type=time_type,
        assignment=assignment,
        note=checked_note(note),
        source=Source.TYPED,
    )


def add(
    session: Session,
    start: ZonedDateTime,
    end: ZonedDateTime,
    breaks: tuple[Break, ...] = (),
    assignment: Assignment = NOTHING,
    time_type: TimeType | None = None,
    note: str = "",
    choice: OverlapChoice | None = None,
) -> EntryAsked:
    """Add an entry. Every function here raises `Refusal` and then has changed nothing."""
    entry = new_entry(session, start, end, breaks, assignment, time_type, note)
    return save(session, entry, None, choice)


def change(
    session: Session, entry_id: str, changes: EntryChanges, choice: OverlapChoice | None = None
) -> EntryAsked:
    """Change an entry, named by its id or the end of it."""
    with session.change() as transaction:
        before = find(session, transaction, entry_id)
        refuse_if_locked_itself(before)
        if before.unit is not Unit.TIMES and (changes.start or changes.end or changes.breaks):
            raise UsageError(
                "This entry has no clock times, so it has no start, no end and no breaks to change.",
                "Nothing was changed. Delete it, and add it with its times.",
            )
        start = checked_moment(changes.start) if changes.start else before.start
        after = replace(
            before,
            day=start.date() if start else before.day,
            start=start,
            end=checked_moment(changes.end) if changes.end else before.end,
            breaks=before.breaks if changes.breaks is None else changes.breaks,
            assignment=before.assignment if changes.assignment is None else changes.assignment,
            time_type=changes.time_type or before.time_type,
            note=before.note if changes.note is None else checked_note(changes.note),
        )
        return _save(session, transaction, after, before, choice)


def save(
    session: Session,
    entry: Entry,
    before: Entry | None,
    choice: OverlapChoice | None = None,
    *,
    cut: bool = False,
) -> EntryAsked:
    """Save a complete entry.

    Args:
        session: The account in use.
        entry: The entry as it should be.
        before: The entry as the person has seen it; None for a new one.
        choice: What to do with the entries that it would overlap; None refuses it then.
        cut: Whether it becomes one for each day where it lies over midnight.

    Raises:
        ChangedMeanwhile: It is another now than `before`.
    """
    with session.change() as transaction:
        if before is not None:
            found = as_seen(session, transaction, before.id, before)
            entry, before = replace(entry, id=found.id), replace(before, id=found.id)
        pieces = pieces_of(session, entry, cut=cut)
        if len(pieces) > 1:
            check_entry(entry, session.today())
            return _save_pieces(session, transaction, SaveEntry(entry.id, entry, before), pieces, choice)
        return _save(session, transaction, entry, before, choice)


def split(session: Session, entry_id: str, at: ZonedDateTime, seen: Entry | None = None) -> EntryAsked:
    """Split an entry in two at a moment."""
    with session.change() as transaction:
        before = as_seen(session, transaction, entry_id, seen)
        refuse_if_locked_itself(before)
        first, second = split_entry(before, at, new_id(), session.today())
        changes = (SaveEntry(new_id(), first, before), SaveEntry(second.id, second))
        rows = carry_out(session, transaction, changes)
        spans = [entry_in_words(piece, session.now()) for piece in (first, second)]
        return EntryAsked(rows[-1], first, f"Split into {spans[0]}, and {spans[1]}.")


def move(
    session: Session,
    entry_id: str,
    day: Date,
    choice: OverlapChoice | None = None,
    seen: Entry | None = None,
) -> EntryAsked:
    """Move an entry to another day, at the same times on the clock.

    Here as in `split` and `delete`, `seen` is the entry as the person has seen it: what was changed since is
    refused as `ChangedMeanwhile`.
    """
    with session.change() as transaction:
        before = as_seen(session, transaction, entry_id, seen)
        refuse_if_locked_itself(before)
        after = moved_entry(before, day)
        if after.day == before.day:
            raise UsageError(f"The entry is on {day_in_words(day)} already; nothing was changed.")
        asked = _save(session, transaction, after, before, choice)
        return asked._replace(message=f"Moved to {day_in_words(day, short=True)}. {asked.message}")


def duplicate(session: Session, entry_id: str, day: Date, choice: OverlapChoice | None = None) -> EntryAsked:
    """Add a copy of an entry on a day, at the same times on the clock."""
    with session.change() as transaction:
        copy = duplicated_entry(find(session, transaction, entry_id), day, new_id())
        return _save(session, transaction, copy, None, choice)


def delete(session: Session, entry_id: str, seen: Entry | None = None) -> EntryAsked:
    """Delete an entry, named by its id or the end of it. Ask the person first."""
    with session.change() as transaction:
        entry = as_seen(session, transaction, entry_id, seen)
        rows = carry_out(session, transaction, [DeleteEntry(new_id(), entry)])
        return EntryAsked(rows[0], entry, f"Deleted {entry_in_words(entry, session.now())}.")


def _save(
    session: Session,
    transaction: Transaction,
    entry: Entry,
    before: Entry | None,
    choice: OverlapChoice | None,
) -> EntryAsked:
    check_entry(entry, session.today())
    if before is not None and content_of(before) == content_of(entry):
        raise NothingToChange("There is nothing to change: the entry is so already.")
    own = SaveEntry(entry.id if before is None else new_id(), entry, before)
    changes, words = with_room(session, transaction, own, choice)
    rows = carry_out(session, transaction, changes)
    now = session.now()
    sentence = change_in_words(before, entry, now) if before else f"Added {entry_in_words(entry, now)}."
    return EntryAsked(rows[-1], entry, " ".join((sentence, *words)))


def _save_pieces(
    session: Session,
    transaction: Transaction,
    whole: SaveEntry,
    pieces: Sequence[Entry],
    choice: OverlapChoice | None,
) -> EntryAsked:
    """Save several entries in the place of one; where one is changed, it is the first of them."""
    (*room, _), words = with_room(session, transaction, whole, choice, pieces)
    first, *later = pieces
    changes = [*room, SaveEntry(first.id if whole.before is None else new_id(), first, whole.before)]
    changes += [SaveEntry(piece.id, piece) for piece in later]
    rows = carry_out(session, transaction, changes)
    sentence = f"Saved as {pieces_in_words(pieces, session.today())}."
    return EntryAsked(rows[-1], first, " ".join((sentence, *words)))
