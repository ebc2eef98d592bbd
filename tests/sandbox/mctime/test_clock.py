"""The clock: five actions, who is clocked in, and what a stop leaves behind."""

from __future__ import annotations

from typing import Any

import pytest
from tests.domain import HOSTILE
from tests.sandbox.asking import Hand
from tests.sandbox.mctime.asking import (
    ANN,
    BEN,
    DEVELOPMENT,
    LABS,
    UNAUTHORIZED,
    WORKS,
    Caller,
    Vendor,
    at,
    booked,
    caller,
    entry,
    organization,
    small,
)

from punchcard.sandbox.mctime.records import ApprovalStatus
from punchcard.sandbox.mctime.time_types import CATEGORY_OF

SAVED = {
    "id", "from", "to", "breaks", "comment", "type", "organizationName", "userId", "category", "creationType",
}  # fmt: skip
"""What an answer of `POST /clock` has (its page)."""

APPROVED, EXPORTED = ApprovalStatus.APPROVED, ApprovalStatus.EXPORTED


def test_a_day_on_the_clock(vendor: Vendor, ben: Caller) -> None:
    began = ben.stamp("start", "11 08:00", timeType="travel", comment=HOSTILE,
                      organizationId=organization(vendor))  # fmt: skip
    assert (began.status, began["valid"], set(began.data)) == (200, True, SAVED)
    assert (began.data["to"], began.data["type"], began.data["comment"]) == (None, "travel", HOSTILE)
    assert (began.data["organizationName"], began.data["category"]) == ("Development", "productive")
    rests = ben.stamp("break", "11 12:00").data["breaks"]
    assert [(each["from"], each["to"], each["automatic"]) for each in rests] == [
        (at("11 12:00"), None, False)
    ]
    rests = ben.stamp("break", "11 12:20").data["breaks"]
    assert [(each["from"], each["to"]) for each in rests] == [(at("11 12:00"), at("11 12:20"))]
    ended = ben.stamp("stop", "11 12:40")
    assert (ended.status, set(ended.data), ended.data["id"]) == (200, SAVED, began.data["id"])
    assert (ended.data["from"], ended.data["to"]) == (at("11 08:00"), at("11 12:40"))
    (listed,) = ben.listed().times
    assert (listed["id"], listed["creationType"], listed["breaks"]) == (began.data["id"], "clock", rests)
    assert ben("GET", "clock")["items"] == []


def test_a_break_is_a_toggle_and_may_be_taken_more_than_once(vendor: Vendor, ben: Caller) -> None:
    ben.stamp("start", "11 08:00")
    for moment in ("09:00", "09:10", "10:00", "10:10", "11:00"):
        assert ben.stamp("break", f"11 {moment}").status == 200
    (item,) = ben("GET", "clock")["items"]
    assert (item["onBreak"], len(item["breaks"])) == (True, 3)
    assert ben.stamp("break", "11 10:59").status == 400
    stopped = ben.stamp("stop", "11 12:00")
    assert (stopped.status, stopped.data["breaks"][-1]["to"]) == (200, at("11 12:00"))
    ben.stamp("start", "11 12:10")
    ben.stamp("break", "11 12:20")
    assert ben.stamp("break", "11 12:20").data["breaks"] == []


def test_one_clock_at_most(vendor: Vendor, ben: Caller) -> None:
    first = ben.stamp("start", "11 08:00").data["id"]
    second = ben.stamp("start", "11 09:00")
    assert (second.status, second["valid"], set(second["items"][0])) == (200, True, {"message"})
    assert vendor.state.clocks[ben.id].id == first


def test_what_runs_is_thrown_away(vendor: Vendor, ben: Caller) -> None:
    ben.stamp("start", "11 08:00")
    assert ben.stamp("cancel").status == 200
    assert not vendor.state.clocks
    assert not vendor.state.entries


def test_organization_and_type_of_what_runs_change(vendor: Vendor, ben: Caller) -> None:
    assert ben.stamp("start", "11 08:00").data["organizationName"] == WORKS
    changed = ben.stamp("update", organizationId=organization(vendor)).data
    assert (changed["organizationName"], changed["type"]) == ("Development", "work")
    changed = ben.stamp("update", timeType="home_office").data
    assert (changed["organizationName"], changed["type"]) == ("Development", "home_office")
    assert ben.stamp("update").status == 400


