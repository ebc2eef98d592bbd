from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.inboxes import APPROVE, added, day, lead_of, statuses
from tests.services.vendor import BEN, Answer

from punchcard.core.approval_items import item_in_zone
from punchcard.core.change_requests import ChangeRequest
from punchcard.core.findings import Rule
from punchcard.core.punches import Start, Stop
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.services import clocking
from punchcard.services.approvals.change_requesting import (
    CannotRequest,
    ask_for_change,
    request_preview,
    withdraw_request,
)
from punchcard.services.approvals.deciding import decide
from punchcard.services.approvals.detail import detail
from punchcard.services.approvals.inbox import inbox, known_inbox, refresh_approvals
from punchcard.services.session import Session
from punchcard.services.undo import CannotUndo, redo, undo
from punchcard.store.outbox import OutboxState

PENDING, WITHDRAWN, REPLACED = RequestStatus.PENDING, RequestStatus.WITHDRAWN, RequestStatus.REPLACED


def mine(session: Session) -> list[tuple[RequestStatus, OutboxState | None]]:
    found = [(one.item, one.pending) for one in known_inbox(session, "mine").items]
    return [(item.status, pending) for item, pending in found if isinstance(item, ChangeRequest)]


def first_of(session: Session) -> ChangeRequest:
    item = known_inbox(session, "mine").items[0].item
    assert isinstance(item, ChangeRequest)
    return item


async def worker(desk: Desk) -> Session:
    await lead_of(desk)
    session = desk.open(person=BEN)
    await inbox(session, "mine")
    return session


async def test_a_request_is_on_its_way_arrives_and_is_taken_back(desk: Desk) -> None:
    ben = await worker(desk)
    asked = ask_for_change(ben, day(3), added(3), "the fair")
    assert asked.message == "Asked for a change of Tue 3 Mar."
    assert mine(ben) == [(PENDING, OutboxState.QUEUED)]
    await desk.deliver(ben)
    assert mine(ben) == [(PENDING, None)]
    assert first_of(ben).note == "the fair"
    assert withdraw_request(ben, first_of(ben)).message == "Withdrew your request for Tue 3 Mar."
    assert mine(ben) == [(WITHDRAWN, OutboxState.QUEUED)]
    with pytest.raises(CannotRequest, match="being withdrawn already"):
        withdraw_request(ben, first_of(ben))
    await desk.deliver(ben)
    assert (mine(ben), statuses(desk)) == ([(WITHDRAWN, None)], [WITHDRAWN])


async def test_a_newer_request_takes_the_place_of_an_older_one_and_says_so(desk: Desk) -> None:
    ben = await worker(desk)
    ask_for_change(ben, day(3), added(3), "")
    desk.clock.move(minutes=1)
    newer = ask_for_change(ben, day(3), added(3, "18:00", "19:00"), "")
    assert newer.message == "Asked for a change of Tue 3 Mar."
    await desk.deliver(ben)
    assert mine(ben) == [(REPLACED, None), (PENDING, None)]
    assert desk.row(newer.row_id).answer == "It takes the place of your earlier request for that day."


async def test_what_the_person_may_change_anyway_is_approved_at_once_and_said(desk: Desk) -> None:
    ben = await worker(desk)
    desk.vendor.open_days.add(day(10))
    asked = ask_for_change(ben, day(10), added(10), "")
    delivery = await desk.deliver(ben)
    said = "It was approved at once: you may change Tue 10 Mar yourself."
    assert [(row.id, row.answer) for row in delivery.remarked] == [(asked.row_id, said)]
    assert mine(ben) == [(RequestStatus.APPROVED, None)]
    with pytest.raises(CannotUndo, match="Left as it is: your request for Tue 10 Mar, which was approved"):
        undo(ben)


async def test_undo_passes_over_a_request_that_was_carried_out_at_once(desk: Desk) -> None:
    ben = await worker(desk)
    clocking.start(ben)
    await desk.deliver(ben)
    desk.vendor.open_days.add(day(10))
    ask_for_change(ben, day(10), added(10), "")
    await desk.deliver(ben)
    said = undo(ben)[1]
    assert said.startswith("Left as it is: your request for Tue 10 Mar, which was approved")
    assert "Undone. The clock of 08:00 was thrown away" in said


