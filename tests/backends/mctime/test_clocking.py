"""The clock of McTime: how often it is called, what it is told, and what it says besides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pytest
from tests.backends.mctime.bookings import PORTAL, WORKS, booked_on, put, times
from tests.backends.mctime.hands import Hands, at
from tests.backends.mctime.office import ANN, BEN, Office

from punchcard.backends.contract import Punched
from punchcard.backends.errors import NotAllowed
from punchcard.backends.mctime.time_types import TIME_TYPES
from punchcard.backends.outcomes import Absent, Confirmed, Refused, Unanswered, Unsure
from punchcard.core.assignments import NOTHING, Assignment, Reference
from punchcard.core.clock import IDLE, OnBreak, Working
from punchcard.core.entries import Break
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Adjust, AnyPunch, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.mctime.records import (
    ApprovalStatus,
    AutomaticBreak,
    Manners,
    Rounding,
    TargetTimes,
    TimeTracking,
)

READ, WRITE = "GET clock", "POST clock"
HOME_OFFICE = TIME_TYPES["home_office"]


def stamped(place: Office) -> list[Any]:
    """What was sent to the clock."""
    return [sent.body for sent in place.watch.sent if sent.method == "POST"]


async def test_each_punch_is_one_read_and_one_write_and_a_toggle_is_read_again(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start(note="early")
    assert place.sent() == [READ, WRITE]
    await ann.done(TakeBreak(new_id(), at("09:00")))
    assert place.sent() == [READ, WRITE, READ]
    await ann.done(Resume(new_id(), at("09:30")))
    assert place.sent() == [READ, WRITE, READ]
    await ann.done(Update(new_id(), at("09:40"), time_type=HOME_OFFICE))
    assert place.sent() == [READ, WRITE]
    await ann.done(Stop(new_id(), at("11:00")))
    assert place.sent() == [READ, WRITE]
    [entry] = ann.vendor.state.entries.values()
    assert (entry.type, entry.comment, len(entry.breaks)) == ("home_office", "early", 1)


async def test_what_is_sent_is_by_id_with_an_offset_and_for_somebody(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start(note="early")
    await ann.done(TakeBreak(new_id(), at("09:00")))
    other = booked_on(ann.vendor, WORKS)
    await ann.done(Update(new_id(), at("09:10"), other, HOME_OFFICE))
    await ann.done(Cancel(new_id(), at("09:20")))
    me, portal = ann.person, ann.vendor.state.organization_at(PORTAL).id
    start = {"action": "start", "userId": me, "dateTime": "2026-03-11T08:00:00+01:00"}
    assert stamped(place) == [
        {**start, "timeType": "work", "organizationId": portal, "comment": "early"},
        {"action": "break", "userId": me, "dateTime": "2026-03-11T09:00:00+01:00"},
        {
            "action": "update",
            "userId": me,
            "organizationId": other.references[-1].id,
            "timeType": "home_office",
        },
        {"action": "cancel", "userId": me},
    ]
    assert (ann.state, ann.vendor.state.clocks, ann.vendor.state.entries) == (IDLE, {}, {})


async def test_the_clock_starts_with_every_time_type(place: Office) -> None:
    ann = Hands(place, place.vendor())
    for kind in TIME_TYPES.values():
        await ann.done(Start(new_id(), at("08:00"), booked_on(ann.vendor, PORTAL), kind))
        assert isinstance(ann.state, Working)
        assert ann.state.time_type == kind
        await ann.done(Cancel(new_id(), at("08:10")))


async def test_an_open_break_is_ended_before_a_stop(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start()
    await ann.done(TakeBreak(new_id(), at("11:00")))
    place.sent()
    outcome = await ann.done(Stop(new_id(), at("11:30")))
    assert place.sent() == [READ, WRITE, READ, WRITE]
    assert outcome.warnings == ()
    [entry] = outcome.result.saved
    assert (entry.start, entry.end, entry.breaks) == (
        at("08:00"),
        at("11:30"),
        (Break(at("11:00"), at("11:30")),),
    )


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.TRUNCATED])
@pytest.mark.parametrize("position", [2, 4])
async def test_a_stop_on_a_break_that_is_lost_by_half_tells_how_far_it_came(
    place: Office, position: int, fault: Fault
) -> None:
    ann = Hands(place, place.vendor())
    await ann.start()
    await ann.done(TakeBreak(new_id(), at("11:00")))
    stop = Stop(new_id(), at("11:30"))
    ann.vendor.faults.at(position, fault)
    assert isinstance(await ann.outcome(stop), Unanswered)
    settled = await ann.settled(stop)
    if position == 4 and fault is not Fault.DROP_BEFORE:
        assert isinstance(settled, Confirmed)
    else:
        is_on_break = fault is Fault.DROP_BEFORE and position == 2
        assert isinstance(settled, Unsure if is_on_break else Absent)
        place.sent()
        await ann.done(stop)
        assert place.sent() == [READ, WRITE, *([READ, WRITE] if is_on_break else [])]
    [entry] = ann.vendor.state.entries.values()
    assert [(each.since, each.until) for each in entry.breaks] == [
        (at("11:00").to_instant(), at("11:30").to_instant())
    ]


@pytest.mark.parametrize(
    ("punch", "said"),
    [
        (Start(new_id(), at("10:00")), "already clocked in since 08:00"),
        (Resume(new_id(), at("10:00")), "not on a break"),
        (Stop(new_id(), at("07:00")), "lies before you clocked in"),
        (Stop(new_id(), at("12:03")), "12:03 is in the future: nothing was sent"),
        (Adjust(new_id(), at("10:00"), at("07:00")), "no call that changes the start"),
        (
            Update(new_id(), at("10:00"), Assignment((Reference("organization", "x", "Support"),), True)),
            "does not keep whether time is billable",
        ),
        (Update(new_id(), at("10:00"), note="late"), "no call that changes the start or the note"),
        (Update(new_id(), at("10:00"), NOTHING), "cannot take a running clock off its organization"),
        (
            Update(new_id(), at("10:00"), Assignment((Reference("organization", "", "Support"),))),
            "Which organization “Support” is meant is not known",
        ),
    ],
)
async def test_what_cannot_be_is_refused_before_it_is_sent(place: Office, punch: AnyPunch, said: str) -> None:
    ann = Hands(place, place.vendor())
    await ann.start()
    place.sent()
    assert said in await ann.refused(punch)
    assert place.sent() == [READ]


async def test_a_lead_drives_the_clock_of_others_and_whoever_may_not_keeps_the_key(place: Office) -> None:
    vendor = place.vendor(manners=Manners(failure="status"))
    for_ben = Hands(place, vendor, ANN, BEN)
    await for_ben.start()
    assert [clock.user for clock in vendor.state.clocks.values()] == [for_ben.person]
    ben = Hands(place, vendor, BEN, ANN)
    with pytest.raises(NotAllowed, match="does not tell whether this clock runs"):
        await ben.reading()
    reading = await Hands(place, vendor, BEN).reading()
    outcome = await ben.outcome(Start(new_id(), at("08:00")), reading._replace(person=ben.person, state=IDLE))
    assert isinstance(outcome, Refused)
    assert "does not let you start the clock: your rights there do not reach as far" in outcome.reason
    assert isinstance(reading.state, Working)


async def test_a_break_that_is_begun_elsewhere_at_the_same_time_is_said_and_not_toggled_again(
    place: Office,
) -> None:
    ann, phone = (Hands(place, vendor) for vendor in [place.vendor()] * 2)
    await ann.start()
    reading = await ann.reading()
    await phone.done(TakeBreak(new_id(), at("09:00")))
    place.sent()
    outcome = await ann.outcome(TakeBreak(new_id(), at("09:05")), reading)
    assert place.sent() == [WRITE, READ]
    assert isinstance(outcome, Refused)
    assert "it was used elsewhere at the same time. At McTime a clock runs since 08:00" in outcome.reason


@pytest.mark.parametrize("failure", ["inside", "status", "disguised"])
@pytest.mark.parametrize("is_lost", [False, True])
async def test_a_stop_over_what_is_approved_leaves_an_invalid_entry_that_is_found(
    place: Office, failure: Literal["inside", "status", "disguised"], *, is_lost: bool
) -> None:
    ann = Hands(place, place.vendor(manners=Manners(failure=failure)))
    put(ann.vendor, "11 09:00", "11 10:00", status=ApprovalStatus.APPROVED)
    await ann.start()
    stop = Stop(new_id(), at("11:00"))
    if is_lost:
        ann.vendor.faults.at(2, Fault.DROP_AFTER)
        assert isinstance(await ann.outcome(stop), Unanswered)
        refused = await ann.settled(stop)
    else:
        refused = await ann.outcome(stop)
    assert isinstance(refused, Refused)
    assert refused.reason.startswith("McTime could not save the clock of 08:00 to 11:00")
    assert "It stays at McTime as an invalid clocking entry that counts nowhere" in refused.reason
    after = await ann.reading()
    listed = await ann.backend.entries.list(
        [ann.person], Period(at("0:00").date(), at("0:00").date()), Filters()
    )
    assert (after.state, [each.id for each in listed if each.is_invalid]) == (IDLE, [after.invalid_entry])


async def test_what_a_stop_overwrites_is_said(place: Office) -> None:
    ann = Hands(place, place.vendor())
    put(ann.vendor, "11 09:00", "11 10:00")
    await ann.start()
    outcome = await ann.done(Stop(new_id(), at("11:00")))
    assert outcome.warnings == (
        "To save the clock of 08:00 to 11:00, McTime has overwritten or cut what was there: look at the day.",
    )
    assert times(ann.vendor) == ["08:00-11:00"]


@pytest.mark.parametrize("is_lost", [False, True])
async def test_what_is_saved_otherwise_than_it_was_punched_is_said(place: Office, *, is_lost: bool) -> None:
    ann = Hands(place, place.vendor())
    state = ann.vendor.state
    portal, me = state.organization_at(PORTAL), state.users[ann.person]
    rounded = TimeTracking(start=Rounding("nearest", 5), end=Rounding("nearest", 5))
    state.organizations[portal.id] = replace(portal, settings=rounded)
    target = TargetTimes(automatic_breaks=(AutomaticBreak(6 * 60, 30),))
    state.users[me.id] = replace(me, target=target)
    await ann.start("04:02")
    stop = Stop(new_id(), at("11:02"))
    if is_lost:
        ann.vendor.faults.at(2, Fault.DROP_AFTER)
        assert isinstance(await ann.outcome(stop), Unanswered)
        outcome = await ann.settled(stop)
        assert isinstance(outcome, Confirmed)
    else:
        outcome = await ann.done(stop)
    saved, added = outcome.warnings
    assert saved == "McTime has saved the clock of 04:02 to 11:02 as 04:00 to 11:00."
    assert added.startswith("The clock of 04:02 to 11:02 has got a break that McTime adds by itself: ")
    assert added.endswith("; that leaves 6 h 30 min.")


async def undone(ann: Hands, *punches: AnyPunch) -> Confirmed[Punched]:
    """Undo the last of some punches."""
    for punch in punches[:-1]:
        await ann.done(punch)
    before = ann.state
    await ann.done(punches[-1])
    assert isinstance(before, Working | OnBreak)
    outcome = await ann.done(Restore(new_id(), at("12:00"), before))
    state = (await ann.reading()).state
    assert isinstance(state, Working | OnBreak)
    assert replace(state, entry_id="") == replace(before, entry_id="")
    return outcome


async def test_every_punch_is_undone_and_nothing_is_left_twice(place: Office) -> None:
    pause, resume = TakeBreak(new_id(), at("09:00")), Resume(new_id(), at("09:30"))
    for last in (pause, resume, Stop(new_id(), at("10:00")), Cancel(new_id(), at("10:00"))):
        ann = Hands(place, place.vendor())
        await ann.start(note="once")
        await undone(
            ann, *([last] if last is pause else [pause, last] if last is resume else [pause, resume, last])
        )
        assert (len(ann.vendor.state.clocks), ann.vendor.state.entries) == (1, {})
    ann = Hands(place, place.vendor())
    await ann.start()
    await undone(ann, Update(new_id(), at("09:00"), booked_on(ann.vendor, WORKS), HOME_OFFICE))


async def test_where_a_break_stays_that_was_ended_once_an_undo_says_so(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start()
    at_work = ann.state
    await ann.done(TakeBreak(new_id(), at("09:00")))
    on_break = ann.state
    await ann.done(Resume(new_id(), at("09:30")))
    assert isinstance(at_work, Working)
    assert isinstance(on_break, OnBreak)
    await ann.done(Restore(new_id(), at("10:00"), on_break))
    reason = await ann.refused(Restore(new_id(), at("10:01"), at_work))
    assert reason.startswith(
        "The clock is as it was; a break that was ended once may stay there. McTime says:"
    )
    assert (await ann.reading()).state == on_break


async def test_a_clock_of_which_no_organization_is_known_runs_again(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.done(Start(new_id(), at("08:00")))
    assert isinstance(ann.state, Working)
    before = replace(ann.state, assignment=NOTHING, time_type=None)
    await ann.done(Stop(new_id(), at("09:00")))
    await ann.done(Restore(new_id(), at("10:00"), before))
    assert (len(ann.vendor.state.clocks), ann.vendor.state.entries) == (1, {})


async def test_an_undo_leaves_an_equal_entry_of_another_clock_alone(place: Office) -> None:
    ann = Hands(place, place.vendor())
    for end in (Stop(new_id(), at("09:00")), Cancel(new_id(), at("09:30"))):
        await ann.start()
        before = ann.state
        await ann.done(end)
    assert isinstance(before, Working)
    await ann.done(Restore(new_id(), at("10:00"), before))
    assert (len(ann.vendor.state.clocks), times(ann.vendor)) == (1, ["08:00-09:00"])


async def test_an_undo_of_a_stop_whose_entry_is_still_there_is_left_to_the_person(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start()
    before = ann.state
    assert isinstance(before, Working)
    await ann.done(Stop(new_id(), at("09:00")))
    undo = Restore(new_id(), at("10:00"), before)
    ann.vendor.faults.at(4, Fault.DROP_BEFORE)
    assert isinstance(await ann.outcome(undo), Unanswered)
    # Meanwhile somebody lets a clock run for them that is just like it.
    phone = Hands(place, ann.vendor)
    await phone.start()
    settled = await ann.settled(undo)
    assert isinstance(settled, Unsure)
    assert settled.detail.endswith("It is booked as 08:00 to 09:00.")


async def test_an_entry_is_booked_again_where_its_clock_may_not_run(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start()
    before = ann.state
    assert isinstance(before, Working)
    await ann.done(Stop(new_id(), at("09:00")))
    place.watch.sent.clear()
    # Read, looked for, looked at, deleted and confirmed: the start is the call after these.
    ann.vendor.faults.at(6, Fault.REVOKED_KEY)
    reason = await ann.refused(Restore(new_id(), at("10:00"), before))
    writes = [
        (sent.method, sent.path.rsplit("/", 1)[-1]) for sent in place.watch.sent if sent.method != "GET"
    ]
    assert [method for method, _ in writes] == ["DELETE", "POST", "POST"]
    assert reason.endswith("Its entry was booked again, as it was.")
    assert (ann.vendor.state.clocks, times(ann.vendor)) == ({}, ["08:00-09:00"])


async def test_a_clock_that_has_gone_on_is_not_put_back(place: Office) -> None:
    ann = Hands(place, place.vendor())
    await ann.start()
    before = ann.state
    assert isinstance(before, Working)
    await ann.done(TakeBreak(new_id(), at("09:00")))
    await ann.done(Resume(new_id(), at("09:30")))
    assert "it went on since then" in await ann.refused(Restore(new_id(), at("10:00"), before))


@pytest.mark.parametrize("is_known", [False, True])
async def test_a_stop_that_somebody_else_made_at_another_time_is_for_the_person(
    place: Office, *, is_known: bool
) -> None:
    ann, phone = (Hands(place, vendor) for vendor in [place.vendor(manners=Manners(sparse_clock=True))] * 2)
    await ann.start()
    assert isinstance(ann.state, Working)
    if not is_known:
        ann.state = replace(ann.state, entry_id="known by another id")
    phone.state = (await phone.reading()).state
    await phone.done(Stop(new_id(), at("10:00")))
    settled = await ann.settled(Stop(new_id(), at("11:00")))
    assert settled == Unsure("No clock runs at McTime. It is booked as 08:00 to 10:00.")


async def test_what_the_clock_does_not_tell_stays_as_it_is_known(place: Office) -> None:
    ann = Hands(place, place.vendor(manners=Manners(sparse_clock=True)))
    await ann.start(note="early")
    await ann.done(TakeBreak(new_id(), at("09:00")))
    before = ann.state
    assert isinstance(before, OnBreak)
    assert (await ann.reading()).state == before
    await ann.done(Resume(new_id(), at("09:30")))
    assert isinstance(ann.state, Working)
    assert (ann.state.breaks, ann.state.note) == ((Break(at("09:00"), at("09:30")),), "early")
    elsewhere = (await Hands(place, ann.vendor).reading()).state
    assert isinstance(elsewhere, Working)
    assert (elsewhere.since, elsewhere.assignment) == (at("08:00"), NOTHING)


async def test_an_account_for_punching_alone_punches(place: Office) -> None:
    ann = Hands(place, vendor := place.vendor())
    ann.backend = place.backend(vendor, write="clock")
    await ann.start()
    await ann.done(Cancel(new_id(), at("09:00")))
    assert ann.state == IDLE
