from __future__ import annotations

from dataclasses import replace

import pytest
from tests.services.desk import Desk
from tests.services.inboxes import (
    APPROVE,
    DECLINE,
    decide_elsewhere,
    lead_of,
    request,
    statuses,
    waiting,
    week,
)
from tests.services.vendor import BEN, LEA, Answer
from whenever import Date

from punchcard.core.approval_items import item_key, item_status
from punchcard.core.change_requests import Decision, Verdict
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.services.approvals.deciding import CannotDecide, decide, results
from punchcard.services.approvals.inbox import known_inbox, refresh_approvals, waiting_count
from punchcard.services.undo import CannotUndo, redo, undo
from punchcard.store.outbox import OutboxState

APPROVED, DECLINED, PENDING = RequestStatus.APPROVED, RequestStatus.DECLINED, RequestStatus.PENDING
REOPEN = Decision(Verdict.REOPEN)


async def test_a_decision_leaves_the_inbox_at_once_and_stands_among_the_decided(desk: Desk) -> None:
    lead = await lead_of(desk, request(4), request(3))
    assert (waiting(lead), waiting_count(lead)) == (["r3-ben", "r4-ben"], 2)
    decided = decide(lead, [request(3)], DECLINE)
    assert decided.message == "Declined Ben Okafor’s request for Tue 3 Mar."
    assert (waiting(lead), waiting_count(lead)) == (["r4-ben"], 1)
    [on_its_way] = known_inbox(lead, "decided").items
    assert (on_its_way.item.id, on_its_way.pending) == ("r3-ben", OutboxState.QUEUED)
    await desk.deliver(lead)
    [kept] = known_inbox(lead, "decided").items
    assert kept.item == desk.vendor.items["request:r3-ben"]
    assert (kept.pending, kept.person) == (None, BEN)
    assert statuses(desk) == [PENDING, DECLINED]
    assert (waiting(lead), waiting_count(lead)) == (["r4-ben"], 1)


async def test_two_of_five_were_decided_elsewhere(desk: Desk) -> None:
    items = [request(number) for number in range(2, 7)]
    lead = await lead_of(desk, *items)
    decide_elsewhere(desk, items[1])
    decide_elsewhere(desk, items[3])
    decided = decide(lead, items, APPROVE)
    assert (decided.message, len(decided.row_ids)) == ("Approved 5 items.", 5)
    delivery = await desk.deliver(lead)
    assert delivery.open_rows == ()
    said = "It was declined by Carla already."
    assert [(one.item.id, one.state.value, one.answer) for one in results(lead, decided.row_ids)] == [
        ("r2-ben", "confirmed", ""),
        ("r3-ben", "refused", said),
        ("r4-ben", "confirmed", ""),
        ("r5-ben", "refused", said),
        ("r6-ben", "confirmed", ""),
    ]
    left = known_inbox(lead, "waiting").items
    assert [(one.item.id, one.problem) for one in left] == [("r3-ben", said), ("r5-ben", said)]
    await refresh_approvals(lead)
    assert waiting(lead) == []
    assert [item_status(one.item) for one in known_inbox(lead, "decided").items].count(DECLINED) == 2


@pytest.mark.parametrize(
    "answer",
    [Answer.NOT_SENT, Answer.LOST_BEFORE, Answer.LOST_AFTER, Answer.HANG_BEFORE, Answer.HANG_AFTER],
)
async def test_whatever_happens_on_the_way_it_is_decided_once(desk: Desk, answer: Answer) -> None:
    lead = await lead_of(desk, request(3), request(4))
    desk.vendor.answers.append(answer)
    decided = decide(lead, [request(3), request(4)], APPROVE)
    await desk.deliver_until_settled()
    assert [one.state for one in results(lead, decided.row_ids)] == [OutboxState.CONFIRMED] * 2
    assert sorted(desk.vendor.done) == sorted(decided.row_ids)
    assert statuses(desk) == [APPROVED, APPROVED]


async def test_a_refused_decision_comes_back_and_can_be_taken_again(desk: Desk) -> None:
    lead = await lead_of(desk, request(3))
    desk.vendor.answers.append(Answer.REFUSE)
    decide(lead, [request(3)], APPROVE)
    await desk.deliver(lead)
    [back] = known_inbox(lead, "waiting").items
    assert (back.problem, waiting_count(lead)) == ("The vendor does not like it.", 1)
    decide(lead, [request(3)], DECLINE)
    await desk.deliver(lead)
    assert (waiting(lead), statuses(desk)) == ([], [DECLINED])


async def test_what_was_refused_of_a_week_is_not_said_once_it_is_handed_in_again(desk: Desk) -> None:
    lead = await lead_of(desk, week(2))
    desk.vendor.answers.append(Answer.REFUSE)
    decide(lead, [week(2)], APPROVE)
    await desk.deliver(lead)
    await refresh_approvals(lead)
    assert [one.problem for one in known_inbox(lead, "waiting").items] == ["The vendor does not like it."]
    desk.clock.move(hours=1)
    again = replace(week(2), id="w2-again", submitted_at=lead.now())
    desk.vendor.items = {item_key(again): again}
    await refresh_approvals(lead)
    assert [one.problem for one in known_inbox(lead, "waiting").items] == [""]


async def test_a_decision_that_needs_the_person_is_not_made_a_second_time(desk: Desk) -> None:
    lead = await lead_of(desk, request(3))
    decided = decide(lead, [request(3)], APPROVE)
    with lead.change() as transaction:
        transaction.outbox.move(decided.row_id, OutboxState.NEEDS_YOU)
    with pytest.raises(CannotDecide, match="decided already, and that needs you in the outbox"):
        decide(lead, [request(3)], DECLINE)


