"""Two hours on a day, and the same two hours once more: what was lost is not taken for the other one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import berlin
from tests.faults.agreement import assert_agreement, rows_of
from tests.faults.kinds import CLOCKODO, Kind
from tests.faults.lab import Lab, Vendor, deliver_all

from punchcard.core.entries import Entry, Source
from punchcard.core.identifiers import new_id
from punchcard.sandbox.faults import Fault
from punchcard.services.entries import by_hand as entries
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState
from punchcard.store.store import Store

DAY = berlin("10 00:00").date()


def add_two_hours(session: Session) -> None:
    entry = Entry(
        new_id(), session.person.id, DAY, None, None, note="twice", duration_seconds=7200, source=Source.TYPED
    )
    entries.save(session, entry, None)


async def second_of_two(lab: Lab, store: Store, fault: Fault) -> tuple[Vendor, Session]:
    """Two equal entries are asked for, and something goes wrong with the second."""
    vendor = lab.vendor()
    session = lab.session(vendor, store)
    await refresh(session)
    add_two_hours(session)
    assert await deliver_all(session) == []
    vendor.faults.at(1, fault)
    add_two_hours(session)
    await deliver_all(session)
    return vendor, session


async def test_one_that_did_not_arrive_is_sent_again(lab: Lab, store: Store) -> None:
    vendor, session = await second_of_two(lab, store, Fault.DROP_BEFORE)
    assert len(vendor.state.entries) == 2
    assert [row.state for row in rows_of(session)] == [OutboxState.CONFIRMED] * 2
    await assert_agreement(session, vendor)
    await session.backend.aclose()


async def test_one_that_arrived_is_there_twice_at_most_and_the_person_decides(lab: Lab, store: Store) -> None:
    vendor, session = await second_of_two(lab, store, Fault.DROP_AFTER)
    assert len(vendor.state.entries) == 2
    [first, second] = rows_of(session)
    assert (first.state, second.state) == (OutboxState.CONFIRMED, OutboxState.NEEDS_YOU)
    assert second.answer == "2 equal entries are there on Tue 10 Mar; you asked for one."
    await session.backend.aclose()


async def test_one_from_elsewhere_is_not_taken_for_ones_own(lab: Lab, store: Store) -> None:
    vendor = lab.vendor()
    session = lab.session(vendor, store)
    vendor.state.entries["E1"] = Entry(
        "E1", session.person.id, DAY, None, None, note="twice", duration_seconds=7200
    )
    await refresh(session)
    vendor.faults.at(1, Fault.DROP_BEFORE)
    add_two_hours(session)
    [row] = await deliver_all(session)
    assert row.state is OutboxState.NEEDS_YOU
    assert row.answer == (
        "An equal entry is there on Tue 10 Mar; it may have been there before you asked for this one."
    )
    assert len(vendor.state.entries) == 1
    await session.backend.aclose()


@pytest.mark.parametrize("kind", CLOCKODO, ids=lambda kind: kind.name)
@pytest.mark.parametrize("arrives", [True, False])
async def test_where_entries_may_overlap_two_equal_ones_are_the_persons_to_decide(
    lab: Lab, store: Store, kind: Kind, arrives: bool
) -> None:
    """With times, one is equal where somebody else has added it meanwhile; without them nothing is booked."""
    vendor = lab.vendor(kind)
    session = lab.session(vendor, store)
    await refresh(session)
    usual = kind.usual(vendor)
    start, end = berlin("10 08:00"), berlin("10 10:00")
    elsewhere = lab.desk(vendor, f"run{next(lab.numbers)}").session(store)
    await refresh(elsewhere)
    for each in (session, elsewhere):
        entries.add(each, start, end, assignment=usual, note="twice")
    await deliver_all(elsewhere)
    await elsewhere.backend.aclose()
    vendor.state.company = replace(vendor.state.company, allow_entry_overlaps=True)
    # Whether it can be booked on is asked for first.
    vendor.faults.at(2, Fault.DROP_AFTER if arrives else Fault.DROP_BEFORE)
    await deliver_all(session)
    [row] = rows_of(session)
    if arrives:
        assert row.state is OutboxState.NEEDS_YOU
        assert row.answer == "2 equal entries are there on Tue 10 Mar; you asked for one."
    else:
        assert row.state is OutboxState.CONFIRMED
    assert len(kind.everything(vendor)) == 1 + arrives
    await assert_agreement(session, vendor)
    await session.backend.aclose()
