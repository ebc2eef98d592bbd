"""Every kind of outbox row under every fault at every request of its delivery, but for the reference vendor.

In CI each row meets some faults, drawn by a seed that is printed; with PUNCHCARD_ALL_FAULTS=1 it meets all of
them at every position.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from tests.faults.acts import acts_of, do, do_all, names_of_acts
from tests.faults.agreement import Picture, assert_agreement, picture, rows_of
from tests.faults.for_the_person import answer_for_the_person
from tests.faults.kinds import VENDORS, Kind
from tests.faults.lab import Lab, deliver_all, drawn, kinds_of, strike
from tests.faults.test_every_fault import PASSING

from punchcard.sandbox.faults import Fault
from punchcard.services.overview import overview
from punchcard.store.outbox import OutboxState
from punchcard.store.store import Store
from punchcard.testing.checks import as_seen

SHARES = {"clockodo": 100, "mctime": 150, "lucca": 120}
"""One run of so many is made in CI."""

PUNCHES = [
    "start", "break", "resume", "stop", "stop on a break", "update on a break", "cancel", "cancel on a break",
    "update", "restore", "undo of a start", "undo of a break", "undo of a resume",
    "undo of a stop after a break", "undo of an update",
]  # fmt: skip

FREE = [(vendor, name) for vendor in SHARES for name in names_of_acts(VENDORS[vendor][0]) if name != "held"]
"""What is sent when it is asked for."""


class Came(NamedTuple):
    """What came of one row."""

    picture: Picture
    shown: tuple[object, ...]
    """The clock, as the screen shows it."""
    states: list[OutboxState]
    """How far its rows have come."""
    requests: int


async def came_of(
    lab: Lab,
    store: Store,
    kind: Kind,
    name: str,
    position: int = 0,
    fault: Fault | None = None,
    late_seconds: int = 30,
) -> Came:
    """Ask for one thing, deliver it whatever goes wrong, and compare what everybody has."""
    vendor = lab.vendor(kind)
    vendor.faults.late_seconds = late_seconds
    kind.lock(vendor)
    act = acts_of(kind, kind.usual(vendor))[name]
    ben, session = (lab.desk(vendor, f"run{next(lab.numbers)}", who).session(store) for who in ("Ben", "Ann"))
    await do_all(ben, act.by_ben)
    await ben.backend.aclose()
    await do_all(session, act.before)
    rows, before = len(rows_of(session)), picture(vendor)
    vendor.log.clear()
    if fault is not None:
        strike(vendor, position, fault)
    await do(session, act.ask)
    await deliver_all(session)
    requests = len(vendor.log.all())
    vendor.faults.clear()
    lab.clock.move(minutes=2)
    if name in kind.left_to_the_person:
        await answer_for_the_person(session, vendor, before)
    await assert_agreement(session, vendor)
    made = [row.state for row in rows_of(session)[rows:]]
    shown = as_seen(overview(session).state)
    await session.backend.aclose()
    return Came(picture(vendor), shown, made, requests)


@pytest.mark.parametrize(("vendor", "name"), FREE)
async def test_a_row_is_done_once_whatever_goes_wrong_once(
    lab: Lab, store: Store, vendor: str, name: str
) -> None:
    wrong: list[str] = []
    for kind in kinds_of(vendor, name):
        usual = await came_of(lab, store, kind, name)
        assert set(usual.states) == {OutboxState.CONFIRMED}
        assert kind.keeps_clock_here or len(usual.states) == 1
        every = [(position, fault) for position in range(1, usual.requests + 1) for fault in PASSING]
        for position, fault in drawn(every, SHARES[vendor], f"{kind.name} {name}"):
            try:
                came = await came_of(lab, store, kind, name, position, fault)
                assert came.states == usual.states
                assert (came.picture, came.shown) == (usual.picture, usual.shown)
            except AssertionError as error:
                wrong.append(f"{kind.name}, {fault} at request {position}: {error}")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("name", PUNCHES)
async def test_a_punch_that_arrives_after_it_was_given_up_is_done_once(
    lab: Lab, store: Store, name: str
) -> None:
    for kind in kinds_of("mctime", name):
        usual = await came_of(lab, store, kind, name)
        for position in drawn(range(1, usual.requests + 1), 2, f"{kind.name} {name} late"):
            came = await came_of(lab, store, kind, name, position, Fault.ARRIVES_LATE)
            assert came.states == [OutboxState.CONFIRMED], position
            assert (came.picture, came.shown) == (usual.picture, usual.shown), position


@pytest.mark.parametrize("name", ["save new", "stop", "undo of a delete", "submit again"])
async def test_what_arrives_after_it_was_given_up_is_done_once_where_requests_are_not_known_again(
    lab: Lab, store: Store, name: str
) -> None:
    for kind in kinds_of("lucca", name):
        usual = await came_of(lab, store, kind, name)
        for position in range(1, usual.requests + 1):
            # What takes it longer than 5 seconds, the service cuts off itself.
            came = await came_of(lab, store, kind, name, position, Fault.ARRIVES_LATE, late_seconds=5)
            assert set(came.states) == {OutboxState.CONFIRMED}, position
            assert (came.picture, came.shown) == (usual.picture, usual.shown), position
