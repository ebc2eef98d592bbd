"""What cannot go on by itself: said once, left to the person, never in the way of the rest."""

from __future__ import annotations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Answer

from punchcard.backends.errors import (
    BackendError,
    BadCredentials,
    Misdirected,
    NotAllowed,
    Retired,
    Throttled,
    Unaddressable,
    Unreachable,
)
from punchcard.backends.outcomes import Unsure
from punchcard.core.clock import IDLE, OnBreak, Working
from punchcard.core.zoned_time import state_in_zone
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.reading.refresh import refresh
from punchcard.store.outbox import OutboxState

CONFIRMED, QUEUED, UNKNOWN = OutboxState.CONFIRMED, OutboxState.QUEUED, OutboxState.UNKNOWN
NEEDS_YOU, REFUSED, DROPPED = OutboxState.NEEDS_YOU, OutboxState.REFUSED, OutboxState.DROPPED
FOREVER = (NotAllowed("You may only look."), Retired("This call was switched off."), Unaddressable("No."))


def by_code(error: BackendError) -> str:
    return error.code


def add(desk: Desk, hour: int) -> str:
    return entries.add(desk.session, berlin(f"10 {hour:02}:00"), berlin(f"10 {hour:02}:30")).row_id


@pytest.mark.parametrize("error", FOREVER, ids=by_code)
async def test_what_is_forbidden_needs_you_and_the_rest_goes_on(desk: Desk, error: BackendError) -> None:
    add(desk, 8)
    add(desk, 9)
    desk.vendor.answers.append(error)
    delivery = await desk.deliver()
    assert (desk.states(), delivery.problem) == ([NEEDS_YOU, CONFIRMED], None)
    row = desk.rows()[0]
    assert (row.answer, row.attempts) == (f"{error.message} Nothing was done.", 0)
    await desk.deliver_until_settled(3)
    assert len(desk.vendor.sent) == 2
    outbox_choices.send_again(desk.session, desk.rows()[0])
    await desk.deliver()
    assert desk.states() == [CONFIRMED, CONFIRMED]


@pytest.mark.parametrize("error", FOREVER, ids=by_code)
async def test_a_punch_whose_clock_may_not_be_read_needs_you(desk: Desk, error: BackendError) -> None:
    clocking.start(desk.session)
    add(desk, 5)
    desk.vendor.readings.append(error)
    await desk.deliver()
    assert (desk.states(), desk.rows()[0].answer) == ([NEEDS_YOU, CONFIRMED], error.message)


@pytest.mark.parametrize("error", FOREVER, ids=by_code)
async def test_what_may_not_be_read_back_needs_you_and_is_not_sent_again(
    desk: Desk, error: BackendError
) -> None:
    clocking.start(desk.session)
    desk.vendor.answers.append(Answer.LOST_AFTER)
    desk.vendor.settling.append(error)
    await desk.deliver_until_settled(4)
    assert (desk.states(), len(desk.vendor.sent)) == ([NEEDS_YOU], 1)
    answer = desk.rows()[0].answer or ""
    assert answer == f"Whether it happened cannot be found out: {error.message}"


async def test_a_key_that_is_refused_stops_the_account_until_somebody_asks(desk: Desk) -> None:
    for hour in (8, 9, 10):
        add(desk, hour)
    problem = BadCredentials("The key is wrong.")
    desk.vendor.answers.append(problem)
    first = await desk.deliver()
    desk.clock.move(hours=5)
    again = await desk.deliver()
    assert first.problem is again.problem is problem
    assert (desk.states(), len(desk.vendor.sent)) == ([QUEUED] * 3, 1)
    assert [(row.attempts, row.not_before) for row in desk.rows()] == [(0, 0)] * 3
    await refresh(desk.session)
    assert (await desk.deliver()).problem is None
    assert desk.states() == [CONFIRMED] * 3


