"""Making room: what can become of the entries that a new or changed one would overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from whenever import Date

from punchcard.core.changes import DeleteEntry, EntryChange, SaveEntry
from punchcard.core.durations import duration_in_words
from punchcard.core.editing.pieces import pieces_without
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.overlaps import overlapping, span_in_words


class OverlapChoice(StrEnum):
    """What to do with the neighbours that an entry would overlap."""

    TRIM = "trim"
    """Cut them back to what lies outside of it; one that lies wholly inside goes."""
    SPLIT = "split"
    """Cut it out of them, also out of their middle: such a one becomes two."""
    REPLACE = "replace"
    """Delete them."""


class Room(NamedTuple):
    """How room is made."""

    changes: tuple[EntryChange, ...]
    """To be asked for before the entry itself."""
    words: tuple[str, ...]
    """What becomes of each neighbour, in a sentence."""


def neighbours_of(entry: Entry, entries: Iterable[Entry], pieces: Sequence[Entry] = ()) -> list[Entry]:
    """Return those of `entries` that would share time with `entry`, which itself does not count.

    Args:
        entry: The entry as it should be.
        entries: What there is.
        pieces: What it is saved as, where that is several entries: what lies between them is in nobody's way.
    """
    taken = _stretches(pieces or (entry,))
    others = (other for other in entries if other.id != entry.id)
    return [other for other in others if any(overlapping([other], stretch) for stretch in taken)]


def overlap_choices(
    entry: Entry, neighbours: Sequence[Entry], pieces: Sequence[Entry] = ()
) -> tuple[OverlapChoice, ...]:
    """Return what can be done about `neighbours`, the gentlest first; nothing where one of them is locked.

    Args:
        entry: The entry as it should be.
        neighbours: What it overlaps.
        pieces: As for `neighbours_of`.
    """
    taken = _stretches(pieces or (entry,))
    if not taken or not neighbours or any(neighbour.locked for neighbour in neighbours):
        return ()
    left = [len(pieces_without(neighbour, *taken)) for neighbour in neighbours]
    if max(left) > 1:
        return (OverlapChoice.SPLIT, OverlapChoice.REPLACE)
    return (OverlapChoice.TRIM, OverlapChoice.REPLACE) if 1 in left else (OverlapChoice.REPLACE,)


def room_for(
    entry: Entry,
    neighbours: Sequence[Entry],
    choice: OverlapChoice,
    make_id: Callable[[], str],
    today: Date,
    pieces: Sequence[Entry] = (),
) -> Room:
    """Return how `choice` makes room for `entry`.

    Args:
        entry: The entry as it should be, with clock times.
        neighbours: Everything that it overlaps; nothing of it may be locked.
        choice: One of `overlap_choices`.
        make_id: Makes ids for requests and for entries that come into being.
        today: For the words.
        pieces: As for `neighbours_of`.
    """
    taken = _stretches(pieces or (entry,))
    changes: list[EntryChange] = []
    words: list[str] = []
    for neighbour in neighbours:
        left = [] if choice is OverlapChoice.REPLACE else pieces_without(neighbour, *taken)
        changes += _changes(neighbour, left, make_id)
        words.append(_in_words(neighbour, left, today))
    return Room(tuple(changes), tuple(words))


def _stretches(entries: Sequence[Entry]) -> list[Interval]:
    return [entry.interval for entry in entries if entry.interval]


def _changes(before: Entry, left: Sequence[Entry], make_id: Callable[[], str]) -> list[EntryChange]:
    if not left:
        return [DeleteEntry(make_id(), before)]
    changes: list[EntryChange] = [SaveEntry(make_id(), left[0], before)]
    for piece in left[1:]:
        new_id = make_id()
        changes.append(SaveEntry(new_id, replace(piece, id=new_id)))
    return changes


def _in_words(before: Entry, left: Sequence[Entry], today: Date) -> str:
    spans = [span_in_words(piece.interval, today) for piece in (before, *left) if piece.interval]
    named = f"{spans[0]} {before.assignment.label}".strip()
    if not left:
        return f"{named} is deleted, {duration_in_words(before.worked_seconds)}."
    if len(left) == 1:
        return f"{named} is cut to {spans[1]}."
    return f"{named} is split into {', '.join(spans[1:-1])} and {spans[-1]}."
