"""Entries of all three kinds: shapes, switches, locks, rights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.sandbox.clockodo.asking import Caller, Vendor, at, caller, named, portal, time_entry
from whenever import Date

from punchcard.sandbox.clockodo.records import Access, LumpSumService

MARCH = {"time_since": at("01T00:00"), "time_until": at("31T00:00")}


def created(who: Caller, body: dict[str, Any]) -> Any:
    answer = who("POST", "v2/entries", body)
    assert answer.status == 200, answer.body
    return answer["entry"]


def limited(vendor: Vendor, name: str, **more: Any) -> None:
    user = vendor.state.person_named(name)
    vendor.state.users[user.id] = replace(user, **more)


def test_the_three_kinds(vendor: Vendor, ann: Caller) -> None:
    vendor.state.lumpsum_services[900] = LumpSumService(900, "Workshop", 950.0)
    manual = created(ann, time_entry(vendor, "10T08:00", "10T12:00", text="order filter"))
    assert (manual["duration"], manual["clocked"], manual["time_clocked_since"]) == (14400, False, None)
    sum_ = created(ann, portal(vendor, billable=1, time_since=at("10T09:00"), lumpsum=84.5, text="tickets"))
    assert (sum_["type"], sum_["lumpsum"], "duration" in sum_) == (2, 84.5, False)
    sold = {"lumpsum_services_id": 900, "lumpsum_services_amount": 2, "services_id": None}
    service = created(ann, portal(vendor, billable=1, time_since=at("10T10:00")) | sold)
    assert (service["type"], service["lumpsum_services_amount"], "services_id" in service) == (3, 2, False)
    plain = ann("GET", "v2/entries", **MARCH)
    assert [(e["type"], e["text"]) for e in plain["entries"]] == [(1, None), (2, None), (3, None)]
    rich = ann("GET", "v2/entries", **MARCH, enhanced_list="true")["entries"]
    assert [(e["text"], e["revenue"]) for e in rich] == [
        ("order filter", 440.0),
        ("tickets", 84.5),
        (None, 1900),
    ]
    assert (rich[0]["hourly_rate"], rich[0]["projects_name"], rich[2]["lumpsum_services_price"]) == (
        110.0, "Portal", 950.0,
    )  # fmt: skip
    changed = ann("PUT", f"v2/entries/{service['id']}", {"lumpsum_services_amount": 3, "text": ""})
    assert (changed["entry"]["lumpsum_services_amount"], changed["entry"]["text"]) == (3, None)


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"billable": 2}, 400, "billable"), ({"billable": None}, 400, "billable"),
        ({"time_until": at("10T08:00")}, 400, "time_until"), ({"time_until": None}, 400, "time_until"),
        ({"time_until": at("12T09:00")}, 400, "time_until"), ({"duration": 60}, 400, "duration"),
        ({"time_since": "2026-03-10"}, 400, "time_since"),
        ({"time_since": "2026-02-30T08:00:00Z"}, 400, "time_since"),
        ({"text": "a\nb"}, 400, "text"), ({"projects_id": None}, 400, "projects_id"),
        ({"services_id": 999}, 404, "services_id"), ({"subprojects_id": 999}, 404, "subprojects_id"),
    ],
)  # fmt: skip
def test_what_is_not_taken(
    vendor: Vendor, ann: Caller, wrong: dict[str, Any], status: int, field: str
) -> None:
    vendor.state.company.allow_entries_text_multiline = False
    vendor.state.company.allow_entries_for_customers = False
    refused = ann("POST", "v2/entries", time_entry(vendor, "10T08:00", "10T12:00") | wrong)
    where = refused["error"]["fields"] if status == 400 else [refused["errors"][0]["path"]]
    assert (refused.status, where) == (status, [field])
    assert not vendor.state.entries


def test_what_the_company_allows(vendor: Vendor, ann: Caller) -> None:
    first = time_entry(vendor, "10T08:00", "10T12:00")
    created(ann, first | {"text": "a\nb"})
    assert ann("POST", "v2/entries", first).status == 409
    vendor.state.company.allow_entry_overlaps = True
    vendor.state.company.force_linked_entry_times = False
    assert created(ann, first | {"duration": 60})["duration"] == 60
    other = {"projects_id": None, "customers_id": named(vendor, "customers", "Contoso")}
    assert created(ann, first | other)["projects_id"] is None
    mixed = ann("POST", "v2/entries", first | {"customers_id": other["customers_id"]})
    assert (mixed.status, mixed["error"]["fields"]) == (400, ["projects_id"])


def test_an_entry_is_changed_in_parts(vendor: Vendor, ann: Caller) -> None:
    path = f"v2/entries/{created(ann, time_entry(vendor, '10T08:00', '10T12:00', text='x'))['id']}"
    support = named(vendor, "services", "Support")
    changed = ann("PUT", path, {"services_id": support, "time_until": at("10T13:00"), "billable": 12})
    assert (changed["entry"]["services_id"], changed["entry"]["duration"]) == (support, 18000)
    assert (changed["entry"]["text"], changed["entry"]["billable"], changed["running"]) == ("x", 2, None)
    contoso = named(vendor, "customers", "Contoso")
    moved = ann("PUT", path, {"customers_id": contoso, "hourly_rate": 99.5})["entry"]
    assert (moved["customers_id"], moved["projects_id"]) == (contoso, None)
    assert ann("PUT", path, {"time_until": None}).status == 400
    assert ann("PUT", path, {"time_since": at("10T14:00")}).status == 400
    assert ann("GET", path)["entry"] == moved
    assert ann("DELETE", path).body == {"success": True}
    assert ann("DELETE", path).status == ann("GET", path).status == 404


def test_the_clock_is_an_entry_too(vendor: Vendor, ann: Caller) -> None:
    running = ann("POST", "v2/clock", portal(vendor, time_since=at("11T08:00")))["running"]
    path = f"v2/entries/{running['id']}"
    moved = ann("PUT", path, {"time_since": at("11T07:00"), "text": "early", "time_until": None})
    assert moved["running"]["time_since"] == at("11T07:00")
    assert moved["running"]["text"] == "early"
    ended = ann("PUT", path, {"time_until": at("11T09:00")})
    assert (ended["running"], ended["entry"]["clocked"], ended["entry"]["duration"]) == (None, True, 7200)
    again = ann("POST", "v2/clock", portal(vendor))["running"]
    assert ann("DELETE", f"v2/entries/{again['id']}").body == {"success": True}
    assert ann("GET", "v2/clock")["running"] is None


def test_an_offline_entry_ends_the_clock(vendor: Vendor, ann: Caller) -> None:
    running = ann("POST", "v2/clock", portal(vendor, time_since=at("11T08:00")))["running"]
    sent = time_entry(vendor, "11T09:00", "11T10:00")
    assert ann("POST", "v2/entries", sent).status == 409
    answer = ann("POST", "v2/entries", sent | {"clocked_offline": True})
    assert (answer["stopped"]["id"], answer["stopped"]["duration"]) == (running["id"], 3600)
    assert (answer["entry"]["clocked_offline"], answer["entry"]["time_clocked_since"]) == (
        True,
        at("11T09:00"),
    )


def test_a_window_is_for_what_begins_in_it(vendor: Vendor, ann: Caller) -> None:
    created(ann, time_entry(vendor, "10T08:00", "10T12:00"))
    created(ann, time_entry(vendor, "10T12:00", "10T13:00", billable=0, text="Order Filter"))

    def starts(since: str, until: str, **more: Any) -> list[str]:
        found = ann("GET", "v2/entries", time_since=at(since), time_until=at(until), **more)
        return [entry["time_since"][8:16] for entry in found["entries"]]

    assert starts("10T08:00", "10T12:00") == ["10T08:00"]
    assert starts("10T09:00", "10T13:00") == ["10T12:00"]
    day = ("10T00:00", "11T00:00")
    assert starts(*day, **{"filter[billable]": 12}) == ["10T08:00"]
    assert starts(*day, **{"filter[text]": "filter"}) == ["10T12:00"]
    assert starts(*day, **{"filter[customers_id]": named(vendor, "customers", "Contoso")}) == []
    assert starts(*day, **{"filter[budget_type]": "rep_filter_budget_without"}) == ["10T08:00", "10T12:00"]
    # Only the entry groups know teams.
    assert starts(*day, **{"filter[teams_id]": 999}) == ["10T08:00", "10T12:00"]
    assert ann("GET", "v2/entries", time_since=at("10T00:00")).status == 400
    assert ann("GET", "v2/entries", **MARCH, **{"filter[budget_type]": "x"}).status == 400


def test_closed_days(vendor: Vendor, ben: Caller, ann: Caller) -> None:
    sent = time_entry(vendor, "08T08:00", "08T09:00")
    old = created(ben, sent)
    path = f"v2/entries/{old['id']}"
    limited(vendor, "Ben", edit_lock_dyn=3)
    assert created(ben, time_entry(vendor, "09T08:00", "09T09:00"))
    for refused in (ben("POST", "v2/entries", sent), ben("PUT", path, {"text": "x"}), ben("DELETE", path)):
        assert (refused.status, refused.message) == (403, "Entries of this day are locked")
    limited(vendor, "Ben", edit_lock_dyn=None, edit_lock=Date(2026, 3, 8))
    assert ben("PUT", path, {"text": "x"}).status == 403
    limited(vendor, "Ben", edit_lock=None, work_time_edit_lock_days=3)
    assert ben("PUT", path, {"text": "x"}).status == 200
    assert "change request" in ben("PUT", path, {"time_until": at("08T09:30")}).message
    assert ann("PUT", path, {"time_until": at("08T09:30")}).status == 200
    limited(vendor, "Ben", work_time_edit_lock_days=0)
    assert ben("POST", "v2/entries", time_entry(vendor, "11T08:00", "11T09:00")).status == 403
    assert ben("POST", "v2/clock", portal(vendor, time_since=at("11T08:00"))).status == 200


def test_entries_of_others(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    ours = created(ann, time_entry(vendor, "10T08:00", "10T09:00"))
    theirs = created(ann, time_entry(vendor, "10T08:00", "10T09:00", users_id=ben.id))
    assert theirs["users_id"] == ben.id
    assert (
        ben("POST", "v2/entries", time_entry(vendor, "10T10:00", "10T11:00", users_id=ann.id)).status == 403
    )
    assert ben("GET", f"v2/entries/{ours['id']}").status == 404
    assert ben("GET", "v2/entries", **MARCH)["paging"]["count_items"] == 1
    assert ann("GET", "v2/entries", **MARCH, **{"filter[users_id]": ben.id})["paging"]["count_items"] == 1
    rich = ben("GET", "v2/entries", **MARCH, enhanced_list="1")["entries"][0]
    assert "revenue" not in rich
    assert "hourly_rate" not in rich
    limited(vendor, "Ann", role="worker")
    assert ann("GET", f"v2/entries/{theirs['id']}")["entry"]["billable"] == -1
    assert ann("PUT", f"v2/entries/{theirs['id']}", {"text": "x"}).status == 403
    limited(vendor, "Ben", access=Access(report=True))
    assert ben("GET", f"v2/entries/{ours['id']}")["entry"]["billable"] == 1
    assert ben("PUT", f"v2/entries/{ours['id']}", {"text": "x"}).status == 403


def test_where_somebody_may_book(vendor: Vendor, ben: Caller) -> None:
    sent = time_entry(vendor, "10T08:00", "10T09:00")
    limited(vendor, "Ben", access=Access(add={sent["customers_id"]: frozenset({sent["projects_id"]})}))
    assert ben("GET", f"v2/users/{ben.id}/access/customers-projects")["add"] == {
        str(sent["customers_id"]): {"projects": {str(sent["projects_id"]): True}}
    }
    assert ben("POST", "v2/entries", sent | {"projects_id": None}).status == 403
    assert ben("POST", "v2/entries", sent).status == 200
    limited(vendor, "Ben", access=Access(services=frozenset({1})))
    assert ben("GET", f"v2/users/{ben.id}/access/services").body == {"add": {"1": True}}
    assert ben("PUT", f"v2/entries/{max(vendor.state.entries)}", {"text": "x"}).status == 200
    assert ben("POST", "v2/entries", time_entry(vendor, "10T10:00", "10T11:00")).status == 403
    service = vendor.state.services[sent["services_id"]]
    limited(vendor, "Ben", access=Access())
    vendor.state.services[service.id] = replace(service, active=False)
    assert ben("POST", "v2/entries", time_entry(vendor, "10T10:00", "10T11:00")).status == 400
    assert ben("PUT", f"v2/entries/{max(vendor.state.entries)}", {"text": "y"}).status == 200


def test_a_night_is_split_at_midnight(vendor: Vendor, ann: Caller) -> None:
    created(ann, time_entry(vendor, "10T20:00", "11T01:00"))
    body = {"users_id": ann.id, "day": "2026-03-10"}
    answer = ann("PUT", "v2/entries/splitAllAtMidnight", body)
    spans = [(entry["time_since"], entry["time_until"]) for entry in answer["entries"]]
    assert spans == [(at("10T20:00"), at("10T23:00")), (at("10T23:00"), at("11T01:00"))]
    assert ann("PUT", "v2/entries/splitAllAtMidnight", body)["entries"] == []


def test_classic_lists(classic: Vendor) -> None:
    ann = caller(classic, "Ann")
    created(ann, time_entry(classic, "10T08:00", "10T09:00", text="x"))
    answer = ann("GET", "v2/entries", **MARCH, **{"filter[users_id]": ann.id})
    assert answer["filter"] == {"users_id": str(ann.id)}
    assert ("text" in answer["entries"][0], answer["entries"][0]["offset"]) == (False, 0)
    assert ann("GET", "v2/entries", **MARCH)["filter"] is None
