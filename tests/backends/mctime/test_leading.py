"""A lead at McTime: clock and entries of others, who is clocked in, and balances that are kept there."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.backends.mctime.office import ANN, BEN, LEA, Office, Vendor
from tests.domain import berlin
from whenever import Date

from punchcard.backends.errors import NotAllowed
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.core.codec import person_to_json
from punchcard.core.kept_balance import KeptBalance
from punchcard.core.people import Person
from punchcard.core.refusals import NotFound
from punchcard.sandbox.faults import Fault
from punchcard.services import clocking
from punchcard.services.acting import acting_as, person_to_act_as
from punchcard.services.entries import by_hand
from punchcard.services.kept_balances import (
    AGAIN_SECONDS,
    FRESH_SECONDS,
    balance_of,
    known_balance,
    refresh_balance,
)
from punchcard.services.outbox.sync import deliver
from punchcard.services.overview import overview
from punchcard.services.presence import Drive, drive, read_clock_of, who_is_in
from punchcard.services.reading.polling import What
from punchcard.services.reading.quiet_reads import read_what
from punchcard.services.session import Session
from punchcard.services.undo import redo, undo
from punchcard.store.outbox import OutboxRow, OutboxState

ON = "Berger Works/Northwind"


@dataclass
class Desk:
    """Somebody at a desk, and somebody else whom it is about."""

    place: Office
    vendor: Vendor
    own: Session
    other: Person

    @property
    def theirs(self) -> Session:
        return acting_as(self.own, self.other)

    @property
    def on(self) -> Assignment:
        organization = self.vendor.state.organization_at(ON)
        return Assignment((Reference("organization", organization.id, "Northwind"),))

    def clock_there(self) -> bool:
        return self.other.id in self.vendor.state.clocks

    def booked_there(self, person: str) -> list[str]:
        return [entry.comment for entry in self.vendor.state.entries_of(person)]

    def rows(self) -> list[OutboxRow]:
        with self.own.store.read() as transaction:
            return transaction.outbox.latest(self.own.account.name, 100)[::-1]

    async def punched(self, what: Drive) -> str:
        """Do it as the panel does."""
        state = await read_clock_of(self.own, self.other)
        assert not isinstance(state, Idle)
        said = drive(self.own, self.other, what, state.entry_id)
        assert not (await deliver(self.own)).problem
        return said


def desk(place: Office, who: str, whom: str) -> Desk:
    vendor = place.vendor()
    there = vendor.state.person_named(whom)
    return Desk(place, vendor, place.session(vendor, who), Person(there.id, there.name))


@pytest.fixture
def lead(place: Office) -> Desk:
    return desk(place, ANN, BEN)


async def test_an_employee_is_clocked_in_and_out_and_given_an_entry_by_the_lead(lead: Desk) -> None:
    lead.place.clock.set("11 08:00")
    clocking.start(lead.theirs, assignment=lead.on, note="early shift")
    assert [overview(session).pending for session in (lead.own, lead.theirs)] == [1, 1]
    assert not (await deliver(lead.own)).problem
    assert lead.clock_there()
    who = await who_is_in(lead.own)
    assert [(each.person.name, each.on_break, each.since) for each in who.present] == [
        (BEN, False, berlin("11 08:00"))
    ]
    for at, what, kind in (("10:00", Drive.TAKE_BREAK, OnBreak), ("10:30", Drive.RESUME, Working)):
        lead.place.clock.set(f"11 {at}")
        assert (await lead.punched(what)).startswith(f"{BEN}: ")
        assert isinstance(await read_clock_of(lead.own, lead.other), kind)
    lead.place.clock.set("11 12:00")
    assert (
        await lead.punched(Drive.STOP)
        == f"{BEN}: Clocked out at 12:00: 3 h 30 min worked · Work · Northwind."
    )
    by_hand.add(lead.theirs, berlin("10 08:00"), berlin("10 09:00"), assignment=lead.on, note="added")
    assert not (await deliver(lead.own)).problem

    assert not lead.clock_there()
    assert lead.booked_there(lead.other.id) == ["added", "early shift"]
    assert lead.booked_there(lead.own.person.id) == []
    written = [sent.body for sent in lead.place.watch.sent if sent.method == "POST"]
    assert [body["userId"] for body in written] == [lead.other.id] * 5
    assert {(row.person, row.asked_by, row.state) for row in lead.rows()} == {
        (lead.other.id, lead.own.person.id, OutboxState.CONFIRMED)
    }
    with lead.own.store.read() as transaction:
        status = transaction.status(lead.own.account.name)
    assert status
    assert (status["state"], status["today_seconds"], status["pending"]) == ("idle", 0, 0)


async def test_what_was_done_for_somebody_is_taken_back_for_them_and_not_for_oneself(lead: Desk) -> None:
    clocking.start(lead.own, assignment=lead.on)
    clocking.start(lead.theirs, assignment=lead.on)
    await deliver(lead.own)
    assert len(lead.vendor.state.clocks) == 2
    undo(lead.theirs)
    assert not (await deliver(lead.own)).problem
    assert list(lead.vendor.state.clocks) == [lead.own.person.id]


async def test_the_last_thing_is_taken_back_whomever_it_is_about(lead: Desk) -> None:
    own, account = lead.own.person.id, lead.own.account.name
    people = [person_to_json(person) for person in await lead.own.backend.directory.people()]
    with lead.own.store.write() as transaction:
        transaction.cache(account).keep_directory("people", people, lead.own.instant())
    clocking.start(lead.own, assignment=lead.on)
    lead.place.clock.move(seconds=1)
    clocking.start(lead.theirs, assignment=lead.on)
    await deliver(lead.own)
    lead.place.clock.move(seconds=1)
    assert undo(lead.own)[1].startswith(f"{BEN}: Undone. The clock of 12:00 was thrown away")
    await deliver(lead.own)
    assert list(lead.vendor.state.clocks) == [own]
    lead.place.clock.move(seconds=1)
    assert redo(lead.own)[1].startswith(f"{BEN}: Redone.")
    await deliver(lead.own)
    assert set(lead.vendor.state.clocks) == {own, lead.other.id}
    for said in (f"{BEN}: Undone.", "Undone."):
        lead.place.clock.move(seconds=1)
        assert undo(lead.own)[1].startswith(said)
        await deliver(lead.own)
    assert not lead.vendor.state.clocks


async def test_what_was_done_last_for_oneself_comes_before_what_was_done_for_others(lead: Desk) -> None:
    clocking.start(lead.theirs, assignment=lead.on)
    lead.place.clock.move(seconds=1)
    clocking.start(lead.own, assignment=lead.on)
    await deliver(lead.own)
    assert undo(lead.own)[1].startswith("Undone.")
    await deliver(lead.own)
    assert list(lead.vendor.state.clocks) == [lead.other.id]


async def test_what_waits_for_one_person_keeps_nobody_else_waiting(lead: Desk) -> None:
    clocking.start(lead.theirs, assignment=lead.on)
    await deliver(lead.own)
    lead.vendor.state.clocks.clear()
    # It fits no more what is there, and needs the person.
    clocking.take_break(lead.theirs)
    clocking.stop(lead.theirs)
    clocking.start(lead.own, assignment=lead.on)
    assert not (await deliver(lead.own)).problem
    assert [row.state for row in lead.rows()] == [
        OutboxState.CONFIRMED, OutboxState.NEEDS_YOU, OutboxState.QUEUED, OutboxState.CONFIRMED,
    ]  # fmt: skip
    assert "at McTime they are not clocked in" in (lead.rows()[1].answer or "")
    assert overview(lead.own).attention == 1


async def test_an_employee_drives_nobody_elses_clock_and_stays_signed_in(place: Office) -> None:
    ben = desk(place, BEN, LEA)
    own = ben.own
    with pytest.raises(NotFound, match=f"“{LEA}” is nobody whose time this account may see at McTime"):
        await person_to_act_as(own.store, own.backend, own.account, LEA, own.instant())
    with pytest.raises(NotAllowed, match="McTime does not tell whether this clock runs"):
        await read_clock_of(ben.own, ben.other)
    clocking.start(ben.theirs, assignment=ben.on)
    delivered = await deliver(ben.own)
    assert delivered.problem is None
    (row,) = ben.rows()
    assert row.state is OutboxState.NEEDS_YOU
    assert "McTime does not tell whether this clock runs" in (row.answer or "")
    assert not ben.clock_there()
    clocking.start(ben.own, assignment=ben.on)
    await deliver(ben.own)
    assert list(ben.vendor.state.clocks) == [ben.own.person.id]
    assert [each.person.name for each in (await who_is_in(ben.own)).present] == [BEN]


async def test_whoever_may_see_a_clock_and_not_drive_it_is_told_so(place: Office) -> None:
    approver = desk(place, LEA, BEN)
    clocking.start(approver.theirs, assignment=approver.on)
    assert (await deliver(approver.own)).problem is None
    (row,) = approver.rows()
    assert row.state is OutboxState.REFUSED
    assert "Unauthorized" in (row.answer or "")
    assert not approver.clock_there()
    assert not isinstance(await read_clock_of(approver.own, approver.own.person), Working)


async def test_a_balance_is_read_once_in_hours_and_shown_with_its_days(lead: Desk) -> None:
    own, person = lead.own, lead.own.person.id
    assert await refresh_balance(own)
    assert not await refresh_balance(own)
    kept = known_balance(own, person)
    assert isinstance(kept, KeptBalance)
    assert (kept.as_of, kept.vacation_as_of) == (Date(2026, 2, 28), Date(2026, 3, 11))
    assert await balance_of(own, own.today()) == overview(own).balance == kept
    assert lead.place.sent() == ["GET accounts"]
    lead.place.clock.move(seconds=FRESH_SECONDS)
    for quiet in (What.CLOCK, What.TARGETS, What.ENTRIES, What.INBOX):
        await read_what(own, quiet)
    assert "GET accounts" not in lead.place.sent()
    assert await refresh_balance(own)
    assert lead.place.sent() == ["GET accounts"]


async def test_a_balance_that_cannot_be_read_leaves_the_last_one_and_is_not_asked_for_at_once(
    lead: Desk,
) -> None:
    own, person = lead.own, lead.own.person.id
    await refresh_balance(own)
    before = known_balance(own, person)
    lead.place.clock.move(seconds=FRESH_SECONDS)
    lead.vendor.faults.once(Fault.HTML)
    assert not await refresh_balance(own)
    assert known_balance(own, person) == before
    lead.place.sent()
    lead.place.clock.move(seconds=AGAIN_SECONDS - 1)
    assert not await refresh_balance(own)
    assert lead.place.sent() == []
    lead.place.clock.move(seconds=1)
    assert await refresh_balance(own)