async def test_a_reading_that_fails_with_the_key_stops_the_account_too(desk: Desk) -> None:
    started = clocking.start(desk.session).row_id
    desk.vendor.readings.append(BadCredentials("The keyring is locked."))
    await desk.deliver()
    assert desk.row(started).answer == "The keyring is locked."
    assert (await desk.deliver()).problem is not None
    desk.vendor.listing.append(Unreachable("No answer."))
    with pytest.raises(Unreachable):
        await refresh(desk.session)
    assert (await desk.deliver()).problem is not None
    outbox_choices.send_again(desk.session, desk.row(started))
    assert (await desk.deliver()).problem is None
    assert (desk.states(), len(desk.vendor.sent)) == ([CONFIRMED], 1)


async def test_what_waits_for_a_key_can_be_taken_back_unsent(desk: Desk) -> None:
    row_id = add(desk, 8)
    desk.vendor.answers.append(BadCredentials("The key is wrong."))
    await desk.deliver()
    assert desk.row(row_id).attempts == 0


async def test_a_service_that_is_asked_too_often_holds_the_whole_account(desk: Desk) -> None:
    add(desk, 8)
    add(desk, 9)
    desk.vendor.answers.append(Throttled("Too many calls.", desk.clock().add(minutes=7)))
    await desk.deliver()
    add(desk, 10)
    desk.clock.move(minutes=6, seconds=59)
    assert isinstance((await desk.deliver()).problem, Throttled)
    assert (await desk.deliver(desk.open())).problem is None
    assert desk.vendor.done == [desk.rows()[2].id]
    assert len(desk.vendor.sent) == 2
    desk.clock.move(seconds=1)
    await desk.deliver()
    assert (desk.states(), len(desk.vendor.sent)) == ([CONFIRMED] * 3, 4)
    assert [row.attempts for row in desk.rows()] == [1, 1, 1]


async def test_a_key_that_is_tried_again_does_not_shorten_the_wait(desk: Desk) -> None:
    row_id = add(desk, 8)
    desk.vendor.answers.append(Throttled("Too many calls.", desk.clock().add(minutes=7)))
    await desk.deliver()
    outbox_choices.send_again(desk.session, desk.row(row_id))
    await desk.deliver()
    assert len(desk.vendor.sent) == 1


@pytest.mark.parametrize("trouble", [Misdirected("Another host answers."), Answer.NOT_SENT])
async def test_what_did_not_go_out_is_no_attempt_and_backs_off(
    desk: Desk, trouble: Answer | Exception
) -> None:
    row_id = add(desk, 8)
    desk.vendor.answers.append(trouble)
    delivery = await desk.deliver()
    assert delivery.problem is not None
    row = desk.row(row_id)
    assert (row.state, row.attempts) == (QUEUED, 0)
    assert row.not_before > desk.clock().timestamp(unit="millisecond")
    desk.clock.move(minutes=1)
    await desk.deliver()
    assert desk.states() == [CONFIRMED]


async def test_retry_reads_back_what_is_unknown_and_never_sends_it_blindly(desk: Desk) -> None:
    row_id = add(desk, 8)
    desk.vendor.answers.append(Answer.LOST_AFTER)
    desk.vendor.settling.append(Unreachable("No answer."))
    await desk.deliver()
    assert desk.states() == [UNKNOWN]
    outbox_choices.send_again(desk.session, desk.row(row_id))
    await desk.deliver()
    assert (desk.states(), desk.vendor.sent) == ([CONFIRMED], [row_id])


async def test_retry_of_what_is_unsure_sends_it_knowingly(desk: Desk) -> None:
    row_id = add(desk, 8)
    desk.vendor.answers.append(Answer.LOST_BEFORE)
    desk.vendor.settling.append(Unsure("There are two like it."))
    await desk.deliver()
    assert desk.states() == [NEEDS_YOU]
    outbox_choices.send_again(desk.session, desk.row(row_id))
    await desk.deliver()
    assert (desk.states(), desk.vendor.sent) == ([CONFIRMED], [row_id, row_id])


async def test_a_write_that_is_cut_after_its_time_is_settled_and_never_sent_again(desk: Desk) -> None:
    row_id = add(desk, 8)
    desk.vendor.answers.append(Answer.HANG_AFTER)
    await desk.deliver(wait=0.05)
    assert desk.states() == [UNKNOWN]
    await desk.deliver()
    assert (desk.states(), desk.vendor.sent) == ([CONFIRMED], [row_id])


