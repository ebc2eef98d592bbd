"""Timesheets due, submitted, approved in steps, denied, cancelled and invalidated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.domain import berlin
from tests.sandbox.asking import Hand
from tests.sandbox.lucca.asking import (
    SHEETS,
    Answered,
    Caller,
    Vendor,
    caller,
    configured,
    made,
    outcomes,
    submitted,
)
from whenever import Date

from punchcard.sandbox.lucca.records import Configuration, Period

W9, W10, W11, W12 = "2026-02-23", "2026-03-02", "2026-03-09", "2026-03-16"
FIELDS = "id,ownerId,startsOn,endsOn,status,expectedNextActorId,expectedNextActor[firstName]"
NOTHING: dict[str, Any] = {}


def due(ann: Caller, **query: Any) -> list[tuple[int, str]]:
    """Whose period from when is due."""
    answer = ann("GET", "/api/v3/timmitimesheets/remindable", fields=FIELDS, **query)
    assert answer.status == 200, answer.text
    assert {(item["id"], item["status"]) for item in answer.items} <= {(0, 0)}
    return [(item["ownerId"], item["startsOn"][:10]) for item in answer.items]


def act(somebody: Caller, sheet: int, action: str, body: object = NOTHING) -> Answered:
    return somebody("POST", f"{SHEETS}/{sheet}/{action}", body)


def submit(somebody: Caller, owner: int, day: str, **more: Any) -> Answered:
    body = {"ownerId": owner, "startsAt": f"{day}T00:00:00", **more}
    return somebody("POST", f"{SHEETS}/submit", body)


def stands(ann: Caller, **query: Any) -> list[tuple[str, int, str | None]]:
    """Each timesheet by its first day, how far it has come, and who is expected next."""
    items = ann.read("timmitimesheets", fields=FIELDS, orderBy="startsOn,asc,id,asc", **query).items
    return [
        (
            item["startsOn"][:10],
            item["status"],
            item["expectedNextActor"] and item["expectedNextActor"]["firstName"],
        )
        for item in items
    ]


def test_due_are_the_periods_that_are_over(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    assert due(ann, ownerIds=ann.id) == [(ann.id, W9), (ann.id, W10)]
    assert due(ann, ownerIds=ann.id, start=W10) == [(ann.id, W10)]
    assert due(ann, ownerIds=ann.id, end=W10) == [(ann.id, W9)]
    assert due(ann, ownerIds=ann.id, end=W12, start=W11) == [(ann.id, W11)]
    assert due(ann, managerIds=ann.id, start=W10) == [(102, W10), (103, W10)]
    assert due(ann, ownerIds="101,102", managerIds=ann.id, start=W10) == [(102, W10)]
    assert len(due(ann, legalEntityIds=1)) == 6
    for wrong in ({}, {"ownerIds": "x"}, {"ownerIds": 101, "start": "soon"}, {"ownerIds": ""}):
        assert ann("GET", "/api/v3/timmitimesheets/remindable", **wrong).status == 400


def test_submitting_takes_the_earlier_ones_along(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    answer = submit(ben, ben.id, W11, endsAt=f"{W12}T00:00:00", transfers=[])
    assert outcomes(answer) == [(W9, "success"), (W10, "success"), (W11, "success")]
    assert [item["expectedNextActor"]["firstName"] for item in answer.body] == ["Ann"] * 3
    assert answer.body[2]["endsOn"] == W12
    assert not {item["id"] for item in answer.body} & set(vendor.state.sheets)
    assert stands(ann) == [(W9, 1, "Ann"), (W10, 1, "Ann"), (W11, 1, "Ann")]
    assert due(ann, ownerIds=ben.id) == []


def test_what_is_submitted_already_is_no_action(ann: Caller, ben: Caller) -> None:
    submit(ben, ben.id, W9)
    assert outcomes(submit(ben, ben.id, W10)) == [(W9, "noAction"), (W10, "success")]
    assert outcomes(submit(ben, ben.id, W10)) == [(W9, "noAction"), (W10, "noAction")]
    assert stands(ann) == [(W9, 1, "Ann"), (W10, 1, "Ann")]


@pytest.mark.parametrize(
    "body",
    [
        {"startsAt": f"{W10}T00:00:00"},
        {"ownerId": 102},
        {"ownerId": "102", "startsAt": f"{W10}T00:00:00"},
        {"ownerId": 102, "startsAt": "2026-03-03T00:00:00"},
        {"ownerId": 102, "startsAt": f"{W10}T09:00:00"},
        {"ownerId": 102, "startsAt": f"{W10}T00:00:00Z"},
        {"ownerId": 102, "startsAt": "2026-02-16T00:00:00"},
        {"ownerId": 102, "startsAt": "2099-03-02T00:00:00"},
        {"ownerId": 102, "startsAt": f"{W10}T00:00:00", "endsAt": f"{W12}T00:00:00"},
        {"ownerId": 102, "startsAt": W10, "transfers": [{"amount": None}]},
        {"ownerId": 102, "startsAt": W10, "transfers": 7},
        ["x"],
        7,
    ],
)
def test_submissions_that_cannot_be_read(vendor: Vendor, ann: Caller, body: object) -> None:
    answer = ann("POST", f"{SHEETS}/submit", body)
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer["errors"]
    assert not vendor.state.sheets


def test_the_last_day_is_an_end_too(ben: Caller) -> None:
    assert len(submit(ben, ben.id, W9, endsAt="2026-03-01").body) == 1


def test_approving_is_one_step_with_the_earlier_ones(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    first, second, third = submitted(ben, vendor, day=W11)
    assert outcomes(act(ann, second, "approve", {"transfers": []})) == [(W9, "success"), (W10, "success")]
    assert stands(ann) == [(W9, 1, "Lea"), (W10, 1, "Lea"), (W11, 1, "Ann")]
    lea = caller(vendor, "Lea")
    assert act(lea, first, "approve").body[0]["expectedNextActor"] is None
    assert stands(ann) == [(W9, 2, None), (W10, 1, "Lea"), (W11, 1, "Ann")]
    assert outcomes(act(lea, third, "approve")) == [(W10, "success"), (W11, "success")]
    assert stands(ann) == [(W9, 2, None), (W10, 2, None), (W11, 1, "Lea")]
    assert outcomes(act(lea, first, "approve")) == [(W9, "error")]
    assert outcomes(submit(ben, ben.id, W12)) == [(W11, "noAction"), (W12, "success")]


def test_one_step_is_enough_where_one_approves_and_none_where_nobody_does(
    vendor: Vendor, ann: Caller
) -> None:
    (first,) = submitted(ann, vendor, "Ann", W9)
    act(ann, first, "approve")
    assert stands(ann) == [(W9, 2, None)]
    lea = vendor.state.person_named("Lea")
    vendor.state.users[lea.id] = replace(lea, approver_ids=())
    submitted(ann, vendor, "Lea", W9)
    assert stands(ann, ownerId=lea.id) == [(W9, 2, None)]


def test_denying_is_of_one_alone_and_needs_a_comment(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    first, second = submitted(ben, vendor)
    for body in ({}, {"comment": ""}, {"comment": " "}, {"comment": 7}):
        refused = act(ann, first, "deny", body)
        assert (refused.status, list(refused["errors"])) == (400, ["$.comment"])
    assert outcomes(act(ann, first, "deny", {"comment": "hours missing"})) == [(W9, "success")]
    assert stands(ann) == [(W9, 3, None), (W10, 1, "Ann")]
    assert due(ann, ownerIds=ben.id) == [(ben.id, W9)]
    assert outcomes(act(ann, first, "deny", {"comment": "x"})) == [(W9, "error")]
    assert outcomes(submit(ben, ben.id, W10)) == [(W9, "success"), (W10, "noAction")]
    assert stands(ann) == [(W9, 3, None), (W9, 1, "Ann"), (W10, 1, "Ann")]
    assert vendor.state.sheets[second].status == 1


def test_cancelling_takes_the_later_ones_along(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    _, second, _ = submitted(ben, vendor, day=W11)
    stranger = act(ann, second, "cancel")
    assert outcomes(stranger) == [(W10, "error")]
    assert "author" in stranger.body[0]["exceptionMessage"]
    assert outcomes(act(ben, second, "cancel")) == [(W10, "success"), (W11, "success")]
    assert stands(ann) == [(W9, 1, "Ann"), (W10, 3, None), (W11, 3, None)]
    assert outcomes(act(ben, second, "cancel")) == [(W10, "error")]


def test_of_those_that_others_submitted_cancelling_tells_an_error(
    vendor: Vendor, ann: Caller, ben: Caller
) -> None:
    (first,) = submitted(ben, vendor, day=W9)
    submit(ann, ben.id, W10)
    assert outcomes(act(ben, first, "cancel")) == [(W9, "success"), (W10, "error")]
    assert stands(ann) == [(W9, 3, None), (W10, 1, "Ann")]


def test_invalidating_an_approved_one_answers_one_item(vendor: Vendor, ann: Caller) -> None:
    first, second = submitted(ann, vendor, "Ann")
    body = {"comment": "wrong project"}
    assert act(ann, first, "invalidate", body)["status"] == "error"
    act(ann, second, "approve")
    assert act(ann, first, "invalidate", {}).status == 400
    assert act(ann, first, "invalidate", body)["status"] == "success"
    assert stands(ann) == [(W9, 3, None), (W10, 2, None)]


def test_rights_and_reach(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    (theirs, _), (own, _) = submitted(ann, vendor, "Ann"), submitted(ben, vendor)
    assert [act(ben, own, what, {"comment": "x"}).status for what in ("approve", "deny", "invalidate")] == [
        403, 403, 403,
    ]  # fmt: skip
    assert [act(ben, theirs, "cancel").status, act(ann, 0, "approve").status] == [404, 404]
    assert submit(ben, ann.id, W11).status == 404
    assert ben.read(f"timmitimesheets/{theirs}").status == 404
    assert ben.read(f"timmitimesheets/{own}").data["ownerId"] == ben.id


def test_days_without_time_come_back_with_no_length(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    made(ann, vendor, name="Ben", at="03T09:00")
    first, second = submitted(ben, vendor)
    query = {"ownerId": ben.id, "layer": "notequal,1", "startsAt": "between,2026-03-02,2026-03-08"}
    rows = ann("GET", "/api/v3/timeentries", fields="id,duration,timesheetId", **query).items
    assert sorted(row["duration"] for row in rows) == ["00:00:00"] * 6 + ["01:20:00"]
    assert {row["timesheetId"] for row in rows} == {second}
    inside = ann.read("timmitimesheets", id=second, fields="timeEntries").items[0]["timeEntries"]
    assert {each["id"] for each in inside} == {row["id"] for row in rows}
    theoretical = ann("GET", "/api/v3/timeentries", fields="timesheetId", **{**query, "layer": 1}).items
    assert [row["timesheetId"] for row in theoretical] == [None] * 5
    act(ben, first, "cancel")
    assert len(ann("GET", "/api/v3/timeentries", **query).items) == 1


def test_an_empty_timesheet_is_refused_by_an_option_and_the_others_go_on(vendor: Vendor, ann: Caller) -> None:
    made(ann, vendor, at="03T09:00")
    vendor.state.options.refuses_empty_timesheets = True
    answer = submit(ann, ann.id, W10)
    assert outcomes(answer) == [(W9, "error"), (W10, "success")]
    assert "no time" in answer.body[0]["exceptionMessage"]
    assert due(ann, ownerIds=ann.id) == [(ann.id, W9)]


def test_transfers_are_kept_replaced_and_cancelled(vendor: Vendor, ann: Caller) -> None:
    def transfer(iso: str, number: int = 1) -> dict[str, Any]:
        amount = {"iso": iso, "unit": "day"}
        return {"transfers": [{"transferAuthorizationId": number, "amount": amount, "comment": "recovered"}]}

    assert submit(ann, ann.id, W10, **transfer("P1D", 2)).status == 400
    assert submit(ann, ann.id, W10, **transfer("1.00:00:00")).status == 400
    submit(ann, ann.id, W10, **transfer("P1D"))
    first, second = vendor.state.sheets
    assert [len(vendor.state.sheets[each].transfers) for each in (first, second)] == [0, 1]
    user = vendor.state.person_named("Ann")
    vendor.state.users[user.id] = replace(user, approver_ids=user.approver_ids * 3)
    act(ann, second, "approve", transfer("PT4H"))
    assert [each.iso for each in vendor.state.sheets[second].transfers] == ["PT4H"]
    act(ann, second, "approve", {"transfers": []})
    assert [each.iso for each in vendor.state.sheets[second].transfers] == ["PT4H"]
    act(ann, second, "approve", transfer("PT0S"))
    assert vendor.state.sheets[second].transfers == ()


def test_months(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    configured(vendor, "Ann", Configuration(period=Period.MONTH))
    user = vendor.state.person_named("Ann")
    vendor.state.users[user.id] = replace(user, timesheets_since=Date(2026, 1, 1))
    hand.now = berlin("31 09:00")
    assert due(ann, ownerIds=ann.id) == [(ann.id, "2026-01-01"), (ann.id, "2026-02-01")]
    answer = submit(ann, ann.id, "2026-03-01", endsAt="2026-03-31")
    assert [(item["startsOn"], item["endsOn"]) for item in answer.body][-1] == ("2026-03-01", "2026-04-01")


def test_names_are_for_people(vendor: Vendor, ann: Caller) -> None:
    (number,) = submitted(ann, vendor, "Ann", W9)
    (item,) = ann.read("timmitimesheets").items
    assert item.keys() == {"id", "name", "url"}
    assert (item["id"], item["name"]) == (number, f"{ann.id} - February 2026 - Pending")
