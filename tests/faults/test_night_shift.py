"""A night shift with a break over midnight, where there is no clock: each piece is booked once in any case.

The clock is kept here, so that all of it is sent as it stops. Every answer is lost in every way.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.domain import berlin
from tests.faults.agreement import assert_agreement, rows_of
from tests.faults.kinds import LUCCA
from tests.faults.lab import Lab, Vendor, deliver_all, strike
from tests.faults.test_day_of_punching import worked

from punchcard.core.clock import Working
from punchcard.core.entries import Source
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca.records import Sheet, Status
from punchcard.services import clocking
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.overview import overview
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.services.undo import undo
from punchcard.store.outbox import OutboxState
from punchcard.store.store import Store

LOST = (Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.SERVER_ERROR_AFTER, Fault.TRUNCATED, Fault.HTML)
NIGHT: list[tuple[object, ...]] = [
    ("22:00", "23:45", [], "Development", "night"),
    ("00:15", "06:00", [], "Development", "night"),
]


class Came(NamedTuple):
    """What came of one night."""

    vendor: Vendor
    session: Session
    requests: int


async def a_night(lab: Lab, store: Store, position: int = 0, fault: Fault | None = None) -> Came:
    """Work from 22:00 to 06:00 with a break from 23:45 to 00:15, and lose one answer on the way."""
    vendor = lab.vendor(LUCCA)
    session = lab.session(vendor, store)
    await refresh(session)
    clocking.start(session, berlin("10 22:00"), LUCCA.usual(vendor), note="night")
    clocking.take_break(session, berlin("10 23:45"))
    clocking.resume(session, berlin("11 00:15"))
    vendor.log.clear()
    if fault is not None:
        strike(vendor, position, fault)
    clocking.stop(session, berlin("11 06:00"))
    assert await deliver_all(session) == []
    return Came(vendor, session, len(vendor.log.all()))


async def test_each_piece_is_booked_once_whichever_answer_is_lost_in_whatever_way(
    lab: Lab, store: Store
) -> None:
    wrong: list[str] = []
    usual = await a_night(lab, store)
    assert usual.requests > 4
    for position in range(1, usual.requests + 1):
        for fault in LOST:
            vendor, session, _ = await a_night(lab, store, position, fault)
            vendor.faults.clear()
            try:
                assert worked(vendor) == NIGHT
                assert {entry.source for entry in LUCCA.everything(vendor)} == {Source.CLOCK}
                assert {row.state for row in rows_of(session)} == {OutboxState.CONFIRMED}
                await assert_agreement(session, vendor)
            except AssertionError as error:
                wrong.append(f"{fault} at request {position}: {error}")
            await session.backend.aclose()
    assert not wrong, "\n\n".join(wrong)


async def test_an_undo_of_the_stop_takes_every_piece_back_and_the_clock_runs_on(
    lab: Lab, store: Store
) -> None:
    vendor, session, _ = await a_night(lab, store)
    undo(session)
    assert await deliver_all(session) == []
    assert worked(vendor) == []
    state = overview(session).state
    assert isinstance(state, Working)
    assert (state.since, len(state.breaks)) == (berlin("10 22:00"), 1)
    clocking.stop(session, berlin("11 07:00"))
    assert await deliver_all(session) == []
    assert [(start, end) for start, end, *_ in worked(vendor)] == [("22:00", "23:45"), ("00:15", "07:00")]
    await assert_agreement(session, vendor)
    await session.backend.aclose()


async def test_where_the_source_is_refused_it_is_booked_as_typed(lab: Lab, store: Store) -> None:
    vendor = lab.vendor(LUCCA)
    vendor.state.options.refuses_clock_source = True
    session = lab.session(vendor, store)
    await refresh(session)
    clocking.start(session, berlin("11 08:00"), LUCCA.usual(vendor))
    clocking.stop(session, berlin("11 09:00"))
    assert await deliver_all(session) == []
    [entry] = LUCCA.everything(vendor)
    assert entry.source is Source.TYPED
    await session.backend.aclose()


async def test_what_is_refused_for_its_week_waits_and_is_booked_once_the_week_is_open(
    lab: Lab, store: Store
) -> None:
    vendor = lab.vendor(LUCCA)
    session = lab.session(vendor, store)
    await refresh(session)
    clocking.start(session, berlin("11 08:00"), LUCCA.usual(vendor))
    with vendor.state.lock:
        first, owner = berlin("9 00:00").date(), int(session.person.id)
        sheet = Sheet(1000, owner, first, first.add(days=7), Status.SUBMITTED, owner, vendor.state.now())
        vendor.state.sheets[sheet.id] = sheet
    clocking.stop(session, berlin("11 09:00"))
    [row] = await deliver_all(session)
    assert (row.state, row.attempts) == (OutboxState.NEEDS_YOU, 0)
    assert "What you worked is kept here: `punch outbox retry" in (row.answer or "")
    now = overview(session)
    assert (now.attention, [item.entry.worked_seconds for item in now.entries]) == (1, [3600])
    await refresh(session)
    assert overview(session).attention == 1
    del vendor.state.sheets[sheet.id]
    outbox_choices.send_again(session, row)
    assert await deliver_all(session) == []
    assert len(LUCCA.everything(vendor)) == 1
    await assert_agreement(session, vendor)
    await session.backend.aclose()
