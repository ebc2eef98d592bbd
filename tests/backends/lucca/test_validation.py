"""Every sentence of the page's validation rules: refused here with a sentence, and there when sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import NamedTuple

import pytest
from tests.backends.lucca.bookings import person, put, sections
from tests.backends.lucca.office import BEN, Office, Vendor, configured
from tests.backends.outcomes import refusal
from whenever import Date, PlainDateTime

from punchcard.backends.lucca.entries.drafts import Draft
from punchcard.backends.lucca.entries.habits import Habits
from punchcard.backends.lucca.entries.validation import Known, objection
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.groups import Filters, Period
from punchcard.sandbox.lucca.records import Configuration, Mode, Unit

Prepare = Callable[[Office, Vendor], Awaitable[None]]
ENTRIES = "/api/v3/timeentries"


class Case(NamedTuple):
    """Something that is against a rule."""

    sentence: str
    """What is said here."""
    field: str
    draft: Callable[[Draft, Vendor], Draft]
    """From an entry that is good to one that is not."""
    prepare: Prepare | None = None


async def hand_in(place: Office, vendor: Vendor) -> None:
    """Ben hands in the week of 2 March."""
    body = {"ownerId": int(person(vendor, BEN)), "startsAt": "2026-03-02T00:00:00"}
    answer = await place.raw(vendor, "POST", "/timmi-timesheet/api/timesheets/submit", body)
    assert answer.status_code == 200, answer.text


async def attendance(place: Office, vendor: Vendor) -> None:
    """Ben's time is plain attendance, as his last entry shows."""
    del place
    configured(vendor, BEN, Configuration(mode=Mode.ATTENDANCE))
    put(vendor, "09T08:00", "1:00", BEN, on=None)


async def activity(place: Office, vendor: Vendor) -> None:
    """Ben's time is booked, as his last entry shows."""
    del place
    put(vendor, "09T08:00", "1:00", BEN)


async def untyped(place: Office, vendor: Vendor) -> None:
    """Ben's time has no time types, though there is one."""
    await activity(place, vendor)
    vendor.state.time_types[1] = "Attendance"


async def in_hours(place: Office, vendor: Vendor) -> None:
    """Ben's time is kept in hours, as his last entry shows."""
    del place
    configured(vendor, BEN, Configuration(unit=Unit.HOURS))
    put(vendor, "09T00:00", "4:00", BEN, unit=Unit.HOURS)


async def in_days(place: Office, vendor: Vendor) -> None:
    """Ben's time is kept in days, as his last entry shows."""
    del place
    configured(vendor, BEN, Configuration(unit=Unit.DAYS))
    put(vendor, "09T00:00", "12:00", BEN, unit=Unit.DAYS)


def booked(*paths: str) -> Callable[[Draft, Vendor], Draft]:
    """Book it on the last parts of these paths."""
    return lambda draft, vendor: draft._replace(
        sections=tuple(number for path in paths for number in sections(vendor, path)[-1:])
    )


def sent(**changes: object) -> Callable[[Draft, Vendor], Draft]:
    """Send something else."""

    def changed(draft: Draft, vendor: Vendor) -> Draft:
        del vendor
        return draft._replace(**changes)

    return changed


