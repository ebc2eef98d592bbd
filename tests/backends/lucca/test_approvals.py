"""Decisions on timesheets of Lucca, over a real socket: Ben's are approved by Ann, and then by Lea."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.backends.lucca.company import (
    EVERYTHING,
    MARCH,
    THE_WRITE,
    W9,
    W10,
    W11,
    Company,
    as_sheets,
    spans,
    standing,
)
from tests.backends.lucca.office import Office
from tests.faults.lab import deliver_all

from punchcard.backends.outcomes import Absent, Confirmed, Refused, Unsure
from punchcard.core.approval_changes import Along, Decide
from punchcard.core.change_requests import Decision, Verdict
from punchcard.core.changes import change_from_json, change_to_json
from punchcard.core.identifiers import new_id
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca.records import Right, Status, Unit
from punchcard.services.approvals.deciding import CannotDecide, decide, results
from punchcard.services.approvals.detail import detail
from punchcard.services.approvals.inbox import inbox, known_inbox, refresh_approvals
from punchcard.services.outbox import choices
from punchcard.services.outbox.sync import deliver
from punchcard.services.session import Session
from punchcard.services.taking_back import CannotUndo
from punchcard.services.undo import undo
from punchcard.store.outbox import OutboxState

APPROVE = Decision(Verdict.APPROVE)
DECLINE = Decision(Verdict.DECLINE, "Tuesday is missing")
REOPEN = Decision(Verdict.REOPEN, "Wrong project")
PENDING, APPROVED, REJECTED = RequestStatus.PENDING, RequestStatus.APPROVED, RequestStatus.REJECTED


@pytest.fixture
async def there(place: Office, tmp_path: Path) -> AsyncIterator[Company]:
    """Ben has handed in three weeks."""
    company = Company.at(place, tmp_path)
    company.worked("Ben", *(week.first.add(days=n) for week in (W9, W10, W11) for n in range(3)))
    await company.handed_in("Ben", W9, W10, W11)
    yield company
    await company.aclose()


async def waiting(there: Company, name: str) -> list[SubmittedWeek]:
    return as_sheets(await there.approvals(name).list(there.id(name), "waiting"))


def deciding(there: Company, item: SubmittedWeek, decision: Decision, name: str = "Ann") -> Decide:
    return Decide(new_id(), there.id(name), item, decision)


def steps(there: Company) -> list[tuple[Status, int]]:
    return [(sheet.status, sheet.steps_done) for sheet in there.sheets("Ben")]


async def test_what_waits_is_what_one_is_expected_to_decide(there: Company) -> None:
    await there.handed_in("Ann", W9)
    found = await waiting(there, "Ann")
    assert spans(found) == [W9, W10, W11]
    assert {(week.person, week.next_actor) for week in found} == {(there.id("Ben"), "Ann Berger")}
    # Ann's own does not wait for her, and Ben's does not yet wait for Lea.
    assert [(week.person, week.first) for week in await waiting(there, "Lea")] == [
        (there.id("Ann"), W9.first)
    ]
    assert await there.approvals("Ann").list(there.id("Ann"), "mine") == []


async def test_the_list_tells_how_much_was_worked(there: Company) -> None:
    state, (first, *_) = there.state, await waiting(there, "Ann")
    numbers = [each.id for each in there.state.worked(int(first.person)) if each.day < W9.last]
    state.entries[numbers[0]] = replace(state.entries[numbers[0]], archived_at=state.now())
    state.entries[numbers[1]] = replace(state.entries[numbers[1]], unit=Unit.DAYS, seconds=12 * 3600)
    there.place.sent()
    found = await waiting(there, "Ann")
    assert there.place.sent() == ["GET api/v3/timmitimesheets"]
    # Three days of eight hours each; half a day counts as four.
    assert [week.worked_seconds for week in found] == [5 * 4 * 3600, 24 * 3600, 24 * 3600]


@pytest.mark.parametrize("told", [[{"id": 1, "name": "x", "url": "y"}], None])
async def test_a_list_that_does_not_tell_how_much_was_worked(there: Company, told: object) -> None:
    sheet = {
        "id": 5, "ownerId": int(there.id("Ben")), "startsOn": "2026-03-02", "endsOn": "2026-03-09",
        "status": 1, "timeEntries": told,
    }  # fmt: skip
    there.place.watch.answer("GET", 200, {"data": {"items": [sheet], "count": 1}})
    assert [week.worked_seconds for week in await waiting(there, "Ann")] == [None]


async def test_a_service_that_tells_no_entries_of_a_timesheet_is_asked_for_timesheets_alone(
    there: Company,
) -> None:
    there.place.watch.answer("GET", 400, {"Status": 400, "Message": "Unknown property 'timeEntries'."})
    found = await waiting(there, "Ann")
    assert [week.worked_seconds for week in found] == [None] * 3


async def test_entries_of_a_timesheet_that_cannot_be_read_hide_no_timesheet(there: Company) -> None:
    sheet = {
        "id": 5, "ownerId": int(there.id("Ben")), "startsOn": "2026-03-02", "endsOn": "2026-03-09",
        "status": 1, "timeEntries": [{"duration": 4800, "unit": "hours"}],
    }  # fmt: skip
    there.place.watch.answer("GET", 200, {"data": {"items": [sheet], "count": 1}})
    assert len(await waiting(there, "Ann")) == 3


async def test_an_approval_is_one_step_and_takes_the_earlier_ones_along(there: Company) -> None:
    ann = there.approvals("Ann")
    _, week10, _ = await waiting(there, "Ann")
    change = deciding(there, week10, APPROVE)
    assert spans(as_sheets(await ann.affected(change))) == [W9]
    outcome = await ann.decide(change)
    assert isinstance(outcome, Confirmed)
    assert spans(as_sheets(outcome.result)) == [W10, W9]
    assert outcome.warnings == (
        "That was one step: week 10 now waits for Lea Brandt.", "Week 9 went along."
    )  # fmt: skip
    assert steps(there) == [(Status.SUBMITTED, 1), (Status.SUBMITTED, 1), (Status.SUBMITTED, 0)]
    assert spans(await waiting(there, "Ann")) == [W11]
    lea = await waiting(there, "Lea")
    assert spans(lea) == [W9, W10]
    last = await there.approvals("Lea").decide(deciding(there, lea[1], APPROVE, "Lea"))
    assert isinstance(last, Confirmed)
    assert last.warnings == ("Week 9 went along.",)
    assert standing(as_sheets(last.result)) == {W9: APPROVED, W10: APPROVED}


async def test_one_who_approves_twice_in_a_row_is_told_what_went_along(there: Company) -> None:
    """Who is next stays the same: only the answer tells that a step was made."""
    approves_twice(there)
    _, week10, _ = await waiting(there, "Ann")
    outcome = await there.approvals("Ann").decide(deciding(there, week10, APPROVE))
    assert isinstance(outcome, Confirmed)
    assert outcome.warnings == (
        "That was one step: week 10 now waits for Ann Berger.", "Week 9 went along."
    )  # fmt: skip
    assert steps(there) == [(Status.SUBMITTED, 1), (Status.SUBMITTED, 1), (Status.SUBMITTED, 0)]


async def test_a_decline_needs_a_comment_and_takes_nothing_along(there: Company) -> None:
    ann = there.approvals("Ann")
    first, *_ = await waiting(there, "Ann")
    silent = await ann.decide(deciding(there, first, Decision(Verdict.DECLINE, "  ")))
    assert silent == Refused("Lucca needs a reason for that. Nothing was decided.", "reason")
    assert await ann.affected(deciding(there, first, DECLINE)) == []
    outcome = await ann.decide(deciding(there, first, DECLINE))
    assert isinstance(outcome, Confirmed)
    assert standing(as_sheets(outcome.result)) == {W9: RequestStatus.DECLINED}
    assert [(sheet.status, sheet.comment) for sheet in there.sheets("Ben")] == [
        (Status.REJECTED, "Tuesday is missing"), (Status.SUBMITTED, None), (Status.SUBMITTED, None),
    ]  # fmt: skip
    # Read again, it is told as one of three things.
    decided = as_sheets(await ann.list(there.id("Ann"), "decided"))
    assert standing(decided) == {W9: REJECTED}


async def test_what_is_approved_is_opened_again_with_a_comment(there: Company) -> None:
    await there.approvals("Ann").decide(deciding(there, (await waiting(there, "Ann"))[0], APPROVE))
    await there.approvals("Lea").decide(deciding(there, (await waiting(there, "Lea"))[0], APPROVE, "Lea"))
    ann = there.approvals("Ann")
    (approved,) = as_sheets(await ann.list(there.id("Ann"), "decided"))
    assert approved.status is APPROVED
    assert isinstance(await ann.decide(deciding(there, approved, Decision(Verdict.REOPEN))), Refused)
    outcome = await ann.decide(deciding(there, approved, REOPEN))
    assert isinstance(outcome, Confirmed)
    assert standing(as_sheets(outcome.result)) == {W9: RequestStatus.WITHDRAWN}
    assert there.sheets("Ben")[0].comment == "Wrong project"
    late = await ann.decide(deciding(there, approved, REOPEN))
    assert late == Refused("Week 9 is declined or taken back already. Nothing was opened again.")


@pytest.mark.parametrize("decision", [APPROVE, DECLINE, REOPEN])
async def test_a_key_without_the_right_is_told_so(there: Company, decision: Decision) -> None:
    key = next(text for text, key in there.state.keys.items() if str(key.holder) == there.id("Ann"))
    there.state.keys[key] = replace(there.state.keys[key], rights=frozenset({Right.WRITE}))
    first = (await waiting(there, "Ann"))[0]
    if decision is REOPEN:
        sheet = there.sheets("Ben")[0]
        there.state.sheets[sheet.id] = replace(sheet, status=Status.APPROVED)
    outcome = await there.approvals("Ann").decide(deciding(there, first, decision))
    assert isinstance(outcome, Refused)
    assert outcome.reason.startswith("Lucca does not let this key do that")


async def test_several_weeks_of_a_person_take_one_step_each(there: Company) -> None:
    session = there.session("Ann")
    await refresh_approvals(session)
    found = [each.item for each in (await inbox(session, "waiting")).items]
    done = decide(session, as_sheets(found), APPROVE)
    await deliver(session)
    assert steps(there) == [(Status.SUBMITTED, 1)] * 3
    outcome = results(session, done.row_ids)
    assert {result.state for result in outcome} == {OutboxState.CONFIRMED}
    # The newest goes first, with which the others go along.
    assert there.posts() == [f"{there.sheets('Ben')[2].id}/approve"]
    assert outcome[0].answer == (
        "That was one step: week 11 now waits for Lea Brandt. Weeks 9 and 10 went along."
    )
    assert [result.answer for result in outcome[1:]] == ["It went along with week 11."] * 2
    assert known_inbox(session, "waiting").items == ()
    with pytest.raises(CannotUndo) as refused:
        undo(session)
    assert "opened again with a reason" in refused.value.hint


def approves_twice(there: Company) -> None:
    """Ben's weeks take two steps of Ann's."""
    ben, ann = (there.state.person_named(name) for name in ("Ben", "Ann"))
    there.state.users[ben.id] = replace(ben, approver_ids=(ann.id, ann.id))


@pytest.mark.parametrize("fault", [None, Fault.DROP_AFTER, Fault.DROP_BEFORE])
async def test_who_approves_twice_in_a_row_takes_one_step_of_each_of_several_weeks(
    there: Company, fault: Fault | None
) -> None:
    """Where nobody can tell whether the newest has happened, the others wait for the person's word."""
    approves_twice(there)
    session = there.session("Ann")
    await refresh_approvals(session)
    found = as_sheets([each.item for each in (await inbox(session, "waiting")).items])
    if fault is not None:
        there.vendor.faults.at(THE_WRITE, fault)
    done = decide(session, found, APPROVE, named=())
    await deliver_all(session)
    if fault is not None:
        states = [result.state for result in results(session, done.row_ids)]
        assert states == [OutboxState.NEEDS_YOU, OutboxState.QUEUED, OutboxState.QUEUED]
        choose = choices.it_happened if fault is Fault.DROP_AFTER else choices.send_again
        choose(session, choices.find_row(session, done.row_ids[0]))
        await deliver_all(session)
    assert {result.state for result in results(session, done.row_ids)} == {OutboxState.CONFIRMED}
    assert steps(there) == [(Status.SUBMITTED, 1)] * 3


