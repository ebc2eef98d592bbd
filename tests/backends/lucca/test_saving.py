"""Entries are added, changed and deleted; what is sent is the whole of them, and looked at before."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from tests.backends.lucca.bookings import booked_on, draft, moment, new, person, put, sections, untimed
from tests.backends.lucca.office import ANN, BEN, Office, Vendor, configured, kept
from tests.backends.outcomes import done, refusal
from whenever import Date

from punchcard.backends.errors import BadCredentials, NotAllowed
from punchcard.backends.lucca import LuccaBackend
from punchcard.backends.outcomes import Confirmed, Unanswered
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import Break, Entry, Source
from punchcard.core.groups import Filters, Period
from punchcard.core.time_types import TimeType
from punchcard.sandbox.lucca import records
from punchcard.sandbox.lucca.records import Configuration, Mode, Unit

Shape = Literal["status", "bare", "empty"]


async def listed(backend: LuccaBackend, vendor: Vendor, day: int, name: str = ANN) -> list[Entry]:
    period = Period(Date(2026, 3, day), Date(2026, 3, day))
    return list(await backend.entries.list([person(vendor, name)], period, Filters()))


async def test_a_new_entry_is_sent_whole_after_one_look(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    chosen = await backend.directory.choices(booked_on(vendor).references[0].dimension, [])
    assert [each.name for each in chosen] == ["Contoso", "Northwind"]
    place.sent()
    entry = draft(vendor, "10 09:40", "10 11:00", note="spec review")
    saved, warnings = done(await backend.entries.save(new(entry)))
    assert warnings == ()
    assert (saved.start, saved.end, saved.note, saved.assignment) == (
        entry.start, entry.end, "spec review", entry.assignment,
    )  # fmt: skip
    assert place.watch.sent[-1].body == {
        "ownerId": int(person(vendor)), "startsAt": "2026-03-10T09:40:00", "duration": "01:20:00", "unit": 2,
        "creationSource": 2, "axisSections": [{"id": each} for each in sections(vendor)],
        "comment": {"content": "spec review"}, "timeTypeId": None,
    }  # fmt: skip
    place.sent()
    done(await backend.entries.save(new(draft(vendor, "10 13:00", "10 14:00"))))
    assert place.sent() == ["GET api/v3/timeentries", "POST api/v3/timeentries"]
    await backend.aclose()


@pytest.mark.parametrize(
    ("unit", "given", "starts_at", "duration"),
    [
        (Unit.HOURS, {"duration_seconds": 17100}, "2026-03-10T00:00:00", "04:45:00"),
        (Unit.HOURS, {"duration_seconds": 3600, "afternoon": True}, "2026-03-10T12:00:00", "01:00:00"),
        (
            Unit.DAYS, {"duration_seconds": 14400, "half_days": 1, "afternoon": True},
            "2026-03-10T12:00:00", "12:00:00",
        ),
        (Unit.DAYS, {"duration_seconds": 28800, "half_days": 2}, "2026-03-10T00:00:00", "1.00:00:00"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("mode", Mode)
async def test_hours_and_days_begin_in_the_morning_or_in_the_afternoon(
    place: Office, unit: Unit, given: dict[str, int], starts_at: str, duration: str, mode: Mode
) -> None:
    vendor = place.vendor()
    configured(vendor, ANN, Configuration(unit=unit, mode=mode))
    backend = place.backend(vendor)
    on = "Northwind/Portal/Development" if mode is Mode.ACTIVITY else None
    entry = untimed(vendor, "10", on=on, duration_seconds=given["duration_seconds"])
    entry = replace(entry, half_days=given.get("half_days"), afternoon=bool(given.get("afternoon")))
    saved, _ = done(await backend.entries.save(new(entry)))
    body = place.watch.sent[-1].body
    assert (body["startsAt"], body["duration"], body["unit"]) == (starts_at, duration, int(unit))
    assert (saved.duration_seconds, saved.half_days, saved.afternoon, saved.start) == (
        entry.duration_seconds, entry.half_days, entry.afternoon, None,
    )  # fmt: skip
    assert await listed(backend, vendor, 10) == [saved]
    await backend.aclose()


async def test_a_change_is_sent_whole_with_what_was_changed_there_meanwhile(place: Office) -> None:
    vendor = place.vendor()
    number = put(vendor, "10T09:40", "1:20", comment=vendor.state.comment("before", 1, vendor.state.now()))
    backend = place.backend(vendor)
    (before,) = await listed(backend, vendor, 10)
    record = vendor.state.entries[number]
    elsewhere = vendor.state.comment("written elsewhere", 1, vendor.state.now())
    vendor.state.entries[number] = replace(record, comment=elsewhere)
    later = replace(before, end=moment("10 11:30"))
    saved, _ = done(await backend.entries.save(SaveEntry("c", later, before)))
    body = place.watch.sent[-1].body
    assert (body["id"], body["startsAt"], body["duration"]) == (number, "2026-03-10T09:40:00", "01:50:00")
    assert body["comment"] == {"content": "written elsewhere"}
    assert (saved.note, saved.end) == ("written elsewhere", later.end)
    assert place.watch.sent[-1][:2] == ("PUT", f"api/v3/timeentries/{number}")
    await backend.aclose()


async def test_seconds_that_were_there_stay_where_the_times_are_not_changed(place: Office) -> None:
    vendor = place.vendor()
    number = put(vendor, "10T09:40", "1:20")
    vendor.state.entries[number] = replace(vendor.state.entries[number], seconds=4830)
    backend = place.backend(vendor)
    (before,) = await listed(backend, vendor, 10)
    done(await backend.entries.save(SaveEntry("c", replace(before, note="new"), before)))
    assert place.watch.sent[-1].body["duration"] == "01:20:30"
    (changed,) = kept(vendor)
    assert (changed.seconds, changed.comment and changed.comment.content) == (4830, "new")
    await backend.aclose()


async def test_nothing_is_sent_for_a_change_that_is_there_already(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "10T09:40", "1:20")
    backend = place.backend(vendor)
    (before,) = await listed(backend, vendor, 10)
    place.sent()
    done(await backend.entries.save(SaveEntry("c", replace(before, note=""), before)))
    assert [line for line in place.sent() if not line.startswith("GET")] == []
    await backend.aclose()


async def test_an_entry_that_was_changed_elsewhere_is_not_deleted(place: Office) -> None:
    vendor = place.vendor()
    number = put(vendor, "10T09:40", "1:20")
    backend = place.backend(vendor)
    (known,) = await listed(backend, vendor, 10)
    vendor.state.entries[number] = replace(vendor.state.entries[number], seconds=7200)
    assert refusal(await backend.entries.delete(DeleteEntry("d", known))) == (
        "The entry was changed at Lucca meanwhile: it is from 09:40 – 11:40 on Tue 10 Mar now. It was not "
        "deleted; look at it again."
    )
    (now,) = await listed(backend, vendor, 10)
    assert await backend.entries.delete(DeleteEntry("d", now)) == Confirmed(None)
    assert kept(vendor) == []
    assert await backend.entries.delete(DeleteEntry("d", now)) == Confirmed(None)
    await backend.aclose()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"breaks": (Break(moment("10 10:00"), moment("10 10:15")),)},
            "Lucca keeps no breaks inside of entries: add one before the break and one after it.",
        ),
        ({"person": "ann"}, "Lucca does not know the person of this entry: ids are numbers there."),
        ({"time_type": TimeType("vacation", "Vacation")}, "Lucca has no time type “Vacation”."),
        ({"start": None, "end": None}, "An entry needs a start and an end, or a duration."),
        ({"end": moment("10 09:00")}, "An entry needs a length: its end lies after its start."),
    ],
)
async def test_what_lucca_has_no_place_for_is_refused_with_a_sentence(
    place: Office, change: dict[str, object], sentence: str
) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    entry = replace(draft(vendor, "10 09:40", "10 11:00"), **change)
    assert refusal(await backend.entries.save(new(entry))) == sentence
    assert kept(vendor) == []
    await backend.aclose()


@pytest.mark.parametrize("shape", ["status", "bare", "empty"])
async def test_a_clock_is_no_source_everywhere_and_that_is_remembered(place: Office, shape: Shape) -> None:
    """Once refused, entries are written as typed ones, also after the program was started anew."""
    vendor = place.vendor()
    vendor.state.options.refuses_clock_source = True
    vendor.state.options.v3_errors = shape
    connection = place.connection(vendor)
    backend = place.open(connection)
    for hour in (8, 10):
        entry = draft(vendor, f"10 {hour}:00", f"10 {hour}:30", source=Source.CLOCK)
        done(await backend.entries.save(new(entry)))
    await backend.aclose()
    backend = place.open(connection)
    done(await backend.entries.save(new(draft(vendor, "10 14:00", "10 14:30", source=Source.CLOCK))))
    sources = [sent.body["creationSource"] for sent in place.watch.sent if sent.method == "POST"]
    assert sources == [4, 2, 2, 2]
    assert [each.creation_source for each in kept(vendor)] == [records.Source.MANUAL] * 3
    await backend.aclose()


async def test_an_entry_of_the_clock_is_one_there_too(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    saved, _ = done(await backend.entries.save(new(draft(vendor, "10 8:00", "10 9:00", source=Source.CLOCK))))
    assert saved.source is Source.CLOCK
    refused = draft(vendor, "10 8:00", "10 9:00", on="Contoso", source=Source.CLOCK)
    refused = replace(refused, assignment=booked_on(vendor, "Contoso/Audit"))
    done(await backend.entries.save(new(refused)))
    changed = replace(saved, note="by hand")
    done(await backend.entries.save(SaveEntry("c", changed, saved)))
    assert place.watch.sent[-1].body["creationSource"] == 2
    await backend.aclose()


async def test_with_write_clock_only_what_was_clocked_is_added(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor, write="clock")
    done(await backend.entries.save(new(draft(vendor, "10 8:00", "10 9:00", source=Source.CLOCK))))
    with pytest.raises(NotAllowed):
        await backend.entries.save(new(draft(vendor, "10 10:00", "10 11:00")))
    (entry,) = await listed(backend, vendor, 10)
    with pytest.raises(NotAllowed):
        await backend.entries.save(SaveEntry("c", replace(entry, note="new"), entry))
    with pytest.raises(NotAllowed):
        await backend.entries.delete(DeleteEntry("d", entry))
    assert len(kept(vendor)) == 1
    await backend.aclose()


@pytest.mark.parametrize(
    ("since", "until", "warning"),
    [
        (
            "2026-03-29T00:00", "2026-03-29T06:00",
            "The clocks are changed that day: Lucca shows 00:00 – 05:00 for what is 00:00 – 06:00 here, and "
                "counts 5:00 of work.",
        ),
        (
            "2026-10-25T00:00", "2026-10-25T06:00",
            "The clocks are changed that day: Lucca shows 00:00 – 07:00 for what is 00:00 – 06:00 here, and "
                "counts 7:00 of work.",
        ),
        ("2026-10-25T03:00", "2026-10-25T06:00", None),
    ],
)  # fmt: skip
async def test_where_the_clocks_are_changed_the_time_worked_counts_and_that_is_said(
    place: Office, since: str, until: str, warning: str | None
) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    entry = draft(vendor, since, until)
    saved, warnings = done(await backend.entries.save(new(entry)))
    assert warnings == ((warning,) if warning else ())
    assert (saved.start, saved.end, saved.worked_seconds) == (entry.start, entry.end, entry.worked_seconds)
    (there,) = kept(vendor)
    assert there.seconds == entry.worked_seconds
    await backend.aclose()


async def test_of_an_hour_that_comes_twice_it_is_said_that_lucca_knows_one(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    second = moment("2026-10-25T01:30").add(hours=2)
    entry = draft(vendor, "2026-10-25T01:30", "2026-10-25T04:00")
    _, warnings = done(await backend.entries.save(new(replace(entry, start=second))))
    assert warnings == ("02:30 comes twice that night, and Lucca does not tell which is meant.",)
    assert [each.seconds for each in kept(vendor)] == [90 * 60]
    await backend.aclose()


async def test_an_entry_is_not_moved_into_a_week_that_was_handed_in(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "10T09:40", "1:20")
    body = {"ownerId": int(person(vendor)), "startsAt": "2026-03-02T00:00:00"}
    assert (await place.raw(vendor, "POST", "/timmi-timesheet/api/timesheets/submit", body)).is_success
    backend = place.backend(vendor)
    (entry,) = await listed(backend, vendor, 10)
    moved = replace(entry, day=Date(2026, 3, 4), start=moment("04 09:40"), end=moment("04 11:00"))
    assert refusal(await backend.entries.save(SaveEntry("c", moved, entry))).startswith(
        "Wed 4 Mar is in a timesheet that was handed in at Lucca"
    )
    assert [sent.method for sent in place.watch.sent if sent.method == "PUT"] == []
    await backend.aclose()


async def test_a_lead_writes_for_whom_she_manages_in_their_own_way(place: Office) -> None:
    """Ann books activities, and Ben's time is attendance in hours."""
    vendor = place.vendor()
    configured(vendor, BEN, Configuration(unit=Unit.HOURS, mode=Mode.ATTENDANCE))
    put(vendor, "09T00:00", "7:00", BEN, on=None, unit=Unit.HOURS)
    backend = place.backend(vendor)
    saved, _ = done(
        await backend.entries.save(new(untimed(vendor, "10", BEN, on=None, duration_seconds=3600)))
    )
    assert saved.person == person(vendor, BEN)
    assert refusal(await backend.entries.save(new(draft(vendor, "10 8:00", "10 9:00", BEN)))).startswith(
        "This time is kept in hours at Lucca"
    )
    await backend.aclose()