async def test_what_was_being_sent_when_its_sender_died_is_unknown_to_the_next(desk: Desk) -> None:
    row_id = add(desk, 8)
    with desk.session.store.write() as transaction:
        transaction.outbox.move(row_id, OutboxState.SENDING)
    desk.vendor.settling.append(Unreachable("No answer."))
    await desk.deliver(desk.open())
    assert (desk.states(), desk.vendor.sent) == ([UNKNOWN], [])


async def test_what_is_dropped_while_nobody_knows_whether_it_happened_is_read_again(desk: Desk) -> None:
    await refresh(desk.session)
    row_id = add(desk, 8)
    desk.vendor.answers.append(Answer.LOST_AFTER)
    desk.vendor.settling.append(Unsure("It cannot tell."))
    await desk.deliver()
    outbox_choices.drop(desk.session, desk.row(row_id))
    days = [berlin("10 08:00").date()]
    with desk.session.store.read() as transaction:
        assert transaction.cache("acme").unfetched("ann", days) == days
    assert await refresh(desk.session) == ()
    assert (desk.states(), len(desk.entries)) == ([DROPPED], 1)


async def test_a_conflict_shows_both_versions_and_the_ledger_keeps_mine(desk: Desk) -> None:
    clocking.start(desk.session, note="mine")
    desk.vendor.state = theirs = Working("theirs", berlin("11 07:30"))
    await desk.deliver()
    row = desk.rows()[0]
    assert (row.state, desk.state) == (NEEDS_YOU, theirs)
    assert row.answer == (
        "You are already clocked in since 07:30. You asked to clock in at 08:00; "
        "at The vendor you are working since 07:30."
    )
    outbox_choices.drop(desk.session, row)
    assert (desk.states(), desk.rows()[0].change) == ([DROPPED], row.change)


async def test_a_conflict_speaks_by_the_clock_on_the_persons_wall(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.vendor.state = state_in_zone(Working("theirs", berlin("11 07:30")), "America/New_York")
    await desk.deliver()
    assert (desk.rows()[0].answer or "").startswith("You are already clocked in since 07:30.")


async def test_a_punch_upon_another_clock_than_the_one_that_was_meant_is_not_done(desk: Desk) -> None:
    """It was stopped on another device, and started anew."""
    clocking.start(desk.session)
    await desk.deliver()
    desk.clock.set("11 17:00")
    clocking.stop(desk.session)
    desk.vendor.state = theirs = Working("theirs", berlin("11 13:00"))
    await desk.deliver()
    assert (desk.states(), desk.vendor.state) == ([CONFIRMED, NEEDS_YOU], theirs)
    answer = desk.rows()[1].answer or ""
    assert "clock out at 17:00" in answer
    assert "working since 13:00" in answer


async def test_a_punch_upon_a_clock_whose_start_was_moved_is_done(desk: Desk) -> None:
    started = clocking.start(desk.session).row_id
    await desk.deliver()
    desk.clock.set("11 17:00")
    clocking.take_break(desk.session)
    desk.vendor.state = Working(started, berlin("11 07:15"))
    await desk.deliver()
    assert desk.states() == [CONFIRMED, CONFIRMED]
    assert isinstance(desk.state, OnBreak)
    assert desk.state.since == berlin("11 07:15")


async def test_what_is_dropped_never_blocks_the_rest(desk: Desk) -> None:
    row_id = add(desk, 8)
    entries.change(desk.session, row_id, entries.EntryChanges(note="mine"))
    add(desk, 9)
    outbox_choices.drop(desk.session, desk.row(row_id))
    await desk.deliver()
    assert (desk.states(), desk.state) == ([DROPPED, NEEDS_YOU, CONFIRMED], IDLE)


async def test_what_arrived_at_the_second_try_has_no_old_trouble_for_an_answer(desk: Desk) -> None:
    desk.vendor.answers.append(Answer.LOST_BEFORE)
    clocking.start(desk.session)
    assert (await desk.deliver()).remarked == ()
    assert [(row.state, row.attempts, row.answer) for row in desk.rows()] == [(CONFIRMED, 2, "")]