async def test_what_cannot_be_decided_is_left_out_and_said(desk: Desk) -> None:
    own, other, gone = request(3, LEA.id), request(4), request(5)
    lead = await lead_of(desk, own, other)
    decided = decide(lead, [own, other, gone], APPROVE)
    assert decided.message == (
        "Approved Ben Okafor’s request for Wed 4 Mar. Left out: Lea Lead’s request for Tue 3 Mar is your own;"
        " somebody else decides it. Ben Okafor’s request for Thu 5 Mar does not wait for you any more."
    )
    assert [left.item.id for left in decided.left_out] == ["r3-lea", "r5-ben"]
    with pytest.raises(CannotDecide, match="decided already, and that is on its way"):
        decide(lead, [other], DECLINE)
    assert len(desk.rows()) == 1


async def test_only_a_lead_decides(desk: Desk) -> None:
    await lead_of(desk, request(3))
    worker = desk.open(person=BEN)
    with pytest.raises(CannotDecide, match="Only a lead decides"):
        decide(worker, [request(3)], APPROVE)
    assert known_inbox(worker, "mine").why_not == "Only a lead decides; you see your own requests here."
    assert desk.rows() == []


async def test_an_approved_week_is_reopened_by_undo_and_approved_by_redo(desk: Desk) -> None:
    lead = await lead_of(desk, week(2))
    decide(lead, [week(2)], APPROVE)
    await desk.deliver(lead)
    assert undo(lead)[1] == "Undone. Reopened Ben Okafor’s week 10."
    await desk.deliver(lead)
    assert (statuses(desk), waiting(lead)) == ([PENDING], ["w2"])
    assert redo(lead)[1] == "Redone. Approved Ben Okafor’s week 10."
    await desk.deliver(lead)
    assert (statuses(desk), waiting(lead)) == ([APPROVED], [])
    with lead.store.read() as transaction:
        [kept] = transaction.cache("acme").weeks(BEN.id, Date(2026, 3, 2), Date(2026, 3, 8))
    assert kept.status is APPROVED


async def test_what_a_request_has_changed_is_not_undone(desk: Desk) -> None:
    lead = await lead_of(desk, request(3))
    decide(lead, [request(3)], APPROVE)
    await desk.deliver(lead)
    with pytest.raises(CannotUndo) as refused:
        undo(lead)
    assert refused.value.message == (
        "Nothing can be undone. Left as it is: the approval of Ben Okafor’s request for Tue 3 Mar."
    )
    assert len(desk.rows()) == 1


async def test_undo_passes_over_what_can_never_be_undone_and_names_it(desk: Desk) -> None:
    lead = await lead_of(desk, week(2), *(request(number) for number in (3, 4, 5, 6)))
    decide(lead, [week(2)], APPROVE)
    await desk.deliver(lead)
    decide(lead, [request(3)], DECLINE)
    await desk.deliver(lead)
    assert undo(lead)[1] == (
        "Left as it is: the decline of Ben Okafor’s request for Tue 3 Mar. "
        "Undone. Reopened Ben Okafor’s week 10."
    )
    redo(lead)
    await desk.deliver(lead)
    decide(lead, [request(4), request(5), request(6)], APPROVE)
    await desk.deliver(lead)
    assert undo(lead)[1] == (
        "Left as they are: the approval of Ben Okafor’s request for Fri 6 Mar; "
        "the approval of Ben Okafor’s request for Thu 5 Mar; "
        "the approval of Ben Okafor’s request for Wed 4 Mar. "
        "Undone. Reopened Ben Okafor’s week 10."
    )


async def test_of_an_action_only_what_can_be_undone_is(desk: Desk) -> None:
    lead = await lead_of(desk, week(2), request(3))
    decide(lead, [week(2), request(3)], APPROVE)
    await desk.deliver(lead)
    assert undo(lead)[1] == (
        "Left as it is: the approval of Ben Okafor’s request for Tue 3 Mar. "
        "Undone. Reopened Ben Okafor’s week 10."
    )
    await desk.deliver(lead)
    assert statuses(desk) == [PENDING, APPROVED]
    with pytest.raises(CannotUndo, match="Left as it is: the approval of Ben Okafor’s request"):
        undo(lead)


async def test_a_week_is_reopened_only_where_it_is_approved(desk: Desk) -> None:
    lead = await lead_of(desk, week(2), week(9, APPROVED))
    with pytest.raises(CannotDecide, match="is not approved, so there is nothing to reopen"):
        decide(lead, [week(2)], REOPEN)
    decide(lead, [week(9, APPROVED)], REOPEN)
    await desk.deliver(lead)
    assert (statuses(desk), waiting(lead)) == ([PENDING, PENDING], ["w2", "w9"])


async def test_undo_is_a_persons_own(desk: Desk) -> None:
    lead = await lead_of(desk, request(3))
    desk.vendor.answers.append(Answer.NOT_SENT)
    decide(lead, [request(3)], APPROVE)
    worker = desk.open(person=BEN)
    with pytest.raises(Exception, match="There is nothing to undo"):
        undo(worker)
    assert desk.states() == [OutboxState.QUEUED]
    assert undo(lead)[1] == "Taken back; nothing was sent."
    await desk.deliver(lead)
    assert (desk.vendor.sent, waiting(lead)) == ([], ["r3-ben"])
