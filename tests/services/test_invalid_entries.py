"""A stop over an approved entry: refused, explained, repaired; nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.overwriting import OverwritingClock

from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import IDLE, Working
from punchcard.core.entries import Break, Entry, EntryStatus
from punchcard.core.punches import Stop
from punchcard.core.refusals import NotFound
from punchcard.core.time_types import TimeType
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.edits import LockedEntry
from punchcard.services.entries.seen_entries import ChangedMeanwhile
from punchcard.services.invalid_entries import (
    InvalidClock,
    NothingFree,
    book_again,
    invalid_clock,
    invalid_clocks,
    made_of,
    remove,
)
from punchcard.services.overview import overview
from punchcard.services.reading.refresh import refresh
from punchcard.services.undo import CannotUndo, undo
from punchcard.store.outbox import OutboxState

NORTHWIND = Assignment((Reference("organization", "n", "Northwind"),))
WORK = TimeType("home_office", "Home office")
CONFIRMED, REFUSED = OutboxState.CONFIRMED, OutboxState.REFUSED


def approve(desk: Desk, start: str = "11 10:00", end: str = "11 12:00") -> None:
    desk.vendor.entries["n"] = Entry(
        "n", "ann", berlin(start).date(), berlin(start), berlin(end), assignment=NORTHWIND,
        status=EntryStatus.APPROVED, locked="It is approved.",
    )  # fmt: skip


async def refused_stop(desk: Desk) -> InvalidClock:
    """An approval comes in right between the last look and the stop."""
    pause = Break(berlin("11 09:00"), berlin("11 09:15"))
    desk.vendor.state = Working("clock", berlin("11 08:02"), NORTHWIND, WORK, "stock count", (pause,))
    await refresh(desk.session)
    row_id = clocking.stop(desk.session).row_id
    looks = desk.vendor.lists

    def meanwhile() -> None:
        if desk.vendor.lists > looks and desk.vendor.sent == []:
            approve(desk)

    desk.vendor.during = meanwhile
    await desk.deliver()
    desk.vendor.during = None
    assert (desk.row(row_id).state, desk.vendor.state) == (REFUSED, IDLE)
    found = made_of(desk.session, desk.row(row_id))
    assert found is not None
    return found


async def test_a_stop_is_told_from_what_was_lost_of_another_clock(mown: Desk) -> None:
    found = await refused_stop(mown)
    row = next(row for row in mown.rows() if isinstance(row.change, Stop))
    assert isinstance(row.before, Working)
    later = row._replace(before=replace(row.before, since=row.before.since.add(hours=1)))
    assert made_of(mown.session, later) is None
    of_ben = row._replace(person="ben")
    assert made_of(mown.session, of_ben) is None
    with mown.session.store.write() as transaction:
        broken = replace(found.entry, id="broken-of-ben", person="ben")
        transaction.cache(mown.session.account.name).keep_entry(broken, mown.session.zone)
    theirs = made_of(mown.session, of_ben)
    assert theirs is not None
    assert theirs.entry.id == "broken-of-ben"


def booked(desk: Desk) -> list[str]:
    valid = [one for one in desk.vendor.entries.values() if not one.is_invalid]
    valid.sort(key=lambda one: one.start.timestamp() if one.start else 0)
    return [f"{one.start.time():HH:mm}-{one.end.time():HH:mm}" for one in valid if one.start and one.end]


async def test_it_is_explained_and_nothing_of_it_is_lost(mown: Desk) -> None:
    found = await refused_stop(mown)
    assert found.explained(mown.session.now()) == (
        "Your clock of 08:02 – 12:10 could not be saved at The mower, because 10:00 – 12:00, 2 h on "
        "Northwind, is approved there. What you worked is kept in the ledger; it counts nowhere until it is "
        "removed and booked again."
    )
    meant = found.meant
    assert (meant.assignment, meant.time_type, meant.note) == (NORTHWIND, WORK, "stock count")
    assert [(pause.start, pause.end) for pause in meant.breaks] == [(berlin("11 09:00"), berlin("11 09:15"))]
    assert mown.state == IDLE


async def test_it_counts_nowhere(mown: Desk) -> None:
    await refused_stop(mown)
    view = overview(mown.session)
    assert [entry.status.value for entry in mown.entries] == ["invalid", "approved"]
    assert view.day(mown.session.now()).worked_seconds == 2 * 3600
    assert view.week_sheet(mown.session.now()).worked_seconds == 2 * 3600
    assert mown.shown()["today_seconds"] == 2 * 3600


async def test_what_is_free_of_it_is_booked_beside_the_approved_one(mown: Desk) -> None:
    found = await refused_stop(mown)
    mended = book_again(mown.session, found)
    assert mended.message == (
        "Removed the clock of 08:02 – 12:10 that could not be saved. Added 08:02 – 10:00, 1 h 43 min. "
        "Added 12:00 – 12:10, 10 min."
    )
    await mown.deliver()
    assert booked(mown) == ["08:02-10:00", "10:00-12:00", "12:00-12:10"]
    assert (mown.states(), invalid_clocks(mown.session)) == ([REFUSED, *[CONFIRMED] * 3], ())
    kept = [entry for entry in mown.vendor.entries.values() if entry.id != "n"]
    assert {(one.assignment, one.note, one.time_type) for one in kept} == {(NORTHWIND, "stock count", WORK)}


async def test_only_removing_books_nothing(mown: Desk) -> None:
    found = await refused_stop(mown)
    assert remove(mown.session, found).message == (
        "Removed the clock of 08:02 – 12:10 that could not be saved."
    )
    # Not before it has arrived alone: it is gone at once for the person.
    assert invalid_clocks(mown.session) == ()
    await mown.deliver()
    assert booked(mown) == ["10:00-12:00"]
    assert [one.id for one in mown.vendor.entries.values()] == ["n"]


async def test_an_undo_takes_back_what_was_booked_and_passes_over_the_removal(mown: Desk) -> None:
    found = await refused_stop(mown)
    book_again(mown.session, found)
    await mown.deliver()
    undo(mown.session)
    await mown.deliver()
    assert booked(mown) == ["10:00-12:00"]


async def test_a_removal_alone_is_never_undone(mown: Desk) -> None:
    mown.vendor.state = Working("clock", berlin("11 08:02"))
    approve(mown)
    await OverwritingClock(mown.vendor).punch(Stop("x", berlin("11 12:10")), mown.vendor.reading())
    await refresh(mown.session)
    found = invalid_clock(mown.session, "")
    assert (found.is_kept, found.meant.time_type) == (False, None)
    assert "What you worked is kept" not in found.explained(mown.session.now())
    remove(mown.session, found)
    with pytest.raises(CannotUndo, match="removed for good"):
        undo(mown.session)


async def test_where_all_its_time_is_taken_only_removing_is_left(mown: Desk) -> None:
    approve(mown, "11 08:00", "11 12:30")
    mown.vendor.state = Working("clock", berlin("11 08:02"))
    await OverwritingClock(mown.vendor).punch(Stop("x", berlin("11 12:10")), mown.vendor.reading())
    await refresh(mown.session)
    found = invalid_clock(mown.session, "clock")
    assert found.free == ()
    with pytest.raises(NothingFree):
        book_again(mown.session, found)
    assert mown.rows() == []


async def test_it_is_neither_changed_nor_split_but_deleted(mown: Desk) -> None:
    found = await refused_stop(mown)
    with pytest.raises(LockedEntry):
        entries.split(mown.session, found.entry.id, berlin("11 09:30"))
    entries.delete(mown.session, found.entry.id)
    await mown.deliver()
    assert invalid_clocks(mown.session) == ()


async def test_one_that_is_gone_is_not_removed_again(mown: Desk) -> None:
    found = await refused_stop(mown)
    remove(mown.session, found)
    with pytest.raises(ChangedMeanwhile):
        book_again(mown.session, found)
    assert len(mown.rows()) == 2


async def test_it_is_found_by_the_end_of_its_id(mown: Desk) -> None:
    with pytest.raises(NotFound, match="There is no clock that could not be saved"):
        invalid_clock(mown.session, "")
    found = await refused_stop(mown)
    assert invalid_clock(mown.session, found.entry.id[-4:]).entry == found.entry
    with pytest.raises(NotFound, match="with an id that ends in “elsewhere”"):
        invalid_clock(mown.session, "elsewhere")