async def test_what_may_go_along_is_kept_and_what_was_written_down_before_knows_of_none(
    there: Company,
) -> None:
    change = deciding(there, (await waiting(there, "Ann"))[1], APPROVE)
    for along in (None, (), (Along("7", "12"), Along("8", None))):
        kept = change_to_json(replace(change, along=along))
        assert change_from_json(json.loads(json.dumps(kept))) == replace(change, along=along)
    older = {name: value for name, value in change_to_json(change).items() if name != "along"}
    assert change_from_json(older) == change


async def test_a_newest_week_that_is_refused_leaves_the_others_to_be_decided(there: Company) -> None:
    session = there.session("Ann")
    await refresh_approvals(session)
    found = as_sheets([each.item for each in (await inbox(session, "waiting")).items])
    sheet = there.sheets("Ben")[2]
    there.state.sheets[sheet.id] = replace(sheet, status=Status.REJECTED)
    done = decide(session, found, APPROVE, named=())
    await deliver_all(session)
    said = [(result.state, result.answer) for result in results(session, done.row_ids)]
    assert said == [
        (OutboxState.REFUSED, "Week 11 is declined or taken back already. Nothing was approved."),
        (
            OutboxState.CONFIRMED,
            "That was one step: week 10 now waits for Lea Brandt. Week 9 went along.",
        ),
        (OutboxState.CONFIRMED, "It went along with week 10."),
    ]  # fmt: skip
    assert steps(there)[:2] == [(Status.SUBMITTED, 1)] * 2


