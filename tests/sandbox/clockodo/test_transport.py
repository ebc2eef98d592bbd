"""Who may call, how often, in which words, and what is not there."""

from __future__ import annotations

import base64
from dataclasses import replace

import httpx
import pytest
from tests.domain import berlin
from tests.sandbox.asking import Hand
from tests.sandbox.clockodo.asking import PROGRAM, Caller, Vendor, at, caller, named, portal, small

from punchcard.sandbox.clockodo.server import clockodo_vendor
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.registry import simulated_vendor
from punchcard.sandbox.serving import serving

FAILED = {"errors": [{"type": "General", "message": "Authentication failed", "details": None, "path": None}]}


def without_key(vendor: Vendor, **headers: str) -> Caller:
    return Caller(vendor.app, 0, {**PROGRAM, **headers})


def test_the_two_headers_and_basic_are_both_taken_over_a_real_socket(vendor: Vendor) -> None:
    user = vendor.state.person_named("Ben")
    with serving(vendor.app) as address, httpx.Client(base_url=f"{address}/api/", headers=PROGRAM) as client:
        pair = {"X-ClockodoApiUser": user.email, "X-ClockodoApiKey": vendor.keys["Ben"]}
        by_pair = client.get("v4/users/me", headers=pair)
        by_basic = client.get("v4/users/me", auth=(user.email.upper(), vendor.keys["Ben"]))
    assert by_pair.status_code == by_basic.status_code == 200
    assert by_pair.json() == by_basic.json()
    assert by_pair.json()["data"]["name"] == "Ben"
    assert vendor.keys["Ben"] not in str([request.line for request in vendor.log.all()])


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-ClockodoApiUser": "ann@clockodo.example"},
        {"X-ClockodoApiKey": "nonsense", "X-ClockodoApiUser": "ann@clockodo.example"},
        {"Authorization": "Basic %%%"},
        {"Authorization": "Basic " + base64.b64encode(b"\xff:x").decode()},
        {"Authorization": "Bearer abc"},
    ],
)
def test_wrong_and_missing_credentials_look_the_same(vendor: Vendor, headers: dict[str, str]) -> None:
    answer = without_key(vendor, **headers)("GET", "v2/entries")
    assert (answer.status, answer.body) == (401, FAILED)


def test_a_key_of_somebody_else_is_none(vendor: Vendor) -> None:
    ann = vendor.state.person_named("Ann")
    stolen = {"X-ClockodoApiUser": ann.email, "X-ClockodoApiKey": vendor.keys["Ben"]}
    assert without_key(vendor, **stolen)("GET", "v4/users/me").status == 401


def test_a_program_has_to_say_what_it_is_in_50_characters(ann: Caller) -> None:
    name = "X-Clockodo-External-Application"
    assert ann("GET", "v4/users/me", headers={name: ""}).status == 401
    assert ann("GET", "v4/users/me", headers={name: "x" * 50}).status == 200
    too_long = ann("GET", "v4/users/me", headers={name: "x" * 51})
    assert (too_long.status, "50 characters" in too_long.message) == (400, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("v2/targethours", 404), ("v3/targethours", 404), ("v4/customers", 404), ("v3/customers/me", 404),
        ("v2/projects/7/createNextInterval", 404),
        ("v2/worktimes", 404), ("v2/clock/", 404), ("v4/projects/" + "9" * 5000, 404), ("nonsense", 404),
        ("v2/customers", 410), ("v2/users", 410), ("absences", 410), ("v2/absences", 410), ("clock", 410),
        ("v3/absences/7", 410), ("v3/users/me", 410), ("entrygroups", 410), ("v2/aggregates/users/me", 410),
    ],
)  # fmt: skip
def test_what_was_never_there_and_what_is_not_any_more(ann: Caller, path: str, status: int) -> None:
    answer = ann("GET", path)
    assert answer.status == status
    if status == 404:
        assert answer.kind == "RouteNotFound"
    else:
        assert answer.body == {"message": "This version is deprecated"}


def test_a_method_that_a_route_does_not_know(ann: Caller) -> None:
    assert ann("POST", "v4/users/me").body == {"error": "Method not allowed"}
    assert ann("PUT", "v2/clock").status == 405


def test_each_of_the_four_shapes_of_errors(vendor: Vendor, ann: Caller) -> None:
    customer = named(vendor, "customers", "Northwind")
    general = ann("POST", "v2/clock", {"customers_id": customer})
    assert general.body == {
        "errors": [
            {
                "type": "Empty", "message": "Missing data: services_id", "details": None,
                "path": "services_id",
            }
        ]
    }  # fmt: skip
    simple = ann("POST", "v2/entries", {"customers_id": customer})
    assert (simple.status, simple["error"]["code"], simple["error"]["fields"]) == (400, 400, ["services_id"])
    groups = ann(
        "GET", "v2/entrygroups", grouping="day", time_since=at("01T00:00"), time_until=at("02T00:00")
    )
    assert groups.body == {"error": {"message": "Array expected.", "fields": ["grouping"]}}
    assert ann("GET", "userreports").body == {"error": "Missing data: year"}
    assert ann("GET", "v2/entries/7").kind == "ResourceNotFound"


def test_messages_come_in_three_languages(ann: Caller) -> None:
    said = [
        ann("GET", "v2/entries/7", headers={"Accept-Language": language}).message
        for language in ("de-DE,en;q=0.5", "fr", "it, en", "")
    ]
    assert said == ["Nicht gefunden", "Introuvable", "Not found", "Not found"]


