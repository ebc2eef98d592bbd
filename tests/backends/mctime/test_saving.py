"""Entries are saved as a whole and over nothing, and what the service made of them is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.backends.mctime.bookings import PORTAL, WORKS, booked_on, draft, kept, put, times
from tests.backends.mctime.office import ANN, BEN, Office, Vendor
from tests.backends.outcomes import done, refusal
from tests.domain import berlin
from whenever import Date

from punchcard.backends.errors import BadCredentials, NotAllowed
from punchcard.backends.mctime import McTimeBackend
from punchcard.backends.mctime.time_types import TIME_TYPES
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Unsure
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Break, Entry, EntryStatus, Source
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.sandbox.mctime import records
from punchcard.sandbox.mctime.records import (
    ApprovalStatus,
    AutomaticBreak,
    Creation,
    Manners,
    Rounding,
    TargetTimes,
    TimeTracking,
)

MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))


async def test_a_new_entry_is_sent_as_a_whole_for_its_person(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    entry = draft(vendor, "10 08:00", "10 16:30", breaks=[("10 12:00", "10 12:30")], note="stock", at=PORTAL)
    saved, warnings = done(await backend.entries.save(SaveEntry(entry.id, entry)))
    assert warnings == ()
    assert (saved.assignment, saved.status, saved.note) == (entry.assignment, EntryStatus.OPEN, "stock")
    assert [each.method for each in place.watch.sent] == ["GET", "POST"]
    assert place.watch.sent[-1].body == {
        "userId": vendor.state.person_named(ANN).id,
        "times": [
            {
                "from": "2026-03-10T08:00:00+01:00",
                "to": "2026-03-10T16:30:00+01:00",
                "breaks": [{"from": "2026-03-10T12:00:00+01:00", "to": "2026-03-10T12:30:00+01:00"}],
                "timeType": "work",
                "comment": "stock",
                "organization": {"id": vendor.state.organization_at(PORTAL).id},
            }
        ],
    }


async def test_a_lead_saves_for_others_and_whoever_may_not_is_refused(place: Office) -> None:
    vendor = place.vendor()
    for_ben, for_ann = draft(vendor, "10 08:00", "10 12:00", who=BEN), draft(vendor, "10 08:00", "10 12:00")
    done(await place.backend(vendor, ANN).entries.save(SaveEntry(for_ben.id, for_ben)))
    assert times(vendor, BEN) == ["08:00-12:00"]
    with pytest.raises(NotAllowed):
        await place.backend(vendor, BEN).entries.save(SaveEntry(for_ann.id, for_ann))
    assert times(vendor, ANN) == []


@pytest.mark.parametrize(
    "status", [ApprovalStatus.APPROVED, ApprovalStatus.EXPORTED, ApprovalStatus.UNDER_APPROVAL]
)
async def test_over_a_neighbour_that_stands_nothing_is_sent(place: Office, status: ApprovalStatus) -> None:
    vendor = place.vendor()
    put(vendor, "10 08:00", "10 12:00", status=status)
    why = refusal(await _saved(place.backend(vendor), draft(vendor, "10 11:00", "10 14:00")))
    assert why.startswith(
        "08:00 – 12:00 yesterday (Work, Berger Works) is in the way of 11:00 – 14:00 yesterday"
    )
    assert "Nothing was sent." in why
    assert place.sent() == ["GET times"]
    assert times(vendor) == ["08:00-12:00"]


async def test_over_any_other_nothing_is_sent_either(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "9 22:00", "10 06:00")
    put(vendor, "10 13:00", "10 15:00", type="vacation")
    put(vendor, "10 07:00", "10 09:00", type="clocking", creation=Creation.CLOCK, is_invalid=True)
    why = refusal(await _saved(place.backend(vendor), draft(vendor, "10 05:00", "10 14:00")))
    assert why.startswith(
        "McTime would remove 22:00 on Monday 9 March 2026 – 06:00 yesterday (Work, Berger Works)"
    )
    assert "and 13:00 – 15:00 yesterday (Vacation, Berger Works)" in why
    assert place.sent() == ["GET times"]
    assert len(times(vendor)) == 3


async def test_over_what_is_longer_than_a_day_nothing_is_sent(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "6 18:00", "10 07:00")
    why = refusal(await _saved(place.backend(vendor), draft(vendor, "10 05:00", "10 06:00")))
    assert why.startswith("McTime would remove 18:00 on Friday 6 March 2026 – 07:00 yesterday")
    assert place.sent() == ["GET times"]


async def test_entries_may_touch_and_cover_what_could_not_be_saved(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "10 06:00", "10 08:00", status=ApprovalStatus.APPROVED)
    put(vendor, "10 08:30", "10 09:30", type="clocking", creation=Creation.CLOCK, is_invalid=True)
    _, warnings = done(await _saved(place.backend(vendor), draft(vendor, "10 08:00", "10 10:00")))
    assert warnings == ()


async def test_a_201_says_what_was_altered_added_and_removed(place: Office) -> None:
    vendor = place.vendor()
    _settings(vendor, TimeTracking(start=Rounding("down", 15), end=Rounding("up", 15), latest_minute=18 * 60))
    ann = vendor.state.person_named(ANN)
    vendor.state.users[ann.id] = replace(
        ann, target=TargetTimes(automatic_breaks=(AutomaticBreak(6 * 60, 30),))
    )
    gone = put(vendor, "10 07:30", "10 08:10")
    entry = draft(vendor, "10 08:11", "10 18:20")
    backend = place.backend(vendor)
    saved, warnings = done(await _saved(backend, entry))
    assert warnings == (
        "McTime saved it from 08:00 – 18:00 yesterday, and not from 08:11 – 18:20 yesterday.",
        "McTime added by itself: the break 12:45 – 13:15; that leaves 9 h 30 min.",
        "McTime removed 07:30 – 08:10 yesterday (Work, Berger Works).",
    )
    assert gone not in vendor.state.entries
    assert [pause.automatic for pause in saved.breaks] == [True]
    assert saved.assignment == entry.assignment
    assert place.sent() == ["GET times", "POST times", "GET times"]
    (listed,) = await backend.entries.list([entry.person], MARCH, Filters())
    assert listed == saved


@pytest.mark.parametrize("failure", ["inside", "status"])
async def test_a_refusal_is_in_the_service_s_words_wherever_it_says_so(place: Office, failure: str) -> None:
    vendor = place.vendor(manners=Manners(failure="inside" if failure == "inside" else "status"))
    _settings(vendor, TimeTracking(earliest_minute=9 * 60))
    why = refusal(await _saved(place.backend(vendor), draft(vendor, "10 07:00", "10 08:00")))
    assert why == "McTime says: “Time entry could not be saved, it lies outside the allowed times”."
    assert times(vendor) == []


@pytest.mark.parametrize("kind", sorted(TIME_TYPES))
async def test_every_time_type_can_be_booked(place: Office, kind: str) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    saved, warnings = done(await _saved(backend, draft(vendor, "10 08:00", "10 12:00", type=kind)))
    assert saved.time_type == TIME_TYPES[kind] or (saved.time_type and saved.time_type.id == kind)
    assert warnings == ()
    (listed,) = await backend.entries.list([saved.person], MARCH, Filters())
    assert listed.time_type
    assert listed.time_type.id == kind
    assert not listed.is_invalid


async def test_what_is_left_to_the_service_is_no_difference(place: Office) -> None:
    vendor = place.vendor()
    entries = place.backend(vendor).entries
    entry = replace(draft(vendor, "10 08:00", "10 12:00", at=None), time_type=None)
    change = SaveEntry(entry.id, entry)
    assert await entries.settle(change) == Absent()
    saved, warnings = done(await entries.save(change))
    assert (saved.time_type, saved.assignment, warnings) == (TIME_TYPES["work"], booked_on(vendor, WORKS), ())
    assert isinstance(await entries.settle(change), Confirmed)


async def test_what_cannot_be_an_entry_there_is_not_asked_for(place: Office) -> None:
    vendor = place.vendor()
    entry = draft(vendor, "10 08:00", "10 12:00")
    strange = Assignment((Reference("project", "1", "Portal"),))
    by_name = Assignment((Reference("organization", "", "Support"),))
    for wrong, why in (
        (replace(entry, start=None, end=None, duration_seconds=60), "keeps time from a start to an end"),
        (replace(entry, end=entry.start), "The end does not lie after the start. Nothing was sent."),
        (replace(entry, assignment=strange), "nothing that McTime books time on"),
        (replace(entry, assignment=by_name), "Which organization “Support” is meant"),
    ):
        assert why in refusal(await _saved(place.backend(vendor), wrong))
    assert "POST times" not in place.sent()


async def test_an_edit_sends_everything_and_keeps_what_was_changed_elsewhere(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    known = await _known(backend, vendor, "10 08:00", "10 12:00", at=PORTAL, comment="old")
    vendor.state.entries[known.id] = replace(
        kept(vendor, known.id), comment="new there", type="home_office", until=berlin("10 11:30").to_instant()
    )
    place.sent()
    saved, warnings = done(
        await backend.entries.save(SaveEntry(new_id(), replace(known, start=berlin("10 08:30")), known))
    )
    assert warnings == ()
    assert place.sent() == ["GET times", "POST times"]
    assert saved.interval == draft(vendor, "10 08:30", "10 11:30").interval
    assert (saved.note, saved.time_type) == ("new there", TIME_TYPES["home_office"])
    assert saved.assignment.label == "Portal"
    assert (saved.source, known.source) == (Source.EDITED, Source.TYPED)
    assert times(vendor) == ["08:30-11:30"]


async def test_an_edit_tells_that_a_break_is_not_an_automatic_one_any_more(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    pause = records.Break("p", berlin("10 12:00").to_instant(), berlin("10 12:30").to_instant(), True)
    known = await _known(backend, vendor, "10 08:00", "10 16:00", breaks=(pause,))
    change = SaveEntry(new_id(), replace(known, note="stock"), known)
    saved, warnings = done(await backend.entries.save(change))
    assert saved.breaks == _pause("10 12:00", "10 12:30")
    assert warnings == ("McTime had added by itself, and now keeps like any other: the break 12:00 – 12:30.",)


async def test_an_edit_may_move_to_another_day_and_off_its_organization_is_told(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    known = await _known(backend, vendor, "10 08:00", "10 12:00", at=PORTAL)
    moved = replace(known, day=Date(2026, 3, 5), start=berlin("5 08:00"), end=berlin("5 10:00"),
                    assignment=Assignment())  # fmt: skip
    saved, warnings = done(await backend.entries.save(SaveEntry(new_id(), moved, known)))
    assert saved.day == Date(2026, 3, 5)
    assert warnings == ("McTime saved it on Berger Works, and not on nothing.",)
    assert booked_on(vendor, WORKS).label == saved.assignment.label


async def test_an_edit_does_not_go_over_others_nor_over_what_happened_there(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    known = await _known(backend, vendor, "10 08:00", "10 10:00")
    put(vendor, "10 11:00", "10 12:00")
    longer = SaveEntry(new_id(), replace(known, end=berlin("10 11:30")), known)
    assert "McTime would remove 11:00 – 12:00" in refusal(await backend.entries.save(longer))

    there = kept(vendor, known.id)
    vendor.state.entries[known.id] = replace(there, status=ApprovalStatus.APPROVED)
    note = SaveEntry(new_id(), replace(known, note="x"), known)
    assert "approved" in refusal(await backend.entries.save(note))

    vendor.state.entries[known.id] = replace(
        there, since=berlin("4 08:00").to_instant(), until=berlin("4 10:00").to_instant()
    )
    assert "was moved at McTime meanwhile" in refusal(await backend.entries.save(note))

    del vendor.state.entries[known.id]
    assert "does not have this entry any more" in refusal(await backend.entries.save(note))
    assert "POST times" not in place.sent()


async def test_a_bad_key_is_one_for_writes_too(place: Office) -> None:
    vendor = place.vendor()
    entry = draft(vendor, "10 08:00", "10 12:00")
    with pytest.raises(BadCredentials):
        await _saved(place.backend(vendor, key="0" * 40), entry)
    with pytest.raises(NotAllowed):
        await _saved(place.backend(vendor, write="clock"), entry)
    assert "POST times" not in place.sent()


async def test_a_new_entry_whose_answer_was_lost_is_found_or_surely_not_there(place: Office) -> None:
    vendor = place.vendor()
    entries, entry = place.backend(vendor).entries, draft(vendor, "10 08:00", "10 16:00", note="tables")
    change = SaveEntry(entry.id, entry)
    assert await entries.settle(change) == Absent()
    put(vendor, "10 09:00", "10 12:00")
    assert await entries.settle(change) == Absent()
    vendor.state.entries.clear()
    an_id = put(vendor, "10 08:00", "10 16:00", comment="tables")
    assert await entries.settle(change) == Confirmed(
        (await entries.list([entry.person], MARCH, Filters()))[0]
    )
    vendor.state.entries[an_id] = replace(kept(vendor, an_id), until=berlin("10 16:15").to_instant())
    unsure = await entries.settle(change)
    assert isinstance(unsure, Unsure)
    assert "08:00 – 16:15" in unsure.detail
    assert {each.method for each in place.watch.sent} == {"GET"}


async def test_an_edit_whose_answer_was_lost_is_settled_by_what_it_was_about(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    known = await _known(backend, vendor, "10 08:00", "10 12:00")
    change = SaveEntry(new_id(), replace(known, note="mine", breaks=_pause("10 09:00", "10 09:15")), known)
    vendor.state.entries[known.id] = replace(kept(vendor, known.id), type="travel")
    assert await backend.entries.settle(change) == Absent()
    done(await backend.entries.save(change))
    found = await backend.entries.settle(change)
    assert isinstance(found, Confirmed)
    assert found.result
    assert found.result.note == "mine"
    vendor.state.entries[known.id] = replace(kept(vendor, known.id), comment="theirs")
    assert isinstance(await backend.entries.settle(change), Unsure)
    del vendor.state.entries[known.id]
    assert await backend.entries.settle(change) == Absent()


async def _saved(backend: McTimeBackend, entry: Entry) -> Outcome[Entry]:
    return await backend.entries.save(SaveEntry(entry.id, entry))


async def _known(backend: McTimeBackend, vendor: Vendor, since: str, until: str, **more: Any) -> Entry:
    put(vendor, since, until, **more)
    (found,) = await backend.entries.list([vendor.state.person_named(ANN).id], MARCH, Filters())
    return found


def _pause(since: str, until: str) -> tuple[Break, ...]:
    return (Break(berlin(since), berlin(until)),)


def _settings(vendor: Vendor, settings: TimeTracking) -> None:
    node = vendor.state.organization_at(WORKS)
    vendor.state.organizations[node.id] = replace(node, settings=settings)
