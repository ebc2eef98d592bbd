"""Time entries by hand: adding, changing, splitting, moving, repeating and deleting them."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.changes import DeleteEntry, EntryChange, SaveEntry
from punchcard.core.editing.checks import check_entry
from punchcard.core.editing.moving import duplicated_entry, moved_entry
from punchcard.core.editing.room import OverlapChoice, neighbours_of, overlap_choices, room_for
from punchcard.core.editing.splitting import split_entry
from punchcard.core.entries import Break, Entry, Source, Unit
from punchcard.core.identifiers import new_id
from punchcard.core.moments import checked_day, checked_moment, day_in_words
from punchcard.core.notes import checked_note
from punchcard.core.overlaps import Overlap, span_in_words
from punchcard.core.refusals import NotFound, Refusal, UsageError
from punchcard.core.time_types import TimeType
from punchcard.core.zones import entry_in_zone
from punchcard.services.edits import carry_out
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


class Booking(NamedTuple):
    """What time is booked as."""

    assignment: Assignment = NOTHING
    time_type: TimeType | None = None
    note: str = ""


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
    entry = Entry(
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
    return save(session, entry, None, choice)


async def check_unit(session: Session, unit: Unit, time_type: TimeType | None) -> None:
    """Make sure that an entry may be written down in `unit`; absences always may, in hours and days.

    Raises:
        UsageError: It may not.
    """
    if time_type is not None and time_type.category.is_absence:
        return
    units = await session.backend.directory.units(session.person.id)
    if unit not in units:
        names = " and ".join(known.value for known in units)
        raise UsageError(
            f"Work is written down in {names} here, not in {unit.value}; nothing was added.",
            "Absences may be given in hours and days; `units` in config.toml allows more on this machine.",
        )


def add_hours(session: Session, day: Date, seconds: int, booking: Booking) -> EntryAsked:
    """Add an entry of so many seconds on a day, without clock times."""
    return save(session, _untimed(session, day, booking, seconds, None), None)


def add_days(session: Session, day: Date, half_days: int, booking: Booking) -> EntryAsked:
    """Add half a day (1) or a whole one (2)."""
    worth = session.schedule.worth_seconds(day, half_days)
    return save(session, _untimed(session, day, booking, worth, half_days), None)


def change(
    session: Session, entry_id: str, changes: EntryChanges, choice: OverlapChoice | None = None
) -> EntryAsked:
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
        return _save(session, transaction, after, before, choice)


def save(
    session: Session, entry: Entry, before: Entry | None, choice: OverlapChoice | None = None
) -> EntryAsked:
    """Save a complete entry.

    Args:
        session: The account in use.
        entry: The entry as it should be.
        before: The entry as the person has seen it; None for a new one.
        choice: What to do with the entries that it would overlap; None refuses it then.

    Raises:
        ChangedMeanwhile: It is another now than `before`.
    """
    with session.change() as transaction:
        if before is not None:
            _as_seen(session, transaction, before.id, before)
        return _save(session, transaction, entry, before, choice)


def split(session: Session, entry_id: str, at: ZonedDateTime, seen: Entry | None = None) -> EntryAsked:
    """Split an entry in two at a moment."""
    with session.change() as transaction:
        before = _as_seen(session, transaction, entry_id, seen)
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
        before = _as_seen(session, transaction, entry_id, seen)
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
        entry = _as_seen(session, transaction, entry_id, seen)
        rows = carry_out(session, transaction, [DeleteEntry(new_id(), entry)])
        return EntryAsked(rows[0], entry, f"Deleted {entry_in_words(entry, session.now())}.")


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


def _as_seen(session: Session, transaction: Transaction, wanted: str, seen: Entry | None) -> Entry:
    """Return the entry, unless it is another now than the person has seen."""
    try:
        found = find(session, transaction, wanted)
    except NotFound:
        if seen is None:
            raise
        raise ChangedMeanwhile(
            "This entry was deleted in the meantime; nothing was changed.", "", None
        ) from None
    if seen is not None and _content(found) != _content(seen):
        now = entry_in_words(found, session.now())
        raise ChangedMeanwhile(
            f"This entry was changed in the meantime: it is {now} now. Nothing was changed.",
            "Look at it, and do it again if you still want it.",
            entry_in_zone(found, session.zone),
        )
    return found


def _content(entry: Entry) -> tuple[object, ...]:
    """What a person sees of an entry; moments are the same in every zone."""
    when = entry.interval or (entry.day, entry.duration_seconds, entry.half_days)
    breaks = tuple(pause.interval for pause in entry.breaks)
    return when, breaks, entry.time_type, entry.assignment.references, entry.note, entry.locked


def _save(
    session: Session,
    transaction: Transaction,
    entry: Entry,
    before: Entry | None,
    choice: OverlapChoice | None,
) -> EntryAsked:
    check_entry(entry, session.today())
    own = SaveEntry(entry.id if before is None else new_id(), entry, before)
    changes, words = _with_room(session, transaction, own, choice)
    rows = carry_out(session, transaction, changes)
    verb = "Added" if before is None else "Changed to"
    sentence = f"{verb} {entry_in_words(entry, session.now())}."
    return EntryAsked(rows[-1], entry, " ".join((sentence, *words)))


def _with_room(
    session: Session, transaction: Transaction, own: SaveEntry, choice: OverlapChoice | None
) -> tuple[list[EntryChange], tuple[str, ...]]:
    """The change itself, behind what makes room for it, and what that does in words."""
    if choice is None or own.entry.interval is None:
        return [own], ()
    frame = own.entry.interval
    known = session.known(
        transaction, frame.start.date().subtract(days=1), frame.end.date().add(days=1)
    ).plain_entries
    neighbours = neighbours_of(own.entry, known)
    if not neighbours:
        return [own], ()
    offered = overlap_choices(own.entry, neighbours)
    if choice not in offered:
        raise _not_offered(own.entry, neighbours, offered, session.today())
    room = room_for(own.entry, neighbours, choice, new_id, session.today())
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


def _untimed(session: Session, day: Date, booking: Booking, seconds: int, half_days: int | None) -> Entry:
    return Entry(
        id=new_id(),
        person=session.person.id,
        day=checked_day(day),
        start=None,
        end=None,
        time_type=booking.time_type,
        assignment=booking.assignment,
        note=checked_note(booking.note),
        duration_seconds=seconds,
        half_days=half_days,
        source=Source.TYPED,
    )
