"""What a change request does to a day: by interval algebra, and entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from punchcard.core.assignments import NOTHING
from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.changes import DeleteEntry, EntryChange, SaveEntry
from punchcard.core.days import WeekSheet
from punchcard.core.editing.pieces import pieces_without
from punchcard.core.entries import Entry, Source
from punchcard.core.findings import Finding, FindingsInput, find_all
from punchcard.core.interval_sets import Stretches, seconds_of, together, without
from punchcard.core.intervals import Interval


@dataclass(frozen=True, slots=True)
class DayPreview:
    """A day before and after a change request."""

    before: Stretches
    """What is worked now."""
    after: Stretches
    """What would be worked."""
    appearing: tuple[Finding, ...] = ()
    """What would be wrong or odd then, and is not now."""
    vanishing: tuple[Finding, ...] = ()
    """What is wrong or odd now, and would not be then."""

    @property
    def added(self) -> Stretches:
        """What would be worked, and is not now."""
        return without(self.after, self.before)

    @property
    def removed(self) -> Stretches:
        """What is worked now, and would not be then."""
        return without(self.before, self.after)

    @property
    def difference_seconds(self) -> int:
        """Work after less work before, in seconds."""
        return seconds_of(self.after) - seconds_of(self.before)


def changed_pieces(before: Iterable[Interval], changes: Iterable[RequestedChange]) -> Stretches:
    """Return what is worked once `changes` are made, one after another.

    Adding what is there already, and removing what is not, changes nothing.
    """
    pieces = together(before)
    for change in changes:
        if change.change is IntervalChange.ADD:
            pieces = together([*pieces, change.interval])
        else:
            pieces = without(pieces, [change.interval])
    return pieces


def requested_seconds(changes: Sequence[RequestedChange]) -> int:
    """Return what is asked for by itself, in seconds: what is removed taken for worked, what is added not.

    Changes are made one after another, so time that is removed and then added again is not removed.
    """
    before = together(each.interval for each in changes if each.change is IntervalChange.REMOVE)
    return seconds_of(changed_pieces(before, changes)) - seconds_of(before)


def changes_between(before: Iterable[Interval], after: Iterable[Interval]) -> tuple[RequestedChange, ...]:
    """Return the changes that make `after` of `before`: what to remove, then what to add, by time."""
    old, new = together(before), together(after)
    removed = [RequestedChange(IntervalChange.REMOVE, piece) for piece in without(old, new)]
    return (*removed, *(RequestedChange(IntervalChange.ADD, piece) for piece in without(new, old)))


def entry_changes(
    entries: Sequence[Entry], request: ChangeRequest, make_id: Callable[[], str]
) -> tuple[EntryChange, ...]:
    """Return what an approved request does to the entries of its person.

    Time that is removed is cut out of the entries, which may become two. Time that is added within a break
    shortens the break; elsewhere it becomes an entry, booked like the one that it touches.

    Args:
        entries: The person's entries around the day; absences and entries without clock times stay.
        request: What was asked for.
        make_id: Makes ids for changes and for entries that come into being.
    """
    before = {entry.id: entry for entry in entries if entry.interval is not None and not entry.is_absence}
    after = list(before.values())
    for change in request.changes:
        if change.change is IntervalChange.REMOVE:
            after = _removed(after, change.interval, make_id)
        else:
            after = _added(after, change.interval, request, make_id)
    return tuple(_changes(before, after, make_id))


def preview(given: FindingsInput, request: ChangeRequest, make_id: Callable[[], str]) -> DayPreview:
    """Return the day before and after `request`, with the findings that appear and vanish in its week.

    Args:
        given: The week of the day, with the entries around it.
        request: What is asked for.
        make_id: Makes ids for entries that would come into being.
    """
    day = next(sheet for sheet in given.week.days if sheet.day == request.day)
    pieces = together(day.worked_pieces())
    table = {entry.id: entry for entry in given.entries}
    for change in entry_changes(given.entries, request, make_id):
        if isinstance(change, DeleteEntry):
            table.pop(change.entry.id, None)
        else:
            table[change.entry.id] = change.entry
    entries = tuple(sorted(table.values(), key=lambda entry: (entry.day, str(entry.start or ""))))
    week = WeekSheet(tuple(replace(sheet, entries=entries) for sheet in given.week.days))
    now = find_all(given)
    then = find_all(replace(given, week=week, entries=entries))
    return DayPreview(
        before=pieces,
        after=changed_pieces(pieces, request.changes),
        appearing=tuple(found for found in then if _key(found) not in {_key(other) for other in now}),
        vanishing=tuple(found for found in now if _key(found) not in {_key(other) for other in then}),
    )


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.day, finding.message


def _removed(entries: Iterable[Entry], hole: Interval, make_id: Callable[[], str]) -> list[Entry]:
    left: list[Entry] = []
    for entry in entries:
        if entry.interval is None or not entry.interval.overlaps(hole):
            left.append(entry)
            continue
        pieces = pieces_without(entry, hole)
        left += [*pieces[:1], *(replace(piece, id=make_id()) for piece in pieces[1:])]
    return left


def _added(
    entries: Iterable[Entry], more: Interval, request: ChangeRequest, make_id: Callable[[], str]
) -> list[Entry]:
    after, outside = list[Entry](), together([more])
    for entry in entries:
        if entry.interval is None or not entry.interval.overlaps(more):
            after.append(entry)
            continue
        outside = without(outside, [entry.interval])
        breaks = (
            replace(pause, start=rest.start, end=rest.end)
            for pause in entry.breaks
            for rest in pause.interval.without([more])
        )
        after.append(replace(entry, breaks=tuple(breaks)))
    return after + [_entry(piece, after, request, make_id()) for piece in outside]


def _entry(piece: Interval, others: Iterable[Entry], request: ChangeRequest, new_id: str) -> Entry:
    touching = next((other for other in others if piece.start == other.end or piece.end == other.start), None)
    return Entry(
        id=new_id,
        person=request.person,
        day=piece.start.date(),
        start=piece.start,
        end=piece.end,
        time_type=touching.time_type if touching else None,
        assignment=touching.assignment if touching else NOTHING,
        note=request.note,
        source=Source.TYPED,
    )


def _changes(
    before: dict[str, Entry], after: Sequence[Entry], make_id: Callable[[], str]
) -> Iterable[EntryChange]:
    kept = {entry.id for entry in after}
    for entry in before.values():
        if entry.id not in kept:
            yield DeleteEntry(make_id(), entry)
    for entry in after:
        old = before.get(entry.id)
        if old is None:
            yield SaveEntry(entry.id, entry)
        elif old != entry:
            yield SaveEntry(make_id(), entry, old)
