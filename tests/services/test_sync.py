from __future__ import annotations

import itertools

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Answer

from punchcard.backends.errors import (
    BackendError,
    BadCredentials,
    Garbled,
    Misdirected,
    NotAllowed,
    Retired,
    Throttled,
    Unaddressable,
    Unreachable,
)  # fmt: skip
from punchcard.backends.outcomes import Refused, Unsure
from punchcard.core.clock import IDLE, OnBreak, Working
from punchcard.core.refusals import Refusal
from punchcard.database.failures import StorageFailed
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.reading.refresh import ensure_known
from punchcard.store.outbox import OutboxState

CONFIRMED, QUEUED, UNKNOWN = OutboxState.CONFIRMED, OutboxState.QUEUED, OutboxState.UNKNOWN
NEEDS_YOU, REFUSED = OutboxState.NEEDS_YOU, OutboxState.REFUSED


def a_day(desk: Desk) -> list[str]:
    """Ask for a whole day and an entry of the day before; return the ids."""
    desk.clock.set("11 17:00")
    asked = [
        clocking.start(desk.session, berlin("11 08:00"), note="day"),
        clocking.take_break(desk.session, berlin("11 12:00")),
        clocking.resume(desk.session, berlin("11 12:30")),
        clocking.stop(desk.session, berlin("11 16:45")),
        entries.add(desk.session, berlin("10 08:00"), berlin("10 09:00")),
    ]
    return [each.row_id for each in asked]


def assert_done_once(desk: Desk, ids: list[str]) -> None:
    assert sorted(desk.vendor.done) == sorted(ids)
    assert [i for i in desk.vendor.done if i in ids[:4]] == ids[:4]
    assert desk.states() == [CONFIRMED] * len(ids)
    assert desk.vendor.state == desk.state == IDLE
    assert {entry.worked_seconds for entry in desk.entries} == {29_700, 3600}
    assert set(desk.entries) == set(desk.vendor.entries.values())
    assert desk.shown()["pending"] == 0


async def test_what_was_asked_for_is_delivered_in_order(desk: Desk) -> None:
    ids = a_day(desk)
    delivery = await desk.deliver()
    assert (delivery.open_rows, delivery.problem) == ((), None)
    assert_done_once(desk, ids)
    assert len(desk.vendor.sent) == len(ids)


ERRORS = (
    BadCredentials("The key is wrong."), Misdirected("Another host."), Unreachable("No answer."),
    Garbled("No sense."), BackendError("Something."),
)  # fmt: skip
FOREVER = (NotAllowed("Not yours."), Retired("Gone."), Unaddressable("No address holds it."))
"""What does not change by trying again."""
LOSSES = (Answer.NOT_SENT, Answer.LOST_AFTER, Answer.LOST_BEFORE, Answer.HANG_AFTER, Answer.HANG_BEFORE)


@pytest.mark.parametrize("position", range(5))
@pytest.mark.parametrize("trouble", [*LOSSES, *ERRORS], ids=lambda t: getattr(t, "name", None) or t.code)
async def test_no_trouble_anywhere_loses_or_doubles_anything(
    desk: Desk, position: int, trouble: Answer | Exception
) -> None:
    ids = a_day(desk)
    desk.vendor.answers.extend([*[Answer.CONFIRM] * position, trouble, trouble])
    before = (desk.state, desk.entries)
    await desk.deliver(wait=0.05)
    assert (desk.state, desk.entries) == before
    await desk.deliver_until_settled()
    assert_done_once(desk, ids)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
async def test_an_error_after_the_write_has_happened_is_not_taken_for_not_sent(
    desk: Desk, error: BackendError
) -> None:
    desk.vendor.answers.append(error)
    asked = clocking.start(desk.session)

    def happens_all_the_same() -> None:
        if desk.vendor.sent and asked.row_id not in desk.vendor.done:
            desk.vendor.done.append(asked.row_id)
            desk.vendor.state = Working(asked.row_id, berlin("11 08:00"))

    if isinstance(error, Unreachable | Garbled) or type(error) is BackendError:
        desk.vendor.during = happens_all_the_same
    await desk.deliver_until_settled()
    assert desk.vendor.done == [asked.row_id]
    assert isinstance(desk.state, Working)
    assert desk.states() == [CONFIRMED]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
