"""Work times and change requests, in both generations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.domain import berlin
from tests.sandbox.asking import Hand
from tests.sandbox.clockodo.asking import Caller, Vendor, at, caller, portal, requested, small, time_entry

REQUESTS = "v2/workTimes/changeRequests"
LATER = (1, "03T16:00", "03T17:00")


@pytest.fixture
def ben(vendor: Vendor) -> Caller:
    """Ben, who has worked from 8 to 12 and from 13 to 16, and may change the last three days."""
    return worker(vendor)


def worker(vendor: Vendor) -> Caller:
    ben = caller(vendor, "Ben")
    for span in (("03T08:00", "03T12:00"), ("03T13:00", "03T16:00")):
        assert ben("POST", "v2/entries", time_entry(vendor, *span)).status == 200
    user = vendor.state.person_named("Ben")
    vendor.state.users[user.id] = replace(user, work_time_edit_lock_days=3, edit_lock_dyn=3)
    return ben


def asked(who: Caller, *changes: tuple[int, str, str], day: str = "03") -> Any:
    answer = who("POST", REQUESTS, requested(who.id, day, *(changes or (LATER,))))
    assert answer.status == 200, answer.body
    return answer


def worked(who: Caller, day: str = "03") -> list[tuple[str, str | None]]:
    date = f"2026-03-{day}"
    answer = who("GET", "v2/workTimes", date_since=date, date_until=date, users_id=who.id)
    intervals = [each for found in answer["work_time_days"] for each in found["intervals"]]
    return [(i["time_since"][8:16], i["time_until"] and i["time_until"][8:16]) for i in intervals]


def test_work_times_follow_from_the_entries(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    for span in (("11T07:00", "11T08:00"), ("11T08:00", "11T09:00"), ("11T13:00", "11T14:00")):
        ann("POST", "v2/entries", time_entry(vendor, *span))
    ann("POST", "v2/clock", portal(vendor))
    assert worked(ann, "11") == [("11T11:41", None), ("11T07:00", "11T09:00"), ("11T13:00", "11T14:00")]
    dates = {"date_since": "2026-03-01", "date_until": "2026-03-31"}
    answer = ann("GET", "v2/workTimes", **dates, users_id=ben.id)
    assert answer["paging"]["count_items"] == 1
    (day,) = answer["work_time_days"]
    assert {name: day[name] for name in ("date", "users_id", "offset")} == {
        "date": "2026-03-03", "users_id": ben.id, "offset": 0,
    }  # fmt: skip
    assert ann("GET", "v2/workTimes", **dates).status == 400
    assert ben("GET", "v2/workTimes", **dates, users_id=ann.id).status == 403


def test_one_request_a_person_and_day_waits(vendor: Vendor, ben: Caller) -> None:
    first = asked(ben)
    assert (first["approved_immediately"], first["replaced_change_request"]) == (False, None)
    request = first["change_request"]
    assert request == {
        "id": request["id"], "date": "2026-03-03", "users_id": ben.id, "status": 1, "declined_at": None,
        "created_at": "2026-03-11T11:41:00Z", "declined_by": None,
        "changes": [{"type": 1, "time_since": at("03T16:00"), "time_until": at("03T17:00")}],
    }  # fmt: skip
    second = asked(ben, (2, "03T15:00", "03T16:00"))
    assert second["replaced_change_request"] == request
    listed = ben("GET", REQUESTS)
    assert listed["change_requests"] == [second["change_request"]]
    assert listed["paging"]["count_items"] == 1
    assert len(worked(ben)) == 2


def test_an_open_day_is_changed_at_once(vendor: Vendor, ben: Caller) -> None:
    answer = asked(ben, (1, "09T08:00", "09T09:00"), day="09")
    assert answer.body == {
        "change_request": None, "replaced_change_request": None, "approved_immediately": True,
    }  # fmt: skip
    assert worked(ben, "09") == [("09T08:00", "09T09:00")]
    entry = vendor.state.entries[max(vendor.state.entries)]
    assert entry.customers_id == vendor.state.company.default_customers_id
    assert ben("GET", REQUESTS)["change_requests"] == []


def test_an_approval_changes_the_day(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    request = asked(ben, LATER, (2, "03T09:00", "03T10:00"))["change_request"]["id"]
    assert ben("POST", f"v3/workTimes/changeRequests/{request}/approve", {}).status == 403
    refused = ann("POST", f"v3/workTimes/changeRequests/{request}/approve")
    assert (refused.status, refused["error"]["code"]) == (400, 400)
    assert ann("POST", f"v3/workTimes/changeRequests/{request}/approve", {}).body == {"success": True}
    assert worked(ben) == [("03T08:00", "03T09:00"), ("03T10:00", "03T12:00"), ("03T13:00", "03T17:00")]
    added = next(
        e
        for e in vendor.state.entries.values()
        if e.duration == 3600 and e.time_since.format_iso() == at("03T16:00")
    )
    assert added.projects_id == portal(vendor)["projects_id"]
    assert ann("GET", REQUESTS)["change_requests"] == []
    assert ann("POST", f"v3/workTimes/changeRequests/{request}/approve", {}).status == 404


@pytest.mark.parametrize(("seed", "status"), [(1, 422), (2, 400)])
@pytest.mark.parametrize("version", ["v3", "v2"])
def test_a_broken_rule_has_to_be_meant(seed: int, status: int, version: str) -> None:
    vendor = small(seed=seed)
    ben, ann = worker(vendor), caller(vendor, "Ann")
    request = asked(ben, (1, "03T16:00", "03T20:00"))["change_request"]["id"]
    path = f"{version}/workTimes/changeRequests/{request}/approve"
    refused = ann("POST", path, {})
    assert refused.status == status
    if status == 422:
        (problem,) = refused["errors"]
        told = problem["error"] if version == "v3" else problem
        assert told["path"] == "approve_violations"
    else:
        assert refused["error"]["fields"] == ["approve_violations"]
    assert len(worked(ben)) == 2
    assert ann("POST", path, {"approve_violations": True}).status == 200
    assert worked(ben)[-1] == ("03T13:00", "03T20:00")


def test_breaks_are_a_rule_too(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    request = asked(ben, (1, "03T12:00", "03T13:00"))["change_request"]["id"]
    refused = ann("POST", f"v3/workTimes/changeRequests/{request}/approve", {})
    assert refused["errors"][0]["error"]["message"] == "The breaks of that day are too short"


def test_declining_has_three_answers(vendor: Vendor, ann: Caller, ben: Caller, hand: Hand) -> None:
    answers = list[Any]()
    for _ in range(3):
        request = asked(ben)["change_request"]["id"]
        answers.append(ann("POST", f"{REQUESTS}/{request}/decline"))
    assert [each.status for each in answers] == [200] * 3
    assert answers[0]["status"] == 2
    assert answers[1].body == {"success": True}
    assert answers[2]["change_request"]["declined_by"] == ann.id
    declined = ben("GET", REQUESTS, status=2)["change_requests"]
    assert [each["declined_at"] for each in declined] == ["2026-03-11T11:41:00Z"] * 3
    path = f"{REQUESTS}/{declined[0]['id']}"
    for answer in (ben("DELETE", path), ann("POST", f"{path}/decline"), ann("POST", f"{path}/approve")):
        assert (answer.status, answer.kind) == (409, "ResourceConflictFound")
    # The three do not count as waiting.
    assert asked(ben)["replaced_change_request"] is None


def test_a_request_is_withdrawn(ben: Caller, ann: Caller) -> None:
    path = f"{REQUESTS}/{asked(ben)['change_request']['id']}"
    assert ben("DELETE", path).body == {"change_request": None}
    assert ben("DELETE", path).status == 404


def test_lists_are_filtered_and_in_order(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    asked(ben)
    asked(ben, (1, "02T16:00", "02T17:00"), day="02")
    lea = vendor.state.person_named("Lea")
    vendor.state.users[lea.id] = replace(lea, work_time_edit_lock_days=1, teams_id=None)
    asked(caller(vendor, "Lea"), (1, "04T16:00", "04T17:00"), day="04")

    def days(who: Caller, **params: Any) -> list[str]:
        return [each["date"][8:] for each in who("GET", REQUESTS, **params)["change_requests"]]

    assert days(ann) == ["03", "02", "04"]
    assert days(ben) == ["03", "02"]
    assert days(ann, **{"sort[]": "date"}) == ["02", "03", "04"]
    assert days(ann, **{"sort[]": "-date"}, page=1, items_per_page=2) == ["04", "03"]
    assert days(ann, date_since="2026-03-03", date_until="2026-03-03") == ["03"]
    assert days(ann, users_id=ben.id, status=1) == ["03", "02"]
    assert days(ben, scope="approve") == []
    assert days(caller(vendor, "Lea"), scope="approve") == ["03", "02"]
    assert days(ann, **{"teams_id[]": ""}) == ["04"]
    assert days(ann, **{"teams_id[]": vendor.state.person_named("Ben").teams_id}) == ["03", "02"]
    for wrong in ({"scope": "x"}, {"sort": "x"}, {"status": 3}, {"date_since": "3.3.2026"}):
        assert ann("GET", REQUESTS, **wrong).status == 400


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"changes": []}, 400), ({"changes": None}, 400), ({"changes": {}}, 400), ({"changes": [7]}, 400),
        ({"date": None}, 400), ({"users_id": None}, 400), ({"users_id": 999}, 404), ({"users_id": 101}, 403),
        ({"changes": [{"type": 3, "time_since": at("03T08:00"), "time_until": at("03T09:00")}]}, 400),
        ({"changes": [{"type": 1, "time_since": at("03T08:00"), "time_until": at("03T08:00")}]}, 400),
        ({"changes": [{"type": 1, "time_since": at("05T08:00"), "time_until": at("05T09:00")}]}, 400),
    ],
)  # fmt: skip
def test_what_is_no_request(ben: Caller, wrong: dict[str, Any], status: int) -> None:
    assert ben("POST", REQUESTS, requested(ben.id, "03", LATER) | wrong).status == status


def test_what_a_company_or_a_clock_forbids(vendor: Vendor, ben: Caller) -> None:
    vendor.state.company.work_times_have_to_match_entries = True
    refused = ben("POST", REQUESTS, requested(ben.id, "03", LATER))
    assert (refused.status, "match the entries" in refused.message) == (409, True)
    vendor.state.company.work_times_have_to_match_entries = False
    ben("POST", "v2/clock", portal(vendor, time_since=at("11T10:00")))
    assert ben("POST", REQUESTS, requested(ben.id, "11", (2, "11T10:30", "11T11:00"))).status == 409


def test_the_classic_requests(classic: Vendor) -> None:
    ben, ann = worker(classic), caller(classic, "Ann")
    first = asked(ben)
    assert "created_at" not in first["change_request"]
    at_once = asked(ben, (1, "09T08:00", "09T09:00"), day="09")
    assert (at_once["approved_immediately"], at_once["change_request"]["date"]) == (True, "2026-03-09")
    listed = ann("GET", REQUESTS, scope="nonsense", **{"sort[]": "nonsense"})
    assert [each["date"] for each in listed["change_requests"]] == ["2026-03-03"]
    path = f"{REQUESTS}/{first['change_request']['id']}"
    assert ann("POST", path.replace("v2", "v3") + "/approve", {}).kind == "RouteNotFound"
    assert ann("POST", f"{path}/approve").body == {"change_request": None}
    assert worked(ben)[-1] == ("03T13:00", "03T17:00")
    long = asked(ben, (1, "03T17:00", "03T22:00"))["change_request"]["id"]
    assert ann("POST", f"{REQUESTS}/{long}/approve").status == 200
    last = asked(ben, (1, "04T08:00", "04T09:00"), day="04")["change_request"]["id"]
    assert ann("POST", f"{REQUESTS}/{last}/decline")["change_request"]["status"] == 2
    dates = {"date_since": "2026-03-01", "date_until": "2026-03-31"}
    assert {day["users_id"] for day in ann("GET", "v2/workTimes", **dates)["work_time_days"]} == {ben.id}


def test_a_night_belongs_to_the_day_it_begins_on(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    hand.now = berlin("30 12:00")
    ann("POST", "v2/entries", time_entry(vendor, "28T21:00", "29T04:00"))
    assert worked(ann, "28") == [("28T21:00", "29T04:00")]
    assert worked(ann, "29") == []
