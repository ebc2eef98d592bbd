"""What names no time type gets the usual one of its owner, where they have any."""

from __future__ import annotations

import pytest
from tests.backends.lucca.bookings import draft, new, put, untimed
from tests.backends.lucca.office import ANN, BEN, Office, Vendor, configured, kept
from tests.backends.outcomes import done

from punchcard.backends.outcomes import Confirmed, Unanswered
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca.records import Configuration, Unit


@pytest.fixture
def vendor(place: Office) -> Vendor:
    vendor = place.vendor()
    vendor.state.time_types |= {1: "Attendance", 2: "Travel"}
    return vendor


@pytest.mark.parametrize(
    ("settings", "types", "expected"),
    [
        ({}, (1, 1, 1, 2), 1),
        ({}, (2, 1), 1),
        ({}, (1, 1, None), None),
        ({}, (), None),
        ({"time_types": "2 Travel, 1"}, (1, 1), 2),
        ({"time_types": "2"}, (), 2),
        ({"time_types": "none"}, (1,), None),
    ],
)
async def test_what_names_none_gets_the_usual_one(
    place: Office,
    vendor: Vendor,
    settings: dict[str, str],
    types: tuple[int | None, ...],
    expected: int | None,
) -> None:
    configured(vendor, ANN, Configuration(is_typed=expected is not None))
    for day, kind in enumerate(types, 1):
        put(vendor, f"{day:02}T08:00", "1:00", time_type_id=kind)
    backend = place.backend(vendor, **settings)
    saved, _ = done(await backend.entries.save(new(draft(vendor, "10 09:00", "10 10:00", time_type=None))))
    assert place.watch.sent[-1].body["timeTypeId"] == expected
    assert saved.time_type is not None
    assert saved.time_type.id == ("work" if expected is None else str(expected))
    await backend.aclose()


async def test_of_many_each_gets_that_of_its_owner(place: Office, vendor: Vendor) -> None:
    configured(vendor, BEN, Configuration(is_typed=True))
    put(vendor, "09T08:00", "1:00", BEN, time_type_id=1)
    backend = place.backend(vendor)
    changes = [new(draft(vendor, "10 08:00", "10 09:00", name)) for name in (ANN, BEN)]
    for outcome in await backend.batch.save_all(changes):
        done(outcome)
    assert [each["timeTypeId"] for each in place.watch.sent[-1].body] == [None, 1]
    await backend.aclose()


async def test_a_lost_one_is_found_by_its_note_whatever_type_it_was_given(
    place: Office, vendor: Vendor
) -> None:
    """Hours of the same length on one day, looked for by a program that has not sent them."""
    configured(vendor, ANN, Configuration(unit=Unit.HOURS, is_typed=True))
    put(vendor, "10T00:00", "1:00", unit=Unit.HOURS, time_type_id=1)
    backend, later = place.backend(vendor), place.backend(vendor)
    asked = new(untimed(vendor, "10", duration_seconds=3600, time_type=None, note="x"))
    vendor.faults.always(Fault.DROP_AFTER, ["POST /api/v3/timeentries"])
    assert isinstance(await backend.entries.save(asked), Unanswered)
    vendor.faults.clear()
    settled = await later.entries.settle(asked)
    assert isinstance(settled, Confirmed)
    assert settled.result is not None
    assert settled.result.note == "x"
    assert len(kept(vendor)) == 2
    await backend.aclose()
    await later.aclose()
