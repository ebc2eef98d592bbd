from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.processes import start_python
from tests.services.desk import Desk
from tests.services.inboxes import APPROVE, DECLINE, lead_of, request, waiting
from tests.services.vendor import LEA

from punchcard.services.approvals.deciding import decide, take_back_held
from punchcard.services.approvals.inbox import known_inbox, refresh_approvals, waiting_count
from punchcard.services.outbox.holding import abandoned_holds, begin_hold, release_held
from punchcard.services.session import Session
from punchcard.services.undo import CannotUndo, NothingToUndo, redo, undo
from punchcard.store.hold import Hold, is_alive
from punchcard.store.outbox import OutboxState

HELD, QUEUED, DROPPED = OutboxState.HELD, OutboxState.QUEUED, OutboxState.DROPPED

HOLDING = """
import sys, time
from punchcard.store.hold import Hold
hold = Hold()
print(hold.begin(sys.argv[1], "other"), flush=True)
time.sleep(60)
"""


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def holding(desk: Desk, *numbers: int) -> tuple[Session, Clock]:
    """The lead's session, in which requests of some days are approved and held for five seconds."""
    items = [request(number) for number in numbers]
    clock = Clock()
    lead = replace(await lead_of(desk, *items), hold=Hold(clock))
    decide(lead, items, APPROVE, hold_seconds=5)
    return lead, clock


async def test_what_is_held_is_sent_by_nobody_until_its_time_is_up(desk: Desk) -> None:
    lead, clock = await holding(desk, 3, 4)
    [first, _] = known_inbox(lead, "waiting").items
    now = lead.instant().timestamp(unit="millisecond")
    assert (first.pending, first.held_until, waiting_count(lead)) == (HELD, now + 5000, 0)
    clock.seconds = 4.9
    assert release_held(lead) == 0
    desk.clock.move(hours=1)
    await desk.deliver(lead)
    await desk.deliver()
    assert (desk.vendor.sent, desk.states()) == ([], [HELD, HELD])
    clock.seconds = 5.0
    assert release_held(lead) == 2
    assert (desk.states(), waiting(lead)) == ([QUEUED, QUEUED], [])
    await desk.deliver(lead)
    assert len(desk.vendor.done) == 2
    assert (release_held(lead), lead.hold.name) == (0, "")


async def test_what_another_process_takes_back_is_not_let_go(desk: Desk) -> None:
    lead, clock = await holding(desk, 3)
    undo(desk.open(person=LEA))
    clock.seconds = 5.0
    assert release_held(lead) == 0
    await desk.deliver(lead)
    assert (desk.vendor.sent, desk.states()) == ([], [DROPPED])


async def test_what_is_held_is_taken_back_as_one(desk: Desk) -> None:
    lead, clock = await holding(desk, 3, 4)
    assert undo(lead)[1] == "Taken back; nothing was sent."
    assert (desk.states(), waiting(lead)) == ([DROPPED, DROPPED], ["r3-ben", "r4-ben"])
    clock.seconds = 9
    assert release_held(lead) == 0
    await desk.deliver(lead)
    assert desk.vendor.sent == []
    with pytest.raises(NothingToUndo):
        undo(lead)
    with pytest.raises(Exception, match="There is nothing to redo"):
        redo(lead)


async def test_the_newest_decision_is_taken_back_first(desk: Desk) -> None:
    lead, _ = await holding(desk, 3)
    desk.vendor.items["request:r4-ben"] = request(4)
    await refresh_approvals(lead)
    decide(lead, [request(4)], DECLINE, hold_seconds=5)
    assert take_back_held(lead) == "Taken back; nothing was sent."
    assert desk.states() == [HELD, DROPPED]
    take_back_held(lead)
    with pytest.raises(CannotUndo, match="Nothing is held back any more"):
        take_back_held(lead)


async def test_quitting_sends_nothing_and_the_next_start_says_so(desk: Desk) -> None:
    lead, _ = await holding(desk, 3)
    other = desk.open(person=LEA)
    assert abandoned_holds(other) == ()
    await lead.aclose()
    assert abandoned_holds(other) == (
        "Your approval of Ben Okafor’s request for Tue 3 Mar was not sent: "
        "Punchcard ended while it could still be taken back.",
    )
    assert (abandoned_holds(other), waiting(other)) == ((), ["r3-ben"])
    await desk.deliver(other)
    assert (desk.vendor.sent, desk.states()) == ([], [DROPPED])


async def test_many_are_said_in_one_sentence_and_only_to_their_own_person(desk: Desk) -> None:
    lead, _ = await holding(desk, 2, 3, 4, 5)
    await lead.aclose()
    assert abandoned_holds(desk.session) == ()
    assert abandoned_holds(desk.open(person=LEA)) == (
        "4 decisions of yours were not sent: Punchcard ended while they could still be taken back.",
    )


async def test_a_process_that_is_killed_holds_nothing_any_more(tmp_path: Path) -> None:
    process = start_python(HOLDING, tmp_path)
    try:
        assert process.stdout
        name = process.stdout.readline().strip()
        assert is_alive(str(tmp_path), name)
        process.kill()
        process.wait(timeout=30)
        assert not is_alive(str(tmp_path), name)
        assert not is_alive(str(tmp_path), "hold-never.lock")
        assert list(tmp_path.iterdir()) == []
    finally:
        process.kill()
        process.communicate()


async def test_a_hold_leaves_no_file_behind(desk: Desk) -> None:
    lead, clock = await holding(desk, 3)
    folder = Path(desk.folders.account("acme"))
    assert begin_hold(lead) == lead.hold.name
    assert [path.name for path in folder.glob("hold-*.lock")] == [lead.hold.name]
    clock.seconds = 5
    release_held(lead)
    assert list(folder.glob("hold-*")) == []
