from __future__ import annotations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk

from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.entries import Break
from punchcard.core.moments import clock_time
from punchcard.services import clocking, repair
from punchcard.services.entries import by_hand as entries
from punchcard.services.reading.refresh import refresh


@pytest.mark.parametrize(
    ("state", "now", "forgotten"),
    [
        (IDLE, "12 09:00", False),
        (Working("w", berlin("11 08:00")), "11 23:59", False),
        (Working("w", berlin("11 22:00")), "12 06:00", False),
        (Working("w", berlin("11 17:00")), "12 05:00", False),
        (Working("w", berlin("11 17:00")), "12 05:00:01", True),
        (Working("w", berlin("11 08:00")), "12 08:00", True),
    ],
)
def test_a_clock_of_an_earlier_day_that_ran_for_long_was_forgotten(
    state: ClockState, now: str, forgotten: bool
) -> None:
    assert repair.is_forgotten(state, berlin(now)) is forgotten


async def worked_until(desk: Desk, *ends: str) -> None:
    for end in ends:
        desk.clock.set(end)
        entries.add(desk.session, berlin(f"{end.split()[0]} 08:00"), berlin(end))
    await desk.deliver()
    await refresh(desk.session)


async def test_proposals_come_from_habit_from_the_program_and_from_the_target(desk: Desk) -> None:
    await worked_until(desk, "9 16:30", "10 17:10")
    desk.clock.set("11 08:00")
    clocking.start(desk.session)
    desk.clock.set("11 18:20")
    repair.note_seen(desk.session)
    desk.clock.set("12 09:00")
    found = repair.proposals(desk.session, desk.state, desk.session.now())
    assert [(clock_time(each.at), each.reason) for each in found] == [
        ("16:30", "when you usually stop"),
        ("18:20", "when Punchcard last saw you"),
    ]
    assert all(each.at.date() == berlin("11 08:00").date() for each in found)
    desk.clock.set("11 08:01")
    clocking.adjust(desk.session, berlin("11 07:00"))
    at_target = repair.proposals(desk.session, desk.state, berlin("12 06:00"))[-1]
    # Eight hours, and the half hour of breaks that more than six need.
    assert (clock_time(at_target.at), at_target.reason) == ("15:30", "when your target was reached")


async def test_an_open_break_is_the_likeliest_end(desk: Desk) -> None:
    await worked_until(desk, "10 16:30")
    state = OnBreak("w", berlin("11 08:00"), break_since=berlin("11 12:00"))
    found = repair.proposals(desk.session, state, berlin("12 09:00"))
    assert (found[0].at, found[0].reason) == (berlin("11 12:00"), "when your open break began")


async def test_no_proposal_lies_before_the_last_punch_in_the_future_or_beyond_a_day(desk: Desk) -> None:
    await worked_until(desk, "9 12:00", "10 12:00")
    pause = Break(berlin("11 15:00"), berlin("11 15:30"))
    state = Working("w", berlin("11 08:00"), breaks=(pause,))
    desk.clock.set("12 10:00")
    repair.note_seen(desk.session)
    found = repair.proposals(desk.session, state, berlin("12 10:00"))
    assert [clock_time(each.at) for each in found] == ["16:30"]
    desk.clock.set("11 16:00")
    assert repair.proposals(desk.session, state, berlin("11 16:00")) == []
    assert repair.proposals(desk.session, IDLE, berlin("12 10:00")) == []


async def test_a_usual_end_that_the_clocks_skip_is_no_trouble(desk: Desk) -> None:
    desk.clock.set("28 03:00")
    entries.add(desk.session, berlin("28 01:00"), berlin("28 02:30"))
    await desk.deliver()
    state = Working("w", berlin("29 01:00"))
    found = repair.proposals(desk.session, state, berlin("30 00:59"))
    assert [(each.at.to_instant(), each.reason) for each in found][:1] == [
        (berlin("29 03:30").to_instant(), "when you usually stop")
    ]


def test_whoever_has_only_just_sat_down_was_not_seen_before(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.clock.move(hours=23)
    repair.note_seen(desk.session)
    desk.clock.move(minutes=30)

    found = repair.proposals(desk.session, desk.state, desk.session.now())

    assert all("saw you" not in proposal.reason for proposal in found)