async def test_nothing_goes_along_that_was_not_named(there: Company) -> None:
    """Week 9 was declined when the person was asked, and is handed in anew before the approval goes."""
    ann = there.approvals("Ann")
    first, *_ = await waiting(there, "Ann")
    await ann.decide(deciding(there, first, DECLINE))
    session = there.session("Ann")
    await refresh_approvals(session)
    week10, _ = as_sheets([each.item for each in (await inbox(session, "waiting")).items])
    assert await ann.affected(deciding(there, week10, APPROVE)) == []
    done = decide(session, [week10], APPROVE, named=[])
    await there.handed_in("Ben", W9)
    await deliver(session)
    (result,) = results(session, done.row_ids)
    assert (result.state, result.answer) == (
        OutboxState.REFUSED,
        "Week 9 would go along by now, and it has changed since you were asked. Nothing was approved.",
    )
    assert there.posts() == []
    # Named, it goes along.
    await refresh_approvals(session)
    named = as_sheets(await ann.affected(deciding(there, week10, APPROVE)))
    assert spans(named) == [W9]
    again = decide(session, [week10], APPROVE, named=named)
    await deliver(session)
    assert [result.state for result in results(session, again.row_ids)] == [OutboxState.CONFIRMED]
    assert len(there.posts()) == 1