async def test_undo_of_a_replacement_says_that_the_earlier_one_stays_replaced(desk: Desk) -> None:
    ben = await worker(desk)
    for hours in (("17:00", "18:00"), ("18:00", "19:00")):
        ask_for_change(ben, day(3), added(3, *hours), "")
        await desk.deliver(ben)
        desk.clock.move(minutes=1)
    assert undo(ben)[1] == (
        "Undone. Withdrew your request for Tue 3 Mar. The earlier request stays replaced."
    )
    await desk.deliver(ben)
    assert mine(ben) == [(REPLACED, None), (WITHDRAWN, None)]
    with pytest.raises(CannotUndo, match="which was replaced"):
        undo(ben)


async def test_a_refused_withdrawal_is_said_until_it_is_withdrawn(desk: Desk) -> None:
    ben = await worker(desk)
    ask_for_change(ben, day(3), added(3), "")
    await desk.deliver(ben)
    problems: list[str] = []
    for answers in ([Answer.REFUSE], []):
        desk.vendor.answers += answers
        withdraw_request(ben, first_of(ben))
        await desk.deliver(ben)
        problems += [one.problem for one in known_inbox(ben, "mine").items]
    assert problems == ["The vendor does not like it.", ""]


async def test_one_that_is_approved_at_once_says_too_what_it_replaces(desk: Desk) -> None:
    ben = await worker(desk)
    ask_for_change(ben, day(10), added(10), "")
    await desk.deliver(ben)
    desk.vendor.open_days.add(day(10))
    newer = ask_for_change(ben, day(10), added(10, "18:00", "19:00"), "")
    await desk.deliver(ben)
    assert desk.row(newer.row_id).answer == (
        "It was approved at once: you may change Tue 10 Mar yourself. "
        "It takes the place of your earlier request for that day."
    )


async def test_undo_withdraws_and_redo_asks_again(desk: Desk) -> None:
    ben = await worker(desk)
    ask_for_change(ben, day(3), added(3), "")
    await desk.deliver(ben)
    assert undo(ben)[1] == "Undone. Withdrew your request for Tue 3 Mar."
    await desk.deliver(ben)
    assert statuses(desk) == [WITHDRAWN]
    assert redo(ben)[1] == "Redone. Asked for a change of Tue 3 Mar."
    await desk.deliver(ben)
    assert statuses(desk) == [WITHDRAWN, PENDING]


async def test_undo_of_a_withdrawal_asks_again(desk: Desk) -> None:
    ben = await worker(desk)
    ask_for_change(ben, day(3), added(3), "")
    await desk.deliver(ben)
    withdraw_request(ben, first_of(ben))
    await desk.deliver(ben)
    assert undo(ben)[1] == "Undone. Asked for a change of Tue 3 Mar."
    await desk.deliver(ben)
    assert statuses(desk) == [WITHDRAWN, PENDING]
    assert redo(ben)[1] == "Redone. Withdrew your request for Tue 3 Mar."
    await desk.deliver(ben)
    assert statuses(desk) == [WITHDRAWN, WITHDRAWN]


async def test_a_request_that_was_never_sent_is_taken_back_without_a_trace(desk: Desk) -> None:
    ben = await worker(desk)
    ask_for_change(ben, day(3), added(3), "")
    assert undo(ben)[1] == "Taken back; nothing was sent."
    await desk.deliver(ben)
    assert (mine(ben), desk.vendor.sent) == ([], [])


@pytest.mark.parametrize("answer", list(Answer)[2:])
async def test_a_request_is_made_once_whatever_happens_on_the_way(desk: Desk, answer: Answer) -> None:
    ben = await worker(desk)
    desk.vendor.answers.append(answer)
    asked = ask_for_change(ben, day(3), added(3), "")
    await desk.deliver_until_settled()
    assert (desk.vendor.done, statuses(desk)) == ([asked.row_id], [PENDING])
    desk.vendor.answers.append(answer)
    withdrawn = withdraw_request(ben, first_of(ben))
    await desk.deliver_until_settled()
    assert (desk.vendor.done, statuses(desk)) == ([asked.row_id, withdrawn.row_id], [WITHDRAWN])