async def test_whom_the_key_does_not_reach_is_told_in_the_words_of_lucca(place: Office) -> None:
    """404 is absent or not visible: a new entry is none that is gone."""
    vendor = place.vendor()
    backend = place.backend(vendor)
    place.watch.answer("POST", 404, {"Status": 404, "Message": "There is no user 102."})
    entry = draft(vendor, "10 9:40", "10 11:00")
    assert refusal(await backend.entries.save(new(entry))) == "Lucca says: “There is no user 102”."
    saved, _ = done(await backend.entries.save(new(entry)))
    place.watch.answer("PUT", 404, {"Status": 404, "Message": "There is no time entry."})
    gone = await backend.entries.save(SaveEntry("c", replace(saved, note="new"), saved))
    assert refusal(gone).startswith("Lucca does not have this entry any more, or does not show it")
    await backend.aclose()


async def test_a_page_for_people_is_no_answer(place: Office) -> None:
    """A login page with 200: what was read is not taken, and what was sent may have happened."""
    vendor = place.vendor()
    backend = place.backend(vendor)
    entry = draft(vendor, "10 9:40", "10 11:00")
    place.watch.answer("POST", 200, b"<html>Please sign in", "text/html")
    assert isinstance(await backend.entries.save(new(entry)), Unanswered)
    place.watch.answer("POST", 401, {"Status": 401, "Message": "Unknown key"})
    with pytest.raises(BadCredentials, match="Unknown key"):
        await backend.entries.save(new(entry))
    await backend.aclose()