CASES = {
    "locked after submission": Case(
        "Wed 4 Mar is in a timesheet that was handed in at Lucca: nothing in it can be added or changed. "
        "Take "
        "the timesheet back first, or have it rejected.",
        "start",
        sent(starts_at="2026-03-04T09:40:00"),
        hand_in,
    ),
    "no offset": Case(
        "“2026-03-10T09:40:00+01:00” cannot be sent to Lucca: it takes the time that the clock on the wall "
        "shows, "
        "such as 2026-03-09T09:40:00, without any zone or offset.",
        "start",
        sent(starts_at="2026-03-10T09:40:00+01:00"),
    ),
    "no Z": Case(
        "“2026-03-10T09:40:00Z” cannot be sent to Lucca: it takes the time that the clock on the wall shows, "
        "such as 2026-03-09T09:40:00, without any zone or offset.",
        "start",
        sent(starts_at="2026-03-10T09:40:00Z"),
    ),
    "at most 24 hours": Case(
        "Lucca takes entries of at most 24 hours, and this has 30:00. Save it as 09:40 – 24:00 on Tue 10 "
        "Mar and "
        "00:00 – 15:40 on Wed 11 Mar.",
        "duration",
        sent(duration="1.06:00:00"),
    ),
    "a whole day is no 24:00:00": Case(
        "“24:00:00” is no duration for Lucca: 1 h 20 min is 01:20:00, and a whole day 1.00:00:00.",
        "duration",
        sent(starts_at="2026-03-10T00:00:00", duration="24:00:00"),
    ),
    "cut at midnight": Case(
        "Lucca takes no entry over midnight. Save it as 18:00 – 24:00 on Tue 10 Mar and 00:00 – 04:00 on "
        "Wed 11 "
        "Mar.",
        "end",
        sent(starts_at="2026-03-10T18:00:00", duration="10:00:00"),
    ),
    "sections in activity mode": Case(
        "Lucca needs to know what this time was worked on: choose it (this person books activities).",
        "assignment",
        sent(sections=()),
        activity,
    ),
    "no sections in attendance mode": Case(
        "Lucca keeps this person’s time as plain attendance: it is booked on nothing. Leave out “Northwind”. "
        "Where that has changed, set `mode` of the account, or make the first such entry there.",
        "assignment",
        sent(),
        attendance,
    ),
    "inactive section": Case(
        "“Fax” is no longer active at Lucca: nothing can be booked on it, and an entry that is booked on it "
        "cannot "
        "be changed.",
        "assignment",
        booked("Northwind", "Northwind/Portal", "Northwind/Portal/Fax"),
    ),
    "incompatible sections": Case(
        "“Audit” does not lie below “Northwind” at Lucca: choose one that does.",
        "assignment",
        booked("Northwind", "Contoso/Audit"),
    ),
    "a branch without its middle": Case(
        "“Development” lies below something else at Lucca: choose the whole branch.",
        "assignment",
        booked("Northwind", "Northwind/Portal/Development"),
    ),
    "two of one axis": Case(
        "“Northwind” and “Contoso” are alternatives at Lucca: choose one.",
        "assignment",
        booked("Northwind", "Contoso"),
    ),
    "time type in typed mode only": Case(
        "Lucca keeps no time types for this person: leave out time type 1. Where that has changed, set "
        "`time_types` of the account, or make the first such entry at Lucca.",
        "type",
        sent(time_type=1),
        untyped,
    ),
    "unit of the configuration": Case(
        "This time is kept in hours at Lucca, as the entry of Mon 9 Mar shows, and not with start and end. "
        "Where "
        "that has changed, set `unit` of the account, or make the first such entry at Lucca.",
        "unit",
        sent(),
        in_hours,
    ),
    "morning or afternoon in hours": Case(
        "Time in hours begins in the morning (00:00) or in the afternoon (12:00) at Lucca, not at 09:40.",
        "start",
        sent(unit=1),
        in_hours,
    ),
    "morning or afternoon in days": Case(
        "Time in days begins in the morning (00:00) or in the afternoon (12:00) at Lucca, not at 09:40.",
        "start",
        sent(unit=0, duration="12:00:00"),
        in_days,
    ),
    "an afternoon has half a day": Case(
        "An afternoon has at most 12 hours at Lucca, and this has 1.00:00:00: begin it in the morning.",
        "duration",
        sent(unit=0, starts_at="2026-03-10T12:00:00", duration="1.00:00:00"),
        in_days,
    ),
    "no entry without length": Case(
        "An entry needs a length: its end lies after its start.", "duration", sent(duration="00:00:00")
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_new_entry_against_a_rule_is_refused_on_both_sides(place: Office, name: str) -> None:
    case, vendor = CASES[name], place.vendor()
    backend = place.backend(vendor)
    if case.prepare:
        await case.prepare(place, vendor)
    good = Draft(int(person(vendor, BEN)), "2026-03-10T09:40:00", "01:20:00", 2, sections(vendor))
    against = case.draft(good, vendor)
    day = PlainDateTime.parse_iso(against.starts_at[:19]).date()
    around = await backend.entries.facts.around([str(good.owner)], day, day)
    why = objection(against, await backend.entries.facts.known(against, day, around))
    assert why is not None
    assert why.reason == case.sentence
    assert why.field == case.field
    before = dict(vendor.state.entries)
    answer = await place.raw(vendor, "POST", ENTRIES, against.body())
    assert 400 <= answer.status_code < 500, answer.text
    assert vendor.state.entries == before
    await backend.aclose()


async def test_what_is_against_no_rule_is_taken_on_both_sides(place: Office) -> None:
    vendor = place.vendor()
    owner = int(person(vendor, BEN))
    for starts_at, duration in (("2026-03-10T09:40:00", "01:20:00"), ("2026-03-10T00:00:00", "1.00:00:00")):
        good = Draft(owner, starts_at, duration, 2, sections(vendor))
        assert objection(good, Known(Date(2026, 3, 11))) is None
        answer = await place.raw(vendor, "POST", ENTRIES, good.body())
        assert answer.status_code == 200, answer.text


def test_whole_minutes_are_sent_and_seconds_that_were_there_stay() -> None:
    seconds = Draft(1, "2026-03-10T09:40:30", "01:20:00", 2)
    known = Known(Date(2026, 3, 11))
    why = objection(seconds, known)
    assert why is not None
    assert why.reason == "Lucca keeps whole minutes: leave out the seconds."
    assert objection(seconds, replace(known, kept_times=(seconds.starts_at, seconds.duration))) is None


@pytest.mark.parametrize("what", ["locked", "inactive"])
async def test_an_entry_that_cannot_be_changed_is_refused_on_both_sides(place: Office, what: str) -> None:
    """In a timesheet that was handed in, and booked on what is no longer active."""
    vendor = place.vendor()
    path = "Northwind/Portal/Fax" if what == "inactive" else "Northwind/Portal/Development"
    number = put(vendor, "04T09:40", "1:20", BEN, on=path)
    backend = place.backend(vendor)
    period = Period(Date(2026, 3, 4), Date(2026, 3, 4))
    (entry,) = await backend.entries.list([person(vendor, BEN)], period, Filters())
    if what == "locked":
        await hand_in(place, vendor)
    said = refusal(await backend.entries.save(SaveEntry("c", replace(entry, note="new"), entry)))
    assert (
        said
        == {
            "locked": "It is in a timesheet that was handed in at Lucca: take that back first.",
            "inactive": "It is booked on “Fax”, which is no longer active at Lucca: it cannot be changed "
            "until that "
            "is active again.",
        }[what]
    )
    if what == "locked":
        place.sent()
        assert refusal(await backend.entries.delete(DeleteEntry("d", entry))) == said
        assert [sent for sent in place.sent() if not sent.startswith("GET")] == []
    before = vendor.state.entries[number]
    body = Draft(before.owner_id, "2026-03-04T09:40:00", "01:30:00", 2, before.section_ids).body(number)
    answer = await place.raw(vendor, "PUT", f"{ENTRIES}/{number}", body)
    assert 400 <= answer.status_code < 500, answer.text
    assert vendor.state.entries[number] == before
    await backend.aclose()


@pytest.mark.parametrize("is_set", [True, False])
def test_the_mode_is_only_named_where_it_could_be_wrong(is_set: bool) -> None:
    """What the person's own entries show is not wrong; what was set in the account may be."""
    habits = Habits(is_booked=True, seen_on=Date(2026, 3, 9), is_set=True, is_mode_set=is_set)
    why = objection(Draft(1, "2026-03-10T09:40:00", "01:20:00", 2), Known(Date(2026, 3, 11), habits))
    assert why is not None
    assert ("set `mode` of the account" in why.reason) is is_set
