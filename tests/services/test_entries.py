from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import HOSTILE, PORTAL, berlin
from tests.services.desk import Desk
from tests.services.test_clocking import assert_refused
from tests.services.untimed import add_days

from punchcard.core.changes import DeleteEntry
from punchcard.core.entries import Break
from punchcard.core.overlaps import Overlap
from punchcard.core.refusals import NotFound, Refusal, UsageError
from punchcard.core.zoned_time import entry_in_zone
from punchcard.services import clocking, undo
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.entries.edits import LockedEntry
from punchcard.services.entries.untimed_entries import Booking
from punchcard.services.outbox.words import change_in_words
from punchcard.services.reading.refresh import refresh


@pytest.fixture
def at_five(desk: Desk) -> Desk:
    desk.clock.set("11 17:00")
    return desk


def test_an_entry_is_added_changed_and_deleted(at_five: Desk) -> None:
    pause = Break(berlin("11 09:00"), berlin("11 09:30"))
    asked = entries.add(
        at_five.session, berlin("11 08:00"), berlin("11 12:00"), (pause,), PORTAL, None, f" {HOSTILE} "
    )
    assert asked.message == "Added 08:00 – 12:00, 3 h 30 min."
    assert at_five.entries == (asked.entry,)
    assert (asked.entry.note, asked.entry.assignment) == (HOSTILE, PORTAL)
    changed = entries.change(at_five.session, asked.entry.id[-8:], EntryChanges(end=berlin("11 13:00")))
    assert changed.message == "Changed to 08:00 – 13:00, 4 h 30 min."
    assert at_five.entries == (changed.entry,)
    assert entries.delete(at_five.session, asked.entry.id).message == "Deleted 08:00 – 13:00, 4 h 30 min."
    assert at_five.entries == ()


async def test_what_was_written_elsewhere_is_told_by_the_clock_on_this_wall(at_five: Desk) -> None:
    asked = entries.add(at_five.session, berlin("11 08:00"), berlin("11 12:00"))
    await at_five.deliver()
    vendor, (kept,) = at_five.vendor, at_five.vendor.entries.values()
    vendor.entries[kept.id] = entry_in_zone(asked.entry, "Asia/Tokyo")
    await refresh(at_five.session)
    changed = entries.change(at_five.session, kept.id, EntryChanges(end=berlin("11 13:00")))
    assert changed.message == "Changed to 08:00 – 13:00, 5 h."
    assert entries.delete(at_five.session, kept.id).message == "Deleted 08:00 – 13:00, 5 h."
    assert undo.undo(at_five.session)[1] == "Undone. Added 08:00 – 13:00, 5 h."
    there = entry_in_zone(asked.entry, "Asia/Tokyo")
    assert change_in_words(DeleteEntry("x", there), at_five.session.now()) == "delete 08:00 – 12:00, 4 h"


def test_entries_that_make_no_sense_are_refused(at_five: Desk) -> None:
    def add(start: str, end: str, *breaks: tuple[str, str]) -> None:
        pauses = tuple(Break(berlin(a), berlin(b)) for a, b in breaks)
        entries.add(at_five.session, berlin(start), berlin(end), pauses)

    for start, end, *breaks in (
        ("11 08:00", "11 08:00"),
        ("11 08:00", "11 07:00"),
        ("10 08:00", "11 08:00:01"),
        ("11 08:00", "11 12:00", ("11 07:59", "11 09:00")),
        ("11 08:00", "11 12:00", ("11 11:00", "11 12:01")),
        ("11 08:00", "11 12:00", ("11 09:00", "11 09:00")),
        ("11 08:00", "11 12:00", ("11 09:00", "11 10:00"), ("11 09:30", "11 11:00")),
    ):
        assert_refused(at_five, UsageError, lambda _s, a=start, b=end, c=breaks: add(a, b, *c))
    add("11 08:00", "11 12:00", ("11 10:00", "11 11:00"), ("11 09:00", "11 10:00"))
    for start, end in (("11 07:00", "11 08:01"), ("11 11:59", "11 13:00"), ("11 09:00", "11 10:00")):
        assert_refused(at_five, Overlap, lambda _s, a=start, b=end: add(a, b))
    add("11 12:00", "11 13:00")