async def test_a_withdrawal_that_comes_too_late_is_refused_with_its_reason(desk: Desk) -> None:
    ben = await worker(desk)
    ask_for_change(ben, day(3), added(3), "")
    await desk.deliver(ben)
    lead = desk.open(person=desk.vendor.people[-1])
    [item] = (await inbox(lead, "waiting")).items
    assert isinstance(item.item, ChangeRequest)
    decide(lead, [item.item], APPROVE)
    withdraw_request(ben, first_of(ben))
    await desk.deliver(lead)
    assert statuses(desk) == [RequestStatus.APPROVED]
    assert known_inbox(ben, "mine").items[0].problem == "It was approved by Lea Lead already."
    assert (await inbox(ben, "mine")).items[0].item == desk.vendor.items[f"request:{item.item.id}"]


async def test_a_request_waits_for_older_changes_of_its_day(desk: Desk) -> None:
    await lead_of(desk)
    ann = desk.session
    await inbox(ann, "mine")
    clocking.punch(ann, None, lambda row_id, at: Start(row_id, at))
    desk.clock.move(hours=1)
    clocking.punch(ann, None, lambda row_id, at: Stop(row_id, at))
    asked = ask_for_change(ann, day(11), added(11), "")
    desk.vendor.answers.extend([Answer.CONFIRM, Answer.NOT_SENT])
    await desk.deliver()
    assert asked.row_id not in desk.vendor.sent
    await desk.deliver_until_settled()
    assert desk.vendor.done[-1] == asked.row_id


async def test_the_preview_tells_what_would_be_right_and_wrong(desk: Desk) -> None:
    ben = await worker(desk)
    found = await request_preview(ben, day(10), added(10, "08:00", "18:30"), "")
    assert (found.before, found.difference_seconds) == ((), 37_800)
    assert {finding.rule for finding in found.appearing} >= {Rule.LONG_DAY, Rule.MISSING_BREAK}
    assert desk.rows() == []


async def test_the_detail_shows_the_week_of_its_person(desk: Desk) -> None:
    ben = await worker(desk)
    ask_for_change(ben, day(10), added(10), "")
    await desk.deliver(ben)
    lead = desk.open(person=desk.vendor.people[-1])
    [item] = (await inbox(lead, "waiting")).items
    assert isinstance(item.item, ChangeRequest)
    found = await detail(lead, item.item)
    assert (found.person, found.sheet.person, found.sheet.week.first) == (BEN, BEN, day(9))
    assert found.preview is not None
    assert found.preview.difference_seconds == 3600
    assert not found.sheet.is_own


async def test_what_makes_no_sense_is_not_asked_for(desk: Desk) -> None:
    ben = await worker(desk)
    for number, changes, said in (
        (3, (), "leaves Tue 3 Mar as it is"),
        (3, added(4), "everything in it begins on Tue 3 Mar"),
        (3, added(3, "18:00", "17:00"), "ends after it begins"),
    ):
        with pytest.raises((CannotRequest, ValueError), match=said):
            ask_for_change(ben, day(number), changes, "")
    assert desk.rows() == []
    assert berlin("11 08:00") == ben.now()


async def test_what_a_vendor_says_in_its_own_zone_is_read_on_the_persons_wall(desk: Desk) -> None:
    ben = await worker(desk)
    ask_for_change(ben, day(3), added(3), "the fair")
    await desk.deliver(ben)
    as_asked = first_of(ben)
    elsewhere = {
        key: item_in_zone(replace(item, decided_at=berlin("4 09:00")), "America/New_York")
        for key, item in desk.vendor.items.items()
        if isinstance(item, ChangeRequest)
    }
    moved = next(iter(elsewhere.values()))
    assert isinstance(moved, ChangeRequest)
    assert moved.changes[0].interval.start.tz_id == "America/New_York"
    desk.vendor.items.update(elsewhere)
    await refresh_approvals(ben)
    found = first_of(ben)
    assert found.changes == as_asked.changes
    moments = [found.requested_at, found.decided_at, found.changes[0].interval.start]
    assert {moment.tz_id for moment in moments if moment} == {"Europe/Berlin"}
