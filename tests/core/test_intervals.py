from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.domain import ZONES, berlin, from_epoch
from whenever import Date

from punchcard.core.intervals import Interval, day_interval

small = st.integers(0, 40)


def span(start: int, end: int) -> Interval:
    return Interval(from_epoch(start), from_epoch(end))


def seconds_in(interval: Interval) -> set[int]:
    return set(range(interval.start.timestamp(), interval.end.timestamp()))


spans = st.builds(span, small, small)


@given(spans, st.lists(spans, max_size=5))
def test_without_leaves_exactly_the_seconds_outside_the_holes(whole: Interval, holes: list[Interval]) -> None:
    pieces = whole.without(holes)
    left = seconds_in(whole).difference(*(seconds_in(hole) for hole in holes))
    assert sum(piece.seconds for piece in pieces) == len(left)
    assert set[int]().union(*(seconds_in(piece) for piece in pieces)) == left
    assert pieces == sorted(pieces, key=lambda piece: piece.start)
    assert all(piece.seconds for piece in pieces)


@given(spans, spans)
def test_clipped_is_what_both_share(one: Interval, other: Interval) -> None:
    shared = one.clipped(other)
    assert (seconds_in(shared) if shared else set()) == seconds_in(one) & seconds_in(other)
    assert bool(shared) == bool(other.clipped(one))


@given(spans, spans)
def test_overlapping_is_sharing_a_second(one: Interval, other: Interval) -> None:
    if one.seconds and other.seconds:
        assert one.overlaps(other) == bool(seconds_in(one) & seconds_in(other))


def test_touching_ends_do_not_overlap() -> None:
    morning = Interval(berlin("11 08:00"), berlin("11 12:00"))
    assert not morning.overlaps(Interval(berlin("11 12:00"), berlin("11 13:00")))


def test_days_follow_one_another_without_gaps_and_are_23_to_25_hours_long() -> None:
    for zone in (*ZONES, "America/Havana", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia"):
        lengths = set[int]()
        day, end = Date(2011, 12, 1), day_interval(Date(2011, 12, 1), zone).start
        for _ in range(800):
            frame = day_interval(day, zone)
            assert frame.start == end, (zone, day)
            lengths.add(frame.seconds // 60)
            day, end = day.add(days=1), frame.end
        # Samoa left out 30 December 2011: a day without an hour.
        assert lengths <= {0, 1380, 1410, 1440, 1470, 1500}, zone