@pytest.mark.parametrize("action", ["break", "stop", "cancel", "update"])
def test_where_nothing_runs(action: str) -> None:
    body: dict[str, Any] = {"moment": "11 08:00", "timeType": "work"}
    inside = caller(small(), BEN).stamp(action, **body)
    assert (inside.status, inside["valid"], "data" in inside["items"][0]) == (200, False, False)
    assert caller(small(failure="status"), BEN).stamp(action, **body).status == 404


@pytest.mark.parametrize("name", CATEGORY_OF)
def test_every_time_type_is_taken(ben: Caller, name: str) -> None:
    told = ben.stamp("start", "11 08:00", timeType=name).data
    assert (told["type"], told["category"]) == (name, CATEGORY_OF[name])


def test_there_are_29_time_types() -> None:
    assert len(CATEGORY_OF) == 29
    assert set(CATEGORY_OF.values()) == {
        "productive", "unproductive", "vacation", "sick", "paid_leave", "unpaid_leave"
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"dateTime": "2026-03-11T08:00:00"}, {"dateTime": "2026-03-11T08:00:00.5+01:00"}, {"dateTime": None},
        {"dateTime": "2026-03-11T08:00:00 01:00"}, {"dateTime": 7}, {"dateTime": "2026-03-11T12:46:01+01:00"},
        {"dateTime": "2026-02-30T08:00:00+01:00"}, {"timeType": "working"}, {"action": "begin"},
        {"action": None}, {"comment": 5}, {"comment": "x" * 1001}, {"userId": 7},
    ],
)  # fmt: skip
def test_what_a_start_does_not_take(vendor: Vendor, ben: Caller, wrong: dict[str, Any]) -> None:
    body = {"action": "start", "dateTime": at("11 08:00"), "timeType": "work"} | wrong
    assert ben("POST", "clock", body).status == 400
    assert not vendor.state.clocks


def test_a_stop_before_the_start_is_refused(vendor: Vendor, ben: Caller) -> None:
    ben.stamp("start", "11 08:00")
    assert ben.stamp("stop", "11 07:59").status == 400
    assert ben.id in vendor.state.clocks


def test_a_name_that_two_organizations_have_means_one_of_them_at_random() -> None:
    paths = (f"{WORKS}/Northwind/Portal/Support", f"{WORKS}/Contoso/Support")
    chosen = set[str]()
    for seed in range(8):
        vendor = small(seed=seed)
        ben = caller(vendor, BEN)
        ben.stamp("start", "11 08:00", organizationName="Support")
        there = vendor.state.clocks[ben.id].organization
        chosen |= {path for path in paths if there == organization(vendor, path)}
    assert chosen == set(paths)


def test_a_name_is_ignored_beside_an_id(vendor: Vendor, ben: Caller) -> None:
    told = ben.stamp("start", "11 08:00", organizationName="nonsense", organizationId=organization(vendor))
    assert told.data["organizationName"] == "Development"


def test_what_is_not_theirs_to_book_on(vendor: Vendor, ben: Caller) -> None:
    foreign = (
        {"organizationId": organization(vendor, LABS)},
        {"organizationName": LABS},
        {"organizationId": "x"},
    )
    for named in foreign:
        refused = ben.stamp("start", "11 08:00", **named)
        assert (refused.status, refused["valid"], set(refused["items"][0])) == (200, False, {"message"})
        vendor.state.manners.failure = "status"
        refused = ben.stamp("start", "11 08:00", **named)
        assert (refused.status, refused.body) == (401, UNAUTHORIZED)
        vendor.state.manners.failure = "inside"
    assert not vendor.state.clocks


def test_clocks_of_others_are_for_managers_and_above(
    vendor: Vendor, ann: Caller, ben: Caller, lea: Caller
) -> None:
    assert ann.stamp("start", "11 08:00", userId=ben.id).data["userId"] == ben.id
    for somebody in (ben, lea):
        refused = somebody.stamp("start", "11 08:00", userId=ann.id)
        assert (refused["valid"], set(refused["items"][0])) == (False, {"message"})
    assert set(vendor.state.clocks) == {ben.id}


def test_a_stop_over_older_entries_removes_them(vendor: Vendor, ben: Caller) -> None:
    before = booked(vendor, BEN, "11 07:00", "11 08:00")
    for span in (("11 07:30", "11 08:30"), ("11 09:00", "11 09:30")):
        booked(vendor, BEN, *span, ApprovalStatus.UNDER_APPROVAL)
    ben.stamp("start", "11 08:00")
    stopped = ben.stamp("stop", "11 10:00")
    assert (stopped.status, stopped["valid"]) == (201, True)
    assert set(vendor.state.entries) == {before.id, stopped.data["id"]}


