"""What reading back says of a write whose answer was lost, where something else has happened as well."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import NamedTuple

import pytest
from tests.domain import berlin
from tests.faults.lab import Lab, Vendor
from whenever import Date

from punchcard.backends.contract import Punched
from punchcard.backends.outcomes import Absent, Confirmed, Settled, Unsure
from punchcard.backends.reference import ReferenceBackend
from punchcard.core.approval_changes import RequestChange
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.changes import DeleteEntry, SaveEntry, SubmitWeeks
from punchcard.core.clock import IDLE, ClockState, Working
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.punches import AnyPunch, Cancel, Resume, Start, Stop, TakeBreak
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week

BEGAN = berlin("11 08:00")
START = Start("s", BEGAN, note="mine")
RUNNING = Working("E1", BEGAN, note="mine")
ENTRY = Entry("e", "P1", BEGAN.date(), BEGAN, berlin("11 09:00"), note="mine")


class Desk(NamedTuple):
    backend: ReferenceBackend
    vendor: Vendor

    async def settle(self, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        return await self.backend.clock.settle("P1", punch, before)


@pytest.fixture
async def desk(lab: Lab) -> AsyncGenerator[Desk]:
    vendor = lab.vendor()
    backend = lab.desk(vendor, f"settle{next(lab.numbers)}").backend()
    assert isinstance(backend, ReferenceBackend)
    yield Desk(backend, vendor)
    await backend.aclose()


def said(settled: Settled[object]) -> str:
    assert isinstance(settled, Unsure), settled
    return settled.detail


async def test_a_start_may_be_a_second_off(desk: Desk) -> None:
    for seconds, kind in ((1, Confirmed), (-1, Confirmed), (2, Unsure)):
        desk.vendor.state.running["P1"] = replace(RUNNING, since=BEGAN.add(seconds=seconds))
        assert isinstance(await desk.settle(START, IDLE), kind)


async def test_a_clock_that_runs_with_something_else_is_not_taken_for_the_one(desk: Desk) -> None:
    portal = Assignment((Reference("client", "N1", "Northwind"),))
    desk.vendor.state.running["P1"] = replace(RUNNING, assignment=portal)
    assert said(await desk.settle(START, IDLE)) == "A clock runs there since 08:00 on Northwind."
    desk.vendor.state.running["P1"] = replace(RUNNING, note="theirs")
    assert said(await desk.settle(START, IDLE)) == "A clock runs there since 08:00."


async def test_a_start_that_was_stopped_elsewhere_has_happened(desk: Desk) -> None:
    desk.vendor.state.entries["E1"] = replace(ENTRY, id="E1")
    settled = await desk.settle(START, IDLE)
    assert isinstance(settled, Confirmed)
    assert [entry.id for entry in settled.result.saved] == ["E1"]


async def test_a_stop_is_found_by_its_entry(desk: Desk) -> None:
    stop = Stop("x", berlin("11 09:00"))
    desk.vendor.state.running["P1"] = RUNNING
    assert await desk.settle(stop, RUNNING) == Absent()
    desk.vendor.state.running.clear()
    nothing = said(await desk.settle(stop, RUNNING))
    assert nothing == "No clock runs there. Nothing of the clock that ran is booked."
    desk.vendor.state.entries["E1"] = replace(ENTRY, id="E1", end=berlin("11 08:30"))
    other = said(await desk.settle(stop, RUNNING))
    assert other == "No clock runs there. It is booked from 08:00 to 08:30."
    desk.vendor.state.entries["E1"] = replace(ENTRY, id="E1")
    assert isinstance(await desk.settle(stop, RUNNING), Confirmed)
    desk.vendor.state.entries["E2"] = replace(ENTRY, id="E2")
    twice = said(await desk.settle(stop, RUNNING))
    assert twice == "No clock runs there. 2 equal entries are booked from 08:00 to 09:00."


async def test_a_cancelled_clock_is_neither_running_nor_booked(desk: Desk) -> None:
    cancel = Cancel("c", berlin("11 09:00"))
    assert isinstance(await desk.settle(cancel, RUNNING), Confirmed)
    desk.vendor.state.entries["E1"] = replace(ENTRY, id="E1")
    assert "booked from 08:00 to 09:00" in said(await desk.settle(cancel, RUNNING))


async def test_a_break_is_told_from_another_one(desk: Desk) -> None:
    pause = TakeBreak("b", berlin("11 08:30"))
    desk.vendor.state.running["P1"] = RUNNING
    assert await desk.settle(pause, RUNNING) == Absent()
    desk.vendor.state.running["P1"] = RUNNING.on_break(berlin("11 08:30"), ())
    assert isinstance(await desk.settle(pause, RUNNING), Confirmed)
    desk.vendor.state.running["P1"] = RUNNING.on_break(berlin("11 08:20"), ())
    assert said(await desk.settle(pause, RUNNING)).startswith("A break runs there since 08:20.")
    resume = Resume("r", berlin("11 08:40"))
    assert await desk.settle(resume, RUNNING.on_break(berlin("11 08:20"), ())) == Absent()


async def test_equal_entries_where_one_was_asked_for_are_for_the_person(desk: Desk) -> None:
    save = SaveEntry("e", ENTRY)
    entries = desk.vendor.state.entries
    assert await desk.backend.entries.settle(save) == Absent()
    entries["E1"] = replace(ENTRY, id="E1")
    assert await desk.backend.entries.settle(save) == Confirmed(entries["E1"])
    entries["E2"] = replace(ENTRY, id="E2")
    settled = await desk.backend.entries.settle(save)
    assert said(settled) == "2 equal entries are there on Wed 11 Mar; you asked for one."


async def test_a_changed_entry_is_as_asked_or_as_before_or_for_the_person(desk: Desk) -> None:
    before = replace(ENTRY, id="E1")
    save = SaveEntry("x", replace(before, note="wanted"), before)
    entries = desk.vendor.state.entries
    entries["E1"] = before
    assert await desk.backend.entries.settle(save) == Absent()
    entries["E1"] = save.entry
    assert await desk.backend.entries.settle(save) == Confirmed(save.entry)
    entries["E1"] = replace(before, note="theirs")
    assert "changed from elsewhere" in said(await desk.backend.entries.settle(save))
    assert await desk.backend.entries.settle(DeleteEntry("d", before)) == Absent()
    del entries["E1"]
    assert await desk.backend.entries.settle(save) == Absent()
    assert await desk.backend.entries.settle(DeleteEntry("d", before)) == Confirmed(None)


@pytest.mark.parametrize(
    ("status", "minutes", "kind"),
    [
        (RequestStatus.PENDING, -60, Confirmed),
        (RequestStatus.APPROVED, 0, Confirmed),
        (RequestStatus.APPROVED, -60, Absent),
        (RequestStatus.WITHDRAWN, -60, Absent),
        (RequestStatus.DECLINED, 1, Confirmed),
    ],
)
async def test_an_equal_request_of_before_is_another_one(
    desk: Desk, status: RequestStatus, minutes: int, kind: type
) -> None:
    asked = berlin("11 12:00")
    stretch = Interval(berlin("3 14:00"), berlin("3 15:00"))
    changes = (RequestedChange(IntervalChange.ADD, stretch),)
    request = ChangeRequest("r", "P1", stretch.start.date(), changes, requested_at=asked)
    kept = replace(request, id="R1", status=status, requested_at=asked.add(minutes=minutes))
    desk.vendor.state.requests["R1"] = kept
    settled = await desk.backend.approvals.settle(RequestChange("r", request))
    assert isinstance(settled, kind), settled


async def test_a_week_that_is_declined_is_not_handed_in_again_unasked(desk: Desk) -> None:
    week = Week(Date(2026, 3, 2), Date(2026, 3, 8))
    submit = SubmitWeeks("s", "P1", (week,))
    assert await desk.backend.weeks.settle(submit) == Absent()
    desk.vendor.state.weeks["W1"] = SubmittedWeek(
        "W1", "P1", week.first, week.last, RequestStatus.DECLINED, submitted_at=berlin("9 08:00")
    )
    assert "is declined" in said(await desk.backend.weeks.settle(submit))
