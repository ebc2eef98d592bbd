"""Entries are read completely and with as few calls as there can be, and nothing else is asked for."""

from __future__ import annotations

import asyncio

import pytest
from tests.backends.mctime.bookings import PORTAL, WORKS, draft, put
from tests.backends.mctime.office import ANN, BEN, Office, Vendor
from whenever import Date

from punchcard.backends.errors import BadCredentials, NotAllowed
from punchcard.core.entries import EntryStatus, Source
from punchcard.core.filters import matches
from punchcard.core.groups import Filters, Period
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.mctime.records import ApprovalStatus, Creation

WEEK = Period(Date(2026, 3, 9), Date(2026, 3, 15))
TWO_YEARS = Period(Date(2024, 3, 12), Date(2026, 3, 11))


@pytest.mark.parametrize("lists_idle", [True, False])
async def test_a_team_of_45_over_two_years_takes_six_calls(place: Office, lists_idle: bool) -> None:
    vendor = place.vendor(people=45)
    vendor.state.manners.lists_idle = lists_idle
    people = list(vendor.state.users.values())
    wanted = {
        put(vendor, since, until, who=user.name)
        for number, user in enumerate(people)
        for since, until in (
            ("2024-03-11T22:00", "2024-03-12T06:00"),
            (f"2025-{1 + number % 12:02}-10T08:00", f"2025-{1 + number % 12:02}-10T16:00"),
            # Where one call ends and the next one begins.
            ("2025-03-11T20:59:59", "2025-03-11T21:00"),
            ("2025-03-11T21:00", "2025-03-11T21:30"),
            ("2026-03-11T23:00", "2026-03-12T01:00"),
        )
        if number % 7 or since < "2025"
    }
    for user in people:
        put(vendor, "2024-03-11T08:00", "2024-03-11T12:00", who=user.name)
        put(vendor, "2026-03-12T08:00", "2026-03-12T12:00", who=user.name)
    found = await place.backend(vendor).entries.list([each.id for each in people], TWO_YEARS, Filters())
    assert {entry.id for entry in found} == wanted
    assert len(found) == len(wanted)
    assert place.sent() == ["GET times"] * 6


async def test_what_is_longer_than_a_day_is_seen_on_every_day_that_it_touches(place: Office) -> None:
    vendor = place.vendor(people=21)
    names = [user.name for user in vendor.state.users.values()]
    long = [
        put(vendor, since, until, who=names[-1], type=kind)
        for since, until, kind in (
            ("6 18:00", "9 07:00", "work"), ("2026-02-09T08:00", "2026-03-12T17:00", "vacation"),
            ("8 22:00", "9 06:00", "work"), ("15 22:00", "16 06:00", "work"),
        )
    ]  # fmt: skip
    people, entries = [_id(vendor, name) for name in names], place.backend(vendor).entries
    for first, last, wanted in (
        (9, 15, long),
        (9, 9, long[:3]),
        (12, 12, long[1:2]),
        (16, 16, long[3:]),
        (17, 17, []),
    ):
        found = await entries.list(people, Period(Date(2026, 3, first), Date(2026, 3, last)), Filters())
        assert {each.id for each in found} == set(wanted)
        assert place.sent() == ["GET times"] * 2


@pytest.mark.parametrize(("days", "calls"), [(364, 1), (365, 2), (729, 2), (731, 3)])
async def test_what_began_before_a_long_period_takes_no_call_more(
    place: Office, days: int, calls: int
) -> None:
    vendor = place.vendor()
    first = Date(2026, 3, 11).subtract(days=days - 1)
    night = put(vendor, f"{first.subtract(days=1)}T08:00", f"{first}T07:00")
    found = await place.backend(vendor).entries.list(
        [_id(vendor, ANN)], Period(first, Date(2026, 3, 11)), Filters()
    )
    assert [each.id for each in found] == [night]
    assert place.sent() == ["GET times"] * calls


async def test_moments_go_with_their_offset_and_its_plus_is_quoted(place: Office) -> None:
    vendor = place.vendor()
    await place.backend(vendor).entries.list([_id(vendor, ANN), _id(vendor, BEN)], WEEK, Filters())
    (sent,) = place.watch.sent
    assert "from=2026-02-05T23%3A59%3A59%2B01%3A00" in sent.raw_query
    assert sent.all("to") == ["2026-03-16T00:00:00+01:00"]
    assert sent.all("userIds") == [_id(vendor, ANN), _id(vendor, BEN)]


async def test_an_entry_says_all_that_is_told(place: Office) -> None:
    vendor = place.vendor()
    put(
        vendor, "10 08:00", "10 16:00", at=PORTAL, type="home_office", comment="tables",
        status=ApprovalStatus.APPROVED, creation=Creation.MODEL,
    )  # fmt: skip
    (entry,) = await place.backend(vendor).entries.list([_id(vendor, ANN)], WEEK, Filters())
    assert entry.interval == draft(vendor, "10 08:00", "10 16:00").interval
    assert (entry.time_type and entry.time_type.name, entry.note) == ("Home office", "tables")
    assert entry.assignment.label == "Portal"
    assert (entry.status, entry.source) == (EntryStatus.APPROVED, Source.MODEL)
    assert entry.locked == "It is approved at McTime: it is changed there."


