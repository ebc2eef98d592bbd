"""Clocks that the vendor could not save: found, explained, removed, and what was worked booked after all.

Such a clock counts nowhere until it is removed. What the person worked is known from their own stop, which
the ledger keeps; of one that was stopped elsewhere, from what the vendor has made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from whenever import ZonedDateTime

from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.clock import Idle
from punchcard.core.clock_rules import entry_after
from punchcard.core.editing.room import OverlapChoice, neighbours_of
from punchcard.core.entries import Entry, EntryStatus, Source
from punchcard.core.identifiers import new_id
from punchcard.core.overlaps import span_in_words
from punchcard.core.people import Person
from punchcard.core.punches import Stop
from punchcard.core.refusals import NotFound, Refusal
from punchcard.core.same_clock import is_near
from punchcard.core.zoned_time import entry_in_zone
from punchcard.services.acting import acting_as
from punchcard.services.entries.edits import carry_out
from punchcard.services.entries.making_room import with_room
from punchcard.services.entries.overwriting import named, why_locked
from punchcard.services.entries.seen_entries import as_seen
from punchcard.services.fold import known_among
from punchcard.services.sentences import entry_in_words
from punchcard.services.session import Session
from punchcard.services.stopping import free_pieces
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction

NEWEST = 100
"""Among so many of the newest entries it is looked for them: they are mended in days, not in months."""


class NothingFree(Refusal):
    """Work whose whole time is taken."""

    code = "nothing_free"


@dataclass(frozen=True, slots=True)
class InvalidClock:
    """A clock that could not be saved."""

    entry: Entry
    """What the vendor has made of it."""
    meant: Entry
    """What was worked, as it was to be saved."""
    in_the_way: tuple[Entry, ...]
    """The entries whose time it would have taken, in order."""
    is_kept: bool
    """Whether the ledger has the stop that was refused."""
    title: str
    """What the backend is called."""

    @property
    def mark(self) -> int:
        """By what it is told from others: when it began, in epoch seconds."""
        return self.entry.start.timestamp() if self.entry.start else 0

    @property
    def free(self) -> tuple[Entry, ...]:
        """What can be booked of it beside the entries in its way, in order; new entries."""
        return free_pieces(self.meant, self.in_the_way)

    def span(self, now: ZonedDateTime) -> str:
        """When it was: "08:02 – 12:10"."""
        return span_in_words(self.meant.interval, now.date()) if self.meant.interval else ""

    def beside(self, entry: Entry, now: ZonedDateTime) -> ZonedDateTime:
        """Return from when `entry` is spoken of: on the clock's own day, that day need not be said."""
        return self.meant.start if self.meant.start and entry.day == entry.last_day == self.meant.day else now

    def in_short(self, now: ZonedDateTime) -> str:
        """Say what happened, and what is kept, in two lines."""
        kept = "The ledger keeps what you worked." if self.is_kept else "It counts nowhere."
        what = f"your clock of {self.span(now)}"
        if not self.in_the_way:
            return f"{self.title} could not save {what}. {kept}"
        spans = [f"{_short(one, self.beside(one, now))} {why_locked(one)}" for one in self.in_the_way]
        return f"{' and '.join(spans)} at {self.title}, so {what} was not saved. {kept}"

    def explained(self, now: ZonedDateTime) -> str:
        """Say what happened, why, and what is kept."""
        why = f"{self.title} has not said why"
        if self.in_the_way:
            seen = [(named(one, self.beside(one, now)), one) for one in self.in_the_way]
            whom = [f"{words}, {why_locked(one)} there" for words, one in seen if one.locked]
            whom = whom or [f"{words}, was there" for words, _ in seen]
            why = f"because {' and '.join(whom)}"
        kept = "What you worked is kept in the ledger; it" if self.is_kept else "It"
        sentence = f"Your clock of {self.span(now)} could not be saved at {self.title}"
        joined = f"{sentence}, {why}." if self.in_the_way else f"{sentence}; {why}."
        return f"{joined} {kept} counts nowhere until it is removed and booked again."


class Mended(NamedTuple):
    """A removal, with what is booked instead, that is safely in the outbox."""

    row_id: str
    """The last row of it."""
    message: str


def invalid_clocks(session: Session) -> tuple[InvalidClock, ...]:
    """Return the person's clocks that could not be saved, as far as is known, the oldest first."""
    if session.backend.info.immediate:
        return ()
    with session.store.read() as transaction:
        cached = transaction.cache(session.account.name).newest_entries(session.person.id, NEWEST)
        broken = [entry for entry in cached if entry.is_invalid]
        if not broken:
            return ()
        known = known_among(transaction, session.account.name, session.person.id, broken)
        still = [entry_in_zone(entry, session.zone) for entry in known if entry.is_invalid]
        found = [_explained(session, transaction, entry) for entry in still if entry.interval]
    return tuple(sorted(found, key=lambda one: one.entry.start.timestamp() if one.entry.start else 0))


