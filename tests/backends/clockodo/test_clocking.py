"""The clock of Clockodo: how often it is called, what it is told, and what it says besides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.backends.clockodo.office import Office, Vendor
from tests.backends.clockodo.test_recorded_day import GENERATIONS, PORTAL, booked, branch
from tests.domain import berlin
from whenever import ZonedDateTime

from punchcard.backends.clockodo import ClockodoBackend
from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Unanswered, Unsure
from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Adjust, AnyPunch, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update
from punchcard.sandbox.clockodo.state import Generation
from punchcard.sandbox.faults import Fault


class Hands:
    """Punches by one backend, upon what was known last."""

    def __init__(self, place: Office, vendor: Vendor, name: str = "Ann") -> None:
        self.place, self.vendor = place, vendor
        self.backend: ClockodoBackend = place.backend(vendor, name)
        self.person = str(vendor.state.person_named(name).id)
        self.state: ClockState = IDLE
        self.portal = NOTHING

    async def outcome(self, punch: AnyPunch) -> Outcome[Punched]:
        reading = await self.reading()
        outcome = await self.backend.clock.punch(punch, reading)
        if isinstance(outcome, Confirmed):
            self.state = outcome.result.reading.state
        return outcome

    async def reading(self) -> ClockReading:
        return await self.backend.clock.reading(self.person, self.state)

    async def done(self, punch: AnyPunch) -> Confirmed[Punched]:
        outcome = await self.outcome(punch)
        assert isinstance(outcome, Confirmed), outcome
        return outcome

    async def start(self, at: str, note: str = "") -> Confirmed[Punched]:
        if not self.portal:
            self.portal = await portal(self.place, self.vendor)
            self.place.sent()
        return await self.done(Start(new_id(), berlin(at), self.portal, note=note))


async def portal(place: Office, vendor: Vendor) -> Assignment:
    session = place.session(vendor)
    found = await branch(session, PORTAL)
    await session.backend.aclose()
    return found


def at(text: str) -> ZonedDateTime:
    return berlin(f"11 {text}")


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_start_break_resume_and_stop_take_two_requests_each(
    place: Office, generation: Generation
) -> None:
    ann = Hands(place, place.vendor(generation))
    await ann.start("11 08:00")
    assert place.sent() == ["GET v2/clock", "POST v2/clock"]
    await ann.done(TakeBreak(new_id(), at("09:00")))
    assert isinstance(ann.state, OnBreak)
    assert len(place.sent()) == 2
    await ann.done(Resume(new_id(), at("09:30")))
    assert len(place.sent()) == 2
    await ann.done(Stop(new_id(), at("11:00")))
    assert len(place.sent()) == 2
    assert booked(ann.vendor) == [("08:00", "09:00", "Portal"), ("09:30", "11:00", "Portal")]


async def test_a_break_is_stopped_without_a_request(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00")
    await ann.done(TakeBreak(new_id(), at("09:00")))
    place.sent()
    await ann.done(Stop(new_id(), at("09:30")))
    assert place.sent() == ["GET v2/clock"]
    assert ann.state == IDLE
    assert booked(ann.vendor) == [("08:00", "09:00", "Portal")]


async def test_every_request_says_who_calls_and_in_which_language(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.reading()
    [sent] = place.watch.sent
    program = sent.headers["x-clockodo-external-application"]
    assert program == "Punchcard;ops@example.com"
    assert len(program) <= 50
    assert sent.headers["x-clockodoapiuser"] == ann.vendor.settings["Ann"]["email"]
    assert sent.headers["x-clockodoapikey"] == ann.vendor.keys["Ann"]
    assert sent.headers["accept-language"] == "en"
    assert sent.headers["x-clockodoenableisoutcdatetimes"] == "1"


async def test_a_start_that_is_live_says_so_and_a_late_one_does_not(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00")
    await ann.done(Stop(new_id(), at("09:00")))
    await ann.start("11 12:00")
    bodies: list[Any] = [sent.body for sent in place.watch.sent if sent.method == "POST"]
    assert bodies[-1]["clocked_now"] is True
    assert [entry.clocked_offline for entry in ann.vendor.state.entries.values()] == [True, False]


async def test_a_start_without_customer_and_service_is_refused_before_anything_is_sent(place: Office) -> None:
    ann = Hands(place, place.vendor())
    outcome = await ann.outcome(Start(new_id(), at("08:00")))
    assert isinstance(outcome, Refused)
    assert "the customer and the service is missing" in outcome.reason
    assert place.sent() == ["GET v2/clock"]


async def test_what_ran_elsewhere_and_is_stopped_by_a_start_is_said(place: Office) -> None:
    ann, other = (Hands(place, vendor) for vendor in [place.vendor()] * 2)
    reading = await ann.reading()
    await other.start("11 08:00")
    ann.portal = other.portal
    outcome = await ann.backend.clock.punch(Start(new_id(), at("10:00"), ann.portal), reading)
    assert isinstance(outcome, Confirmed)
    assert outcome.warnings == (
        "The start at 10:00 has stopped another clock at Clockodo: it ran since 08:00 on "
        "Northwind › Portal › Development, and is booked until 10:00.",
    )
    assert [entry.end for entry in outcome.result.saved] == [at("10:00")]


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("is_lost", [False, True])
async def test_an_entry_that_is_cut_to_a_day_is_said(
    place: Office, generation: Generation, *, is_lost: bool
) -> None:
    ann = Hands(place, place.vendor(generation))
    await ann.start("10 08:00")
    place.clock.set("11 12:00")
    stop, before = Stop(new_id(), at("11:00")), ann.state
    if is_lost:
        ann.vendor.faults.at(2, Fault.DROP_AFTER)
        assert isinstance(await ann.outcome(stop), Unanswered)
        outcome = await ann.backend.clock.settle(ann.person, stop, before)
        assert isinstance(outcome, Confirmed)
    else:
        outcome = await ann.done(stop)
    assert outcome.warnings == (
        "Clockodo keeps at most 24 hours in one entry: the clock since 08:00 yesterday is booked "
        "until 08:00, and nothing from then to 11:00. Add what you have worked of that yourself.",
    )


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_clock_of_yesterday_that_a_start_stops_is_cut_and_both_is_said(
    place: Office, generation: Generation
) -> None:
    ann, other = (Hands(place, vendor) for vendor in [place.vendor(generation)] * 2)
    reading = await ann.reading()
    await other.start("10 08:00")
    outcome = await ann.backend.clock.punch(Start(new_id(), at("11:00"), other.portal), reading)
    assert isinstance(outcome, Confirmed)
    stopped, cut = outcome.warnings
    assert stopped.startswith("The start at 11:00 has stopped another clock at Clockodo")
    assert "the clock since 08:00 yesterday is booked until 08:00, and nothing from then to 11:00" in cut


async def test_what_the_service_remarks_on_a_start_is_said(place: Office) -> None:
    ann = Hands(place, place.vendor())
    place.clock.set("8 12:00")
    outcome = await ann.start("8 10:00")
    assert outcome.warnings == ("Clockodo says of the start at 10:00: “Today is Frauentag”.",)
    await ann.done(Stop(new_id(), berlin("8 11:00")))
    ann.vendor.state.company.allow_entry_overlaps = True
    outcome = await ann.start("8 10:30")
    assert outcome.warnings == (
        "Clockodo says of the start at 10:30: “The start lies within another entry”.",
    )
    outcome = await ann.done(Adjust(new_id(), berlin("8 12:00"), berlin("8 10:15")))
    assert outcome.warnings == ("From 10:15 on, the clock overlaps other time that is booked at Clockodo.",)


async def test_a_start_moved_over_other_time_says_where_it_is_now(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00")
    await ann.done(Stop(new_id(), at("09:00")))
    await ann.start("11 10:00")
    outcome = await ann.done(Adjust(new_id(), at("12:00"), at("08:30")))
    assert isinstance(ann.state, Working)
    assert ann.state.since == at("09:00")
    assert outcome.warnings == (
        "The start could not move to 08:30, as other time is booked there: Clockodo has put it at 09:00.",
    )


async def test_an_update_sends_what_changes_and_an_empty_note_clears_it(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00", note="tables")
    await ann.done(Update(new_id(), at("09:00"), note=""))
    assert place.watch.sent[-1].body == {"text": ""}
    assert isinstance(ann.state, Working)
    assert ann.state.note == ""


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_the_undo_of_a_stop_lets_it_run_again(place: Office, generation: Generation) -> None:
    ann = Hands(place, place.vendor(generation))
    await ann.start("11 08:00", note="tables")
    before = ann.state
    await ann.done(Stop(new_id(), at("09:00")))
    assert isinstance(before, Working)
    restore = Restore(new_id(), at("12:00"), before)
    place.sent()
    await ann.done(restore)
    assert place.sent() == [
        "GET v2/clock",
        "GET v2/entries",
        "DELETE v2/entries/" + before.entry_id,
        "POST v2/clock",
    ]
    assert booked(ann.vendor) == [("08:00", "-", "Portal")]


async def test_the_undo_of_a_stop_leaves_an_equal_entry_alone(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00")
    before = ann.state
    await ann.done(Stop(new_id(), at("09:00")))
    assert isinstance(before, Working)
    entries = ann.vendor.state.entries
    entries[1] = replace(entries[int(before.entry_id)], id=1)
    await ann.outcome(Restore(new_id(), at("12:00"), before))
    assert 1 in entries


@pytest.mark.parametrize("lost", [3, 4])
@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER])
async def test_an_undo_that_is_lost_by_half_is_found_and_finished(
    place: Office, lost: int, fault: Fault
) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00")
    before = ann.state
    await ann.done(Stop(new_id(), at("09:00")))
    assert isinstance(before, Working)
    restore = Restore(new_id(), at("12:00"), before)
    ann.vendor.faults.at(lost, fault)
    assert isinstance(await ann.outcome(restore), Unanswered)
    settled = await ann.backend.clock.settle(ann.person, restore, IDLE)
    if not isinstance(settled, Confirmed):
        assert settled == Absent()
        await ann.done(restore)
    assert booked(ann.vendor) == [("08:00", "-", "Portal")]


async def test_an_entry_is_booked_again_where_its_clock_may_not_run(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00")
    before = ann.state
    await ann.done(Stop(new_id(), at("09:00")))
    await ann.start("11 10:00")
    await ann.done(Stop(new_id(), at("11:00")))
    assert isinstance(before, Working)
    outcome = await ann.outcome(Restore(new_id(), at("12:00"), before))
    assert isinstance(outcome, Refused)
    assert outcome.reason.endswith("Its entry was booked again, as it was.")
    assert booked(ann.vendor) == [("08:00", "09:00", "Portal"), ("10:00", "11:00", "Portal")]


async def test_an_undo_that_was_lost_by_half_and_may_not_be_finished_says_what_is_not_booked(
    place: Office,
) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00")
    before = ann.state
    await ann.done(Stop(new_id(), at("09:00")))
    assert isinstance(before, Working)
    restore = Restore(new_id(), at("12:00"), before)
    ann.vendor.faults.at(4, Fault.DROP_BEFORE)
    assert isinstance(await ann.outcome(restore), Unanswered)
    assert booked(ann.vendor) == []
    await ann.start("11 10:00")
    await ann.done(Stop(new_id(), at("11:00")))
    outcome = await ann.outcome(restore)
    assert isinstance(outcome, Refused)
    assert outcome.reason.endswith(
        "Nothing of that clock is booked there: add it yourself where it should be."
    )
    assert booked(ann.vendor) == [("10:00", "11:00", "Portal")]


@pytest.mark.parametrize(
    ("lost", "fault", "found"),
    [
        (2, Fault.DROP_BEFORE, Absent),
        (2, Fault.DROP_AFTER, Confirmed),
        (3, Fault.DROP_BEFORE, Confirmed),
        (3, Fault.DROP_AFTER, Confirmed),
    ],
)
async def test_a_cancel_that_is_lost_by_half_is_found_and_finished(
    place: Office, lost: int, fault: Fault, found: type[object]
) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00")
    cancel, before = Cancel(new_id(), at("12:00")), ann.state
    ann.vendor.faults.at(lost, fault)
    assert isinstance(await ann.outcome(cancel), Unanswered)
    assert isinstance(await ann.backend.clock.settle(ann.person, cancel, before), found)
    assert booked(ann.vendor) == ([] if found is Confirmed else [("08:00", "-", "Portal")])


async def test_what_was_stopped_elsewhere_is_not_thrown_away(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start("11 08:00")
    cancel, before = Cancel(new_id(), at("12:00")), ann.state
    await ann.done(Stop(new_id(), at("11:00")))
    settled = await ann.backend.clock.settle(ann.person, cancel, before)
    assert settled == Unsure("No clock runs there. It is booked from 08:00 to 11:00.")
    assert booked(ann.vendor) == [("08:00", "11:00", "Portal")]


async def test_an_account_for_punching_alone_changes_and_deletes_nothing_else(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor, write="clock")
    ann = Hands(place, vendor)
    await ann.start("11 08:00")
    ann.backend = backend
    assert isinstance(await ann.outcome(Cancel(new_id(), at("09:00"))), Refused)
    await ann.done(Stop(new_id(), at("09:00")))
    assert booked(vendor) == [("08:00", "09:00", "Portal")]
