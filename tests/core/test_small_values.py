from __future__ import annotations

import time
import uuid

import pytest
from tests.domain import HOSTILE, berlin
from whenever import Date, Weekday

from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.notes import NoteTooLong, checked_note
from punchcard.core.overlaps import overlapping, span_in_words
from punchcard.core.schedule import Schedule


def test_identifiers_are_version_7_and_sort_by_the_moment_they_were_made() -> None:
    made = list[str]()
    for _ in range(5):
        before = time.time_ns() // 1_000_000
        made.append(new_id())
        parsed = uuid.UUID(made[-1])
        assert (parsed.version, parsed.variant, str(parsed)) == (7, uuid.RFC_4122, made[-1])
        assert before <= parsed.int >> 80 <= time.time_ns() // 1_000_000
        time.sleep(0.002)
    assert made == sorted(made)
    assert len({new_id() for _ in range(10_000)}) == 10_000


def entry(start: str, end: str) -> Entry:
    return Entry(start, "ann", berlin(start).date(), berlin(start), berlin(end))


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("11 08:00", "11 09:00", []),
        ("11 12:00", "11 13:00", []),
        ("11 11:59", "11 12:01", ["11 09:00"]),
        ("11 10:00", "11 11:00", ["11 09:00"]),
        ("11 08:00", "11 14:00", ["11 09:00", "11 13:00"]),
        ("11 10:00", "11 10:00", ["11 09:00"]),
        ("11 09:00", "11 09:00", []),
        ("11 12:00", "11 12:00", []),
    ],
)
def test_overlapping_finds_what_shares_time(start: str, end: str, found: list[str]) -> None:
    plain = Entry("day", "ann", Date(2026, 3, 11), None, None, duration_seconds=3600)
    booked = [entry("11 09:00", "11 12:00"), plain, entry("11 13:00", "11 14:00")]
    stretch = Interval(berlin(start), berlin(end))
    assert [other.id for other in overlapping(booked, stretch)] == found
    assert [other.id for other in overlapping(booked, stretch, but_not="11 09:00")] == found[1:]


def test_a_stretch_is_said_with_its_day_only_where_that_is_not_today() -> None:
    today = Date(2026, 3, 11)
    assert span_in_words(Interval(berlin("11 08:00"), berlin("11 12:00")), today) == "08:00 – 12:00"
    assert span_in_words(Interval(berlin("10 22:00"), berlin("11 06:00")), today) == "22:00 yesterday – 06:00"
    assert (
        span_in_words(Interval(berlin("9 08:00"), berlin("9 12:00")), today)
        == "08:00 – 12:00 on Monday 9 March 2026"
    )


def test_a_note_is_kept_as_it_was_written_but_for_what_surrounds_it() -> None:
    assert checked_note(f"  {HOSTILE}\n") == HOSTILE
    assert checked_note("x" * 1000) == "x" * 1000
    with pytest.raises(NoteTooLong, match="10,000 characters; at most 1,000") as caught:
        checked_note("x" * 10_000)
    assert caught.value.exit_code == 2


def test_a_schedule_has_a_target_for_each_weekday_or_none_at_all() -> None:
    schedule = Schedule("Europe/Berlin", hours=((Weekday.WEDNESDAY, 8 * 3600),))
    assert schedule.target_seconds(Date(2026, 3, 11)) == 8 * 3600
    assert schedule.target_seconds(Date(2026, 3, 12)) == 0
    assert Schedule("Europe/Berlin").target_seconds(Date(2026, 3, 11)) is None
