"""The grouped query in both generations, and bulk changes in two steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.sandbox.asking import Hand
from tests.sandbox.clockodo.asking import Answered, Caller, Vendor, at, caller, named, portal, time_entry

from punchcard.sandbox.clockodo.records import Budget

MARCH: dict[str, Any] = {"time_since": at("01T00:00"), "time_until": at("31T00:00")}
LOCAL: dict[str, Any] = {"time_since": "2026-03-01 00:00:00", "time_until": "2026-03-31 00:00:00"}


def fill(vendor: Vendor) -> None:
    """Ann: 4 h of development, 1:10 h of support, 1 h on Contoso; Ben: 2 h; and a lump sum."""
    ann, support = caller(vendor, "Ann"), named(vendor, "services", "Support")
    ben = vendor.state.person_named("Ben").id
    contoso = {"customers_id": named(vendor, "customers", "Contoso"), "projects_id": None}
    for body in (
        time_entry(vendor, "10T08:00", "10T12:00", text="order filter"),
        time_entry(vendor, "10T13:00", "10T14:10", services_id=support, text="call"),
        time_entry(vendor, "02T13:00", "02T14:00", **contoso),
        time_entry(vendor, "10T08:00", "10T10:00", users_id=ben) | {"billable": 0},
        portal(vendor, billable=1, time_since=at("10T09:00"), lumpsum=84.5),
    ):
        assert ann("POST", "v2/entries", body).status == 200


def by(who: Caller, *keys: str, window: Any = MARCH, path: Any = "v2/entrygroups", **more: Any) -> Answered:
    query = "&".join(f"grouping[]={key}" for key in keys)
    given = "&".join(f"{name}={value}".replace(" ", "%20") for name, value in {**window, **more}.items())
    return who("GET", f"{path}?{query}&{given}")


def test_groups_within_groups_the_longest_first(vendor: Vendor, ann: Caller) -> None:
    fill(vendor)
    groups = by(ann, "customers_id", "projects_id", "month")["groups"]
    northwind = named(vendor, "customers", "Northwind")
    assert [(g["name"], g["duration"]) for g in groups] == [("Northwind", 25800), ("Contoso", 3600)]
    top = groups[0]
    assert (top["grouped_by"], top["group"], top["restrictions"]) == ("customers_id", str(northwind), [])
    assert top["number"] == str(10_000 + northwind)
    (portal_group,) = top["sub_groups"]
    assert portal_group["name"] == "Northwind - Portal"
    assert portal_group["restrictions"] == {"customers_id": northwind}
    (month,) = portal_group["sub_groups"]
    assert (month["group"], month["name"], "sub_groups" in month) == ("202603", "March 2026", False)
    assert set(month["restrictions"]) == {"customers_id", "projects_id"}
    assert "number" not in month
    none = groups[1]["sub_groups"][0]
    assert (none["group"], none["name"], none["note"]) == (0, "Contoso - No project", None)


def test_the_identifiers_of_groups(vendor: Vendor, ann: Caller) -> None:
    fill(vendor)
    kinds = {
        key: {group["group"] for group in by(ann, key)["groups"]}
        for key in ("year", "month", "week", "day", "is_lumpsum", "billable", "projects_id", "texts_id")
    }
    assert kinds["year"] == {2026}
    assert kinds["week"] == {"202611", "202610"}
    assert kinds["day"] == {"20260310", "20260302"}
    assert (kinds["is_lumpsum"], kinds["billable"]) == ({"0", "1"}, {"0", "1"})
    assert 0 in kinds["projects_id"]
    assert len(kinds["texts_id"]) == 3
    vendor.state.calls.clear()
    names = [group["name"] for group in by(ann, "billable", **{"filter[users_id]": ann.id})["groups"]]
    assert names == ["Billable"]
    for key in ("users_id", "subprojects_id", "services_id", "lumpsum_services_id"):
        assert by(ann, key).status == 200


def test_revenue_is_for_those_who_may(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    fill(vendor)
    (mine,) = by(ben, "users_id")["groups"]
    assert set(mine) == {"grouped_by", "group", "name", "number", "restrictions", "duration"}
    full = {group["name"]: group for group in by(ann, "services_id")["groups"]}
    assert full["Support"]["revenue"] == 99.17
    assert (full["Support"]["hourly_rate"], full["Support"]["has_non_budget_revenues_not_billed"]) == (
        85,
        True,
    )
    assert full["Support"]["hourly_rate_is_equal_and_has_no_lumpsums"]
    mixed = full["Development"]
    assert (mixed["hourly_rate"], mixed["hourly_rate_is_equal_and_has_no_lumpsums"]) == (None, False)
    assert mixed["revenue"] == 4 * 110 + 110 + 84.5


def test_hard_budgets_are_worth_nothing_unless_asked_for(vendor: Vendor, ann: Caller) -> None:
    fill(vendor)
    project = vendor.state.projects[named(vendor, "projects", "Portal")]
    vendor.state.projects[project.id] = replace(project, budget=Budget(100.0, hard=True))
    (group,) = by(ann, "customers_id", **{"filter[projects_id]": project.id})["groups"]
    assert (group["revenue"], group["budget_used"], group["has_budget_revenues_not_billed"]) == (
        0,
        True,
        True,
    )
    asked = "calc_also_revenues_for_projects_with_hard_budget"
    (group,) = by(ann, "customers_id", **{"filter[projects_id]": project.id, asked: "true"})["groups"]
    assert group["revenue"] > 0
    strict = {"filter[budget_type]": "rep_filter_budget_strict_incomplete"}
    assert by(ann, "customers_id", **strict)["groups"][0]["restrictions"] == {
        "budget_type": "rep_filter_budget_strict_incomplete"
    }


def test_rounding(vendor: Vendor, ann: Caller) -> None:
    fill(vendor)
    (top,) = by(ann, "projects_id", "services_id", round_to_minutes=15, **{"filter[text]": "call"})["groups"]
    inner = top["sub_groups"][0]
    assert (inner["duration"], inner["duration_without_rounding"]) == (4500, 4200)
    assert (inner["revenue"], inner["revenue_without_rounding"], inner["rounding_success"]) == (
        106.25,
        99.17,
        True,
    )
    assert (top["duration"], top["revenue"], "rounding_success" in top) == (4500, 106.25, False)


@pytest.mark.parametrize(
    ("query", "said", "field"),
    [
        ("grouping=day", "Array expected.", "grouping"), ("", "Missing data: grouping", "grouping"),
        ("grouping[]=nonsense", "Unknown group option", "grouping"),
        ("grouping[]=is_lumpSum", "Unknown group option", "grouping"),
        ("grouping[]=day&time_since=2026-03-01", "Wrong format", "time_since"),
        ("grouping[]=day&page=1", "Unknown parameter: page", "page"),
        ("grouping[]=day&filter[users_id][]=7", "Wrong format", "filter[users_id]"),
        ("grouping[]=day&filter[color]=7", "Unknown parameter: filter[color]", "filter[color]"),
    ],
)  # fmt: skip
def test_the_current_query_is_strict(ann: Caller, query: str, said: str, field: str) -> None:
    window = "&".join(f"{name}={value}" for name, value in MARCH.items() if name not in query)
    refused = ann("GET", f"v2/entrygroups?{query}&{window}")
    assert (refused.status, refused.body) == (400, {"error": {"message": said, "fields": [field]}})


def test_the_classic_query(classic: Vendor) -> None:
    fill(classic)
    ann = caller(classic, "Ann")
    answer = by(
        ann,
        "is_lumpSum",
        "projects_id",
        window=LOCAL,
        path="entrygroups",
        prepend_customer_to_project_name="false",
    )
    group = answer["groups"][0]
    assert (group["groupedBy"], group["group"], "grouped_by" in group) == ("is_lumpSum", "0", False)
    assert "hourly_rate_is_equal_and_has_no_lumpSums" in group
    assert [(sub["group"], sub["name"]) for sub in group["sub_groups"]][1] == ("0", "No project")
    year = by(ann, "year", window=LOCAL, path="entrygroups")["groups"][0]["group"]
    assert year == "2026"
    assert by(ann, "subprojects_id", window=LOCAL, path="entrygroups").status == 400
    assert by(ann, "day", window=MARCH, path="entrygroups").status == 400
    iso = {"X-ClockodoEnableIsoUtcDateTimes": "1"}
    assert ann("GET", "entrygroups", headers=iso, **MARCH, **{"grouping[]": "day"}).status == 200
    assert by(ann, "day").status == 404


def test_many_are_changed_in_two_steps(vendor: Vendor, ann: Caller) -> None:
    fill(vendor)
    support = named(vendor, "services", "Support")
    body = {**MARCH, "filter": {"users_id": ann.id, "text": "order"}, "services_id": support, "billable": 2}
    first = ann("PUT", "v2/entrygroups", body)
    assert (set(first.body), first["affected_entries"]) == ({"confirm_key", "affected_entries"}, 1)
    assert not any(entry.billable == 2 for entry in vendor.state.entries.values())
    confirmed = {**body, "confirm_key": first["confirm_key"]}
    other = ann("PUT", "v2/entrygroups", {**confirmed, "billable": 1})
    assert other["affected_entries"] == 1
    # A key that was sent with something else is used up.
    again = ann("PUT", "v2/entrygroups", confirmed)
    done = ann("PUT", "v2/entrygroups", {**body, "confirm_key": again["confirm_key"]})
    assert done.body == {"success": True, "edited_entries": 1}
    entry = next(e for e in vendor.state.entries.values() if e.text == "order filter")
    assert (entry.services_id, entry.billable) == (support, 2)
    assert "confirm_key" in ann("PUT", "v2/entrygroups", {**body, "confirm_key": again["confirm_key"]}).body


def test_a_changed_count_a_late_key_and_another_person_begin_anew(
    vendor: Vendor, ann: Caller, hand: Hand
) -> None:
    fill(vendor)
    params = {**MARCH, "filter[users_id]": ann.id}
    key = ann("DELETE", "v2/entrygroups", **params)["confirm_key"]
    ann("POST", "v2/entries", time_entry(vendor, "11T08:00", "11T09:00"))
    second = ann("DELETE", "v2/entrygroups", **params, confirm_key=key)
    assert second["affected_entries"] == 5
    lea = caller(vendor, "Lea")("DELETE", "v2/entrygroups", **params, confirm_key=second["confirm_key"])
    assert lea["affected_entries"] == 5
    third = ann("DELETE", "v2/entrygroups", **params)["confirm_key"]
    hand.now = hand.now.add(minutes=11)
    fourth = ann("DELETE", "v2/entrygroups", **params, confirm_key=third)["confirm_key"]
    done = ann("DELETE", "v2/entrygroups", {**MARCH, "filter": {"users_id": ann.id}, "confirm_key": fourth})
    assert done.body == {"success": True, "deleted_entries": 5}
    assert len(vendor.state.entries) == 1


def test_bulk_leaves_out_what_is_locked_and_refuses_what_makes_no_sense(vendor: Vendor, ben: Caller) -> None:
    fill(vendor)
    user = vendor.state.person_named("Ben")
    vendor.state.users[user.id] = replace(user, edit_lock_dyn=1)
    assert ben("DELETE", "v2/entrygroups", **MARCH)["affected_entries"] == 0
    vendor.state.users[user.id] = user
    assert ben("PUT", "v2/entrygroups", {**MARCH}).status == 400
    assert ben("PUT", "v2/entrygroups", {**MARCH, "hourly_rate": 5}).status == 403
    assert ben("PUT", "v2/entrygroups", {**MARCH, "projects_id": 999}).status == 404
    assert ben("PUT", "v2/entrygroups", {**MARCH, "texts_id": 1, "text": "x"}).status == 400
    assert ben("PUT", "v2/entrygroups", {**MARCH, "text": "x"})["affected_entries"] == 1


def test_classic_bulk_takes_a_text_by_its_id(classic: Vendor) -> None:
    fill(classic)
    ann = caller(classic, "Ann")
    body = {**LOCAL, "filter": {"text": "order filter"}, "texts_id": classic.state.texts["call"]}
    key = ann("PUT", "entrygroups", body)["confirm_key"]
    assert ann("PUT", "entrygroups", {**body, "confirm_key": key})["edited_entries"] == 1
    assert [entry.text for entry in classic.state.entries.values()].count("call") == 2


def test_classic_bulk_knows_no_parts_of_projects(classic: Vendor) -> None:
    fill(classic)
    ann = caller(classic, "Ann")
    newer = {"subprojects_id": 999, "lumpsum_services_id": 999}
    assert ann("PUT", "entrygroups", {**LOCAL, **newer}).status == 400
    assert ann("PUT", "entrygroups", {**LOCAL, **newer, "billable": 1})["affected_entries"] == 5


def test_bulk_touches_what_one_by_one_may_be_touched(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    fill(vendor)
    user = vendor.state.person_named("Ben")
    sum_ = portal(vendor, billable=1, time_since=at("10T09:00"), lumpsum=84.5, users_id=ben.id)
    assert ann("POST", "v2/entries", sum_).status == 200
    vendor.state.users[user.id] = replace(user, work_time_edit_lock_days=1)
    # A lock of work times is for times, not for what they are booked on, nor for lump sums.
    assert ben("PUT", "v2/entrygroups", {**MARCH, "text": "x"})["affected_entries"] == 2
    assert ben("DELETE", "v2/entrygroups", **MARCH)["affected_entries"] == 1


def test_bulk_gives_entries_to_others_only_where_there_is_room(
    vendor: Vendor, ann: Caller, ben: Caller
) -> None:
    fill(vendor)
    lea = vendor.state.person_named("Lea").id
    # Ann and Ben have worked at the same time.
    assert ann("PUT", "v2/entrygroups", {**MARCH, "users_id": lea}).status == 409
    mine = {**MARCH, "filter": {"users_id": ann.id}}
    assert ann("PUT", "v2/entrygroups", mine | {"users_id": ben.id}).status == 409
    assert ann("PUT", "v2/entrygroups", mine | {"users_id": lea})["affected_entries"] == 4
    vendor.state.company.allow_entry_overlaps = True
    assert ann("PUT", "v2/entrygroups", {**MARCH, "users_id": lea})["affected_entries"] == 5
