"""Entries cut, moved and checked at the very edge of what is right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import berlin
from whenever import Date, ZonedDateTime

from punchcard.core.changes import SaveEntry
from punchcard.core.editing.checks import check_entry
from punchcard.core.editing.moving import duplicated_entry, moved_entry
from punchcard.core.editing.pieces import piece_of, pieces_without
from punchcard.core.editing.room import OverlapChoice, overlap_choices, room_for
from punchcard.core.editing.splitting import split_entry
from punchcard.core.entries import Break, Entry, EntryStatus, Source
from punchcard.core.intervals import Interval
from punchcard.core.moments import UnlikelyMoment
from punchcard.core.refusals import UsageError
from punchcard.core.when import AmbiguousTime, SkippedTime

TODAY = Date(2026, 3, 20)


def entry(start: str, end: str, *breaks: tuple[str, str], **more: object) -> Entry:
    pauses = tuple(Break(berlin(begins), berlin(ends)) for begins, ends in breaks)
    first = berlin(start)
    made = Entry("1", "ann", first.date(), first, berlin(end), breaks=pauses, source=Source.CLOCK)
    return replace(made, **more)


def times(found: Entry) -> tuple[str, ...]:
    moments = [found.start, found.end, *(m for pause in found.breaks for m in (pause.start, pause.end))]
    return tuple(moment.to_plain().format_iso()[8:16] for moment in moments if moment)


LONG = entry("11 08:00", "11 16:00", ("11 12:00", "11 12:30"))


def test_an_entry_is_split_inside_of_it_only() -> None:
    for at in ("11 08:00", "11 16:00", "11 07:59"):
        with pytest.raises(UsageError, match="does not lie inside"):
            split_entry(LONG, berlin(at), "2", TODAY)
    first, second = split_entry(LONG, berlin("11 08:01"), "2", TODAY)
    assert (times(first), times(second)[:2]) == (("11T08:00", "11T08:01"), ("11T08:01", "11T16:00"))


@pytest.mark.parametrize("at", ["11 12:00", "11 12:10", "11 12:30"])
def test_a_split_in_a_break_leaves_the_break_out(at: str) -> None:
    first, second = split_entry(LONG, berlin(at), "2", TODAY)
    assert (times(first), times(second)) == (("11T08:00", "11T12:00"), ("11T12:30", "11T16:00"))
    assert (first.id, first.source, second.id, second.source) == ("1", Source.CLOCK, "2", Source.TYPED)


def test_a_split_that_leaves_no_work_on_one_side_is_refused() -> None:
    begins_with_a_break = entry("11 08:00", "11 16:00", ("11 08:00", "11 09:00"))
    with pytest.raises(UsageError, match="no work on one side"):
        split_entry(begins_with_a_break, berlin("11 09:00"), "2", TODAY)
    with pytest.raises(UsageError, match="without clock times"):
        split_entry(replace(LONG, start=None, end=None, breaks=()), berlin("11 09:00"), "2", TODAY)


def test_what_is_cut_off_a_night_lies_on_the_next_day() -> None:
    night = entry("11 22:00", "12 06:00")
    _, morning = split_entry(night, berlin("12 02:00"), "2", TODAY)
    assert (morning.day, times(morning)) == (Date(2026, 3, 12), ("12T02:00", "12T06:00"))
    rest = pieces_without(night, Interval(berlin("11 21:00"), berlin("12 01:00")))
    assert [piece.day for piece in rest] == [Date(2026, 3, 12)]


def test_a_piece_without_work_is_none() -> None:
    assert piece_of(LONG, Interval(berlin("11 12:00"), berlin("11 12:30"))) is None
    assert pieces_without(LONG, Interval(berlin("11 08:00"), berlin("11 16:00"))) == []
    touching = Interval(berlin("11 16:00"), berlin("11 17:00"))
    assert [times(piece)[:2] for piece in pieces_without(LONG, touching)] == [("11T08:00", "11T16:00")]


def test_a_night_is_moved_with_its_breaks_and_keeps_what_it_is() -> None:
    night = entry("11 22:00", "12 06:00", ("12 01:00", "12 01:30"), note="n", locked="Locked.")
    for day in (Date(2026, 3, 2), Date(2026, 3, 16)):
        moved = moved_entry(night, day)
        assert (moved.day, moved.worked_seconds) == (day, 7.5 * 3600)
        assert times(moved)[2:] == tuple(f"{day.add(days=1).day:02}T{t}" for t in ("01:00", "01:30"))
        assert (moved.id, moved.source, moved.note) == ("1", Source.CLOCK, "n")
    assert moved_entry(night, night.day) == night


def test_a_copy_is_open_and_typed() -> None:
    copy = duplicated_entry(
        replace(LONG, status=EntryStatus.APPROVED, locked="Approved."), Date(2026, 3, 13), "2"
    )
    assert (copy.id, copy.status, copy.locked, copy.source) == ("2", EntryStatus.OPEN, None, Source.TYPED)
    assert times(copy)[:2] == ("13T08:00", "13T16:00")


def test_a_move_to_where_the_clocks_change() -> None:
    early = entry("11 02:15", "11 05:00")
    with pytest.raises(SkippedTime):
        moved_entry(early, Date(2026, 3, 29))
    with pytest.raises(AmbiguousTime):
        moved_entry(early, Date(2026, 10, 25))
    night = entry("11 22:00", "12 06:00")
    lengths = [moved_entry(night, day).worked_seconds for day in (Date(2026, 3, 28), Date(2026, 10, 24))]
    assert lengths == [7 * 3600, 9 * 3600]


def test_nothing_is_moved_out_of_the_years_that_are_kept() -> None:
    for day in (Date(1899, 12, 31), Date(3000, 1, 1)):
        with pytest.raises(UnlikelyMoment):
            moved_entry(LONG, day)
    with pytest.raises(UnlikelyMoment):
        moved_entry(entry("11 22:00", "12 06:00"), Date(2999, 12, 31))


def test_a_day_is_as_long_as_an_entry_may_be() -> None:
    check_entry(entry("11 08:00", "12 08:00"), TODAY)
    with pytest.raises(UsageError, match="longer than 24 hours"):
        check_entry(entry("11 08:00", "12 08:01"), TODAY)
    for end in ("11 08:00", "11 07:00"):
        with pytest.raises(UsageError, match="not after it starts"):
            check_entry(entry("11 08:00", end), TODAY)
    hours = replace(LONG, start=None, end=None, breaks=())
    check_entry(replace(hours, duration_seconds=24 * 3600), TODAY)
    check_entry(replace(hours, duration_seconds=1), TODAY)
    for half_days in (1, 2):
        check_entry(replace(hours, duration_seconds=0, half_days=half_days), TODAY)
    for wrong, why in (
        (replace(hours, duration_seconds=24 * 3600 + 1), "longer than 24 hours"),
        (replace(hours, duration_seconds=0), "no length"),
        (replace(hours, duration_seconds=-1, half_days=1), "no length"),
        (replace(hours, duration_seconds=0, half_days=0), "half a day or a whole one"),
        (replace(hours, duration_seconds=0, half_days=3), "half a day or a whole one"),
        (replace(hours, duration_seconds=60, breaks=LONG.breaks), "has no breaks"),
    ):
        with pytest.raises(UsageError, match=why):
            check_entry(wrong, TODAY)


def test_breaks_lie_inside_one_after_another() -> None:
    check_entry(entry("11 08:00", "11 12:00", ("11 08:00", "11 09:00"), ("11 09:00", "11 12:00")), TODAY)
    check_entry(entry("11 08:00", "11 12:00", ("11 11:00", "11 11:30"), ("11 09:00", "11 09:30")), TODAY)
    for pauses in (
        [("11 07:59", "11 09:00")],
        [("11 11:00", "11 12:01")],
        [("11 09:00", "11 09:00")],
        [("11 10:00", "11 09:00")],
        [("11 09:00", "11 10:00"), ("11 09:59", "11 11:00")],
    ):
        with pytest.raises(UsageError, match="does not fit"):
            check_entry(entry("11 08:00", "11 12:00", *pauses), TODAY)


def test_what_can_be_done_about_several_neighbours() -> None:
    new = entry("11 09:00", "11 11:00", id="new")
    left, right = entry("11 08:00", "11 10:00", id="l"), entry("11 10:30", "11 12:00", id="r")
    around, inside = entry("11 08:00", "11 12:00", id="a"), entry("11 09:30", "11 10:00", id="i")
    trim, split, replace_ = OverlapChoice.TRIM, OverlapChoice.SPLIT, OverlapChoice.REPLACE
    assert overlap_choices(new, [left, right]) == (trim, replace_)
    assert overlap_choices(new, [left, inside]) == (trim, replace_)
    assert overlap_choices(new, [inside]) == (replace_,)
    assert overlap_choices(new, [left, around]) == (split, replace_)
    assert overlap_choices(new, [left, replace(right, locked="Locked.")]) == ()
    assert overlap_choices(new, []) == ()

    ids = iter("123456789")
    room = room_for(new, [left, around, inside], split, lambda: next(ids), TODAY)
    saved = [(times(c.entry), c.before is None) for c in room.changes if isinstance(c, SaveEntry)]
    before, behind = ("11T08:00", "11T09:00"), ("11T11:00", "11T12:00")
    assert saved == [(before, False), (before, False), (behind, True)]
    assert [change.entry.id for change in room.changes] == ["l", "a", "3", "i"]
    assert [words.split(" – ")[0][-5:] for words in room.words] == ["08:00", "08:00", "09:30"]


def test_moments_are_compared_in_any_zone() -> None:
    elsewhere = ZonedDateTime(2026, 3, 11, 4, tz="America/New_York")
    first, _ = split_entry(LONG, elsewhere.add(hours=1), "2", TODAY)
    assert first.worked_seconds == 2 * 3600
