"""What is listed of time entries, however the service lists it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.backends.lucca.bookings import moment, person, put
from tests.backends.lucca.office import ANN, BEN, LEA, Office, Vendor, configured
from tests.domain import HOSTILE
from whenever import Date

from punchcard.backends.errors import BadCredentials, Garbled, NotAllowed
from punchcard.backends.lucca import LuccaBackend
from punchcard.core.entries import Entry, EntryStatus, Source
from punchcard.core.groups import Filters, Period
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca import records
from punchcard.sandbox.lucca.records import Configuration, Status, Unit

WEEK = Period(Date(2026, 3, 2), Date(2026, 3, 8))
NO_FILTER = Filters()


async def week(backend: LuccaBackend, *people: str, filters: Filters = NO_FILTER) -> list[Entry]:
    return list(await backend.entries.list(people, WEEK, filters))


async def hand_in(place: Office, vendor: Vendor) -> None:
    body = {"ownerId": int(person(vendor)), "startsAt": "2026-03-02T00:00:00"}
    assert (await place.raw(vendor, "POST", "/timmi-timesheet/api/timesheets/submit", body)).is_success


async def test_a_week_has_its_days_and_nothing_of_the_ones_beside_it(place: Office) -> None:
    """It is asked for with a day of margin; deleted, planned and empty rows are none."""
    vendor = place.vendor()
    for at in ("01T23:00", "02T00:00", "08T23:00", "09T00:00"):
        put(vendor, at, "1:00")
    put(vendor, "04T08:00", "1:00", archived_at=vendor.state.now())
    put(vendor, "04T10:00", "1:00", layer=records.Layer.THEORETICAL)
    backend = place.backend(vendor)
    assert [each.start for each in await week(backend, person(vendor))] == [
        moment("02 00:00"),
        moment("08 23:00"),
    ]
    query = dict(place.watch.sent[0].query)
    assert (query["layer"], query["startsAt"]) == ("notequal,1", "between,2026-03-01,2026-03-09")
    assert (query["orderBy"], query["paging"]) == ("id,asc", "0,1000")
    await hand_in(place, vendor)
    assert len(await week(backend, person(vendor))) == 2
    await backend.aclose()


async def test_what_was_handed_in_is_locked_and_what_is_approved_is_said_to_be(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "04T08:00", "1:00")
    await hand_in(place, vendor)
    backend = place.backend(vendor)
    (entry,) = await week(backend, person(vendor))
    assert (entry.status, entry.locked) == (
        EntryStatus.SUBMITTED, "It is in a timesheet that was handed in at Lucca: take that back first.",
    )  # fmt: skip
    for number, sheet in vendor.state.sheets.items():
        vendor.state.sheets[number] = replace(sheet, status=Status.APPROVED)
    (entry,) = await week(backend, person(vendor))
    assert (entry.status, entry.locked) == (
        EntryStatus.APPROVED, "It is in a timesheet that is approved at Lucca: nothing in it can be changed.",
    )  # fmt: skip
    await backend.aclose()


async def test_an_entry_has_its_branch_its_note_and_its_source(place: Office) -> None:
    vendor = place.vendor()
    comment = vendor.state.comment(HOSTILE, 1, vendor.state.now())
    for hour, source in enumerate(records.Source):
        put(vendor, f"04T{8 + hour:02}:00", "1:00", comment=comment, creation_source=source)
    backend = place.backend(vendor)
    found = await week(backend, person(vendor))
    assert [each.source for each in found] == [
        Source.MODEL, Source.TYPED, Source.TYPED, Source.IMPORTED, Source.CLOCK,
    ]  # fmt: skip
    assert {each.assignment.label for each in found} == {"Northwind › Portal › Development"}
    assert {each.note for each in found} == {HOSTILE}
    levels = [each.id for each in await backend.directory.dimensions()]
    assert [each.dimension for each in found[0].assignment.references] == levels
    await backend.aclose()


@pytest.mark.parametrize(
    ("unit", "at", "length", "seconds", "half_days", "afternoon"),
    [
        (Unit.HOURS, "04T12:00", "4:45", 17100, None, True),
        (Unit.DAYS, "04T12:00", "12:00", 4 * 3600, 1, True),
        (Unit.DAYS, "04T00:00", "24:00", 8 * 3600, 2, False),
        (Unit.DAYS, "04T00:00", "6:00", 2 * 3600, None, False),
    ],
)
async def test_hours_and_days_have_no_clock_times(
    place: Office, unit: Unit, at: str, length: str, seconds: int, half_days: int | None, afternoon: bool
) -> None:
    vendor = place.vendor()
    configured(vendor, ANN, Configuration(unit=unit))
    put(vendor, at, length, unit=unit)
    backend = place.backend(vendor)
    (entry,) = await week(backend, person(vendor))
    assert (entry.start, entry.day) == (None, Date(2026, 3, 4))
    assert (entry.duration_seconds, entry.half_days, entry.afternoon) == (seconds, half_days, afternoon)
    await backend.aclose()


async def test_a_list_of_more_than_a_page_is_read_to_its_end(place: Office) -> None:
    vendor = place.vendor()
    for number in range(1205):
        put(
            vendor,
            f"0{2 + number % 7}T{number % 24:02}:{number % 60:02}",
            "0:01",
            (ANN, BEN, LEA)[number % 3],
        )
    backend = place.backend(vendor)
    people = [person(vendor, name) for name in (ANN, BEN, LEA)]
    found = await week(backend, *people, "no id", people[0])
    assert len({each.id for each in found}) == 1205
    assert [dict(sent.query)["paging"] for sent in place.watch.sent if "timeentries" in sent.path] == [
        "0,1000", "1000,1000",
    ]  # fmt: skip
    assert await week(backend) == []
    assert [each.person for each in await week(backend, people[1])] == [people[1]] * 402
    await backend.aclose()


async def test_many_people_are_asked_for_in_portions(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "04T08:00", "1:00")
    backend = place.backend(vendor)
    found = await week(backend, person(vendor), *(str(number) for number in range(5000, 5250)))
    assert len(found) == 1
    asked = [sent.all("ownerId")[0] for sent in place.watch.sent if "timeentries" in sent.path]
    assert [ids.count(",") + 1 for ids in asked] == [100, 100, 51]
    await backend.aclose()


async def test_filters_are_kept_here(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "04T08:00", "1:00", comment=vendor.state.comment("Straße", 1, vendor.state.now()))
    put(vendor, "04T09:00", "1:00", on="Contoso/Audit/Report")
    backend = place.backend(vendor)
    me = person(vendor)
    assert [each.note for each in await week(backend, me, filters=Filters(text="STRASSE"))] == ["Straße"]
    booked = (await week(backend, me))[1].assignment.references[0]
    found = await week(backend, me, filters=Filters(references=((booked.dimension, booked.id),)))
    assert [each.assignment.path for each in found] == ["Contoso/Audit/Report"]
    await backend.aclose()


ROW: dict[str, Any] = {
    "id": "90211", "ownerId": 101, "startsAt": "2026-03-04 09:40:00", "duration": "01:20:00.5000000",
    "unit": 2, "creationSource": 9, "timesheetId": None, "url": "http://elsewhere.example/api/v3/timeentries/90211",
    "modifiedAt": 20260304,
}  # fmt: skip


async def test_other_shapes_that_are_described_are_taken(place: Office) -> None:
    """A blank in the moment, an id in text, a source that is unknown, and no sections told."""
    vendor = place.vendor()
    backend = place.backend(vendor)
    place.watch.answer("GET", 200, {"header": {"generated": "x"}, "data": {"items": [ROW]}})
    (entry,) = await week(backend, "101")
    assert (entry.id, entry.start, entry.end) == ("90211", moment("04 09:40"), moment("04 11:00"))
    assert (entry.source, entry.assignment.references, entry.note) == (Source.UNKNOWN, (), "")
    assert all("elsewhere" not in sent.path for sent in place.watch.sent)
    await backend.aclose()


@pytest.mark.parametrize("more", [{"layer": 1}, {"archivedAt": "2026-03-05T10:00:00"}])
async def test_what_is_only_planned_or_was_deleted_is_left_out_though_it_is_told(
    place: Office, more: dict[str, object]
) -> None:
    backend = place.backend(place.vendor())
    place.watch.answer("GET", 200, {"data": {"items": [{**ROW, **more}]}})
    assert await week(backend, "101") == []
    await backend.aclose()


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"data": {}},
        {"data": None},
        {"items": [ROW]},
        {"data": {"items": [{**ROW, "duration": "24:00:00"}]}},
        {"data": {"items": [{**ROW, "duration": 4800}]}},
        {"data": {"items": [{**ROW, "startsAt": "2026-03-04T09:40:00Z"}]}},
        {"data": {"items": [{**ROW, "startsAt": "0001-01-01T00:00:00"}]}},
        {"data": {"items": [{key: each for key, each in ROW.items() if key != "unit"}]}},
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_never_taken_for_no_data(place: Office, body: object) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    place.watch.answer("GET", 200, body)
    with pytest.raises(Garbled):
        await week(backend, "101")
    await backend.aclose()


async def test_refusals_of_reads_are_told_apart(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    place.watch.answer("GET", 200, b"<!DOCTYPE html><form>Sign in</form>", "text/html")
    with pytest.raises(Garbled, match="a login or a proxy"):
        await week(backend, "101")
    place.watch.answer("GET", 403, {"Status": 403, "Message": "Not yours"})
    with pytest.raises(NotAllowed, match="the time entries: “Not yours”"):
        await week(backend, "101")
    vendor.faults.once(Fault.REVOKED_KEY)
    with pytest.raises(BadCredentials):
        await week(backend, "101")
    await backend.aclose()
