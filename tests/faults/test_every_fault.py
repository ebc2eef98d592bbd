"""The contract suite through the outbox, under every fault at every request.

In CI each test of the suite meets some faults, chosen by a hash of its name and the same at each run; with
PUNCHCARD_ALL_FAULTS=1 it meets all of them at every position.
"""

from __future__ import annotations

import inspect
import zlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

import pytest
from tests.backends.reference.test_contract import ReferenceContract
from tests.faults.agreement import Picture, assert_agreement, picture, read_everything, rows_of
from tests.faults.lab import ALL, Lab, Vendor
from tests.faults.through_the_outbox import Results, Road, ThroughTheOutbox, Watched

from punchcard.backends.reference import ReferenceBackend
from punchcard.sandbox.faults import Fault
from punchcard.services.reading.refresh import ensure_known
from punchcard.services.session import Session
from punchcard.store.store import Store

TESTS = [
    name
    for name, _ in inspect.getmembers(ReferenceContract, inspect.iscoroutinefunction)
    if name.startswith("test_")
]
PASSING = [fault for fault in Fault if fault is not Fault.CHANGED_ELSEWHERE]
"""Faults after which everything is as if nothing had been."""

SHARE = 30
"""One run of so many is made in CI."""


class LostAnswers(ReferenceContract):
    """The suite where answers may be lost."""

    def came_back(self, found: Sequence[str | None], wanted: Sequence[str | None], what: str) -> None:
        # Reading back tells of the week that was decided, and not of those that went along.
        assert list(found) in (list(wanted), list(wanted[:1])), what


class Came(NamedTuple):
    """What came of one run of one test."""

    picture: Picture
    outcomes: list[tuple[str, str]]
    """Kind and outcome of everything that was asked for."""
    requests: int


@asynccontextmanager
async def road(lab: Lab, store: Store) -> AsyncGenerator[tuple[Vendor, Road, ThroughTheOutbox]]:
    """A new account at a new vendor; this week is known."""
    vendor, results = lab.vendor(), Results()
    session = lab.session(vendor, store)
    assert isinstance(session.backend, ReferenceBackend)
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


async def came_of(lab: Lab, store: Store, name: str, position: int = 0, fault: Fault | None = None) -> Came:
    """Run one test of the suite, which has to pass."""
    async with road(lab, store) as (vendor, way, backend):
        if fault is not None:
            vendor.faults.at(position, fault)
        await getattr(LostAnswers(), name)(backend)
        requests = len(vendor.log.all())
        vendor.faults.clear()
        await assert_agreement(way.session, vendor)
        return Came(picture(vendor), way.outcomes, requests)


def chosen(name: str, requests: int, faults: list[Fault]) -> list[tuple[int, Fault]]:
    """The runs that are made."""
    every = [(position, fault) for position in range(1, requests + 1) for fault in faults]
    if ALL:
        return every
    start = zlib.crc32(name.encode())
    return [run for number, run in enumerate(every, start) if number % SHARE == 0]


@pytest.mark.parametrize("name", TESTS)
async def test_nothing_is_lost_or_doubled_whatever_goes_wrong_once(lab: Lab, store: Store, name: str) -> None:
    usual = await came_of(lab, store, name)
    wrong: list[str] = []
    for position, fault in chosen(name, usual.requests, PASSING):
        try:
            came = await came_of(lab, store, name, position, fault)
            assert came.picture == usual.picture
            assert came.outcomes == usual.outcomes
        except AssertionError as error:
            wrong.append(f"{fault} at request {position}: {error}")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("name", TESTS)
async def test_what_somebody_else_does_meanwhile_is_seen_and_nothing_is_lost(
    lab: Lab, store: Store, name: str
) -> None:
    usual = await came_of(lab, store, name)
    for position, fault in chosen(name, usual.requests, [Fault.CHANGED_ELSEWHERE]):
        async with road(lab, store) as (vendor, way, backend):
            vendor.faults.at(position, fault)
            # The suite does not know of anybody else; the store has to.
            with suppress(AssertionError, LookupError, ValueError):
                await getattr(LostAnswers(), name)(backend)
            vendor.faults.clear()
            assert [row.id for row in rows_of(way.session)] == way.rows
            await read_everything(way.session, vendor)
            await assert_agreement(way.session, vendor)
