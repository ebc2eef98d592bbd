"""A company has 50 calls a minute there, which all that calls for it has to share."""

from __future__ import annotations

from functools import partial

import pytest
from tests.backends.lucca.bookings import draft, new, person
from tests.backends.lucca.office import ANN, BEN, Office, kept
from tests.backends.outcomes import done
from tests.faults.lab import IMPATIENT
from whenever import Date

from punchcard.backends.errors import Throttled
from punchcard.backends.http import HttpClient
from punchcard.backends.lucca import LuccaBackend
from punchcard.core.groups import Filters, Period
from punchcard.sandbox.faults import Fault

DAY = Period(Date(2026, 3, 10), Date(2026, 3, 10))


async def test_the_51st_call_of_a_minute_is_not_made_by_any_process(place: Office) -> None:
    vendor = place.vendor()
    connection, wall = place.connection(vendor), [1000.0]
    http = partial(HttpClient, limits=IMPATIENT, wall=lambda: wall[0])
    one, other = LuccaBackend(connection, http), LuccaBackend(connection, http)
    for backend in (one, other):
        for _ in range(25):
            await backend.entries.list([person(vendor)], DAY, Filters())
    for backend in (one, other):
        with pytest.raises(Throttled):
            await backend.entries.list([person(vendor)], DAY, Filters())
    assert len(place.watch.sent) == 50
    wall[0] += 62
    assert await one.entries.list([person(vendor)], DAY, Filters()) == []
    await one.aclose()
    await other.aclose()


async def test_accounts_at_one_host_share_the_calls_and_the_wait_that_it_asks_for(place: Office) -> None:
    vendor, wall = place.vendor(), [1000.0]
    http = partial(HttpClient, limits=IMPATIENT, wall=lambda: wall[0])
    one, other = (LuccaBackend(place.connection(vendor, name), http) for name in (ANN, BEN))
    for backend in (one, other):
        for _ in range(25):
            await backend.entries.list([person(vendor)], DAY, Filters())
    for backend in (one, other):
        with pytest.raises(Throttled, match="50 calls in a minute: Lucca allows no more"):
            await backend.entries.list([person(vendor)], DAY, Filters())
    assert len(place.watch.sent) == 50
    wall[0] += 62
    vendor.faults.once(Fault.THROTTLE_SECONDS)
    for backend in (one, other):
        with pytest.raises(Throttled, match="Lucca asks for no more calls before"):
            await backend.entries.list([person(vendor)], DAY, Filters())
    assert len(place.watch.sent) == 51
    await one.aclose()
    await other.aclose()


async def test_what_was_refused_as_too_much_is_not_sent_again_before_it_may(place: Office) -> None:
    vendor = place.vendor()
    connection, wall = place.connection(vendor), [1000.0]
    backend = LuccaBackend(connection, partial(HttpClient, limits=IMPATIENT, wall=lambda: wall[0]))
    vendor.faults.always(Fault.THROTTLE_SECONDS, ["POST /api/v3/timeentries"])
    entry = draft(vendor, "10 9:40", "10 11:00")
    for _ in range(2):
        with pytest.raises(Throttled):
            await backend.entries.save(new(entry))
    assert [sent.method for sent in place.watch.sent].count("POST") == 1
    vendor.faults.clear()
    wall[0] += 62
    done(await backend.entries.save(new(entry)))
    assert len(kept(vendor)) == 1
    await backend.aclose()
