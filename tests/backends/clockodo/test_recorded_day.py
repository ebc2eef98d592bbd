"""A day with the network away for most of it: the vendor has exactly the right entries, once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests.backends.clockodo.office import Office, Vendor
from tests.domain import berlin
from tests.faults.agreement import assert_agreement, rows_of
from tests.faults.kinds import CLOCKODO, Kind
from tests.faults.lab import deliver_all
from tests.faults.test_day_of_punching import a_day, worked, writes_that_happened

from punchcard.backends.errors import BackendError, Unreachable
from punchcard.core.assignments import Assignment
from punchcard.core.clock import Working
from punchcard.core.moments import clock_time
from punchcard.core.zones import in_zone
from punchcard.sandbox.clockodo.state import Generation
from punchcard.sandbox.faults import Fault
from punchcard.services import clocking
from punchcard.services.choices import assignment_named
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox import sync
from punchcard.services.overview import overview
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState

CONFIRMED, QUEUED = OutboxState.CONFIRMED, OutboxState.QUEUED
GENERATIONS: tuple[Generation, ...] = ("current", "classic")
PORTAL, AUDIT = "Northwind/Portal/Development", "Contoso/Audit/Report"
WANTED = [("08:00", "12:00", "Portal"), ("12:30", "16:45", "Audit")]


def booked(vendor: Vendor) -> list[tuple[str, str, str]]:
    """What is there, in order: from, to, and the project."""
    state = vendor.state
    entries = sorted(state.entries.values(), key=lambda entry: entry.time_since)

    def said(entry: object, name: str) -> str:
        moment = getattr(entry, name)
        return clock_time(in_zone(moment, "Europe/Berlin")) if moment else "-"

    return [
        (said(each, "time_since"), said(each, "time_until"), state.projects[each.projects_id or 0].name)
        for each in entries
    ]


async def branch(session: Session, path: str) -> Assignment:
    return await assignment_named(session, path)


async def deliver(session: Session) -> None:
    assert await deliver_all(session) == []


@pytest.mark.parametrize("kind", CLOCKODO, ids=lambda kind: kind.name)
async def test_a_day_whose_network_is_cut_from_nine_to_three(tmp_path: Path, kind: Kind) -> None:
    async with a_day(tmp_path, kind) as (day, session):
        clock, audit = day.desk.clock, kind.booked_on(day.vendor, "Audit", "Report")

        async def at(moment: str, punch: Callable[[], object], *states: OutboxState) -> None:
            clock.set(f"11 {moment}")
            punch()
            await sync.deliver(session)
            assert [row.state for row in rows_of(session)] == list(states)

        start = partial(clocking.start, session, None, day.on("Development"), note="tables")
        await at("08:00", start, CONFIRMED)
        clock.set("11 09:00")
        day.network.pull()
        await at("12:00", lambda: clocking.take_break(session), CONFIRMED, QUEUED)
        await at("12:30", lambda: clocking.resume(session), CONFIRMED, QUEUED, QUEUED)
        # The machine is restarted over lunch.
        await session.aclose()
        session = day.desk.session()
        with pytest.raises(Unreachable):
            await refresh(session)
        stop, change = (
            partial(clocking.stop, session),
            partial(clocking.start, session, None, audit, note="report"),
        )
        await at("14:00", stop, CONFIRMED, *[QUEUED] * 3)
        await at("14:00", change, CONFIRMED, *[QUEUED] * 4)
        state = overview(session).state
        assert isinstance(state, Working)
        assert (clock_time(state.since), state.assignment) == ("14:00", audit)
        assert len(kind.everything(day.vendor)) == 0, "the clock runs there since 08:00"
        clock.set("11 15:00")
        day.network.restore()
        assert await deliver_all(session) == []
        await at("16:45", lambda: clocking.stop(session), *[CONFIRMED] * 6)
        assert worked(day.vendor) == [
            ("08:00", "12:00", [], "Development", "tables"),
            ("12:30", "14:00", [], "Development", "tables"),
            ("14:00", "16:45", [], "Report", "report"),
        ]
        labels = {entry.assignment.label for entry in kind.everything(day.vendor)}
        assert labels == {"Northwind › Portal › Development", audit.label}
        assert writes_that_happened(day.vendor) == 6
        await assert_agreement(session, day.vendor)
        await session.aclose()


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_day_that_is_delivered_in_the_evening(place: Office, generation: Generation) -> None:
    vendor = place.vendor(generation)
    session, clock = place.session(vendor), place.clock
    portal, audit = await branch(session, PORTAL), await branch(session, AUDIT)
    vendor.faults.always(Fault.DROP_BEFORE)
    clock.set("11 08:00")
    clocking.start(session, None, portal)
    clock.set("11 12:00")
    clocking.take_break(session)
    clock.set("11 12:30")
    clocking.resume(session)
    clock.set("11 14:00")
    clocking.update(session, assignment=audit)
    clock.set("11 16:45")
    clocking.stop(session)
    await sync.deliver(session)
    assert booked(vendor) == []
    vendor.faults.clear()
    await deliver(session)
    assert booked(vendor) == WANTED
    await session.backend.aclose()


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.SERVER_ERROR_AFTER, Fault.TRUNCATED, Fault.HTML])
async def test_every_answer_of_a_write_is_lost_once(
    place: Office, generation: Generation, fault: Fault
) -> None:
    vendor = place.vendor(generation)
    session, clock = place.session(vendor), place.clock
    portal, audit = await branch(session, PORTAL), await branch(session, AUDIT)
    day = (
        ("08:00", lambda: clocking.start(session, None, portal)),
        ("12:00", lambda: clocking.take_break(session)),
        ("12:30", lambda: clocking.resume(session)),
        ("14:00", lambda: clocking.update(session, assignment=audit)),
        ("16:45", lambda: clocking.stop(session)),
    )
    for at, punch in day:
        clock.set(f"11 {at}")
        punch()
        # The clock is read, then written.
        vendor.faults.at(2, fault)
        await deliver(session)
        vendor.faults.clear()
    assert booked(vendor) == WANTED
    await session.backend.aclose()


@pytest.mark.parametrize("kind", CLOCKODO, ids=lambda kind: kind.name)
async def test_a_start_before_a_break_that_is_moved_offline_needs_the_person(
    tmp_path: Path, kind: Kind
) -> None:
    async with a_day(tmp_path, kind) as (day, session):
        day.network.pull()
        clock = day.desk.clock
        clock.set("11 08:00")
        clocking.start(session, None, day.on("Development"))
        clock.set("11 12:00")
        clocking.take_break(session)
        clock.set("11 12:30")
        clocking.resume(session)
        clock.set("11 14:00")
        clocking.adjust(session, berlin("11 07:45"))
        day.network.restore()
        [row] = await deliver_all(session)
        assert row.state is OutboxState.NEEDS_YOU
        assert row.answer == (
            "What was worked before the break is an entry of its own there. You asked to move the start to "
            "07:45; at Clockodo you are working since 12:30 · Work · Northwind › Portal › Development."
        )
        assert [piece[:2] for piece in worked(day.vendor)] == [("08:00", "12:00")]


@pytest.mark.parametrize("kind", CLOCKODO, ids=lambda kind: kind.name)
async def test_what_was_booked_on_lately_can_be_named_without_a_network(tmp_path: Path, kind: Kind) -> None:
    async with a_day(tmp_path, kind) as (day, session):
        audit = kind.booked_on(day.vendor, "Audit", "Report")
        entries.add(session, berlin("10 08:00"), berlin("10 09:00"), assignment=audit)
        assert await deliver_all(session) == []
        day.network.pull()
        lately = await assignment_named(session, "contoso/Audit/report")
        assert lately.references == audit.references
        with pytest.raises(Unreachable):
            await assignment_named(session, PORTAL)


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.THROTTLE_SECONDS, Fault.REVOKED_KEY, Fault.HTML])
async def test_what_was_booked_on_lately_can_be_named_while_the_service_cannot_be_used(
    tmp_path: Path, fault: Fault
) -> None:
    kind = CLOCKODO[0]
    async with a_day(tmp_path, kind) as (day, session):
        audit = kind.booked_on(day.vendor, "Audit", "Report")
        entries.add(session, berlin("10 08:00"), berlin("10 09:00"), assignment=audit)
        assert await deliver_all(session) == []
        day.vendor.faults.always(fault)
        lately = await assignment_named(session, "contoso/Audit/report")
        assert lately.references == audit.references
        with pytest.raises(BackendError):
            await assignment_named(session, PORTAL)
