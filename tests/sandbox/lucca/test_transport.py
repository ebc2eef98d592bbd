"""Who may call, how often, in which shapes errors come, what is not there, and what goes wrong."""

from __future__ import annotations

import httpx
import pytest
from tests.domain import berlin
from tests.sandbox.asking import Hand
from tests.sandbox.lucca.asking import (
    SHEETS,
    Caller,
    Vendor,
    caller,
    entry,
    made,
    small,
    submitted,
)

from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.registry import simulated_vendor, vendor_names
from punchcard.sandbox.serving import serving

ENTRIES = "/api/v3/timeentries"


def test_it_is_one_of_ours_and_answers_over_a_real_socket() -> None:
    assert "lucca" in vendor_names()
    vendor = simulated_vendor("lucca", 1, Hand())
    key, settings = vendor.keys["Ann Berger"], vendor.settings["Ann Berger"]
    headers = {"Authorization": f"lucca application={key}"}
    with serving(vendor.app) as address, httpx.Client(base_url=address, headers=headers) as client:
        answer = client.get("/api/v3/users", params={"mail": settings["email"], "fields": "name"})
    assert answer.json()["data"] == {"items": [{"name": "Ann Berger"}]}
    assert key not in str([request.line for request in vendor.log.all()])


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("lucca application={}", 200),
        ("Lucca application={}", 200),
        ("lucca Application={}", 401),
        ("lucca application={{{}}}", 401),
        ("lucca user={}", 401),
        ("Bearer {}", 401),
        ("lucca application=", 401),
        ("", 401),
    ],
)
def test_the_header_exactly_as_it_is_described(vendor: Vendor, header: str, status: int) -> None:
    signed = {"Authorization": header.format(vendor.keys["Ann"])}
    assert Caller(vendor.app, 0, signed)("GET", "/api/v3/axes").status == status


def test_each_of_the_three_shapes_of_errors(vendor: Vendor, ann: Caller) -> None:
    missing, wrong = f"{ENTRIES}/999", {"paging": "0,0"}
    assert ann("GET", missing).body == {"Status": 404, "Message": "There is no time entry 999."}
    details = ann("POST", f"{SHEETS}/999/approve", {})
    assert (details["title"], details["status"]) == ("Not Found", 404)
    assert details.headers["content-type"] == "application/problem+json"
    vendor.state.options.v3_errors = "bare"
    assert ann("GET", missing).body == {"id": 999, "error": "There is no time entry 999."}
    bare = ann("GET", ENTRIES, **wrong)
    assert (bare.status, bare.text[:8]) == (400, "'paging'")
    assert bare.headers["content-type"] == "application/json"
    vendor.state.options.v3_errors = "empty"
    assert ann("GET", ENTRIES, **wrong).text == ""


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/timmi-timesheet/services/time-entries", 404),
        ("POST", "/timmi/services/workflow/submit", 404),
        ("GET", "/api/v3/users/find", 404),
        ("GET", "/api/v3/timeentries/", 404),
        ("GET", "/api/v3/timeentries/" + "9" * 5000, 404),
        ("GET", "/api/v3/timeentries/x", 404),
        ("GET", "/api/v4/timeentries", 404),
        ("PATCH", "/api/v3/timeentries/1", 405),
        ("GET", f"{SHEETS}/submit", 405),
        ("POST", "/api/v3/axisSections", 405),
        ("GET", "/API/V3/AXES", 200),
    ],
)
def test_what_is_not_there(ann: Caller, method: str, path: str, status: int) -> None:
    assert ann(method, path).status == status


def test_fifty_calls_a_minute_by_an_option_for_all_keys_together(
    vendor: Vendor, ann: Caller, ben: Caller, hand: Hand
) -> None:
    vendor.state.options.calls_a_minute = 50
    for _ in range(25):
        assert ann.read("axes").status == ben.read("axes").status == 200
        hand.now = hand.now.add(seconds=1)
    refused = ann.read("axes")
    assert (refused.status, refused.headers["retry-after"]) == (429, "35")
    hand.now = hand.now.add(seconds=34)
    assert ben("POST", f"{SHEETS}/submit", {})["status"] == 429
    hand.now = hand.now.add(seconds=1)
    assert [ann.read("axes").status for _ in range(3)] == [200, 200, 429]


def test_faults_leave_done_or_undone_what_they_say(vendor: Vendor, ann: Caller) -> None:
    for fault, count in ((Fault.SERVER_ERROR, 0), (Fault.SERVER_ERROR_AFTER, 1), (Fault.THROTTLE_SECONDS, 1)):
        vendor.faults.once(fault)
        answer = ann("POST", ENTRIES, entry(vendor))
        assert answer.body.keys() == {"Status", "Message"}
        assert len(vendor.state.entries) == count
    vendor.faults.once(Fault.HTML)
    assert ann.read("axes").headers["content-type"].startswith("text/html")
    assert [request.status for request in vendor.log.all()] == [500, 500, 429, 200]


def test_what_happens_elsewhere_is_about_the_same_thing(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    there = made(ann, vendor, name="Ben")
    before = dict(vendor.state.entries)
    vendor.faults.once(Fault.CHANGED_ELSEWHERE)
    ann.read(f"timeentries/{there['id']}")
    assert vendor.state.entries[there["id"]] != before[there["id"]]
    (number, *_) = submitted(ben, vendor)
    vendor.faults.once(Fault.CHANGED_ELSEWHERE)
    ann("POST", f"{SHEETS}/{number}/deny", {"comment": "x"})
    assert vendor.state.sheets[number].status in (2, 3)
    vendor.faults.once(Fault.CHANGED_ELSEWHERE)
    ann.read("timeentries")
    assert [each.owner_id for each in vendor.state.entries.values()] == [ben.id, ann.id]


def test_what_happens_elsewhere_is_the_same_for_the_same_seed() -> None:
    def happened() -> tuple[object, ...]:
        vendor = lucca_vendor(1, Hand())
        vendor.faults.always(Fault.CHANGED_ELSEWHERE)
        lead = caller(vendor, "Lea Hoffmann")
        for _ in range(4):
            lead.read("timeentries", paging="0,1")
            lead.read("timmitimesheets", paging="0,1")
        return vendor.state.entries, vendor.state.sheets

    untouched = lucca_vendor(1, Hand()).state
    once, again = happened(), happened()
    assert once == again
    assert once[0] != untouched.entries
    assert once[1] != untouched.sheets


def test_a_reset_brings_everything_back(vendor: Vendor, ann: Caller) -> None:
    with serving(vendor.app) as address:
        made(ann, vendor)
        vendor.state.options.v3_errors = "empty"
        assert httpx.post(f"{address}/_sandbox/reset").json() == {"reset": True}
    assert not vendor.state.entries
    assert ann("GET", f"{ENTRIES}/999")["Status"] == 404
    assert ann.read("users").status == 200


def test_the_vendors_moments_are_those_of_paris(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    assert made(ann, vendor)["modifiedAt"] == "2026-03-11T12:41:00"
    hand.now = berlin("11 12:41").add(milliseconds=94)
    assert made(ann, vendor)["modifiedAt"] == "2026-03-11T12:41:00.09"


def test_even_seeds_differ_in_what_was_never_described() -> None:
    assert [small(seed=seed).state.options.arrays_are_atomic for seed in (1, 2)] == [True, False]