async def test_trouble_in_reading_sends_nothing_and_is_said(desk: Desk, error: BackendError) -> None:
    asked = clocking.start(desk.session)
    desk.vendor.readings.append(error)
    delivery = await desk.deliver()
    assert (delivery.problem, desk.vendor.sent, desk.states()) == (error, [], [QUEUED])
    assert desk.row(asked.row_id).answer == error.message
    await desk.deliver_until_settled()
    assert (desk.vendor.done, desk.states()) == ([asked.row_id], [CONFIRMED])


async def test_retry_after_is_obeyed(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.vendor.answers.append(Throttled("Too many calls.", desk.clock().add(minutes=7)))
    delivery = await desk.deliver()
    assert isinstance(delivery.problem, Throttled)
    desk.clock.move(minutes=6, seconds=59)
    await desk.deliver()
    assert (len(desk.vendor.sent), desk.states()) == (1, [QUEUED])
    desk.clock.move(seconds=1)
    await desk.deliver()
    assert (len(desk.vendor.sent), desk.states()) == (2, [CONFIRMED])


async def test_what_could_not_be_sent_waits_longer_and_longer_up_to_five_minutes(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.vendor.answers.extend([Answer.NOT_SENT] * 40)
    waits: list[int] = []
    for _ in range(40):
        await desk.deliver()
        row = desk.rows()[0]
        waits.append(row.not_before - desk.clock().timestamp(unit="millisecond"))
        desk.clock.moment = desk.clock.moment.add(milliseconds=waits[-1])
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (2_000, 300_000)


async def test_a_vendor_that_loses_every_answer_is_not_hammered(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.vendor.answers.extend([Answer.LOST_BEFORE] * 500)
    await desk.deliver(wait=1)
    assert len(desk.vendor.sent) == 2


@pytest.mark.parametrize("answer", [Answer.LOST_AFTER, Answer.LOST_BEFORE])
async def test_what_cannot_be_settled_needs_you_and_is_never_sent_again(desk: Desk, answer: Answer) -> None:
    ids = a_day(desk)
    desk.vendor.answers.append(answer)
    desk.vendor.settling.append(Unsure("There are two that look like it."))
    await desk.deliver_until_settled()
    assert desk.vendor.sent.count(ids[0]) == 1
    assert desk.states() == [NEEDS_YOU, QUEUED, QUEUED, QUEUED, CONFIRMED]
    assert desk.row(ids[0]).answer == "There are two that look like it."
    assert desk.shown()["attention"] == 1
    assert len(desk.entries) == 2


async def test_what_is_found_to_have_been_refused_is_refused_and_the_clock_is_read_again(desk: Desk) -> None:
    clocking.start(desk.session)
    await desk.deliver()
    desk.clock.move(minutes=30)
    stop = clocking.stop(desk.session)
    desk.vendor.answers.append(Answer.LOST_AFTER)
    desk.vendor.settling.append(Refused("It could not be saved."))
    delivery = await desk.deliver()
    assert [row.answer for row in delivery.refused] == ["It could not be saved."]
    assert desk.row(stop.row_id).state is REFUSED
    assert (desk.vendor.sent.count(stop.row_id), desk.shown()["state"]) == (1, "idle")


async def test_trouble_in_settling_keeps_it_unknown(desk: Desk) -> None:
    asked = clocking.start(desk.session)
    desk.vendor.answers.append(Answer.LOST_AFTER)
    desk.vendor.settling.extend([Unreachable("No answer."), Garbled("No sense.")])
    for _ in range(2):
        await desk.deliver()
        assert (desk.states(), len(desk.vendor.sent)) == ([UNKNOWN], 1)
        desk.clock.move(minutes=10)
    await desk.deliver()
    assert (desk.states(), desk.vendor.sent) == ([CONFIRMED], [asked.row_id])


async def test_trouble_in_reading_the_days_again_does_not_unsettle_what_is_confirmed(desk: Desk) -> None:
    ids = a_day(desk)
    desk.vendor.answers.extend([Answer.CONFIRM] * 3 + [Answer.LOST_AFTER])
    desk.vendor.listing.append(Unreachable("No answer."))
    await desk.deliver()
    assert desk.vendor.sent.count(ids[3]) == 1
    assert desk.row(ids[3]).state is CONFIRMED
    await ensure_known(desk.session)
    assert {entry.worked_seconds for entry in desk.entries} == {29_700, 3600}
    await desk.deliver_until_settled()
    assert_done_once(desk, ids)


async def test_a_refused_row_never_blocks_the_rest_and_what_builds_on_it_needs_you(desk: Desk) -> None:
    ids = a_day(desk)
    desk.vendor.answers.append(Answer.REFUSE)
    await desk.deliver_until_settled()
    assert desk.states() == [REFUSED, NEEDS_YOU, QUEUED, QUEUED, CONFIRMED]
    assert desk.row(ids[0]).answer == "The vendor does not like it."
    assert "does not like it" in (desk.row(ids[1]).answer or "")
    assert desk.vendor.done == [ids[4]]


async def test_changes_of_an_entry_that_was_refused_need_you_in_turn(desk: Desk) -> None:
    added = entries.add(desk.session, berlin("10 08:00"), berlin("10 09:00"))
    entries.change(desk.session, added.entry.id, entries.EntryChanges(note="changed"))
    entries.delete(desk.session, added.entry.id)
    desk.vendor.answers.append(Answer.REFUSE)
    await desk.deliver_until_settled()
    assert desk.states() == [REFUSED, NEEDS_YOU, QUEUED]
    assert desk.vendor.done == []


async def test_a_punch_that_no_longer_fits_needs_you_and_what_the_vendor_has_is_shown(desk: Desk) -> None:
    clocking.start(desk.session, note="mine")
    desk.vendor.state = Working("elsewhere", berlin("11 07:30"), note="started elsewhere")
    await desk.deliver()
    assert desk.states() == [NEEDS_YOU]
    assert "already clocked in since 07:30" in (desk.rows()[0].answer or "")
    assert desk.vendor.sent == []
    assert desk.state == desk.vendor.state


async def test_a_failing_file_of_the_backend_keeps_the_request(desk: Desk) -> None:
    asked = clocking.start(desk.session)
    desk.vendor.answers.append(StorageFailed("The disk is full."))
    delivery = await desk.deliver()
    assert isinstance(delivery.problem, Refusal)
    assert isinstance(desk.state, Working)
    await desk.deliver_until_settled()
    assert (desk.vendor.done, desk.states()) == ([asked.row_id], [CONFIRMED])


async def test_every_pair_of_troubles_ends_well(desk: Desk) -> None:
    ids = a_day(desk)
    pairs = itertools.product(LOSSES[:3], repeat=2)
    desk.vendor.answers.extend(answer for pair in pairs for answer in (*pair, Answer.CONFIRM))
    await desk.deliver_until_settled(60)
    assert_done_once(desk, ids)


async def test_breaks_are_seen_on_the_way(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.clock.move(hours=1)
    clocking.take_break(desk.session)
    desk.vendor.answers.extend([Answer.CONFIRM, Answer.NOT_SENT])
    await desk.deliver()
    assert desk.states() == [CONFIRMED, QUEUED]
    assert isinstance(desk.state, OnBreak)
    assert isinstance(desk.vendor.state, Working)


async def test_what_stands_in_the_way_and_what_is_refused_is_told(desk: Desk) -> None:
    desk.vendor.answers.append(Answer.NOT_SENT)
    clocking.start(desk.session)
    assert (await desk.deliver()).problem is not None

    desk.clock.move(minutes=10)
    desk.vendor.answers.append(Answer.REFUSE)
    delivery = await desk.deliver()
    assert [row.state for row in delivery.refused] == [OutboxState.REFUSED]
    assert delivery.refused[0].answer
