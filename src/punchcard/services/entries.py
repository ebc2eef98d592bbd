"""Time entries: adding, changing and deleting them by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from whenever import ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.clock import Idle
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Break, Entry, Source
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.moments import checked_moment, spoken
from punchcard.core.notes import checked_note
from punchcard.core.overlaps import Overlap, overlapping, span_in_words
from punchcard.core.refusals import NotFound, Refusal, UsageError
from punchcard.core.time_types import TimeType
from punchcard.services.fold import Known, known_among
from punchcard.services.requests import write_down
from punchcard.services.sentences import entry_in_words
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction


class LockedEntry(Refusal):
    """An entry that cannot be edited any more."""

    code = "locked"


class EntryAsked(NamedTuple):
    """A saved or deleted entry that is safely in the outbox."""

    row_id: str
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


def add(
    session: Session,
    start: ZonedDateTime,
    end: ZonedDateTime,
    breaks: tuple[Break, ...] = (),
    assignment: Assignment = NOTHING,
    time_type: TimeType | None = None,
    note: str = "",
) -> EntryAsked:
    """Add an entry. Every function here raises `Refusal` and then has changed nothing."""
    request_id = new_id()
    entry = Entry(
        id=request_id,
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
    with session.change() as transaction:
        return save(session, transaction, SaveEntry(request_id, entry))


def change(session: Session, entry_id: str, changes: EntryChanges) -> EntryAsked:
    """Change an entry, named by its id or the end of it."""
    with session.change() as transaction:
        before = find(session, transaction, entry_id)
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
        return save(session, transaction, SaveEntry(new_id(), after, before))


def delete(session: Session, entry_id: str) -> EntryAsked:
    """Delete an entry, named by its id or the end of it. Ask the person first."""
    with session.change() as transaction:
        entry = find(session, transaction, entry_id)
        return remove(session, transaction, DeleteEntry(new_id(), entry))


def save(
    session: Session, transaction: Transaction, change: SaveEntry, undoes: OutboxRow | None = None
) -> EntryAsked:
    """Check an entry inside a transaction that is already open, and put it into the outbox."""
    _not_locked(change.before)
    known = _known_around(session, transaction, change.entry)
    _well_formed(change.entry, session)
    _not_over_others(change.entry, known, session)
    write_down(session, transaction, change, known.state, undoes)
    verb = "Added" if change.before is None else "Changed to"
    return EntryAsked(change.id, change.entry, f"{verb} {entry_in_words(change.entry, session.now())}.")


def remove(
    session: Session, transaction: Transaction, change: DeleteEntry, undoes: OutboxRow | None = None
) -> EntryAsked:
    """Put the deletion of an entry into the outbox, inside a transaction that is already open."""
    _not_locked(change.entry)
    known = _known_around(session, transaction, change.entry)
    write_down(session, transaction, change, known.state, undoes)
    return EntryAsked(change.id, change.entry, f"Deleted {entry_in_words(change.entry, session.now())}.")


def find(session: Session, transaction: Transaction, wanted: str) -> Entry:
    """Return the entry whose id is `wanted`, or ends with it.

    Raises:
        NotFound: No entry or several have such an id.
    """
    cached = transaction.cache(session.account.name).entries_by_id(wanted)
    known = known_among(transaction, session.account.name, session.person.id, cached)
    found = [entry for entry in known if entry.id.endswith(wanted)]
    if wanted and len(found) == 1:
        return found[0]
    if found and wanted:
        raise NotFound(f"{len(found)} entries have an id that ends in “{wanted}”.", "Give more of the id.")
    raise NotFound(f"There is no entry “{wanted}”.", "`punch today` lists the entries with their ids.")


def _known_around(session: Session, transaction: Transaction, entry: Entry) -> Known:
    last = entry.end.date() if entry.end else entry.day
    return session.known(transaction, entry.day.subtract(days=1), last.add(days=1))


def _not_locked(entry: Entry | None) -> None:
    if entry is not None and entry.locked:
        raise LockedEntry(f"This entry cannot be changed: {entry.locked}")


def _well_formed(entry: Entry, session: Session) -> None:
    if entry.interval is None:
        return
    today = session.today()
    start, end = entry.interval.start, entry.interval.end
    if end <= start:
        raise UsageError(
            f"The entry would end at {spoken(end, today)}, not after it starts at {spoken(start, today)}.",
            "Nothing was changed. For work over midnight, give the end with its day.",
        )
    if entry.interval.seconds > LONGEST_ENTRY_SECONDS:
        raise UsageError(
            f"{span_in_words(entry.interval, today)} is longer than 24 hours; nothing was changed.",
            "Book it as several entries.",
        )
    previous = start
    for pause in sorted(entry.breaks, key=lambda pause: pause.start):
        if pause.start < previous or pause.end > end or pause.end <= pause.start:
            raise UsageError(
                f"The break {span_in_words(pause.interval, today)} does not fit into "
                f"{span_in_words(entry.interval, today)}; nothing was changed.",
                "Breaks lie inside the entry, one after another.",
            )
        previous = pause.end


def _not_over_others(entry: Entry, known: Known, session: Session) -> None:
    if entry.interval is None:
        return
    today = session.today()
    others = overlapping(known.plain_entries, entry.interval, but_not=entry.id)
    taken = [other.interval for other in others if other.interval]
    if not isinstance(known.state, Idle):
        running = Interval(known.state.since, max(session.now(), known.state.since))
        if running.overlaps(entry.interval):
            taken.append(running)
    if taken:
        raise Overlap(
            f"{span_in_words(entry.interval, today)} would overlap the time you already have, "
            f"{span_in_words(taken[0], today)}. Nothing was changed.",
            "Change or delete that one first.",
        )
