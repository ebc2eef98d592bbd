from __future__ import annotations

from dataclasses import replace

from tests.domain import berlin

from punchcard.core.changes import Change, DeleteEntry, SaveEntry
from punchcard.core.clock import IDLE, OnBreak, Working
from punchcard.core.entries import Break, Entry
from punchcard.core.intervals import day_interval
from punchcard.core.moments import clock_time
from punchcard.core.punches import Cancel, Restore, Start, Stop, TakeBreak
from punchcard.services.fold import Known, KnownEntry, fold
from punchcard.store.outbox import OutboxRow, OutboxState

ZONE = "Europe/Berlin"
DAY = day_interval(berlin("11 08:00").date(), ZONE)
QUEUED, UNKNOWN, NEEDS_YOU = OutboxState.QUEUED, OutboxState.UNKNOWN, OutboxState.NEEDS_YOU
WORKING = Working("running", berlin("11 08:00"))


def row(change: Change, state: OutboxState = QUEUED) -> OutboxRow:
    return OutboxRow(change.id, "a", "ann", change, IDLE, 0, 0, None, None, state, 0, "", None, None)


def entry(name: str, start: str, end: str) -> Entry:
    return Entry(name, "ann", berlin(start).date(), berlin(start), berlin(end))


MORNING = entry("morning", "11 06:00", "11 07:00")


def test_without_anything_asked_for_it_is_what_the_backend_said() -> None:
    assert fold(WORKING, [MORNING], [], DAY, ZONE) == Known(WORKING, (KnownEntry(MORNING),))


def test_punches_are_laid_over_the_reading() -> None:
    pause, stop = TakeBreak("b", berlin("11 09:00")), Stop("s", berlin("11 09:30"))
    known = fold(WORKING, [], [row(pause, UNKNOWN)], DAY, ZONE)
    assert isinstance(known.state, OnBreak)
    assert known.clock_pending is UNKNOWN
    known = fold(WORKING, [MORNING], [row(pause), row(stop, NEEDS_YOU)], DAY, ZONE)
    assert (known.state, known.clock_pending) == (IDLE, NEEDS_YOU)
    assert [item.pending for item in known.entries] == [None, NEEDS_YOU]
    assert known.entries[1].entry.worked_seconds == 3600


def test_entries_are_saved_changed_and_deleted_over_what_the_backend_said() -> None:
    later = entry("later", "11 15:00", "11 16:00")
    changed = replace(MORNING, note="changed")
    rows = [row(SaveEntry("1", later)), row(SaveEntry("2", changed, MORNING), UNKNOWN)]
    known = fold(IDLE, [MORNING], rows, DAY, ZONE)
    assert known.entries == (KnownEntry(changed, UNKNOWN), KnownEntry(later, QUEUED))
    assert fold(IDLE, [MORNING], [*rows, row(DeleteEntry("3", later))], DAY, ZONE).plain_entries == (changed,)


def test_what_does_not_fit_any_more_is_named_and_changes_nothing() -> None:
    restore = Restore("r", berlin("11 10:00"), replace(WORKING, entry_id="morning"))
    rows = [row(Start("s", berlin("11 09:00"))), row(restore)]
    known = fold(WORKING, [MORNING], rows, DAY, ZONE)
    assert known == Known(WORKING, (KnownEntry(MORNING),), None, ("s", "r"))


def test_what_already_arrived_is_not_laid_on_twice() -> None:
    start, stop = Start("running", WORKING.since), Stop("s", berlin("11 09:00"))
    booked = entry("running", "11 08:00", "11 09:00")
    assert fold(WORKING, [], [row(start, UNKNOWN)], DAY, ZONE).state == WORKING
    known = fold(IDLE, [booked], [row(stop, UNKNOWN)], DAY, ZONE)
    assert (known.state, known.plain_entries) == (IDLE, (booked,))
    assert fold(IDLE, [], [row(Cancel("c", berlin("11 09:00")), UNKNOWN)], DAY, ZONE).state == IDLE


def test_restoring_a_clock_takes_its_entry_back() -> None:
    booked = entry("running", "11 08:00", "11 09:00")
    known = fold(IDLE, [booked], [row(Restore("r", berlin("11 10:00"), WORKING))], DAY, ZONE)
    assert known == Known(WORKING, (), QUEUED)


def test_only_what_touches_the_frame_is_left_in() -> None:
    night = entry("night", "10 22:00", "11 01:00")
    until_midnight = entry("until midnight", "10 22:00", "11 00:00")
    tomorrow = row(SaveEntry("t", entry("t", "12 08:00", "12 09:00")))
    assert fold(IDLE, [night, until_midnight], [tomorrow], DAY, ZONE).plain_entries == (night,)


def test_moments_are_read_in_the_zone_of_today_wherever_they_were_punched() -> None:
    london = "Europe/London"
    there = day_interval(berlin("11 08:00").date(), london)
    state = OnBreak(
        "running", berlin("11 08:00"),
        breaks=(Break(berlin("11 09:00"), berlin("11 09:30")),), break_since=berlin("11 10:00"),
    )  # fmt: skip
    late = replace(
        entry("late", "12 00:30", "12 02:00"), breaks=(Break(berlin("12 01:00"), berlin("12 01:15")),)
    )
    known = fold(state, [late], [row(SaveEntry("m", MORNING))], there, london)

    seen = known.state
    assert isinstance(seen, OnBreak)
    moments = [seen.since, seen.breaks[0].start, seen.breaks[0].end, seen.break_since]
    assert [clock_time(moment) for moment in moments] == ["07:00", "08:00", "08:30", "09:00"]
    assert [moment.to_instant() for moment in moments] == [
        berlin(text).to_instant() for text in ("11 08:00", "11 09:00", "11 09:30", "11 10:00")
    ]
    first, second = known.plain_entries
    assert first.start is not None
    assert (clock_time(first.start), first.interval) == ("05:00", MORNING.interval)
    assert (second.day, clock_time(second.breaks[0].end)) == (berlin("11 08:00").date(), "00:15")
    assert second.worked_seconds == late.worked_seconds


def test_what_is_in_the_zone_already_is_not_made_anew() -> None:
    paused = replace(MORNING, breaks=(Break(berlin("11 06:10"), berlin("11 06:20")),))
    known = fold(WORKING, [paused], [], DAY, ZONE)
    assert known.state is WORKING
    assert known.plain_entries[0] is paused
