"""Change requests and decisions against the simulated Clockodo, over a real socket, in both generations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from tests.backends.clockodo.office import Office, Vendor
from tests.backends.clockodo.team import (
    ADD,
    REMOVE,
    Wanted,
    asking,
    client_of,
    ids,
    locked,
    only,
    person,
    times_of,
    why,
    worked,
)

from punchcard.backends.clockodo import ClockodoBackend
from punchcard.backends.clockodo.approvals.approvals import ClockodoApprovals
from punchcard.backends.errors import Garbled
from punchcard.backends.outcomes import Absent, Confirmed, Refused, Unanswered, Unsure
from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange, WithdrawRequest
from punchcard.core.change_requests import VIOLATIONS, ChangeRequest, Decision, Verdict
from punchcard.core.identifiers import new_id
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.sandbox.clockodo.server import clockodo_vendor
from punchcard.sandbox.clockodo.state import Generation
from punchcard.sandbox.faults import Fault

REQUESTS = "v2/workTimes/changeRequests"
APPROVE, DECLINE = Decision(Verdict.APPROVE), Decision(Verdict.DECLINE)
LATER = (ADD, "3 16:00", "3 17:00")


class Desks(NamedTuple):
    place: Office
    vendor: Vendor
    ann: ClockodoBackend
    ben: ClockodoBackend
    lea: ClockodoBackend

    async def asked(self, *changes: Wanted, note: str = "") -> ChangeRequest:
        request = asking(person(self.vendor, "Ben"), *(changes or (LATER,)), note=note)
        outcome = await self.ben.approvals.request(RequestChange(request.id, request))
        assert isinstance(outcome, Confirmed), outcome
        kept = outcome.result[0]
        assert isinstance(kept, ChangeRequest)
        return kept

    def deciding(self, item: ChangeRequest, decision: Decision = APPROVE, name: str = "Ann") -> Decide:
        return Decide(new_id(), person(self.vendor, name), item, decision)


async def desks_at(place: Office, vendor: Vendor) -> AsyncIterator[Desks]:
    worked(vendor, "Ben", "3 08:00", "3 12:00")
    worked(vendor, "Ben", "3 13:00", "3 16:00")
    locked(vendor, "Ben")
    backends = [place.backend(vendor, name) for name in ("Ann", "Ben", "Lea")]
    yield Desks(place, vendor, *backends)
    for backend in backends:
        await backend.aclose()


@pytest.fixture(params=["current", "classic"])
async def desks(place: Office, request: pytest.FixtureRequest) -> AsyncIterator[Desks]:
    generation: Generation = request.param
    async for opened in desks_at(place, place.vendor(generation)):
        yield opened


@pytest.fixture
async def now(place: Office) -> AsyncIterator[Desks]:
    """The current generation alone."""
    async for opened in desks_at(place, place.vendor()):
        yield opened


async def test_a_newer_request_takes_the_place_of_the_one_that_waits(desks: Desks) -> None:
    first = await desks.asked()
    assert (first.status, first.id.isdecimal()) == (RequestStatus.PENDING, True)
    desks.place.sent()
    request = asking(first.person, (REMOVE, "3 15:00", "3 16:00"), note="I went early.")
    outcome = await desks.ben.approvals.request(RequestChange(request.id, request))
    assert desks.place.sent() == ["GET v2/workTimes", f"POST {REQUESTS}"]
    assert isinstance(outcome, Confirmed)
    assert [item.status for item in outcome.result] == [RequestStatus.PENDING, RequestStatus.REPLACED]
    assert ids(outcome.result)[1] == first.id
    assert outcome.warnings == ("Clockodo keeps no note with a change request; yours was not sent.",)
    kept = only(outcome.result[:1])
    assert kept.changes == request.changes
    assert desks.place.sent() == []
    assert ids(await desks.ann.approvals.list(person(desks.vendor, "Ann"), "waiting")) == [kept.id]
    assert desks.place.sent() == [f"GET {REQUESTS}"]
    assert ids(await desks.ben.approvals.list(kept.person, "mine")) == [kept.id]
    assert list(await desks.ben.approvals.list(kept.person, "waiting")) == []
    assert ids(await desks.ann.approvals.find(person(desks.vendor, "Ann"), kept.id[-2:])) == [kept.id]


async def test_an_open_day_is_changed_at_once(desks: Desks) -> None:
    kept = await desks.asked((ADD, "10 08:00", "10 09:00"))
    assert (kept.status, kept.decided_by) == (RequestStatus.APPROVED, None)
    assert times_of(desks.vendor, "Ben", 10) == [("08:00", "09:00")]
    assert list(await desks.ben.approvals.list(kept.person, "mine")) == []


async def test_what_changes_nothing_is_not_sent(desks: Desks) -> None:
    request = asking(person(desks.vendor, "Ben"), (ADD, "3 09:00", "3 10:00"), (REMOVE, "3 18:00", "3 19:00"))
    outcome = await desks.ben.approvals.request(RequestChange(request.id, request))
    assert "change nothing" in why(outcome)
    assert desks.place.sent() == ["GET v2/workTimes"]


async def test_an_approval_goes_by_the_newest_call_there_is(desks: Desks) -> None:
    days = ("3", "4")
    for day in days:
        item = await desks.asked((ADD, f"{day} 16:00", f"{day} 17:00"))
        desks.place.sent()
        outcome = await desks.ann.approvals.decide(desks.deciding(item))
        assert isinstance(outcome, Confirmed), outcome
        done = only(outcome.result)
        assert (done.id, done.status, done.decided_by) == (item.id, RequestStatus.APPROVED, "Ann")
        sent = [line for line in desks.place.sent() if line != "GET v3/users"]
        newest = f"POST v3/workTimes/changeRequests/{item.id}/approve"
        older = f"POST {REQUESTS}/{item.id}/approve"
        if not desks.vendor.state.is_classic:
            assert sent == [newest]
        else:
            assert sent == ([newest, older] if day == days[0] else [older])
    assert times_of(desks.vendor, "Ben")[-1][1] == "17:00"


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_broken_rule_is_asked_about(place: Office, seed: int) -> None:
    vendor = clockodo_vendor(seed, place.clock, empty=True)
    place.watch.app = vendor.app
    async for desks in desks_at(place, vendor):
        item = await desks.asked((ADD, "3 16:00", "3 21:00"))
        outcome = await desks.ann.approvals.decide(desks.deciding(item))
        assert isinstance(outcome, Refused)
        assert "More than 10 hours of work on that day" in outcome.reason
        assert "Nothing was approved" in outcome.reason
        assert outcome.field == VIOLATIONS
        assert times_of(vendor, "Ben")[-1][1] == "16:00"
        accepting = replace(APPROVE, accept_violations=True)
        assert isinstance(await desks.ann.approvals.decide(desks.deciding(item, accepting)), Confirmed)
        assert times_of(vendor, "Ben")[-1][1] == "21:00"


async def test_each_answer_to_a_decline_is_understood(desks: Desks) -> None:
    declined: list[str] = []
    for day in ("3", "4", "5"):
        item = await desks.asked((ADD, f"{day} 17:00", f"{day} 18:00"))
        outcome = await desks.ann.approvals.decide(desks.deciding(item, DECLINE))
        assert isinstance(outcome, Confirmed), outcome
        done = only(outcome.result)
        assert (done.id, done.status, done.decided_by) == (item.id, RequestStatus.DECLINED, "Ann")
        assert done.decided_at is not None
        declined.insert(0, item.id)
        desks.place.clock.move(seconds=60)
    me = person(desks.vendor, "Ann")
    assert ids(await desks.ann.approvals.list(me, "decided")) == declined
    assert list(await desks.ann.approvals.list(me, "waiting")) == []
    mine = await desks.ben.approvals.list(person(desks.vendor, "Ben"), "mine")
    assert {item.status for item in mine if isinstance(item, ChangeRequest)} == {RequestStatus.DECLINED}
    request = next(item for item in mine if isinstance(item, ChangeRequest))
    outcome = await desks.ben.approvals.withdraw(WithdrawRequest(new_id(), request))
    assert why(outcome).startswith("Ann declined it at 12:")
    assert why(outcome).endswith("Nothing was taken back.")


async def test_a_request_is_taken_back(desks: Desks) -> None:
    item = await desks.asked()
    withdraw = WithdrawRequest(new_id(), item)
    outcome = await desks.ben.approvals.withdraw(withdraw)
    assert isinstance(outcome, Confirmed)
    assert only(outcome.result).status is RequestStatus.WITHDRAWN
    again = await desks.ben.approvals.withdraw(withdraw)
    assert "taken back" in why(again)


async def test_what_happened_elsewhere_is_said(desks: Desks) -> None:
    declined = await desks.asked((ADD, "3 16:00", "3 17:00"))
    approved = await desks.asked((ADD, "4 16:00", "4 17:00"))
    gone = await desks.asked((ADD, "5 16:00", "5 17:00"))
    for item, decision in ((declined, DECLINE), (approved, APPROVE)):
        assert isinstance(await desks.lea.approvals.decide(desks.deciding(item, decision, "Lea")), Confirmed)
    assert isinstance(await desks.ben.approvals.withdraw(WithdrawRequest(new_id(), gone)), Confirmed)
    for item, said in (
        (declined, "Lea declined it at 12:00."),
        (approved, "It was approved already"),
        (gone, "It is not there any more: it was taken back"),
    ):
        for decision in (APPROVE, DECLINE):
            outcome = await desks.ann.approvals.decide(desks.deciding(item, decision))
            assert why(outcome).startswith(said)
            assert why(outcome).endswith("Nothing was decided.")


async def test_a_worker_and_nobody_their_own(now: Desks) -> None:
    item = await now.asked()
    assert isinstance(await now.ben.approvals.decide(now.deciding(item, APPROVE, "Ben")), Refused)
    locked(now.vendor, "Ann")
    me = person(now.vendor, "Ann")
    own = asking(me, (ADD, "3 16:00", "3 17:00"))
    outcome = await now.ann.approvals.request(RequestChange(own.id, own))
    assert isinstance(outcome, Confirmed)
    assert isinstance(await now.ann.approvals.decide(now.deciding(only(outcome.result))), Refused)
    assert ids(await now.ann.approvals.list(me, "waiting")) == [item.id]


async def test_where_work_times_follow_from_entries_it_is_said(now: Desks) -> None:
    now.vendor.state.company.work_times_have_to_match_entries = True
    request = asking(person(now.vendor, "Ben"), LATER)
    outcome = await now.ben.approvals.request(RequestChange(request.id, request))
    assert "change the entries instead" in why(outcome)


def wishes(desks: Desks, item: ChangeRequest) -> list[tuple[str, ClockodoBackend, ApprovalChange]]:
    request = asking(item.person, (REMOVE, "3 08:00", "3 09:00"))
    return [
        (f"POST /api/{REQUESTS}", desks.ben, RequestChange(request.id, request)),
        (f"DELETE /api/{REQUESTS}", desks.ben, WithdrawRequest(new_id(), item)),
        ("POST /api/v", desks.ann, desks.deciding(item)),
        (f"POST /api/{REQUESTS}", desks.ann, desks.deciding(item, DECLINE)),
    ]


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.SERVER_ERROR_AFTER])
async def test_a_lost_answer_is_found_by_reading(now: Desks, number: int, fault: Fault) -> None:
    item = await now.asked()
    now.place.clock.move(seconds=30)
    path, backend, change = wishes(now, item)[number]
    if isinstance(change, RequestChange):
        assert item.requested_at is not None
        asked = replace(change.request, requested_at=item.requested_at.add(seconds=30))
        change = replace(change, request=asked)
    now.vendor.faults.always(fault, (path,))
    match change:
        case RequestChange():
            outcome = await backend.approvals.request(change)
        case WithdrawRequest():
            outcome = await backend.approvals.withdraw(change)
        case Decide():
            outcome = await backend.approvals.decide(change)
    assert isinstance(outcome, Unanswered), outcome
    now.vendor.faults.clear()
    settled = await backend.approvals.settle(change)
    if fault is Fault.DROP_BEFORE:
        assert settled == Absent()
    else:
        assert isinstance(settled, Confirmed), settled


async def test_what_cannot_be_told_by_reading_is_left_to_the_person(now: Desks) -> None:
    item = await now.asked()
    approve, withdraw = now.deciding(item), WithdrawRequest(new_id(), item)
    assert isinstance(await now.ann.approvals.decide(approve), Confirmed)
    assert isinstance(await now.ben.approvals.settle(withdraw), Unsure)
    other = await now.asked((ADD, "4 08:00", "4 09:00"))
    assert isinstance(await now.ben.approvals.withdraw(WithdrawRequest(new_id(), other)), Confirmed)
    assert isinstance(await now.ann.approvals.settle(now.deciding(other)), Unsure)
    waits = await now.asked((ADD, "5 08:00", "5 09:00"))
    assert waits.requested_at is not None
    wanted = replace(asking(waits.person, (ADD, "5 10:00", "5 11:00")), requested_at=waits.requested_at)
    assert isinstance(await now.ben.approvals.settle(RequestChange(wanted.id, wanted)), Unsure)


async def test_where_declining_is_gone_nothing_is_deleted_instead(tmp_path: Path) -> None:
    sent: list[str] = []

    def answers(request: httpx.Request) -> object:
        sent.append(request.method)
        if request.method == "GET":
            return {"data": [], "paging": {"current_page": 1, "count_pages": 1}}
        return httpx.Response(410, json={"message": "deprecated"})

    client = client_of(tmp_path, answers)
    item = replace(asking("7", LATER), id="12")
    outcome = await ClockodoApprovals(client).decide(Decide(new_id(), "8", item, DECLINE))
    assert "do it at Clockodo" in why(outcome)
    assert sent == ["GET", "POST"]


PAGING = {"paging": {"current_page": 1, "count_pages": 0}}


@pytest.mark.parametrize(
    "data", [PAGING, {**PAGING, "requests": []}, {**PAGING, "change_requests": None}, []]
)
async def test_a_list_without_its_key_is_never_nothing(tmp_path: Path, data: object) -> None:
    client = client_of(tmp_path, lambda _: data)
    with pytest.raises(Garbled):
        await ClockodoApprovals(client).list("7", "waiting")


async def test_approving_a_day_changes_what_the_work_times_tell(now: Desks) -> None:
    item = await now.asked((REMOVE, "3 08:00", "3 09:00"), LATER)
    assert isinstance(await now.ann.approvals.decide(now.deciding(item)), Confirmed)
    assert times_of(now.vendor, "Ben") == [("09:00", "12:00"), ("13:00", "16:00"), ("16:00", "17:00")]