@pytest.mark.parametrize("status", [APPROVED, EXPORTED])
def test_a_stop_over_what_is_approved_leaves_an_invalid_entry(status: ApprovalStatus) -> None:
    for failure in ("inside", "status", "disguised"):
        vendor = small(failure=failure)
        ben = caller(vendor, BEN)
        kept = booked(vendor, BEN, "11 09:00", "11 10:00", status)
        clock = ben.stamp("start", "11 08:00", comment="spec").data["id"]
        refused = ben.stamp("stop", "11 11:00")
        assert "could not be saved" in refused.message
        assert (refused.status, refused["valid"]) == (
            400 if failure == "status" else 200,
            failure == "disguised",
        )
        if failure == "disguised":
            assert (refused.data["id"], refused.data["type"]) == (clock, "clocking")
        else:
            assert "data" not in refused["items"][0]
        assert ben("GET", "clock")["items"] == []
        assert ben.stamp("stop", "11 11:00")["valid"] is False
        (invalid,) = ben.listed(timeTypes="clocking").times
        assert (invalid["id"], invalid["comment"], invalid["approvalStatus"]) == (
            clock,
            "spec",
            "not_approved_yet",
        )
        assert {each["id"] for each in ben.listed().times} == {clock, kept.id}


def test_an_invalid_entry_stays_until_it_is_deleted(vendor: Vendor, ben: Caller) -> None:
    booked(vendor, BEN, "11 09:00", "11 10:00", APPROVED)
    clock = ben.stamp("start", "11 08:00").data["id"]
    ben.stamp("stop", "11 11:00")
    assert "only be deleted" in ben.save(entry("11 08:00", "11 08:30", id=clock)).message
    assert ben.save(entry("11 08:00", "11 09:00")).status == 200
    assert clock in vendor.state.entries
    assert ben("DELETE", f"times/{clock}").status == 200
    assert clock not in vendor.state.entries


def test_who_is_clocked_in(vendor: Vendor, ann: Caller, ben: Caller, lea: Caller) -> None:
    ann.stamp("start", "11 08:00", timeType="home_office")
    ben.stamp("start", "11 09:00", organizationId=organization(vendor))
    ben.stamp("break", "11 12:00")
    items = {each["userId"]: each for each in lea("GET", "clock")["items"]}
    assert set(items) == {ann.id, ben.id}
    assert (items[ben.id]["clockedIn"], items[ben.id]["onBreak"]) == (True, True)
    assert (items[ben.id]["from"], items[ben.id]["userFirstName"]) == ("2026-03-11T08:00:00+00:00", "Ben")
    assert [each["userId"] for each in ben("GET", "clock")["items"]] == [ben.id]

    def found(**filters: Any) -> list[str]:
        return [each["userId"] for each in ann("GET", "clock", **filters)["items"]]

    assert found(timeTypes=["home_office", "sick"]) == [ann.id]
    assert found(organizationIds=organization(vendor)) == [ben.id]
    assert found(organizationNames="Development") == [ben.id]
    assert found(userIds=[ben.id]) == [ben.id]
    assert ann("GET", "clock", timeTypes="nonsense").status == 400


def test_somebody_foreign_is_an_item_that_failed_among_the_others(
    vendor: Vendor, ann: Caller, ben: Caller
) -> None:
    ben.stamp("start", "11 09:00")
    answer = ben("GET", "clock", userIds=[ann.id, ben.id])
    assert (answer.status, answer["valid"]) == (200, True)
    failed, own = answer["items"]
    assert (failed["code"], failed["data"], "userId" in failed) == (400, None, False)
    assert own["userId"] == ben.id
    (refused,) = ben("GET", "clock", organizationIds=organization(vendor))["items"]
    assert refused["code"] == 400


def test_20_people_on_a_page_and_no_more_than_is_documented() -> None:
    vendor = small(people=45, sparse_clock=True)
    for name, key in vendor.keys.items():
        assert key
        caller(vendor, name).stamp("start", "11 08:00")
    ann = caller(vendor, ANN)
    pages = [ann("GET", "clock", page=page)["items"] for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert set(pages[0][0]) == {"userId", "userFirstName", "userLastName", "clockedIn", "onBreak", "from"}


def test_a_clock_that_was_started_is_where_it_was_after_a_day(
    vendor: Vendor, ben: Caller, hand: Hand
) -> None:
    ben.stamp("start", "11 08:00", organizationId=organization(vendor, DEVELOPMENT))
    hand.now = hand.now.add(hours=24)
    stopped = ben.stamp("stop", "12 12:00")
    assert (stopped.status, stopped.data["to"]) == (201, at("12 08:00"))