async def test_a_week_that_was_named_takes_no_further_step_than_the_one_that_was_meant(
    there: Company,
) -> None:
    """It is approved by itself, before the later one with which it was to go along."""
    session = there.session("Ann")
    await refresh_approvals(session)
    week9, week10, _ = as_sheets([each.item for each in (await inbox(session, "waiting")).items])
    decide(session, [week9], APPROVE, named=[])
    done = decide(session, [week10], APPROVE, named=[week9])
    # What is on its way by itself would be decided once more.
    later = choices.find_row(session, done.row_ids[0]).change
    assert isinstance(later, Decide)
    assert later.along == ()
    await deliver_all(session)
    (result,) = results(session, done.row_ids)
    assert (result.state, result.answer) == (
        OutboxState.REFUSED,
        "Week 9 would go along by now, and it has changed since you were asked. Nothing was approved.",
    )
    assert steps(there) == [(Status.SUBMITTED, 1), (Status.SUBMITTED, 0), (Status.SUBMITTED, 0)]


async def test_one_that_was_named_and_waits_for_somebody_else_by_now_does_not_go_along(
    there: Company,
) -> None:
    ann = there.approvals("Ann")
    week9, week10, _ = await waiting(there, "Ann")
    named = replace(deciding(there, week10, APPROVE), along=(Along(week9.id or "", week9.next_actor_id),))
    await ann.decide(deciding(there, week9, APPROVE))
    outcome = await ann.decide(named)
    assert isinstance(outcome, Refused)
    assert "Week 9 would go along by now, and it has changed" in outcome.reason
    assert steps(there)[:2] == [(Status.SUBMITTED, 1), (Status.SUBMITTED, 0)]


async def test_a_step_that_was_made_already_is_not_followed_by_the_next_one(there: Company) -> None:
    ann = there.approvals("Ann")
    change = deciding(there, (await waiting(there, "Ann"))[0], APPROVE)
    await ann.decide(change)
    again = await ann.decide(change)
    assert isinstance(again, Confirmed)
    assert again.warnings[0].startswith("This step of week 9 had been approved already.")
    assert steps(there)[0] == (Status.SUBMITTED, 1)


