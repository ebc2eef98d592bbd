"""What became of a write whose answer was lost, found by reading the day."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.backends.lucca.bookings import booked_on, draft, new, person, put, untimed
from tests.backends.lucca.office import ANN, Office, configured, kept
from tests.backends.outcomes import done
from whenever import Date

from punchcard.backends.outcomes import Absent, Confirmed, Unanswered, Unsure
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.groups import Filters, Period
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca.records import Configuration, Unit

DAY = Period(Date(2026, 3, 10), Date(2026, 3, 10))
POST = ["POST /api/v3/timeentries"]


async def test_a_lost_answer_to_a_new_entry_is_found(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    entry = draft(vendor, "10 9:40", "10 11:00", note="x")
    vendor.faults.always(Fault.DROP_AFTER, POST)
    assert isinstance(await backend.entries.save(new(entry)), Unanswered)
    vendor.faults.clear()
    settled = await backend.entries.settle(new(entry))
    assert isinstance(settled, Confirmed)
    assert settled.result is not None
    assert settled.result.id == str(kept(vendor)[0].id)
    await backend.aclose()


async def test_what_did_not_happen_is_surely_absent(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    entry = draft(vendor, "10 9:40", "10 11:00")
    put(vendor, "10T08:00", "1:20")
    put(vendor, "10T09:40", "1:30")
    assert await backend.entries.settle(new(entry)) == Absent()
    assert await backend.entries.settle(new(replace(entry, person="ann"))) == Absent()
    await backend.aclose()


async def test_two_equal_ones_and_one_on_something_else_are_for_the_person(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    entry = draft(vendor, "10 9:40", "10 11:00")
    put(vendor, "10T09:40", "1:20", on="Contoso/Audit/Report")
    assert await backend.entries.settle(new(entry)) == Unsure(
        "At Lucca the same time is booked on something else: it may be this entry."
    )
    put(vendor, "10T09:40", "1:20")
    assert isinstance(await backend.entries.settle(new(entry)), Confirmed)
    put(vendor, "10T09:40", "1:20")
    another = place.backend(vendor)
    assert await another.entries.settle(new(entry)) == Unsure(
        "2 equal entries are there on Tue 10 Mar; you asked for one."
    )
    await backend.aclose()
    await another.aclose()


async def test_two_alike_in_hours_are_told_apart_by_what_made_them(place: Office) -> None:
    """Pieces of the same length on one day: the lost one is not taken for the one that was confirmed."""
    vendor = place.vendor()
    configured(vendor, ANN, Configuration(unit=Unit.HOURS))
    backend = place.backend(vendor)
    one, two = (untimed(vendor, "10", duration_seconds=3600) for _ in range(2))
    done(await backend.entries.save(new(one)))
    vendor.faults.always(Fault.DROP_BEFORE, POST)
    assert isinstance(await backend.entries.save(new(two)), Unanswered)
    vendor.faults.clear()
    assert await backend.entries.settle(new(two)) == Absent()
    done(await backend.entries.save(new(two)))
    assert len(kept(vendor)) == 2
    await backend.aclose()


@pytest.mark.parametrize("together", [True, False])
async def test_an_equal_one_that_was_there_before_is_never_taken_for_a_lost_one(
    place: Office, together: bool
) -> None:
    """Of another device, whose days nobody has read here: hours may well be there twice."""
    vendor = place.vendor()
    configured(vendor, ANN, Configuration(unit=Unit.HOURS))
    put(vendor, "10T00:00", "1:00", unit=Unit.HOURS)
    backend = place.backend(vendor)
    changes = [new(untimed(vendor, "10", duration_seconds=3600)) for _ in range(1 + together)]
    vendor.faults.always(Fault.DROP_BEFORE, POST)
    if together:
        await backend.batch.save_all(changes)
    else:
        await backend.entries.save(changes[0])
    vendor.faults.clear()
    assert await backend.batch.settle_all(changes) == [Absent()] * len(changes)
    for change in changes:
        done(await backend.entries.save(change))
    assert len(kept(vendor)) == 1 + len(changes)
    await backend.aclose()


async def test_who_has_travelled_since_finds_it_all_the_same(place: Office) -> None:
    """The zone is that of the system: what was worked by the clocks of Berlin is sent, and found, by them."""
    vendor = place.vendor()
    connection = place.connection(vendor)
    backend, elsewhere = place.open(connection), place.open(replace(connection, zone="Europe/London"))
    entry, early = draft(vendor, "10 18:00", "11 00:00"), draft(vendor, "11 00:00", "11 06:00")
    vendor.faults.always(Fault.DROP_AFTER, POST)
    assert isinstance(await backend.entries.save(new(entry)), Unanswered)
    vendor.faults.clear()
    assert isinstance(await elsewhere.entries.settle(new(entry)), Confirmed)
    _, warnings = done(await elsewhere.entries.save(new(early)))
    assert warnings == ()
    assert [each.starts_at.format_iso(unit="minute") for each in kept(vendor)] == [
        "2026-03-10T18:00", "2026-03-11T00:00",
    ]  # fmt: skip
    await backend.aclose()
    await elsewhere.aclose()


async def test_changes_and_deletions_are_settled_by_the_id(place: Office) -> None:
    vendor = place.vendor()
    number = put(vendor, "10T09:40", "1:20")
    backend = place.backend(vendor)
    (before,) = await backend.entries.list([person(vendor)], DAY, Filters())
    change = SaveEntry("c", replace(before, assignment=booked_on(vendor, "Contoso/Audit/Report")), before)
    assert await backend.entries.settle(change) == Absent()
    vendor.faults.always(Fault.DROP_AFTER, ["PUT /api/v3/timeentries"])
    assert isinstance(await backend.entries.save(change), Unanswered)
    vendor.faults.clear()
    assert isinstance(await backend.entries.settle(change), Confirmed)
    vendor.state.entries[number] = replace(vendor.state.entries[number], section_ids=())
    assert isinstance(await backend.entries.settle(change), Unsure)
    gone = DeleteEntry("d", before)
    assert await backend.entries.settle(gone) == Absent()
    del vendor.state.entries[number]
    assert await backend.entries.settle(gone) == Confirmed(None)
    assert await backend.entries.settle(change) == Absent()
    await backend.aclose()
