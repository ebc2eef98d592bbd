"""What waits for approval is listed and never decided: McTime has no call for that."""

from __future__ import annotations

import pytest
from tests.backends.mctime.office import ANN, BEN, LEA, Office, Vendor
from tests.domain import berlin
from whenever import ZonedDateTime

from punchcard.backends.abilities import Ability, No
from punchcard.backends.contract import Scope
from punchcard.backends.mctime import McTimeBackend
from punchcard.backends.outcomes import Absent, Refused
from punchcard.core.approval_changes import Decide, RequestChange, WithdrawRequest
from punchcard.core.change_requests import ChangeRequest, Decision, PendingEntry, Verdict
from punchcard.core.entries import Entry, EntryStatus
from punchcard.sandbox.mctime.records import ApprovalStatus, Creation, TimeEntry

BASE = berlin("11 08:00")
WAITING = ApprovalStatus.UNDER_APPROVAL


def add(
    vendor: Vendor,
    person: str,
    start: ZonedDateTime,
    status: ApprovalStatus = WAITING,
    kind: str = "work",
    *,
    is_invalid: bool = False,
) -> str:
    user, company = vendor.state.person_named(person), vendor.state.organization_at("Berger Works")
    since = start.to_instant()
    entry = TimeEntry(
        vendor.state.new_id(), user.id, since, since.add(hours=4), kind, company.id, status=status,
        creation=Creation.CLOCK, is_invalid=is_invalid,
    )  # fmt: skip
    return vendor.state.keep(entry).id


async def queue(backend: McTimeBackend, vendor: Vendor, person: str, scope: Scope = "waiting") -> list[Entry]:
    items = await backend.approvals.list(vendor.state.person_named(person).id, scope)
    assert all(isinstance(item, PendingEntry) for item in items)
    return [item.entry for item in items if isinstance(item, PendingEntry)]


async def test_what_others_have_waiting_is_listed_oldest_first(place: Office) -> None:
    vendor = place.vendor()
    newest = add(vendor, BEN, BASE, ApprovalStatus.NOT_APPROVED_YET)
    middle = add(vendor, LEA, BASE.subtract(days=1), ApprovalStatus.DISAPPROVED)
    oldest = add(vendor, BEN, BASE.subtract(weeks=7))
    ahead = add(vendor, BEN, BASE.add(days=200), kind="vacation")
    add(vendor, ANN, BASE)
    add(vendor, BEN, BASE.subtract(days=2), ApprovalStatus.APPROVED)
    add(vendor, BEN, BASE.subtract(days=3), ApprovalStatus.EXPORTED)
    add(vendor, BEN, BASE.subtract(weeks=9))
    found = await queue(place.backend(vendor), vendor, ANN)
    assert [each.id for each in found] == [oldest, middle, newest, ahead]
    assert [each.status for each in found] == [
        EntryStatus.SUBMITTED,
        EntryStatus.DECLINED,
        EntryStatus.OPEN,
        EntryStatus.SUBMITTED,
    ]
    assert found[2].start == BASE
    assert found[0].locked is not None
    assert place.sent() == ["GET times"]


async def test_a_team_of_45_waits_on_three_pages(place: Office) -> None:
    vendor = place.vendor(people=45)
    expected = {
        add(vendor, user.name, BASE) for user in list(vendor.state.users.values()) if user.name != ANN
    }
    found = await queue(place.backend(vendor), vendor, ANN)
    assert {each.id for each in found} == expected
    assert [sent.all("page") for sent in place.watch.sent] == [["1"], ["2"], ["3"]]
    assert {tuple(sent.all("approvalStatuses")) for sent in place.watch.sent} == {
        ("under_approval", "not_approved_yet", "disapproved")
    }


async def test_a_clock_that_could_not_be_saved_waits_for_nobody(place: Office) -> None:
    vendor = place.vendor()
    add(vendor, BEN, BASE, ApprovalStatus.NOT_APPROVED_YET, "clocking", is_invalid=True)
    assert await queue(place.backend(vendor), vendor, ANN) == []


async def test_ones_own_are_those_that_were_handed_in_or_sent_back(place: Office) -> None:
    vendor = place.vendor()
    back = add(vendor, BEN, BASE.subtract(days=1), ApprovalStatus.DISAPPROVED)
    handed_in = add(vendor, BEN, BASE)
    add(vendor, BEN, BASE.subtract(days=2), ApprovalStatus.NOT_APPROVED_YET)
    add(vendor, LEA, BASE)
    ben = place.backend(vendor, BEN)
    assert [each.id for each in await queue(ben, vendor, BEN, "mine")] == [back, handed_in]
    assert await queue(ben, vendor, BEN) == []
    place.sent()
    assert await queue(ben, vendor, BEN, "decided") == []
    assert place.sent() == []


async def test_every_write_is_refused_with_where_it_is_decided(place: Office) -> None:
    vendor = place.vendor()
    approvals, ben = place.backend(vendor).approvals, vendor.state.person_named(BEN).id
    request = ChangeRequest("r1", ben, BASE.date(), ())
    decide = Decide("c1", ben, request, Decision(Verdict.APPROVE))
    asked = RequestChange("c2", request), WithdrawRequest("c3", request)
    outcomes = [
        await approvals.decide(decide),
        await approvals.request(asked[0]),
        await approvals.withdraw(asked[1]),
    ]
    reasons = [outcome.reason for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(reasons) == 3
    assert "https://mctime.com" in reasons[0]
    assert "no change requests" in reasons[1]
    assert [await approvals.settle(change) for change in (decide, *asked)] == [Absent()] * 3
    assert (list(await approvals.find(ben, "r1")), list(await approvals.affected(decide))) == ([], [])
    assert place.sent() == []


@pytest.mark.parametrize("ability", [Ability.APPROVE, Ability.DECLINE, Ability.DECLINE_REASON])
def test_the_abilities_say_where_it_is_decided(ability: Ability) -> None:
    answer = McTimeBackend.abilities[ability]
    assert isinstance(answer, No)
    assert "https://mctime.com" in answer.reason
    approve = McTimeBackend.abilities[Ability.APPROVE]
    assert isinstance(approve, No)
    assert "8 weeks back" in approve.reason
