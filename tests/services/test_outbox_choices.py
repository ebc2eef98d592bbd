from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Answer

from punchcard.backends.contract import Punched
from punchcard.backends.outcomes import Absent, Settled, Unsure
from punchcard.core.clock import IDLE, Working
from punchcard.core.refusals import NotFound
from punchcard.services import clocking
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.outbox.choices import NotWaiting
from punchcard.services.reading.refresh import ensure_known, refresh
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState

CONFIRMED, DROPPED, QUEUED = OutboxState.CONFIRMED, OutboxState.DROPPED, OutboxState.QUEUED
Choice = Callable[[Session, OutboxRow], None]


@pytest.fixture
async def unsure(desk: Desk) -> OutboxRow:
    """A start of which the vendor cannot say whether it happened."""
    asked = clocking.start(desk.session)
    desk.vendor.answers.append(Answer.LOST_BEFORE)
    desk.vendor.settling.append(Unsure("It cannot tell."))
    await desk.deliver()
    row = desk.row(asked.row_id)
    assert row.state is OutboxState.NEEDS_YOU
    return row


async def test_what_is_sent_again_goes_out_at_once(desk: Desk, unsure: OutboxRow) -> None:
    outbox_choices.send_again(desk.session, unsure)
    await desk.deliver()
    assert (desk.states(), desk.vendor.done) == ([CONFIRMED], [unsure.id])


async def test_what_is_dropped_stays_in_the_ledger_and_is_not_sent(desk: Desk, unsure: OutboxRow) -> None:
    outbox_choices.drop(desk.session, unsure)
    await desk.deliver_until_settled()
    assert (desk.states(), len(desk.vendor.sent), desk.state) == ([DROPPED], 1, IDLE)
    assert desk.row(unsure.id).answer == "You dropped it."
    assert desk.shown()["attention"] == 0


async def test_what_happened_on_the_persons_word_is_settled(desk: Desk, unsure: OutboxRow) -> None:
    outbox_choices.it_happened(desk.session, unsure)
    await desk.deliver_until_settled()
    assert (desk.states(), len(desk.vendor.sent)) == ([CONFIRMED], 1)
    assert desk.row(unsure.id).settled_at == desk.clock.moment.timestamp(unit="millisecond") - 30 * 600_000


@pytest.mark.parametrize(
    "choose", [outbox_choices.send_again, outbox_choices.drop, outbox_choices.it_happened]
)
async def test_what_is_settled_or_being_sent_is_left_alone(desk: Desk, choose: Choice) -> None:
    asked = clocking.start(desk.session)
    refused: list[str] = []

    def choose_meanwhile() -> None:
        if desk.vendor.sent:
            with pytest.raises(NotWaiting) as caught:
                choose(desk.session, desk.row(asked.row_id))
            refused.append(caught.value.message)

    desk.vendor.during = choose_meanwhile
    await desk.deliver()
    choose_meanwhile()
    assert len(refused) == 2
    assert desk.states() == [CONFIRMED]


async def test_what_is_dropped_while_the_clock_is_read_is_not_sent(desk: Desk) -> None:
    asked = clocking.start(desk.session)
    other = desk.open()

    def drop_meanwhile() -> None:
        row = desk.row(asked.row_id)
        if not row.is_settled:
            outbox_choices.drop(other, row)

    desk.vendor.during = drop_meanwhile
    await desk.deliver_until_settled()
    assert (desk.states(), desk.vendor.sent, desk.state) == ([DROPPED], [], IDLE)


@pytest.mark.parametrize(
    ("choose", "state"), [(outbox_choices.drop, DROPPED), (outbox_choices.it_happened, CONFIRMED)]
)
@pytest.mark.parametrize("said", [Absent(), Unsure("It cannot tell.")])
async def test_what_the_person_decides_while_it_is_settled_stands(
    desk: Desk, choose: Choice, state: OutboxState, said: Settled[Punched]
) -> None:
    asked = clocking.start(desk.session)
    desk.vendor.answers.append(Answer.LOST_BEFORE)
    desk.vendor.settling.append(said)

    def decide_meanwhile() -> None:
        row = desk.row(asked.row_id)
        if row.state is OutboxState.UNKNOWN:
            choose(desk.session, row)

    desk.vendor.during = decide_meanwhile
    await desk.deliver_until_settled()
    assert (desk.states(), len(desk.vendor.sent)) == ([state], 1)


async def test_what_came_of_it_on_the_persons_word_is_read_again(desk: Desk, unsure: OutboxRow) -> None:
    await refresh(desk.session)
    desk.vendor.state = theirs = Working("theirs", berlin("11 08:00"))
    outbox_choices.it_happened(desk.session, unsure)
    await ensure_known(desk.session)
    assert desk.state == theirs


async def test_what_backs_off_can_be_sent_at_once(desk: Desk) -> None:
    asked = clocking.start(desk.session)
    desk.vendor.answers.append(Answer.NOT_SENT)
    await desk.deliver()
    outbox_choices.send_again(desk.session, desk.row(asked.row_id))
    await desk.deliver()
    assert desk.states() == [CONFIRMED]
    assert isinstance(desk.vendor.state, Working)


def test_a_request_is_found_by_either_end_of_its_id(desk: Desk) -> None:
    row_id = clocking.start(desk.session).row_id
    for name in (row_id, row_id[-6:], row_id[:13]):
        assert outbox_choices.find_row(desk.session, name).id == row_id
    for name in ("", "%", "_" * 36, "nothing", row_id[6:9]):
        with pytest.raises(NotFound):
            outbox_choices.find_row(desk.session, name)
    clocking.stop(desk.session)
    with pytest.raises(NotFound, match="2 outbox items match"):
        outbox_choices.find_row(desk.session, row_id[:8])
