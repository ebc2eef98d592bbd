from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.domain import HOSTILE, berlin
from tests.services.desk import Desk
from whenever import ZonedDateTime

from punchcard.core.clock import Working
from punchcard.core.clock_rules import AlreadyRunning, NotOnBreak, NotRunning, TooEarly
from punchcard.core.entries import Entry
from punchcard.core.notes import NoteTooLong
from punchcard.core.overlaps import Overlap
from punchcard.core.refusals import Refusal
from punchcard.services import clocking
from punchcard.services.clocking import InFuture, TooLong
from punchcard.services.entries import by_hand as entries
from punchcard.services.session import Session


def assert_refused(desk: Desk, refusal: type[Refusal], act: Callable[[Session], object]) -> Refusal:
    """A refusal is a sentence, and changes nothing."""
    before = (desk.known(), desk.rows(), desk.shown() if desk.rows() else None)
    with pytest.raises(refusal) as caught:
        act(desk.session)
    assert (desk.known(), desk.rows(), desk.shown() if desk.rows() else None) == before
    assert caught.value.message.endswith((".", "?"))
    return caught.value


def test_a_day_says_what_it_did(desk: Desk) -> None:
    desk.clock.set("11 17:00")
    said = [
        clocking.start(desk.session, berlin("11 08:00"), note=HOSTILE).message,
        clocking.take_break(desk.session, berlin("11 12:00")).message,
        clocking.resume(desk.session, berlin("11 12:30")).message,
        clocking.stop(desk.session, berlin("11 16:45")).message,
    ]
    assert said == [
        "Clocked in at 08:00.",
        "On a break since 12:00.",
        "Back at work at 12:30, after a break of 30 min.",
        "Clocked out at 16:45: 8 h 15 min worked.",
    ]
    [entry] = desk.entries
    assert (entry.worked_seconds, entry.break_seconds, entry.note) == (29_700, 1_800, HOSTILE)


@pytest.mark.parametrize("seconds", [0, 59, 60])
def test_a_punch_may_lie_a_minute_ahead(desk: Desk, seconds: int) -> None:
    clocking.start(desk.session, desk.session.now().add(seconds=seconds))
    assert isinstance(desk.state, Working)


def test_a_punch_further_ahead_is_refused(desk: Desk) -> None:
    ahead = desk.session.now().add(seconds=61)
    refusal = assert_refused(desk, InFuture, lambda s: clocking.start(s, ahead))
    assert refusal.message == "08:01 is in the future; it is 08:00 now."
    clocking.start(desk.session)
    for act in (clocking.take_break, clocking.stop):
        assert_refused(desk, InFuture, lambda s, act=act: act(s, ahead))
    assert_refused(desk, InFuture, lambda s: clocking.adjust(s, ahead))


def test_refusals_of_the_clock(desk: Desk) -> None:
    for act in (clocking.stop, clocking.take_break, clocking.resume, clocking.cancel, clocking.update):
        assert_refused(desk, NotRunning, act)
    clocking.start(desk.session)
    assert_refused(desk, AlreadyRunning, clocking.start)
    assert_refused(desk, NotOnBreak, clocking.resume)
    assert_refused(desk, TooEarly, lambda s: clocking.stop(s, berlin("11 07:59")))
    assert_refused(desk, NoteTooLong, lambda s: clocking.update(s, note="x" * 1001))


def test_a_start_in_the_past_has_to_fit_beside_the_entries(desk: Desk) -> None:
    desk.clock.set("11 17:00")
    entries.add(desk.session, berlin("11 08:00"), berlin("11 10:00"))
    entries.add(desk.session, berlin("11 13:00"), berlin("11 15:00"))
    for at in ("11 07:00", "11 09:00", "11 10:30", "11 14:59"):
        refusal = assert_refused(desk, Overlap, lambda s, at=at: clocking.start(s, berlin(at)))
        assert "run over the time you already have" in refusal.message
    clocking.start(desk.session, berlin("11 15:00"))
    assert_refused(desk, Overlap, lambda s: clocking.adjust(s, berlin("11 14:00")))
    clocking.adjust(desk.session, berlin("11 15:30"))
    assert_refused(desk, Overlap, lambda s: clocking.adjust(s, berlin("10 23:00")))


def test_a_stop_does_not_run_over_entries_wherever_they_lie(desk: Desk) -> None:
    clocking.start(desk.session, berlin("11 08:00"))
    entries.add(desk.session, berlin("11 09:00"), berlin("11 10:00"))
    desk.clock.set("12 07:00")
    assert_refused(desk, Overlap, clocking.stop)
    clocking.stop(desk.session, berlin("11 09:00"))


def test_a_forgotten_clock_is_not_booked_as_days(desk: Desk) -> None:
    clocking.start(desk.session, berlin("11 08:00"))
    desk.clock.set("13 09:00")
    refusal = assert_refused(desk, TooLong, clocking.stop)
    assert "for 49 h" in refusal.message
    assert_refused(desk, TooLong, lambda s: clocking.stop(s, berlin("12 08:00:01")))
    clocking.stop(desk.session, berlin("12 08:00"))
    assert [entry.worked_seconds for entry in desk.entries] == [24 * 3600]


EDGES = [
    ZonedDateTime(1, 1, 1, 12, tz="UTC"),
    ZonedDateTime(1, 1, 1, 12, tz="Europe/Berlin"),
    ZonedDateTime(1, 1, 2, tz="Europe/Berlin"),
    ZonedDateTime(9999, 12, 31, 12, tz="Europe/Berlin"),
    ZonedDateTime(9999, 12, 30, 12, tz="UTC"),
]


@pytest.mark.parametrize("moment", EDGES, ids=str)
def test_moments_at_the_ends_of_the_calendar_are_refused_with_a_sentence(
    desk: Desk, moment: ZonedDateTime
) -> None:
    assert_refused(desk, Refusal, lambda s: clocking.start(s, moment))
    assert_refused(desk, Refusal, lambda s: entries.add(s, moment, moment.add(minutes=1)))
    clocking.start(desk.session)
    assert_refused(desk, Refusal, lambda s: clocking.adjust(s, moment))
    assert_refused(desk, Refusal, lambda s: clocking.stop(s, moment))


def test_a_punch_is_kept_in_whole_seconds(desk: Desk) -> None:
    clocking.start(desk.session, desk.session.now().subtract(milliseconds=300))
    [row] = desk.rows()
    assert isinstance(desk.state, Working)
    assert desk.state.since == berlin("11 07:59:59")
    assert row.fingerprint.startswith("start|ann|2026-03-11T06:59:59Z")


def test_a_clock_that_runs_over_an_entry_names_the_ways_out(desk: Desk) -> None:
    """It was started on another device, where nobody minds."""
    start, end = berlin("11 07:00"), berlin("11 07:45")
    entry = Entry("E863", "ann", start.date(), start, end)
    with desk.session.change() as transaction:
        cache = transaction.cache("acme")
        cache.keep_entry(entry, "Europe/Berlin")
        cache.keep_clock("ann", Working("theirs", berlin("11 07:30")), desk.clock())
    with pytest.raises(Overlap) as raised:
        clocking.stop(desk.session)
    assert "`punch delete E863`" in raised.value.hint
    assert "`punch cancel`" in raised.value.hint
    clocking.cancel(desk.session)
