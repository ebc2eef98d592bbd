"""What a clock becomes that is kept on this machine, in each unit; the nights in which clocks are changed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.domain import PORTAL, berlin
from whenever import Date, ZonedDateTime

from punchcard.backends.lucca.clock.clock import LUCCA_CLOCK
from punchcard.core.entries import Break, Entry, Source, Unit
from punchcard.core.moments import clock_time

SPRING, AUTUMN = Date(2026, 3, 29), Date(2026, 10, 25)
NO_STOPWATCH = "At Lucca your time is written down in half and whole days, so a clock is of no use."


def clocked(start: ZonedDateTime, end: ZonedDateTime, *breaks: tuple[ZonedDateTime, ZonedDateTime]) -> Entry:
    pauses = tuple(Break(*pause) for pause in breaks)
    return Entry("c", "58", start.date(), start, end, pauses, None, PORTAL, "note", source=Source.CLOCK)


def booked(clock: Entry, *units: Unit) -> list[tuple[str, str, str]]:
    """Day, start and end of what it becomes."""
    found = LUCCA_CLOCK.booked(clock, units).entries
    return [
        (each.day.format_iso(), clock_time(each.start), clock_time(each.end))
        for each in found
        if each.start and each.end
    ]


def test_a_night_shift_is_cut_at_its_break_and_at_midnight() -> None:
    night = clocked(berlin("10 22:00"), berlin("11 06:00"), (berlin("10 23:45"), berlin("11 00:15")))
    assert booked(night) == [("2026-03-10", "22:00", "23:45"), ("2026-03-11", "00:15", "06:00")]
    whole = clocked(berlin("10 22:00"), berlin("11 06:00"))
    assert booked(whole, *Unit) == [("2026-03-10", "22:00", "00:00"), ("2026-03-11", "00:00", "06:00")]
    for entry in LUCCA_CLOCK.booked(night, ()).entries:
        assert (entry.assignment, entry.note, entry.breaks, entry.source) == (
            PORTAL,
            "note",
            (),
            Source.CLOCK,
        )


def test_a_shift_that_ends_at_midnight_is_of_the_day_before() -> None:
    assert booked(clocked(berlin("10 18:00"), berlin("11 00:00"))) == [("2026-03-10", "18:00", "00:00")]


def test_every_moment_counts_as_the_minute_that_it_lies_in() -> None:
    day = clocked(
        berlin("10 08:00:59"), berlin("10 12:30:10"), (berlin("10 10:00:20"), berlin("10 10:15:50"))
    )
    assert booked(day) == [("2026-03-10", "08:00", "10:00"), ("2026-03-10", "10:15", "12:30")]
    assert LUCCA_CLOCK.booked(day, ()).remarks == ()


def test_a_break_within_one_minute_parts_nothing() -> None:
    day = clocked(berlin("10 08:00"), berlin("10 12:00"), (berlin("10 10:00:10"), berlin("10 10:00:50")))
    assert booked(day) == [("2026-03-10", "08:00", "12:00")]
    assert LUCCA_CLOCK.booked(day, ()).remarks == ()


def test_work_within_one_minute_is_not_booked_and_that_is_said() -> None:
    seconds = LUCCA_CLOCK.booked(clocked(berlin("10 08:00:10"), berlin("10 08:00:50")), ())
    assert seconds == ((), ("Lucca counts whole minutes: 40 s of work is not booked.",))
    day = clocked(berlin("10 08:00:10"), berlin("10 09:00"), (berlin("10 08:00:40"), berlin("10 08:30")))
    assert booked(day) == [("2026-03-10", "08:30", "09:00")]
    assert LUCCA_CLOCK.booked(day, ()).remarks == ("Lucca counts whole minutes: 30 s of work is not booked.",)


def test_where_hours_are_written_down_each_day_has_one_entry() -> None:
    night = clocked(berlin("10 12:00"), berlin("11 02:00"), (berlin("10 18:00"), berlin("10 19:30")))
    found = LUCCA_CLOCK.booked(night, [Unit.HOURS]).entries
    assert [(e.day.format_iso(), e.duration_seconds, e.afternoon) for e in found] == [
        ("2026-03-10", int(10.5 * 3600), True),
        ("2026-03-11", 2 * 3600, False),
    ]
    assert {(e.start, e.end, e.breaks, e.note) for e in found} == {(None, None, (), "note")}


def test_where_days_are_written_down_a_clock_is_of_no_use_and_says_so() -> None:
    assert LUCCA_CLOCK.why_not([Unit.DAYS]) == f"{NO_STOPWATCH} Enter the day in the timesheet."
    assert [LUCCA_CLOCK.why_not(units) for units in ([], [Unit.HOURS], [Unit.TIMES, Unit.DAYS])] == [None] * 3
    found = LUCCA_CLOCK.booked(clocked(berlin("10 08:00"), berlin("10 12:05")), [Unit.DAYS])
    assert found.entries == ()
    assert found.remarks == (
        f"{NO_STOPWATCH} Nothing was booked of the 4 h 5 min: enter the day in the timesheet.",
    )


def test_in_the_nights_in_which_clocks_are_changed_what_was_worked_counts() -> None:
    def shift(day: Date) -> Entry:
        eve = day.subtract(days=1)
        start = ZonedDateTime(eve.year, eve.month, eve.day, 22, tz="Europe/Berlin")
        return clocked(start, ZonedDateTime(day.year, day.month, day.day, 6, tz="Europe/Berlin"))

    spring, autumn = (LUCCA_CLOCK.booked(shift(day), ()) for day in (SPRING, AUTUMN))
    assert [entry.worked_seconds // 3600 for entry in spring.entries] == [2, 5]
    assert [entry.worked_seconds // 3600 for entry in autumn.entries] == [2, 7]


@st.composite
def clocks(draw: st.DrawFn) -> Entry:
    """A clock of at most a day with up to five breaks, around both changes of the clocks and elsewhere."""
    day = draw(st.sampled_from([(2026, 3, 28), (2026, 10, 24), (2026, 6, 10)]))
    first = ZonedDateTime(*day, 12, tz="Europe/Berlin").add(seconds=draw(st.integers(0, 86_400)))
    marks = sorted(draw(st.lists(st.integers(0, 86_400), min_size=2, max_size=12, unique=True)))
    moments = [first.add(seconds=mark) for mark in marks]
    inner = moments[1:-1]
    return clocked(moments[0], moments[-1], *zip(inner[::2], inner[1::2], strict=False))


@given(clocks())
def test_of_any_clock_no_more_than_a_minute_a_piece_is_lost_or_added(clock: Entry) -> None:
    found = LUCCA_CLOCK.booked(clock, ()).entries
    stretches = [each.interval for each in found if each.interval]
    worked, kept = clock.worked_seconds, sum(stretch.seconds for stretch in stretches)
    assert abs(worked - kept) < 60 * len(clock.worked_pieces())
    assert all(a.end <= b.start for a, b in pairwise(stretches))
    for stretch, entry in zip(stretches, found, strict=True):
        assert stretch.seconds >= 60
        assert stretch.start.second == stretch.end.second == 0
        assert entry.day == stretch.start.date() == entry.last_day
    hours = LUCCA_CLOCK.booked(clock, [Unit.HOURS]).entries
    assert sum(each.duration_seconds or 0 for each in hours) == kept
    assert len({each.day for each in hours}) == len(hours)
