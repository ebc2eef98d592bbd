"""Decisions at the simulated Clockodo as they go through the outbox, and what is shown of requests there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.backends.clockodo.canned import PAGING, Canned, backend_with
from tests.backends.clockodo.office import Office, Vendor
from tests.backends.clockodo.team import ADD, REMOVE, Wanted, asking, locked, only, person, times_of, worked
from tests.domain import berlin

from punchcard.backends.outcomes import Confirmed, Refused, Unanswered
from punchcard.core.approval_changes import Decide, RequestChange
from punchcard.core.change_requests import ChangeRequest, Decision, Verdict
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.work_times import WorkTimeDay
from punchcard.services.approvals.deciding import DecisionResult, decide, results
from punchcard.services.approvals.detail import detail
from punchcard.services.approvals.inbox import inbox, known_inbox, refresh_approvals
from punchcard.services.outbox.sync import deliver
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState

APPROVE, DECLINE = Decision(Verdict.APPROVE), Decision(Verdict.DECLINE)
TOO_LONG = (ADD, "3 16:00", "3 21:00")


async def asked(place: Office, vendor: Vendor, *changes: Wanted) -> ChangeRequest:
    """Ben, who was at work from 8 to 16 on the third, asks for something."""
    worked(vendor, "Ben", "3 08:00", "3 12:00")
    worked(vendor, "Ben", "3 12:00", "3 16:00")
    locked(vendor, "Ben")
    ben = place.backend(vendor, "Ben")
    request = asking(person(vendor, "Ben"), *changes)
    await ben.approvals.request(RequestChange(request.id, request))
    kept = only(await ben.approvals.list(request.person, "mine"))
    await ben.aclose()
    return kept


async def decided(session: Session, item: ChangeRequest, decision: Decision) -> DecisionResult:
    done = decide(session, [item], decision)
    await deliver(session)
    (result,) = results(session, done.row_ids)
    return result


async def test_what_breaks_a_rule_is_approved_on_the_leads_word_alone(place: Office) -> None:
    vendor = place.vendor()
    item = await asked(place, vendor, TOO_LONG)
    ann = place.session(vendor)
    await refresh_approvals(ann)
    refused = await decided(ann, item, APPROVE)
    assert (refused.state, refused.breaks_rules) == (OutboxState.REFUSED, True)
    assert "More than 10 hours" in refused.answer
    (waits,) = known_inbox(ann, "waiting").items
    assert (waits.problem, waits.breaks_rules) == (refused.answer, True)
    assert times_of(vendor, "Ben")[-1][1] == "16:00"
    accepted = await decided(ann, item, Decision(Verdict.APPROVE, accept_violations=True))
    assert (accepted.state, accepted.breaks_rules) == (OutboxState.CONFIRMED, False)
    assert times_of(vendor, "Ben")[-1][1] == "21:00"
    with ann.store.read() as transaction:
        rows = transaction.outbox.latest(ann.account.name, 9)
    kept = [row.change.decision.accept_violations for row in rows if isinstance(row.change, Decide)]
    assert kept == [True, False]
    assert known_inbox(ann, "waiting").items == ()
    await ann.aclose()


async def test_what_is_refused_for_something_else_is_not_asked_about(place: Office) -> None:
    vendor = place.vendor()
    item = await asked(place, vendor, TOO_LONG)
    ann, lea = place.session(vendor), place.session(vendor, "Lea")
    await refresh_approvals(ann)
    await refresh_approvals(lea)
    assert (await decided(lea, item, Decision(Verdict.DECLINE))).state is OutboxState.CONFIRMED
    refused = await decided(ann, item, APPROVE)
    assert (refused.state, refused.breaks_rules) == (OutboxState.REFUSED, False)
    assert refused.answer.startswith("Lea declined it")
    await ann.aclose()
    await lea.aclose()


@pytest.mark.parametrize("generation", ["current", "classic"])
async def test_a_request_is_held_against_the_work_times(place: Office, generation: str) -> None:
    vendor = place.vendor("classic" if generation == "classic" else "current")
    item = await asked(place, vendor, (REMOVE, "3 15:00", "3 16:00"))
    ann = place.session(vendor)
    (waits,) = (await inbox(ann, "waiting")).items
    found = (await detail(ann, item)).preview
    assert found is not None
    # Two entries, one after the other: it was one stretch of work.
    assert [(clock_time(each.start), clock_time(each.end)) for each in found.before] == [("08:00", "16:00")]
    with ann.store.write() as transaction:
        attended = WorkTimeDay(item.day, (Interval(berlin("3 07:00"), berlin("3 15:30")),))
        work_times = transaction.work_times(ann.account.name)
        work_times.keep(item.person, [item.day], [attended], ann.instant())
    assert isinstance(waits.item, ChangeRequest)
    found = (await detail(ann, waits.item)).preview
    assert found is not None
    assert [(clock_time(each.start), clock_time(each.end)) for each in found.after] == [("07:00", "15:00")]
    assert found.difference_seconds == -30 * 60
    await ann.aclose()


async def test_whoever_is_in_a_team_is_found_by_it(place: Office) -> None:
    vendor = place.vendor()
    ann = place.backend(vendor)
    assert {each.team for each in await ann.directory.people()} == {"Everybody"}
    await ann.aclose()


async def test_a_status_that_is_not_known_is_shown_and_waits_for_nobody(tmp_path: Path) -> None:
    changes = [{"type": 1, "time_since": "2026-03-03T15:00:00Z", "time_until": "2026-03-03T16:00:00Z"}]
    request = {"id": 7, "date": "2026-03-03", "users_id": 3, "status": 5, "changes": changes}
    answers: Canned = {"v2/workTimes/changeRequests": {"paging": PAGING, "change_requests": [request]}}
    backend = backend_with(str(tmp_path), answers)
    assert list(await backend.approvals.list("1", "waiting")) == []
    (lead,) = await backend.approvals.list("1", "decided")
    (own,) = await backend.approvals.list("3", "mine")
    for item in (lead, own):
        assert isinstance(item, ChangeRequest)
        assert item.status is RequestStatus.UNKNOWN
        assert "status 5" in item.reason
    await backend.aclose()


WAITS: Canned = {"id": 12, "date": "2026-03-03", "users_id": 3, "status": 1, "changes": []}


@pytest.mark.parametrize(
    ("decision", "told", "listed", "is_known"),
    [
        (APPROVE, {"success": True}, [], True),
        (APPROVE, {"change_request": None}, [], True),
        (APPROVE, {"success": False}, [], False),
        (DECLINE, {"success": False}, [{**WAITS, "status": 2}], True),
        (DECLINE, {"success": True}, [WAITS], False),
        (DECLINE, {"change_request": {**WAITS, "status": 2}}, [], False),
    ],
)
async def test_a_decline_is_what_the_list_says_and_an_approval_is_not_what_was_denied(
    tmp_path: Path, decision: Decision, told: Canned, listed: list[Canned], is_known: bool
) -> None:
    answers: Canned = {
        "v3/users": {"paging": PAGING, "data": []},
        "v2/workTimes/changeRequests": {"paging": PAGING, "change_requests": listed},
        "v2/workTimes/changeRequests/12/decline": told,
        "v3/workTimes/changeRequests/12/approve": told,
    }
    backend = backend_with(str(tmp_path), answers)
    item = replace(asking("3", (ADD, "3 16:00", "3 17:00")), id="12")
    outcome = await backend.approvals.decide(Decide(new_id(), "8", item, decision))
    assert isinstance(outcome, Confirmed if is_known else Unanswered)


@pytest.mark.parametrize(("status", "is_explained"), [(400, True), (409, True), (422, True), (403, False)])
async def test_a_refused_request_says_what_may_be_changed_instead(
    tmp_path: Path, status: int, is_explained: bool
) -> None:
    refusal = {"errors": [{"type": "InvalidCombination", "message": "Work times must match the entries"}]}
    answers: Canned = {
        "v2/workTimes": {"paging": PAGING, "work_time_days": []},
        "v2/workTimes/changeRequests": (status, refusal),
    }
    request = asking("3", (ADD, "3 16:00", "3 17:00"))
    outcome = await backend_with(str(tmp_path), answers).approvals.request(RequestChange(new_id(), request))
    assert isinstance(outcome, Refused)
    assert "Work times must match the entries" in outcome.reason
    assert ("change the entries instead" in outcome.reason) is is_explained