async def test_nobody_decides_their_own(there: Company) -> None:
    await there.handed_in("Ann", W9)
    (own,) = [week for week in await waiting(there, "Lea") if week.person == there.id("Ann")]
    outcome = await there.approvals("Ann").decide(deciding(there, own, APPROVE))
    assert isinstance(outcome, Refused)
    assert outcome.reason.startswith("Nobody decides their own")


async def test_only_what_went_along_is_said_to_have_gone_along(there: Company) -> None:
    session = there.session("Ann")
    await refresh_approvals(session)
    found = as_sheets([each.item for each in (await inbox(session, "waiting")).items])
    sheet = there.sheets("Ben")[0]
    there.state.sheets[sheet.id] = replace(sheet, status=Status.REJECTED)
    done = decide(session, found, APPROVE, named=())
    await deliver_all(session)
    assert [result.state for result in results(session, done.row_ids)] == [
        OutboxState.CONFIRMED, OutboxState.CONFIRMED, OutboxState.REFUSED,
    ]  # fmt: skip
    answers = [result.answer for result in results(session, done.row_ids)]
    assert answers[1:] == [
        "It went along with week 11.",
        "Week 9 is declined or taken back already. Nothing was approved.",
    ]


async def test_a_batch_tells_of_each_what_became_of_it(there: Company) -> None:
    await there.handed_in("Lea", W9)
    session = there.session("Ann")
    await refresh_approvals(session)
    found = as_sheets([each.item for each in (await inbox(session, "waiting")).items])
    there.posts()
    # Lea's is decided elsewhere in the meantime.
    sheet = there.sheets("Lea")[0]
    there.state.sheets[sheet.id] = replace(sheet, status=Status.REJECTED)
    wanted = [week for week in found if week.first == W9.first]
    done = decide(session, wanted, DECLINE)
    await deliver(session)
    said = {result.item.person: (result.state, result.answer) for result in results(session, done.row_ids)}
    assert said == {
        there.id("Ben"): (OutboxState.CONFIRMED, ""),
        there.id("Lea"): (
            OutboxState.REFUSED, "Week 9 is declined or taken back already. Nothing was declined."
        ),
    }  # fmt: skip


async def test_opening_again_is_refused_here_without_a_reason(there: Company) -> None:
    sheet = there.sheets("Ben")[0]
    there.state.sheets[sheet.id] = replace(sheet, status=Status.APPROVED)
    session = there.session("Ann")
    await refresh_approvals(session)
    (found,) = as_sheets([each.item for each in (await inbox(session, "decided")).items])
    with pytest.raises(CannotDecide, match="needs a reason"):
        decide(session, [found], Decision(Verdict.REOPEN))
    decide(session, [found], REOPEN)
    await deliver(session)
    assert there.sheets("Ben")[0].status is Status.REJECTED


async def test_the_sheet_says_what_was_planned_and_done_and_what_is_odd(there: Company) -> None:
    session = there.session("Ann")
    await refresh_approvals(session)
    item = as_sheets([each.item for each in (await inbox(session, "waiting")).items])[1]
    found = await detail(session, item)
    assert (found.person.name, found.sheet.week) == ("Ben Okafor", W10)
    week = found.sheet.sheet(session.now())
    assert (week.worked_seconds, week.target_seconds) == (24 * 3600, 40 * 3600)
    assert spans(as_sheets(found.affected)) == [W9]
    said = [finding.message for finding in found.sheet.findings(session.now())]
    assert said == ["Nothing is booked; the target is 8:00."] * 2


async def test_a_month_is_looked_at_whole(there: Company) -> None:
    there.by_month("Lea")
    there.worked("Lea", MARCH.first, W11.first)
    change = there.submission("Lea", *spans(await there.weeks("Lea").due(there.id("Lea"), W11.last)))
    assert isinstance(await there.weeks("Lea").submit(change), Confirmed)
    session = there.session("Ann")
    await refresh_approvals(session)
    item = [week for week in await waiting(there, "Ann") if week.last == MARCH.last]
    found = await detail(session, item[0])
    assert found.sheet.week == MARCH
    assert found.sheet.sheet(session.now()).worked_seconds == 16 * 3600


async def session_with(there: Company, decision: Decision) -> tuple[Session, Sequence[SubmittedWeek]]:
    if decision is REOPEN:
        sheet = there.sheets("Ben")[0]
        there.state.sheets[sheet.id] = replace(sheet, status=Status.APPROVED)
    session = there.session("Ann")
    await refresh_approvals(session)
    listed = await inbox(session, "decided" if decision is REOPEN else "waiting")
    return session, as_sheets([each.item for each in listed.items])


