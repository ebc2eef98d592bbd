"""The clock as a person uses it, over the outbox: how often it calls, what is undone, and what it says."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace

import pytest
from tests.backends.clockodo.office import Office, Vendor
from tests.backends.clockodo.test_recorded_day import GENERATIONS, PORTAL, booked, branch, deliver
from tests.domain import berlin

from punchcard.backends.abilities import Ability
from punchcard.backends.errors import NotAllowed
from punchcard.cli.options import chosen_assignment
from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.clock import IDLE, ClockState
from punchcard.core.clock_rules import AlreadyRunning
from punchcard.sandbox.clockodo.records import Subproject
from punchcard.sandbox.clockodo.state import Generation
from punchcard.sandbox.faults import Fault
from punchcard.services import clocking, undo
from punchcard.services.allowed import NotBooked, reasons_against
from punchcard.services.choices import NotWhole, assignment_named
from punchcard.services.outbox import sync
from punchcard.services.overview import overview
from punchcard.services.reading.adoption import take_news
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session

Punch = Callable[[Session], object]
DAY: tuple[tuple[str, Punch], ...] = (
    ("12:00", clocking.take_break),
    ("12:30", clocking.resume),
    ("16:45", clocking.stop),
)


class Desk:
    """Somebody at work."""

    def __init__(self, place: Office, generation: Generation = "current") -> None:
        self.place = place
        self.vendor: Vendor = place.vendor(generation)
        self.session = place.session(self.vendor)
        self.portal: Assignment = NOTHING

    async def start(self, at: str = "08:00") -> None:
        self.portal = await branch(self.session, PORTAL)
        await refresh(self.session)
        self.place.sent()
        await self.at(at, lambda session: clocking.start(session, None, self.portal))

    async def at(self, time: str, punch: Punch, *, offline: bool = False) -> None:
        self.place.clock.set(f"11 {time}")
        punch(self.session)
        if not offline:
            await deliver(self.session)

    @property
    def state(self) -> ClockState:
        return overview(self.session).state

    @property
    def booked(self) -> list[tuple[str, str]]:
        return [(start, end) for start, end, _ in booked(self.vendor)]


@pytest.fixture(params=GENERATIONS)
async def desk(place: Office, request: pytest.FixtureRequest) -> AsyncGenerator[Desk]:
    desk = Desk(place, request.param)
    yield desk
    await desk.session.backend.aclose()


async def test_each_punch_is_one_reading_and_one_writing(desk: Desk) -> None:
    await desk.start()
    assert desk.place.sent() == ["GET v2/clock", "POST v2/clock"]
    for time, punch in DAY:
        await desk.at(time, punch)
        methods = [line.split()[0] for line in desk.place.sent()]
        assert methods in (["GET", "POST"], ["GET", "DELETE"]), time
    assert desk.booked == [("08:00", "12:00"), ("12:30", "16:45")]


@pytest.mark.parametrize("offline", [False, True])
async def test_a_break_and_its_end_are_undone_and_done_again(desk: Desk, *, offline: bool) -> None:
    await desk.start()
    for time, punch in DAY[:2]:
        await desk.at(time, punch, offline=offline)
    for _ in range(2):
        await desk.at("12:40", undo.undo, offline=offline)
    await deliver(desk.session)
    assert desk.booked == [("08:00", "-")]
    for _ in range(2):
        await desk.at("12:45", undo.redo, offline=offline)
    await desk.at("16:45", clocking.stop)
    assert desk.booked == [("08:00", "12:00"), ("12:30", "16:45")]
    assert desk.state == IDLE


async def test_the_clock_of_somebody_else_does_not_give_way_to_an_undo(desk: Desk) -> None:
    await desk.start()
    await desk.at("12:00", clocking.take_break)
    other = desk.place.session(desk.vendor)
    desk.place.clock.set("11 12:10")
    clocking.start(other, None, desk.portal)
    await deliver(other)
    await other.backend.aclose()
    await refresh(desk.session)
    with pytest.raises(AlreadyRunning, match="Another clock runs since 12:10"):
        undo.undo(desk.session)
    assert desk.booked == [("08:00", "12:00"), ("12:10", "-")]


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.DROP_BEFORE])
async def test_a_break_whose_answer_is_lost_is_nobody_elses(desk: Desk, fault: Fault) -> None:
    await desk.start()
    said: list[str] = []
    for time, punch in DAY:
        desk.vendor.faults.at(2, fault)
        await desk.at(time, punch)
        said += take_news(desk.session)
        said += await refresh(desk.session)
    assert said == []
    assert desk.booked == [("08:00", "12:00"), ("12:30", "16:45")]


async def test_nothing_is_written_down_that_is_booked_on_too_little(desk: Desk) -> None:
    customer = Assignment((await branch(desk.session, PORTAL)).references[:1])
    desk.vendor.faults.always(Fault.DROP_BEFORE)
    for assignment in (NOTHING, customer):
        with pytest.raises(NotBooked, match=r"booked on a (customer and a )?service"):
            clocking.start(desk.session, None, assignment)
    assert desk.state == IDLE


async def test_project_and_subproject_may_be_left_out(desk: Desk) -> None:
    async def named(path: str) -> str:
        return (await assignment_named(desk.session, path)).path

    state = desk.vendor.state
    portal = next(each.id for each in state.projects.values() if each.name == "Portal")
    state.subprojects[900] = Subproject(900, portal, "Stock")
    for whole in (
        "Northwind/Development",
        "Northwind/Portal/Development",
        "Northwind/Portal/Stock/Development",
    ):
        assert await named(whole) == whole
    assert await named("north/port/dev") == "Northwind/Portal/Development"
    for short in ("Northwind", "Northwind/Portal", "Northwind/Portal/Stock"):
        with pytest.raises(NotWhole, match="lacks a service") as refused:
            await named(short)
        assert "Development" in refused.value.hint


async def test_an_account_for_punching_alone_says_what_writes_an_entry(desk: Desk) -> None:
    await desk.start()
    narrow = replace(desk.session, account=desk.session.account._replace(write="clock"))
    for name in (Ability.CANCEL, Ability.UPDATE, Ability.NOTE, Ability.UNDO_PUNCH):
        assert reasons_against(narrow)[name].startswith("At Clockodo this writes an entry"), name
    for ability in (Ability.CLOCK, Ability.BREAK, Ability.ADJUST, Ability.BACKDATE):
        assert ability not in reasons_against(narrow)
    with pytest.raises(NotAllowed):
        clocking.cancel(narrow)
    desk.place.clock.set("11 12:00")
    clocking.adjust(narrow, berlin("11 07:45"))
    await deliver(narrow)
    assert desk.booked == [("07:45", "-")]


async def test_whether_it_is_billable_is_said_changed_and_undone(desk: Desk) -> None:
    def billable() -> list[int]:
        return [entry.billable for entry in desk.vendor.state.entries.values()]

    no, yes = (argparse.Namespace(on=PORTAL, create=False, billable=said) for said in ("no", "yes"))
    assignment = await chosen_assignment(desk.session, no)
    await desk.at("08:00", lambda session: clocking.start(session, None, assignment or NOTHING))
    assert billable() == [0]
    changed = await chosen_assignment(desk.session, yes)
    await desk.at("08:10", lambda session: clocking.update(session, changed))
    assert billable() == [1]
    await desk.at("08:20", undo.undo)
    assert billable() == [0]
    alone = argparse.Namespace(on=None, billable="yes")
    assert await chosen_assignment(desk.session, alone, assignment or NOTHING) == changed


async def test_a_punch_that_comes_too_late_shows_what_is_there(desk: Desk) -> None:
    await desk.start()
    desk.vendor.faults.at(2, Fault.CHANGED_ELSEWHERE)
    await desk.at("12:00", clocking.take_break, offline=True)
    delivery = await sync.deliver(desk.session)
    assert [row.answer for row in delivery.refused] == [
        "Clockodo says: “This entry is not running any more”."
    ]
    assert delivery.adopted == ("Stopped on another device at 12:00.",)
    assert (desk.state, desk.booked) == (IDLE, [("08:00", "12:00")])


async def test_a_stop_during_a_break_says_when_the_work_ended(desk: Desk) -> None:
    await desk.start()
    await desk.at("12:00", clocking.take_break)
    desk.place.clock.set("11 12:30")
    asked = clocking.stop(desk.session)
    assert asked.message == "Clocked out: your work ended with the break, at 12:00."
    await deliver(desk.session)
    assert (desk.state, desk.booked) == (IDLE, [("08:00", "12:00")])


async def test_what_is_asked_for_during_a_delivery_and_refused_in_it_is_told(desk: Desk) -> None:
    await desk.start()
    desk.vendor.faults.delay_seconds = 0.3
    desk.vendor.faults.at(2, Fault.DELAY)
    await desk.at("12:00", clocking.take_break, offline=True)
    delivering = asyncio.create_task(sync.deliver(desk.session))
    while not any(sent.method == "DELETE" for sent in desk.place.watch.sent):
        await asyncio.sleep(0.01)
    desk.vendor.faults.at(2, Fault.CHANGED_ELSEWHERE)
    desk.place.clock.set("11 12:30")
    clocking.resume(desk.session)
    desk.place.clock.set("11 12:31")
    delivery = await delivering
    [told] = [row.answer or "" for row in (*delivery.refused, *delivery.remarked)]
    assert "other" in told
