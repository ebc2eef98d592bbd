"""The contract suite through the outbox, under every fault at every request, with every vendor.

In CI each test of the suite meets some faults, drawn by a seed that is printed; with PUNCHCARD_ALL_FAULTS=1
it meets all of them at every position.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

import pytest
from tests.backends.clockodo.test_contract import ClockodoContract
from tests.backends.lucca.test_contract import LuccaContract
from tests.backends.mctime.test_contract import McTimeContract
from tests.backends.reference.test_contract import ReferenceContract
from tests.faults.agreement import Picture, assert_agreement, picture, read_everything, rows_of
from tests.faults.kinds import VENDORS, Kind
from tests.faults.lab import Lab, Vendor, drawn, kinds_of, strike
from tests.faults.through_the_outbox import Results, Road, ThroughTheOutbox, Watched

from punchcard.sandbox.faults import Fault
from punchcard.services.reading.refresh import ensure_known
from punchcard.services.session import Session
from punchcard.store.store import Store
from punchcard.testing import BackendContract

PASSING = [fault for fault in Fault if fault not in (Fault.CHANGED_ELSEWHERE, Fault.ARRIVES_LATE)]
"""Faults after which everything is as if nothing had been."""

SHARES = {"reference": 30, "clockodo": 150, "mctime": 400, "lucca": 400}
"""One run of so many is made in CI."""


class LostAnswers(ReferenceContract):
    """The suite where answers may be lost."""

    def came_back(self, found: Sequence[str | None], wanted: Sequence[str | None], what: str) -> None:
        # Reading back tells of the week that was decided, and not of those that went along.
        assert list(found) in (list(wanted), list(wanted[:1])), what


SUITES: dict[str, type[BackendContract]] = {
    "reference": LostAnswers,
    "clockodo": ClockodoContract,
    "mctime": McTimeContract,
    "lucca": LuccaContract,
}
TESTS = [
    name
    for name, _ in inspect.getmembers(BackendContract, inspect.iscoroutinefunction)
    if name.startswith("test_")
]


LEFT_TO_THE_PERSON = (("lucca", "test_a_week_that_was_taken_back_is_handed_in_again"),)
"""Where only the person can tell: there a week that was taken back looks like one that was declined since."""


class Came(NamedTuple):
    """What came of one run of one test."""

    picture: Picture
    outcomes: list[tuple[str, str]]
    """Kind and outcome of everything that was asked for."""
    requests: int


@asynccontextmanager
async def road(lab: Lab, store: Store, kind: Kind) -> AsyncGenerator[tuple[Vendor, Road, ThroughTheOutbox]]:
    """A new account at a new vendor; this week is known."""
    vendor, results = lab.vendor(kind), Results()
    session = lab.session(vendor, store)
    watched = Watched(session.backend, results)
    session = Session(
        session.folders, session.config, session.account, store, watched, session.person, session.clock,
        meter=session.meter,
    )  # fmt: skip
    await ensure_known(session)
    way = Road(session, results, vendor)
    vendor.log.clear()
    yield vendor, way, ThroughTheOutbox(way, watched)
    await watched.aclose()


async def came_of(
    lab: Lab, store: Store, kind: Kind, name: str, position: int = 0, fault: Fault | None = None
) -> Came:
    """Run one test of the suite, which has to pass."""
    async with road(lab, store, kind) as (vendor, way, backend):
        way.asks_the_person = (kind.backend, name) in LEFT_TO_THE_PERSON
        if fault is not None:
            strike(vendor, position, fault)
        await getattr(SUITES[kind.backend](), name)(backend)
        requests = len(vendor.log.all())
        vendor.faults.clear()
        await assert_agreement(way.session, vendor)
        return Came(picture(vendor), way.outcomes, requests)


def chosen(kind: Kind, name: str, requests: int, faults: list[Fault]) -> list[tuple[int, Fault]]:
    """The runs that are made."""
    every = [(position, fault) for position in range(1, requests + 1) for fault in faults]
    return drawn(every, SHARES[kind.backend], f"{kind.name} {name}")


@pytest.fixture(scope="module")
def usual() -> dict[tuple[str, str], Came]:
    """What comes of the tests where nothing goes wrong."""
    return {}


@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize("vendor", VENDORS)
async def test_nothing_is_lost_or_doubled_whatever_goes_wrong_once(
    lab: Lab, store: Store, usual: dict[tuple[str, str], Came], vendor: str, name: str
) -> None:
    wrong: list[str] = []
    for kind in kinds_of(vendor, name):
        well = usual[kind.name, name] = await came_of(lab, store, kind, name)
        for position, fault in chosen(kind, name, well.requests, PASSING):
            try:
                came = await came_of(lab, store, kind, name, position, fault)
                assert came.picture == well.picture
                assert came.outcomes == well.outcomes
            except AssertionError as error:
                wrong.append(f"{kind.name}, {fault} at request {position}: {error}")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize("vendor", VENDORS)
async def test_what_somebody_else_does_meanwhile_is_seen_and_nothing_is_lost(
    lab: Lab, store: Store, usual: dict[tuple[str, str], Came], vendor: str, name: str
) -> None:
    for kind in kinds_of(vendor, name):
        well = usual.get((kind.name, name)) or await came_of(lab, store, kind, name)
        for position, fault in chosen(kind, name, well.requests, [Fault.CHANGED_ELSEWHERE]):
            async with road(lab, store, kind) as (vendor_there, way, backend):
                vendor_there.faults.at(position, fault)
                # The suite does not know of anybody else; the store has to.
                with suppress(AssertionError, LookupError, ValueError):
                    await getattr(SUITES[vendor](), name)(backend)
                vendor_there.faults.clear()
                assert [row.id for row in rows_of(way.session)] == way.rows
                await read_everything(way.session, vendor_there)
                await assert_agreement(way.session, vendor_there)