async def test_a_lost_answer_of_what_waits_as_before_is_left_to_the_person(there: Company) -> None:
    """Whether it was a first of two steps of the same person cannot be told: nothing is approved again."""
    session, (first, *_) = await session_with(there, APPROVE)
    done = decide(session, [first], APPROVE, named=[])
    there.vendor.faults.at(THE_WRITE, Fault.DROP_BEFORE)
    await deliver_all(session)
    (result,) = results(session, done.row_ids)
    assert (result.state, result.answer) == (
        OutboxState.NEEDS_YOU,
        "Week 9 waits for Ann Berger, as before: either nothing has happened, or one of several steps.",
    )
    choices.send_again(session, choices.find_row(session, done.row_ids[0]))
    assert await deliver_all(session) == []
    assert steps(there)[0] == (Status.SUBMITTED, 1)


@pytest.mark.parametrize(
    ("decision", "fault"),
    [
        (APPROVE, Fault.DROP_AFTER), (APPROVE, Fault.SERVER_ERROR_AFTER),
        *itertools.product(
            (DECLINE, REOPEN), (Fault.DROP_AFTER, Fault.SERVER_ERROR_AFTER, Fault.DROP_BEFORE)
        ),
    ],
)  # fmt: skip
async def test_a_lost_answer_leaves_every_decision_once(
    there: Company, decision: Decision, fault: Fault
) -> None:
    session, (first, *_) = await session_with(there, decision)
    done = decide(session, [first], decision)
    there.vendor.faults.at(THE_WRITE, fault)
    assert await deliver_all(session) == []
    (result,) = results(session, done.row_ids)
    assert result.state is OutboxState.CONFIRMED
    assert len(there.posts()) == (2 if fault is Fault.DROP_BEFORE else 1)
    wanted = (Status.SUBMITTED, 1) if decision is APPROVE else (Status.REJECTED, 0)
    assert steps(there)[0] == wanted


async def test_settling_tells_what_happened_from_what_did_not(there: Company) -> None:
    ann = there.approvals("Ann")
    first, *_ = await waiting(there, "Ann")
    approve, decline = deciding(there, first, APPROVE), deciding(there, first, DECLINE)
    assert isinstance(await ann.settle(approve), Unsure)
    assert await ann.settle(decline) == Absent()
    await ann.decide(decline)
    assert isinstance(await ann.settle(decline), Confirmed)
    assert isinstance(await ann.settle(approve), Unsure)
    await there.handed_in("Ben", W9)
    anew = await ann.settle(decline)
    assert anew == Unsure("Week 9 was handed in anew since; what became of it before cannot be told.")


@pytest.mark.parametrize("decision", [APPROVE, DECLINE])
async def test_what_was_handed_in_anew_since_is_not_decided_unseen(
    there: Company, decision: Decision
) -> None:
    ann = there.approvals("Ann")
    first, *_ = await waiting(there, "Ann")
    await ann.decide(deciding(there, first, DECLINE))
    await there.handed_in("Ben", W9)
    outcome = await ann.decide(deciding(there, first, decision))
    assert isinstance(outcome, Refused)
    assert outcome.reason.startswith("Week 9 was handed in anew since you looked at it. Nothing was ")
    assert there.sheets("Ben")[1].status is Status.SUBMITTED
    anew, *_ = await waiting(there, "Ann")
    assert isinstance(await ann.decide(deciding(there, anew, decision)), Confirmed)


async def test_a_lost_answer_of_an_approval_tells_what_a_good_one_does(there: Company) -> None:
    ann = there.approvals("Ann")
    first, second, _ = await waiting(there, "Ann")
    assert first.id is not None
    approve = replace(deciding(there, second, APPROVE), along=(Along(first.id, first.next_actor_id),))
    decided = await ann.decide(approve)
    assert isinstance(decided, Confirmed)
    assert decided.warnings == (
        "That was one step: week 10 now waits for Lea Brandt.",
        "Week 9 went along.",
    )
    assert await ann.settle(approve) == decided


async def test_what_waits_for_somebody_else_is_found_by_its_id(there: Company) -> None:
    number = there.sheets("Ben")[0].id
    (found,) = as_sheets(await there.approvals("Lea").find(there.id("Lea"), str(number)))
    assert (found.id, found.next_actor) == (str(number), "Ann Berger")
    assert standing(await there.weeks("Ann").list(there.id("Ben"), EVERYTHING))[W9] is PENDING
