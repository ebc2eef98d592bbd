from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.domain import berlin
from whenever import Date

from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.changes import DeleteEntry
from punchcard.core.entries import Break, Entry
from punchcard.core.identifiers import new_id
from punchcard.core.interval_sets import seconds_of, together, without
from punchcard.core.intervals import Interval
from punchcard.core.requested_days import changed_pieces, changes_between, entry_changes

MIDNIGHT = berlin("11 00:00")
DAY = Date(2026, 3, 11)


def stretch(start: int, end: int) -> Interval:
    """From minute to minute of the day."""
    return Interval(MIDNIGHT.add(minutes=start), MIDNIGHT.add(minutes=end))


spans = st.tuples(st.integers(0, 1439), st.integers(1, 400)).map(lambda s: stretch(s[0], s[0] + s[1]))
days = st.lists(spans, max_size=6)
kinds = st.sampled_from(IntervalChange)
requested = st.builds(RequestedChange, kinds, spans)


def minutes(pieces: tuple[Interval, ...]) -> frozenset[int]:
    zero = MIDNIGHT.timestamp()
    return frozenset(
        minute
        for piece in pieces
        for minute in range((piece.start.timestamp() - zero) // 60, (piece.end.timestamp() - zero) // 60)
    )


def add(span: Interval) -> RequestedChange:
    return RequestedChange(IntervalChange.ADD, span)


def remove(span: Interval) -> RequestedChange:
    return RequestedChange(IntervalChange.REMOVE, span)


@given(days, spans)
def test_adding_and_then_removing_is_nothing_on_a_day_without_that_time(
    day: list[Interval], more: Interval
) -> None:
    free = without(day, [more])
    assert changed_pieces(free, [add(more), remove(more)]) == free


@given(days, spans)
def test_removing_what_is_not_there_and_adding_what_is_changes_nothing(
    day: list[Interval], span: Interval
) -> None:
    free, full = without(day, [span]), together([*day, span])
    assert changed_pieces(free, [remove(span)]) == free
    assert changed_pieces(full, [add(span)]) == full


@given(days, st.lists(requested, max_size=5))
def test_the_result_is_sorted_disjoint_and_what_sets_of_minutes_say(
    day: list[Interval], changes: list[RequestedChange]
) -> None:
    after = changed_pieces(day, changes)
    assert all(a.end < b.start for a, b in pairwise(after))
    assert all(piece.start < piece.end for piece in after)
    model = set(minutes(tuple(day)))
    for change in changes:
        touched = minutes((change.interval,))
        model = model | touched if change.change is IntervalChange.ADD else model - touched
    assert minutes(after) == model
    assert seconds_of(after) == 60 * len(model)


@given(days, days)
def test_the_difference_between_two_days_leads_from_the_one_to_the_other(
    before: list[Interval], after: list[Interval]
) -> None:
    changes = changes_between(before, after)
    assert changed_pieces(before, changes) == together(after)
    assert changed_pieces(after, changes) == together(after)
    assert changes_between(after, after) == ()


@st.composite
def booked(draw: st.DrawFn) -> list[Entry]:
    """Entries of one day that share no time, some with a break."""
    cuts = sorted(draw(st.sets(st.integers(0, 1440), max_size=10)))
    entries: list[Entry] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        span = stretch(start, end)
        third = (end - start) // 3
        pause = stretch(start + third, start + 2 * third)
        breaks = (Break(pause.start, pause.end),) if third and draw(st.booleans()) else ()
        entries.append(Entry(new_id(), "ann", DAY, span.start, span.end, breaks))
    return entries


@given(booked(), st.lists(requested, max_size=4))
def test_the_entries_come_to_what_the_algebra_says(
    entries: list[Entry], changes: list[RequestedChange]
) -> None:
    request = ChangeRequest(new_id(), "ann", DAY, tuple(changes))
    table = {entry.id: entry for entry in entries}
    for change in entry_changes(entries, request, new_id):
        if isinstance(change, DeleteEntry):
            del table[change.entry.id]
        else:
            assert change.before == table.get(change.entry.id)
            table[change.entry.id] = change.entry
    pieces = [piece for entry in entries for piece in entry.worked_pieces()]
    after = [piece for entry in table.values() for piece in entry.worked_pieces()]
    assert together(after) == changed_pieces(pieces, changes)
    # No moment is booked twice.
    assert sum(piece.seconds for piece in after) == seconds_of(after)
    assert entry_changes(entries, replace(request, changes=()), new_id) == ()
