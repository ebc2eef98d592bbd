"""Many new entries of several people at once: one that is wrong, and what becomes of the others."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

import pytest
from tests.backends.lucca.bookings import booked_on, draft, moment, new, put, untimed
from tests.backends.lucca.office import ANN, BEN, LEA, Office, Vendor, configured, kept
from tests.backends.outcomes import done

from punchcard.backends.errors import BadCredentials
from punchcard.backends.outcomes import Confirmed, Outcome, Refused, Unanswered
from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca.records import Configuration, Section, Unit

NAMES = (ANN, BEN, LEA)
ENTRIES = "api/v3/timeentries"


def thirty(vendor: Vendor) -> list[SaveEntry]:
    """Ten entries each of three people, of an hour, one after the other."""
    return [
        new(draft(vendor, f"10 {8 + hour}:00", f"10 {9 + hour}:00", name, note=f"{name} {hour}"))
        for hour in range(10)
        for name in NAMES
    ]


def closed_behind_our_back(vendor: Vendor) -> tuple[SaveEntry, Section]:
    """An entry on a section that is active as far as is known here, and closed there later."""
    state = vendor.state
    section = next(each for each in state.sections.values() if each.name == "Report")
    change = new(
        replace(draft(vendor, "10 20:00", "10 21:00"), assignment=booked_on(vendor, "Contoso/Audit/Report"))
    )
    return change, section


def arrays(place: Office) -> list[int]:
    """How many entries each call had."""
    posts = (sent.body for sent in place.watch.sent if sent.method == "POST")
    return [len(cast("list[object]", body)) if isinstance(body, list) else 1 for body in posts]


def noted(vendor: Vendor) -> list[str]:
    """The notes of all that is kept, sorted."""
    return sorted(each.comment.content for name in NAMES for each in kept(vendor, name) if each.comment)


def refusals(outcomes: list[Outcome[Entry]]) -> dict[int, str]:
    """Why what was refused, by its place."""
    return {at: each.reason for at, each in enumerate(outcomes) if isinstance(each, Refused)}


async def test_thirty_entries_of_three_people_go_with_one_call(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    changes = thirty(vendor)
    outcomes = await backend.batch.save_all(changes)
    assert arrays(place) == [30]
    # One look at their days, and one at how they write down their time: a company has 50 calls a minute.
    reads = [sent.path for sent in place.watch.sent if sent.method == "GET"]
    assert reads.count(ENTRIES) == 2
    saved = [each.result for each in outcomes if isinstance(each, Confirmed)]
    assert [(each.person, each.start, each.note, each.assignment) for each in saved] == [
        (each.entry.person, each.entry.start, each.entry.note, each.entry.assignment) for each in changes
    ]
    assert len({each.id for each in saved}) == 30
    assert noted(vendor) == sorted(change.entry.note for change in changes)
    await backend.aclose()


async def test_one_that_a_rule_is_against_is_refused_here_and_the_others_are_saved(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    changes = thirty(vendor)
    night = replace(changes[17].entry, end=moment("11 04:00"))
    changes[17] = new(night)
    outcomes = list(await backend.batch.save_all(changes))
    assert refusals(outcomes) == {
        17: "Lucca takes no entry over midnight. Save it as 13:00 – 24:00 on Tue 10 Mar and 00:00 – 04:00 on "
        "Wed 11 Mar."
    }
    assert sum(isinstance(each, Confirmed) for each in outcomes) == 29
    assert arrays(place) == [29]
    await backend.aclose()


@pytest.mark.parametrize("atomic", [True, False])
async def test_one_that_lucca_refuses_is_named_and_the_others_are_there_once(
    place: Office, atomic: bool
) -> None:
    """Its plain message names no entry: halves find it, whether an array is taken whole or in part."""
    vendor = place.vendor()
    vendor.state.options.arrays_are_atomic = atomic
    backend = place.backend(vendor)
    bad, section = closed_behind_our_back(vendor)
    changes = thirty(vendor)
    changes[11] = bad
    await backend.directory.choices(f"axis-{section.axis_id}", bad.entry.assignment.references[:2])
    vendor.state.sections[section.id] = replace(section, active=False)
    outcomes = list(await backend.batch.save_all(changes))
    assert list(refusals(outcomes)) == [11]
    assert refusals(outcomes)[11].startswith("Lucca says: “")
    assert sum(isinstance(each, Confirmed) for each in outcomes) == 29
    assert noted(vendor) == sorted(change.entry.note for change in changes if change is not bad)
    assert len(arrays(place)) <= 12
    await backend.aclose()


async def test_messages_at_their_places_are_taken_and_the_rest_goes_once_more(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    errors = {"$[1]": ["longer than a day"], "$[1].AxisSections": ["inactive section"]}
    place.watch.answer("POST", 400, {"title": "Validation failed", "status": 400, "errors": errors})
    changes = thirty(vendor)[:4]
    outcomes = list(await backend.batch.save_all(changes))
    assert refusals(outcomes) == {1: "Lucca says: “longer than a day. inactive section”."}
    assert arrays(place) == [4, 3]
    assert len(noted(vendor)) == 3
    await backend.aclose()


async def test_a_lost_answer_is_found_by_reading_the_days(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    put(vendor, "10T08:00", "1:00")
    vendor.faults.always(Fault.DROP_AFTER, [f"POST /{ENTRIES}"])
    outcomes = await backend.batch.save_all(thirty(vendor))
    assert all(isinstance(each, Confirmed) for each in outcomes)
    assert len(noted(vendor)) == 30
    assert arrays(place) == [30]
    await backend.aclose()


async def test_equal_ones_are_found_one_each_and_never_the_one_that_was_there_before(place: Office) -> None:
    """Hours may well be there twice."""
    vendor = place.vendor()
    configured(vendor, ANN, Configuration(unit=Unit.HOURS))
    old = put(vendor, "10T00:00", "1:00", unit=Unit.HOURS)
    backend = place.backend(vendor)
    vendor.faults.always(Fault.DROP_AFTER, [f"POST /{ENTRIES}"])
    changes = [new(untimed(vendor, "10", duration_seconds=3600)) for _ in range(2)]
    found = {done(outcome)[0].id for outcome in await backend.batch.save_all(changes)}
    assert found == {str(entry.id) for entry in kept(vendor) if entry.id != old}
    assert len(found) == 2
    await backend.aclose()


async def test_what_may_still_be_on_its_way_is_not_sent_again(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    vendor.faults.always(Fault.DROP_BEFORE, [f"POST /{ENTRIES}"])
    changes = thirty(vendor)
    outcomes = await backend.batch.save_all(changes)
    assert all(isinstance(each, Unanswered) for each in outcomes)
    assert arrays(place) == [30]
    await backend.aclose()


@pytest.mark.parametrize("count", [1, 30])
async def test_a_key_that_is_not_accepted_is_said_as_such(place: Office, count: int) -> None:
    """So that the account waits for another key, and is not taken for one without a connection."""
    vendor = place.vendor()
    backend = place.backend(vendor)
    place.watch.answer("POST", 401, {"Status": 401, "Message": "Unknown key"})
    with pytest.raises(BadCredentials, match="Unknown key"):
        await backend.batch.save_all(thirty(vendor)[:count])
    assert (arrays(place), noted(vendor)) == ([count], [])
    await backend.aclose()


async def test_an_answer_that_says_too_little_is_completed_by_reading(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    place.watch.answer("POST", 200, {"data": {"items": []}})
    changes = thirty(vendor)[:3]
    outcomes = await backend.batch.save_all(changes)
    assert {type(each) for each in outcomes} == {Unanswered}
    assert json.dumps([sent.body for sent in place.watch.sent if sent.method == "PUT"]) == "[]"
    await backend.aclose()


async def test_changes_of_what_is_there_go_one_by_one(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    (first,) = [
        each.result
        for each in await backend.batch.save_all(thirty(vendor)[:1])
        if isinstance(each, Confirmed)
    ]
    changes = [SaveEntry("c", replace(first, note="new"), first), *thirty(vendor)[3:5]]
    outcomes = await backend.batch.save_all(changes)
    assert all(isinstance(each, Confirmed) for each in outcomes)
    assert [sent.method for sent in place.watch.sent if sent.method != "GET"] == ["POST", "POST", "PUT"]
    await backend.aclose()