def test_ten_calls_a_minute_for_each_method_of_the_groups(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    window = {"time_since": at("01T00:00"), "time_until": at("02T00:00")}
    for _ in range(10):
        assert ann("GET", "v2/entrygroups", **window, **{"grouping[]": "day"}).status == 200
    hand.now = hand.now.add(seconds=20)
    refused = ann("GET", "v2/entrygroups", **window, **{"grouping[]": "day"})
    assert (refused.status, refused.headers["retry-after"]) == (429, "40")
    assert refused.message == "Too many requests"
    assert ann("DELETE", "v2/entrygroups", **window).status == 200
    assert caller(vendor, "Lea")("GET", "v2/entrygroups", **window, **{"grouping[]": "day"}).status == 200
    hand.now = hand.now.add(seconds=40)
    assert ann("GET", "v2/entrygroups", **window, **{"grouping[]": "day"}).status == 200


def test_900_calls_a_minute_and_300_enhanced_lists_in_15(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    window = {"time_since": at("01T00:00"), "time_until": at("02T00:00")}
    counter = vendor.state.calls
    now = vendor.state.now()
    from punchcard.sandbox.clockodo.wire.limits import ENHANCED, GLOBAL

    for _ in range(300):
        assert counter.wait(ann.id, "enhanced entries", ENHANCED, now) == 0
    assert ann("GET", "v2/entries", **window).status == 200
    assert ann("GET", "v2/entries", **window, enhanced_list="1").headers["retry-after"] == "900"
    for _ in range(898):
        assert counter.wait(ann.id, "everything", GLOBAL, now) == 0
    refused = ann("GET", "v4/users/me")
    assert (refused.status, refused.headers["retry-after"]) == (429, "60")
    hand.now = hand.now.subtract(hours=1)
    assert ann("GET", "v4/users/me").status == 200


def test_parameters_of_delete_in_the_query_and_in_the_body_and_forms(vendor: Vendor, ann: Caller) -> None:
    first = ann("POST", "v2/clock", portal(vendor, time_since=at("11T08:00")))["running"]["id"]
    stopped = ann("DELETE", f"v2/clock/{first}", time_until=at("11T09:00"))
    assert stopped["stopped"]["time_until"] == at("11T09:00")
    form = "&".join(f"{name}={value}" for name, value in portal(vendor).items()).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    second = ann("POST", "v2/clock", form, kind)["running"]["id"]
    ended = ann("DELETE", f"v2/clock/{second}", {"time_until": at("11T11:41")})
    assert ended["stopped"]["time_until"] == at("11T11:41")


def test_a_list_comes_in_pages(vendor: Vendor, ann: Caller) -> None:
    pages = [ann("GET", "v3/customers", items_per_page=2, page=page) for page in (1, 2, 3)]
    assert [len(page["data"]) for page in pages] == [2, 1, 0]
    assert pages[1]["paging"] == {"items_per_page": 2, "current_page": 2, "count_pages": 2, "count_items": 3}
    assert ann("GET", "v3/customers", items_per_page=9999)["paging"]["items_per_page"] == 5000
    assert ann("GET", "v3/customers", page=0).status == 400
    nobody = ann("GET", "v3/customers", **{"filter[fulltext]": "zzz"})
    assert nobody.body == {
        "paging": {"items_per_page": 1000, "current_page": 1, "count_pages": 0, "count_items": 0}, "data": [],
    }  # fmt: skip


def test_it_is_registered_and_the_same_for_the_same_seed() -> None:
    assert simulated_vendor("clockodo", 1, Hand()).base_path == "/api"
    one, same, other = (clockodo_vendor(seed, Hand()) for seed in (3, 3, 4))
    for table in ("users", "entries", "requests", "absences", "customers", "keys"):
        assert getattr(one.state, table) == getattr(same.state, table)
    assert set(one.keys.values()).isdisjoint(other.keys.values())
    assert one.state.entries != other.state.entries


def test_faults_and_a_new_beginning(vendor: Vendor, ann: Caller) -> None:
    vendor.faults.once(Fault.REVOKED_KEY)
    assert ann("GET", "v4/users/me").body == FAILED
    for fault in (Fault.THROTTLE_SECONDS, Fault.SERVER_ERROR):
        vendor.faults.once(fault)
        assert ann("GET", "v2/entrygroups").kind == "General"
    ann("POST", "v2/clock", portal(vendor))
    assert len(vendor.state.entries) == 1
    assert ann("POST", "http://127.0.0.1/_sandbox/reset").status == 200
    assert not vendor.state.entries
    assert ann("GET", "v4/users/me").status == 200


@pytest.mark.parametrize("path", ["v2/clock", "v2/entries", "v2/workTimes/changeRequests"])
def test_what_happens_elsewhere(path: str) -> None:
    def happened() -> tuple[object, ...]:
        vendor = clockodo_vendor(1, Hand(berlin("11 15:00")))
        vendor.faults.always(Fault.CHANGED_ELSEWHERE)
        before = dict(vendor.state.entries), dict(vendor.state.requests)
        for _ in range(3):
            caller(vendor, "Ann Berger")("GET", path)
        after = vendor.state.entries, vendor.state.requests
        assert after != before
        return after

    assert happened() == happened()


def test_somebody_who_left_has_no_key(vendor: Vendor, ben: Caller) -> None:
    user = vendor.state.person_named("Ben")
    vendor.state.users[user.id] = replace(user, active=False)
    assert ben("GET", "v4/users/me").status == 401


def test_the_package_under_test_is_the_one_of_this_tree() -> None:
    import punchcard

    assert punchcard.__file__ is not None
    assert small("classic").state.is_classic