def test_an_entry_may_not_lie_over_the_running_clock(at_five: Desk) -> None:
    clocking.start(at_five.session, berlin("11 15:00"))
    assert_refused(at_five, Overlap, lambda s: entries.add(s, berlin("11 14:00"), berlin("11 15:30")))
    entries.add(at_five.session, berlin("11 14:00"), berlin("11 15:00"))


def test_an_entry_that_nobody_knows_is_not_found(at_five: Desk) -> None:
    entries.add(at_five.session, berlin("11 08:00"), berlin("11 09:00"))
    entries.add(at_five.session, berlin("11 10:00"), berlin("11 11:00"))
    for name in ("", "nothing", "%", "_"):
        assert_refused(at_five, NotFound, lambda s, name=name: entries.delete(s, name))


async def test_an_ending_that_fits_two_entries_is_not_guessed(at_five: Desk) -> None:
    for n in range(20):
        entries.add(at_five.session, berlin(f"10 {n:02}:00"), berlin(f"10 {n:02}:30"))
    await at_five.deliver()
    last = {entry.id[-1] for entry in at_five.entries}
    crowded = max(last, key=lambda c: sum(entry.id.endswith(c) for entry in at_five.entries))
    refusal = assert_refused(at_five, NotFound, lambda s: entries.delete(s, crowded))
    assert "entries have an id that ends in" in refusal.message


def test_what_was_just_clocked_can_be_changed_before_it_is_delivered(at_five: Desk) -> None:
    clocking.start(at_five.session, berlin("11 08:00"))
    clocking.stop(at_five.session, berlin("11 12:00"))
    [entry] = at_five.entries
    changed = entries.change(at_five.session, entry.id, EntryChanges(note="typed later"))
    assert at_five.entries == (changed.entry,)
    assert changed.entry.note == "typed later"


async def test_the_entry_of_a_clock_that_runs_again_cannot_be_changed(at_five: Desk) -> None:
    clocking.start(at_five.session, berlin("11 08:00"))
    clocking.stop(at_five.session, berlin("11 12:00"))
    await at_five.deliver()
    [entry] = at_five.entries
    undo.undo(at_five.session)
    assert_refused(at_five, NotFound, lambda s: entries.change(s, entry.id, EntryChanges(note="x")))
    assert_refused(at_five, NotFound, lambda s: entries.delete(s, entry.id))


async def test_a_locked_entry_cannot_be_changed(at_five: Desk) -> None:
    asked = entries.add(at_five.session, berlin("11 08:00"), berlin("11 09:00"))
    await at_five.deliver()
    at_five.vendor.entries = {asked.entry.id: replace(asked.entry, locked="The week is approved.")}
    await refresh(at_five.session)
    assert_refused(at_five, LockedEntry, lambda s: entries.change(s, asked.entry.id, EntryChanges(note="x")))
    refusal = assert_refused(at_five, LockedEntry, lambda s: entries.delete(s, asked.entry.id))
    assert "The week is approved." in refusal.message


def test_an_entry_without_an_end_never_comes_about(at_five: Desk) -> None:
    assert_refused(
        at_five, Refusal, lambda s: entries.change(s, "missing", EntryChanges(start=berlin("11 08:00")))
    )


def test_an_entry_in_days_gets_no_clock_times(at_five: Desk) -> None:
    day = add_days(at_five.session, berlin("10 08:00").date(), 2, Booking()).entry
    assert_refused(
        at_five, UsageError, lambda s: entries.change(s, day.id, EntryChanges(start=berlin("10 08:00")))
    )
    assert_refused(
        at_five, UsageError, lambda s: entries.change(s, day.id, EntryChanges(end=berlin("10 08:00")))
    )
    assert at_five.entries == (day,)
