"""People, names, reports, targets, absences, and what the simulated company has."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sandbox.asking import Hand
from tests.sandbox.clockodo.asking import Caller, Vendor, caller

from punchcard.sandbox.clockodo.server import clockodo_vendor

PUBLIC = {
    "id", "name", "active", "timezone", "language", "weekstart_monday", "weekend_friday", "timeformat_12h",
    "teams_id", "initials", "nonbusiness_groups_id",
}  # fmt: skip


@pytest.fixture(scope="module")
def company() -> Vendor:
    return clockodo_vendor(1, Hand())


@pytest.fixture(scope="module")
def lea(company: Vendor) -> Caller:
    return caller(company, "Lea Hoffmann")


@pytest.fixture(scope="module")
def carla(company: Vendor) -> Caller:
    return caller(company, "Carla Díaz")


def test_people(company: Vendor, lea: Caller, carla: Caller) -> None:
    everybody = carla("GET", "v3/users")
    assert everybody["paging"]["count_items"] == 8
    by_id = {user["id"]: user for user in everybody["data"]}
    assert set(by_id[lea.id]) == PUBLIC
    me = carla("GET", "v4/users/me")["data"]
    assert me == by_id[carla.id]
    assert (me["role"], me["boss"], me["work_time_edit_lock_days"], me["edit_lock_dyn"]) == (
        "worker",
        lea.id,
        15,
        15,
    )
    assert isinstance(me["default_target_hours"], bool)
    assert [user["id"] for user in carla("GET", "v3/users", scope="viewUserReports")["data"]] == [carla.id]
    assert len(lea("GET", "v3/users", scope="viewUserReports")["data"]) == 8
    ordered = [
        user["name"] for user in lea("GET", "v3/users", sort="-name", **{"filter[active]": "1"})["data"]
    ]
    assert ordered == sorted(ordered, key=str.casefold, reverse=True)
    team = lea("GET", "v3/teams")["data"][0]
    assert {u["id"] for u in lea("GET", "v3/users", **{"filter[teams_id][]": team["id"]})["data"]} == set(
        team["user_ids"]
    )
    assert lea("GET", f"v3/users/{carla.id}")["data"]["email"] == me["email"]
    assert lea("GET", "v3/users/9").status == 404
    assert company.leads == ("Lea Hoffmann", "Николай Петров")
    assert company.settings["Carla Díaz"] == {"email": me["email"]}


def test_a_boss_decides_for_their_own_people_alone(company: Vendor, lea: Caller) -> None:
    boss = caller(company, "Николай Петров")
    assert [user["id"] for user in boss("GET", "v3/users", scope="viewPresences")["data"]] == [
        lea.id,
        boss.id,
    ]
    assert boss("GET", f"userreports/{lea.id}", year=2026).status == 200
    assert boss("GET", "userreports/101", year=2026).body == {"error": "You do not have the right to do this"}


def test_names(company: Vendor, lea: Caller, carla: Caller) -> None:
    customers = lea("GET", "v3/customers", **{"filter[active]": "true", "sort[]": "name"})["data"]
    assert [each["name"] for each in customers] == ["Contoso", "Internal", "Northwind"]
    assert "note" in customers[0]
    assert "note" not in carla("GET", "v3/customers")["data"][0]
    contoso = customers[0]["id"]
    projects = lea("GET", "v4/projects", **{"filter[customers_id]": contoso, "filter[completed]": "false"})[
        "data"
    ]
    assert [(each["name"], each["budget"]["hard"]) for each in projects] == [("Audit", True)]
    assert lea("GET", f"v4/projects/{projects[0]['id']}")["data"] == projects[0]
    nothing = {"filter[active]": "", "filter[completed]": ""}
    assert lea("GET", "v4/projects", **nothing).body == lea("GET", "v4/projects").body
    assert lea("GET", "v3/users", **nothing).body == lea("GET", "v3/users").body
    (subproject,) = lea("GET", "v3/subprojects")["data"]
    assert lea("GET", "v3/subprojects", **{"filter[projects_id]": f"7,{subproject['projects_id']}"})["data"]
    services = {each["name"]: each["active"] for each in lea("GET", "v4/services")["data"]}
    assert services["Development"]
    assert not services["Fax"]
    assert lea("GET", "v4/lumpSumServices")["data"][0]["price"] == 950.0
    texts = lea("GET", "v3/entriesTexts", mode="add", term="REVIEW", items=3)
    assert set(texts.body) == {"data"}
    assert all("review" in text["label"] for text in texts["data"])
    assert lea("GET", "v3/entriesTexts").status == 400
    assert carla("GET", f"v2/users/{lea.id}/access/services").status == 403
    assert lea("GET", f"v2/users/{lea.id}/access/customers-projects").body == {
        "add": True, "report": True, "edit": True,
    }  # fmt: skip


def test_reports_in_five_depths(company: Vendor, carla: Caller) -> None:
    def year(depth: int, **headers: str) -> Any:
        answer = carla("GET", f"userreports/{carla.id}", headers=headers, year=2026, type=depth)
        return answer["userreport"]

    assert year(0)["month_details"] is None
    march = year(1)["month_details"][2]
    assert (march["nr"], march["week_details"]) == (3, None)
    # Carla was ill on one of the five days.
    week = year(2)["month_details"][2]["week_details"][1]
    assert (week["nr"], week["sum_target"], week["day_details"]) == (10, 4 * 8 * 3600, None)
    days = year(3)["month_details"][2]["week_details"][1]["day_details"]
    assert [day["weekday"] for day in days] == [1, 2, 3, 4, 5, 6, 7]
    assert "work_start" not in days[0]
    assert sum(day["hours"] for day in days) == week["sum_hours"]
    detailed = year(4)
    day = detailed["month_details"][2]["week_details"][1]["day_details"][1]
    assert day["work_start"].startswith("2026-03-03 ")
    assert {set(pause) == {"since", "until", "length"} for pause in day["breaks"]} == {True}
    iso = year(4, **{"X-ClockodoEnableIsoUtcDateTimes": "1"})
    assert iso["month_details"][2]["week_details"][1]["day_details"][1]["work_start"].endswith("Z")
    future = detailed["month_details"][11]["week_details"][1]["day_details"][0]
    assert "hours" not in future
    assert sum(month["diff"] for month in detailed["month_details"]) == detailed["diff"]
    holiday = detailed["month_details"][4]["week_details"][0]["day_details"][0]
    assert (holiday["date"], holiday["nonbusiness"], holiday["target"]) == ("2026-05-01", True, 0)
    assert holiday["target_raw"] == 8 * 3600
    assert [
        carla("GET", "userreports", **p).status for p in ({}, {"year": 1909}, {"year": 2026, "type": 5})
    ] == [400] * 3
    assert len(carla("GET", "userreports", year=2026)["userreports"]) == 1


def test_targets_and_free_days(company: Vendor, lea: Caller, carla: Caller) -> None:
    rows = lea("GET", "targethours")["targethours"]
    kinds = {row["users_id"]: row["type"] for row in rows}
    assert carla.id not in kinds
    assert sorted(set(kinds.values())) == ["monthly", "weekly"]
    assert len(rows) == 8
    assert carla("GET", "targethours", users_id=lea.id).status == 403
    assert lea("GET", f"targethours/{rows[0]['id']}").body == {"targethoursRow": rows[0]}
    assert carla("GET", f"targethours/{rows[0]['id']}").status == 403
    assert lea("GET", "targethours/9").status == 404
    free = lea("GET", "v2/usersNonbusinessDays", year=2026, **{"filter[users_id]": carla.id})
    assert (set(free.body), free["data"][0]["users_id"]) == ({"paging", "data"}, carla.id)
    assert free["data"][0]["days"][0] == {
        "evaluated_date": "2026-01-01",
        "half_day": False,
        "name": "Neujahr",
    }
    assert set(lea("GET", "v2/nonbusinessDays", year=2026).body) == {"data"}
    assert lea("GET", "v2/nonbusinessGroups").body == {"data": [{"id": 1, "name": "Berlin"}]}
    by_month = next(number for number, kind in kinds.items() if kind == "monthly")
    month = lea("GET", f"userreports/{by_month}", year=2026, type=3)["userreport"]["month_details"][0]
    assert month["sum_target"] == round(173.33 * 3600)
    assert month["week_details"][0]["sum_target"] is None


def test_absences(company: Vendor, lea: Caller, carla: Caller) -> None:
    answer = lea("GET", "v4/absences", **{"filter[year]": 2026})
    assert set(answer.body) == {"data"}
    assert {absence["type"] for absence in answer["data"]} == {1, 4}
    week = next(each for each in answer["data"] if each["count_days"] == 5)
    assert set(carla("GET", f"v4/absences/{week['id']}")["data"]) == {
        "id", "users_id", "date_since", "date_until", "status", "count_days", "public_note",
    }  # fmt: skip
    own = carla("GET", "v4/absences", **{"filter[users_id][]": carla.id, "filter[year]": "2025,2026"})["data"]
    assert own
    assert all(each["type"] == 4 for each in own)
    assert lea("GET", "v4/absences", **{"filter[year]": 2020})["data"] == []
    assert lea("POST", "v4/absences", {}).status == 405


def test_the_company_is_all_there(company: Vendor, lea: Caller) -> None:
    state = company.state
    assert {entry.type for entry in state.entries.values()} == {1, 2, 3}
    assert any(entry.subprojects_id for entry in state.entries.values())
    assert {entry.billable for entry in state.entries.values()} == {0, 1, 2}
    ann = caller(company, "Ann Berger")
    running = ann("GET", "v2/clock")["running"]
    assert (running["text"], running["time_since"]) == ("spec review", "2026-03-11T11:30:00Z")
    waiting = lea("GET", "v2/workTimes/changeRequests", scope="approve", status=1)["change_requests"]
    assert len(waiting) == 6
    assert ann("POST", "v2/clock", {"customers_id": 129, "services_id": 112}).status == 400
    for request in waiting:
        path = f"v3/workTimes/changeRequests/{request['id']}/approve"
        assert lea("POST", path, {"approve_violations": True}).status == 200


def test_the_classic_company_tells_its_switches() -> None:
    ann = caller(clockodo_vendor(1, Hand(), empty=True, generation="classic"), "Ann")
    answer = ann("GET", "v2/aggregates/users/me")
    assert set(answer.body) == {"user", "company", "worktime_regulation"}
    assert answer["company"]["force_linked_entry_times"] is True
    assert ann("GET", "v4/users/me")["data"] == answer["user"]
