"""The clock: start, stop, correct, and what gives way."""

from __future__ import annotations

from typing import Any

import pytest
from tests.domain import HOSTILE, berlin
from tests.sandbox.asking import Hand
from tests.sandbox.clockodo.asking import Caller, Vendor, at, caller, named, portal, small, time_entry

from punchcard.sandbox.clockodo.state import Generation

ENTRY = {
    "id", "type", "users_id", "customers_id", "projects_id", "subprojects_id", "billable", "texts_id", "text",
    "time_since", "time_until", "time_insert", "time_last_change", "test_data", "services_id", "duration",
    "time_last_change_work_time", "time_clocked_since", "clocked", "clocked_offline",
}  # fmt: skip


def started(ann: Caller, vendor: Vendor, **more: Any) -> Any:
    answer = ann("POST", "v2/clock", portal(vendor, **more))
    assert answer.status == 200, answer.body
    return answer["running"]


def test_a_day_on_the_clock(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    nothing = {"running": None, "stopped": None, "current_time": "2026-03-11T11:41:00.000Z"}
    assert ann("GET", "v2/clock").body == nothing
    began = ann("POST", "v2/clock", portal(vendor, text=HOSTILE, billable=0))
    assert set(began.body) == {"running", "stopped", "current_time", "stopped_has_been_truncated"}
    assert set(began["running"]) == ENTRY
    running = began["running"]
    assert running == ann("GET", "v2/clock")["running"]
    assert (running["type"], running["text"], running["billable"]) == (1, HOSTILE, 0)
    assert (running["clocked"], running["time_until"], running["duration"]) == (True, None, None)
    hand.now = hand.now.add(hours=1)
    support = named(vendor, "services", "Support")
    other = ann("POST", "v2/clock", portal(vendor, services_id=support))
    assert other["stopped"]["id"] == running["id"]
    assert (other["stopped"]["duration"], other["stopped_has_been_truncated"]) == (3600, False)
    hand.now = hand.now.add(minutes=30)
    ended = ann("DELETE", f"v2/clock/{other['running']['id']}")
    assert (ended["running"], ended["stopped"]["duration"]) == (None, 1800)
    assert ann("GET", "v2/clock")["stopped"] == ended["stopped"]
    again = ann("DELETE", f"v2/clock/{other['running']['id']}")
    assert (again.status, again.kind) == (409, "ResourceConflictFound")
    assert ann("DELETE", "v2/clock/7").status == 404


def test_billable_is_what_the_project_says_where_nobody_does(vendor: Vendor, ann: Caller) -> None:
    assert started(ann, vendor)["billable"] == 1
    own = {"customers_id": vendor.state.company.default_customers_id, "projects_id": None}
    assert started(ann, vendor, **own)["billable"] == 0


@pytest.mark.parametrize(
    ("wrong", "status", "path"),
    [
        ({"customers_id": None}, 400, "customers_id"), ({"customers_id": 999}, 404, "customers_id"),
        ({"projects_id": 999}, 404, "projects_id"), ({"services_id": True}, 400, "services_id"),
        ({"billable": 2}, 400, "billable"), ({"text": "x" * 1001}, 400, "text"),
        ({"time_since": "2026-03-11T08:00:00.000Z"}, 400, "time_since"),
        ({"time_since": "2026-03-11T08:00:00+00:00"}, 400, "time_since"), ({"text": 7}, 400, "text"),
        ({"time_since": at("11T12:00")}, 400, "time_since"),
        ({"clear_overlaps": True}, 400, "time_since"), ({"duration_transfer": -1}, 400, "duration_transfer"),
        ({"users_id": 999}, 404, None),
    ],
)  # fmt: skip
def test_what_a_start_does_not_take(
    vendor: Vendor, ann: Caller, wrong: dict[str, Any], status: int, path: str | None
) -> None:
    refused = ann("POST", "v2/clock", portal(vendor) | wrong)
    assert (refused.status, refused["errors"][0]["path"]) == (status, path)
    assert not vendor.state.entries


def test_a_start_in_the_past_is_clocked_offline_unless_it_says_otherwise(vendor: Vendor, ann: Caller) -> None:
    running = started(ann, vendor, time_since=at("11T08:00"))
    assert (running["clocked_offline"], running["time_clocked_since"]) == (True, at("11T08:00"))
    began = ann("POST", "v2/clock", portal(vendor, time_since=at("11T09:00"), clocked_now=True))
    assert (began["running"]["clocked_offline"], began["stopped"]["time_until"]) == (False, at("11T09:00"))
    before = ann("POST", "v2/clock", portal(vendor, time_since=at("11T08:30")))
    assert before.status == 409


def test_what_lies_within_a_new_clock_can_be_cleared(vendor: Vendor, ann: Caller) -> None:
    spans = (("11T05:00", "11T07:00"), ("11T07:00", "11T08:00"), ("11T11:00", "11T15:00"))
    ids = [ann("POST", "v2/entries", time_entry(vendor, *span))["entry"]["id"] for span in spans]
    assert ann("POST", "v2/clock", portal(vendor, time_since=at("11T06:00"))).status == 409
    answer = ann("POST", "v2/clock", portal(vendor, time_since=at("11T06:00"), clear_overlaps=True))
    assert answer["deleted_entries_ids"] == [ids[1]]
    assert [(cut["id"], cut["time_until"]) for cut in answer["truncated_entries"]] == [
        (ids[0], at("11T06:00"))
    ]
    assert answer["additional_message"] == {"text": "The start lies within another entry", "type": "warn"}
    assert sorted(vendor.state.entries) == [ids[0], ids[2], answer["running"]["id"]]
    later = ann("POST", "v2/clock", portal(vendor, time_since=at("11T05:30"), clear_overlaps=True))
    assert (later["deleted_entries_ids"], later["stopped"]) == ([answer["running"]["id"]], None)


def test_overlaps_are_warned_about_where_they_are_allowed(vendor: Vendor, ann: Caller) -> None:
    vendor.state.company.allow_entry_overlaps = True
    ann("POST", "v2/entries", time_entry(vendor, "11T08:00", "11T10:00"))
    answer = ann("POST", "v2/clock", portal(vendor, time_since=at("11T09:00")))
    assert answer["additional_message"]["type"] == "warn"


def test_an_entry_is_cut_at_24_hours(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    running = started(ann, vendor)
    hand.now = hand.now.add(hours=25)
    ended = ann("DELETE", f"v2/clock/{running['id']}")
    assert (ended["stopped_has_been_truncated"], ended["stopped"]["duration"]) == (True, 86400)
    assert ended["stopped"]["time_until"] == "2026-03-12T11:41:00Z"


def test_a_stop_at_once_is_no_clocked_entry(vendor: Vendor, ann: Caller) -> None:
    running = started(ann, vendor)
    ended = ann("DELETE", f"v2/clock/{running['id']}")["stopped"]
    assert (ended["clocked"], ended["duration"], ended["time_clocked_since"]) == (False, 0, None)


def test_a_stop_in_the_past_away_and_a_new_start(vendor: Vendor, ann: Caller) -> None:
    running = started(ann, vendor, time_since=at("11T08:00"))
    path = f"v2/clock/{running['id']}"
    assert ann("DELETE", path, time_until=at("11T07:59")).status == 400
    assert ann("DELETE", path, time_until=at("11T11:42")).status == 400
    assert ann("DELETE", path, time_until="2026-03-11T09:00:00.5Z").status == 400
    ended = ann("DELETE", path, away=600)
    assert (ended["stopped"]["time_until"], ended["running"]["time_since"]) == (
        at("11T11:31"),
        at("11T11:41"),
    )
    followed = ann("DELETE", f"v2/clock/{ended['running']['id']}", start_new="true")
    assert followed["running"]["services_id"] == running["services_id"]


def test_the_start_is_moved_if_it_is_what_one_believes(vendor: Vendor, ann: Caller) -> None:
    ann("POST", "v2/entries", time_entry(vendor, "11T06:00", "11T07:00"))
    path = f"v2/clock/{started(ann, vendor, time_since=at('11T08:00'))['id']}"
    wrong = {"time_since": at("11T07:30"), "time_since_before": at("11T08:01")}
    assert ann("PUT", path, wrong).status == 409
    assert ann("PUT", path, {**wrong, "time_since_before": at("11T08:00"), "duration": 5}).status == 400
    moved = ann("PUT", path, {**wrong, "time_since_before": at("11T08:00"), "time_until_before": None})
    assert set(moved.body) == {"updated", "running", "overlapping_correction", "current_time"}
    assert (moved["updated"], moved["overlapping_correction"]) == (moved["running"], None)
    corrected = ann("PUT", path, {"time_since": at("11T06:30")})
    assert corrected["overlapping_correction"] == {
        "overlapping": True, "overlapping_free_time_since": at("11T07:00"), "truncate_previous_entry": None,
    }  # fmt: skip
    assert corrected["updated"]["time_since"] == at("11T07:00")
    vendor.state.company.allow_entry_overlaps = True
    asked = ann("PUT", path, {"time_since": at("11T06:30")})
    assert asked["updated"]["time_since"] == at("11T06:30")
    assert asked["overlapping_correction"]["truncate_previous_entry"] == min(vendor.state.entries)


def test_the_duration_is_changed(vendor: Vendor, ann: Caller) -> None:
    path = f"v2/clock/{started(ann, vendor, time_since=at('11T08:00'))['id']}"
    assert ann("PUT", path, {"duration": 3600}).status == 400
    assert ann("PUT", path, {"duration": 3600, "duration_before": 60}).status == 409
    longer = ann("PUT", path, {"duration": 3600, "duration_before": 13230})
    assert longer["updated"]["time_since"] == at("11T10:41")
    ann("DELETE", path)
    shorter = ann("PUT", path, {"duration": 1800, "duration_before": 3600})
    assert (shorter["updated"]["time_until"], shorter["running"]) == (at("11T11:11"), None)
    assert ann("PUT", path, {"time_since": at("11T11:00"), "time_until_before": None}).status == 409
    assert ann("PUT", path, {"duration": 90000, "duration_before": 1800}).status == 400
    assert ann("PUT", "v2/clock/7", {"time_since": at("11T11:00")}).status == 404


def test_clocks_of_others_are_for_those_who_may(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    running = ben("POST", "v2/clock", portal(vendor))["running"]
    assert ann("GET", "v2/clock", users_id=ben.id)["running"]["id"] == running["id"]
    assert ben("GET", "v2/clock", users_id=ann.id).status == 403
    assert ben("POST", "v2/clock", portal(vendor, users_id=ann.id)).status == 403
    assert ann("DELETE", f"v2/clock/{running['id']}").status == 404
    assert ann("DELETE", f"v2/clock/{running['id']}", users_id=ben.id).status == 200
    ours = started(ann, vendor)["id"]
    assert ben("DELETE", f"v2/clock/{ours}", users_id=ann.id).status == 403


@pytest.mark.parametrize("generation", ["current", "classic"])
def test_a_day_that_is_told_afterwards(generation: Generation) -> None:
    hand = Hand(berlin("12 18:00"))
    vendor = small(generation, hand=hand)
    ann, support = caller(vendor, "Ann"), {"services_id": named(vendor, "services", "Support")}

    def begin(moment: str, **more: Any) -> int:
        return ann("POST", "v2/clock", portal(vendor, time_since=at(moment), **more))["running"]["id"]

    assert ann("DELETE", f"v2/clock/{begin('11T07:00')}", time_until=at("11T11:00")).status == 200
    begin("11T11:30")
    last = ann("POST", "v2/clock", portal(vendor, time_since=at("11T13:00")) | support)["running"]["id"]
    assert ann("DELETE", f"v2/clock/{last}", time_until=at("11T15:45")).status == 200
    found = ann("GET", "v2/entries", time_since=at("11T00:00"), time_until=at("12T00:00"))["entries"]
    assert [(each["time_since"][11:16], each["time_until"][11:16]) for each in found] == [
        ("07:00", "11:00"), ("11:30", "13:00"), ("13:00", "15:45"),
    ]  # fmt: skip


def test_the_classic_clock_tells_less(classic: Vendor) -> None:
    ann = caller(classic, "Ann")
    assert ann("GET", "v2/clock").body == {"running": None}
    began = ann("POST", "v2/clock", portal(classic, time_since=at("11T08:00")))
    assert set(began.body) == {"running", "stopped"}
    assert set(began["running"]) == ENTRY | {"offset"}
    path = f"v2/clock/{began['running']['id']}"
    assert set(ann("PUT", path, {"time_since": at("11T09:00")}).body) == {"updated", "running"}
    ended = ann("DELETE", path, time_until=at("11T10:00"))
    assert (set(ended.body), ended["stopped"]["duration"]) == ({"running", "stopped"}, 3600)
    over = portal(classic, time_since=at("11T09:30"), clear_overlaps=True, clocked_now=True)
    assert ann("POST", "v2/clock", over).status == 409
    again = ann("POST", "v2/clock", over | {"time_since": at("11T10:30")})
    assert (set(again.body), again["running"]["clocked_offline"]) == ({"running", "stopped"}, True)


def test_a_free_day_is_told(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    hand.now = berlin("8 12:00")
    assert "Frauentag" in ann("POST", "v2/clock", portal(vendor))["additional_message"]["text"]