@pytest.mark.parametrize("status", ApprovalStatus)
async def test_every_status_has_its_own_and_locks_where_it_should(
    place: Office, status: ApprovalStatus
) -> None:
    vendor = place.vendor()
    put(vendor, "10 08:00", "10 16:00", status=status)
    (entry,) = await place.backend(vendor).entries.list([_id(vendor, ANN)], WEEK, Filters())
    is_free = status in (ApprovalStatus.NOT_APPROVED_YET, ApprovalStatus.DISAPPROVED)
    assert (entry.locked is None) == is_free
    assert entry.status.value == {
        "not_approved_yet": "open", "under_approval": "submitted", "approved": "approved",
        "disapproved": "declined", "exported": "exported",
    }[status.value]  # fmt: skip


async def test_a_clock_that_could_not_be_saved_is_listed_and_counts_nowhere(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "10 08:00", "10 16:00", is_invalid=True, type="clocking", creation=Creation.CLOCK)
    (entry,) = await place.backend(vendor).entries.list([_id(vendor, ANN)], WEEK, Filters())
    assert entry.is_invalid
    assert entry.worked_seconds == 0
    assert entry.locked == "McTime could not save this clock: remove it, and add the entry again."


async def test_filters_go_along_and_each_leaves_in_what_it_should(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "9 08:00", "9 12:00", type="work")
    put(vendor, "10 08:00", "10 12:00", type="vacation", status=ApprovalStatus.APPROVED)
    put(vendor, "11 08:00", "11 12:00", at=PORTAL, status=ApprovalStatus.EXPORTED)
    put(vendor, "12 08:00", "12 12:00", is_invalid=True, type="clocking", creation=Creation.CLOCK)
    entries, ann = place.backend(vendor).entries, _id(vendor, ANN)
    portal, works = (vendor.state.organization_at(each).id for each in (PORTAL, WORKS))
    everything = await entries.list([ann], WEEK, Filters())
    assert len(everything) == 4
    place.sent()
    for filters, name, values in (
        (Filters(types=("vacation", "sick")), "timeTypes", ["vacation", "sick"]),
        (Filters(types=("of tomorrow", "work")), "timeTypes", []),
        (Filters(statuses=("approved", "exported")), "approvalStatuses", ["approved", "exported"]),
        (Filters(statuses=("open", "submitted", "declined")), "approvalStatuses",
         ["disapproved", "not_approved_yet", "under_approval"]),
        (Filters(statuses=("invalid",)), "timeTypes", ["clocking"]),
        (Filters(statuses=("invalid", "approved")), "approvalStatuses", []),
        (Filters(references=(("organization", portal), ("organization", works))), "organizationIds",
         [portal, works]),
        (Filters(names=(("organization", "Portal"),)), "organizationNames", ["Portal"]),
        (Filters(names=(("organization", "Portal"),), references=(("organization", portal),)),
         "organizationNames", []),
        (Filters(text="NORTH"), "text", []),
        (Filters(people=(ann,), types=("work",)), "userIds", [ann]),
    ):  # fmt: skip
        found = await entries.list([ann], WEEK, filters)
        (sent,) = place.watch.sent
        assert sent.all(name) == values, filters
        assert [each.id for each in found] == [each.id for each in everything if matches(each, filters)]
        place.sent()


async def test_an_old_name_is_the_service_s_to_know(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "9 08:00", "9 12:00", at=PORTAL)
    backend = place.backend(vendor)
    node = vendor.state.organization_at(PORTAL)
    found = await backend.entries.list(
        [_id(vendor, ANN)], WEEK, Filters(names=(("organization", node.name),))
    )
    assert len(found) == 1


async def test_what_cannot_be_there_is_not_asked_for(place: Office) -> None:
    vendor = place.vendor()
    entries, ann = place.backend(vendor).entries, _id(vendor, ANN)
    for people, filters in (
        ([], Filters()),
        ([ann], Filters(people=("somebody else",))),
        ([ann], Filters(references=(("project", "1"),))),
        ([ann], Filters(names=(("customer", "Northwind"),))),
    ):
        assert await entries.list(people, WEEK, filters) == []
    assert place.sent() == []


async def test_one_foreign_person_does_not_sign_the_account_out(place: Office) -> None:
    vendor = place.vendor()
    entries = place.backend(vendor, BEN).entries
    with pytest.raises(NotAllowed) as problem:
        await entries.list([_id(vendor, ANN)], WEEK, Filters())
    assert _id(vendor, ANN) in problem.value.message
    assert "Your key is good" in problem.value.hint
    assert place.sent() == ["GET times", "GET users"]
    assert await entries.list([_id(vendor, BEN)], WEEK, Filters()) == []


async def test_a_foreign_organization_does_not_either(place: Office) -> None:
    vendor = place.vendor()
    elsewhere = vendor.state.organization_at("Brandt Labs").id
    with pytest.raises(NotAllowed, match="organizations"):
        await place.backend(vendor, BEN).entries.list(
            [_id(vendor, BEN)], WEEK, Filters(references=(("organization", elsewhere),))
        )


async def test_a_key_that_may_nothing_is_a_bad_key(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor, key="0" * 40)
    with pytest.raises(BadCredentials):
        await backend.entries.list([_id(vendor, ANN)], WEEK, Filters())
    with pytest.raises(BadCredentials):
        await backend.directory.people()
    assert place.sent() == ["GET times", "GET users", "GET users"]


async def test_one_call_is_on_its_way_at_a_time(place: Office) -> None:
    vendor = place.vendor()
    vendor.faults.always(Fault.DELAY)
    entries, ann = place.backend(vendor).entries, _id(vendor, ANN)
    await asyncio.gather(*(entries.list([ann], WEEK, Filters()) for _ in range(3)))
    assert (len(place.watch.sent), place.watch.most_at_once) == (3, 1)


def _id(vendor: Vendor, name: str) -> str:
    return vendor.state.person_named(name).id