def invalid_clock(session: Session, wanted: str) -> InvalidClock:
    """Return the one whose id is `wanted`, or ends with it; the only one where nothing is named.

    Raises:
        NotFound: There is none, or several.
    """
    found = [one for one in invalid_clocks(session) if one.entry.id.endswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        which = f" with an id that ends in “{wanted}”" if wanted else ""
        raise NotFound(f"There is no clock{which} that could not be saved.", "`punch repair` lists them.")
    raise NotFound(
        f"{len(found)} clocks could not be saved.", "Say which one; `punch repair` lists their ids."
    )


def made_of(session: Session, row: OutboxRow) -> InvalidClock | None:
    """Return what a stop that was refused has left behind; None where the clock runs on."""
    if not isinstance(row.change, Stop) or isinstance(row.before, Idle):
        return None
    since = row.before.since
    theirs = session if row.person == session.person.id else acting_as(session, Person(row.person, ""))
    left = (one for one in invalid_clocks(theirs) if one.entry.start and is_near(one.entry.start, since))
    return next(left, None)


def remove(session: Session, broken: InvalidClock) -> Mended:
    """Remove it, and book nothing. Ask the person first: it is removed for good.

    Raises:
        Refusal: It is gone, or may not be removed; nothing was changed.
    """
    with session.change() as transaction:
        row_id = _removed(session, transaction, broken)
    return Mended(row_id, _removed_in_words(broken, session.now()))


def book_again(
    session: Session,
    broken: InvalidClock,
    entries: Sequence[Entry] | None = None,
    choice: OverlapChoice | None = None,
) -> Mended:
    """Remove it, and book what was worked.

    Args:
        session: The account.
        broken: The clock.
        entries: What to book; None for all that is free of what was worked.
        choice: What becomes of entries that it would overlap; None refuses it then.

    Raises:
        Refusal: It cannot be booked so, or the clock is gone; nothing was changed.
    """
    pieces = broken.free if entries is None else entries
    now = session.now()
    if not pieces:
        raise NothingFree(
            f"All the time of {broken.span(now)} is taken by other entries; nothing was changed.",
            "Remove it with `punch repair remove`.",
        )
    with session.change() as transaction:
        _removed(session, transaction, broken)
        said, changes = [_removed_in_words(broken, now)], list[SaveEntry | DeleteEntry]()
        for piece in pieces:
            room, words = with_room(session, transaction, SaveEntry(piece.id, piece), choice)
            changes += room
            said += [f"Added {entry_in_words(piece, now)}.", *words]
        rows = carry_out(session, transaction, changes)
    return Mended(rows[-1], " ".join(said))


def _short(entry: Entry, now: ZonedDateTime) -> str:
    span = span_in_words(entry.interval, now.date()) if entry.interval else ""
    return f"{span} {entry.assignment.label}".strip()


def _removed(session: Session, transaction: Transaction, broken: InvalidClock) -> str:
    entry = as_seen(session, transaction, broken.entry.id, broken.entry)
    return carry_out(session, transaction, [DeleteEntry(new_id(), entry)])[0]


def _removed_in_words(broken: InvalidClock, now: ZonedDateTime) -> str:
    return f"Removed the clock of {broken.span(now)} that could not be saved."


def _explained(session: Session, transaction: Transaction, entry: Entry) -> InvalidClock:
    row = _refused_stop(session, transaction, entry)
    meant = replace(entry, time_type=None)
    if row is not None and isinstance(row.change, Stop):
        meant = entry_in_zone(entry_after(row.before, row.change, entry.person), session.zone)
    meant = replace(meant, id=new_id(), status=EntryStatus.OPEN, source=Source.TYPED, locked=None)
    around = session.known(
        transaction, meant.day.subtract(days=1), (meant.end or meant.start or session.now()).date()
    )
    in_the_way = tuple(neighbours_of(meant, around.plain_entries))
    return InvalidClock(entry, meant, in_the_way, row is not None, session.backend.info.title)


def _refused_stop(session: Session, transaction: Transaction, entry: Entry) -> OutboxRow | None:
    """The newest stop of the clock that an entry was made of."""
    for mark in reversed(transaction.outbox.marks(session.account.name, session.person.id, Stop.kind)):
        row = transaction.outbox.find(mark.id)
        if row is None or isinstance(row.before, Idle) or entry.start is None:
            continue
        if is_near(row.before.since, entry.start):
            return row
    return None
