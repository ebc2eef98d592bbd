"""Who may call, what is not there, faults, what happens elsewhere, and the company at the start."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import httpx
import pytest
from tests.domain import berlin
from tests.sandbox.asking import Hand
from tests.sandbox.mctime.asking import ANN, BEN, UNAUTHORIZED, Caller, Vendor, booked, caller, entry, small

from punchcard.sandbox.faults import Fault
from punchcard.sandbox.mctime.records import ApprovalStatus
from punchcard.sandbox.mctime.server import mctime_vendor
from punchcard.sandbox.registry import simulated_vendor
from punchcard.sandbox.serving import serving


def test_the_key_is_taken_in_a_header_with_an_underscore_over_a_real_socket(
    vendor: Vendor, ben: Caller
) -> None:
    key = vendor.keys[BEN]
    with serving(vendor.app) as address, httpx.Client(base_url=f"{address}/api/v2/auth/") as client:
        statuses = [
            client.get("users", headers={name: value}).status_code
            for name, value in (
                ("API_KEY", key), ("api_key", key), ("API-KEY", key), ("Authorization", f"Bearer {key}"),
                ("API_KEY", ""), ("API_KEY", f"{key}0"), ("X", key),
            )
        ]  # fmt: skip
        answer = client.get("users", headers={"API_KEY": "nonsense"})
    assert statuses == [200, 200, 401, 401, 401, 401, 401]
    assert answer.json() == UNAUTHORIZED
    assert key not in str([request.line for request in vendor.log.all()])
    assert ben.id in vendor.state.users


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "users", 405), ("POST", "organizations", 405), ("POST", "analytics", 404),
        ("GET", "me", 404), ("PUT", "times", 405), ("PATCH", "times/7", 405), ("DELETE", "clock", 405),
        ("GET", "times/", 404), ("GET", "/api/v2/users", 404), ("GET", "/api/v2/auth", 404),
    ],
)  # fmt: skip
def test_what_is_not_there(ann: Caller, method: str, path: str, status: int) -> None:
    answer = ann(method, path, {} if method == "POST" else None)
    assert (answer.status, answer["valid"]) == (status, False)


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"{", b"\xff", b'"x"', b"[" * 100_000])
def test_a_body_that_is_no_object(ben: Caller, body: bytes) -> None:
    assert ben("POST", "clock", body).status == ben("POST", "times", body).status == 400


def test_it_is_registered_and_the_same_for_the_same_seed() -> None:
    assert simulated_vendor("mctime", 1, Hand()).base_path == "/api/v2/auth"
    assert simulated_vendor("mctime", 1, Hand(), "delete-by-query").state.manners.delete == "query"
    one, same, other = (mctime_vendor(seed, Hand()) for seed in (3, 3, 4))
    for table in ("users", "entries", "organizations", "clocks", "keys"):
        assert getattr(one.state, table) == getattr(same.state, table)
    assert set(one.keys.values()).isdisjoint(other.keys.values())
    assert set(one.state.entries).isdisjoint(other.state.entries)


def test_faults_and_a_new_beginning(vendor: Vendor, ann: Caller) -> None:
    before = dict(vendor.state.users)
    vendor.faults.once(Fault.REVOKED_KEY)
    assert ann("GET", "users").body == UNAUTHORIZED
    for fault, status in ((Fault.THROTTLE_SECONDS, 429), (Fault.SERVER_ERROR_AFTER, 500)):
        vendor.faults.once(fault)
        answer = ann.save(entry("10 08:00", "10 09:00"))
        assert (answer.status, answer["valid"]) == (status, False)
    assert len(vendor.state.entries) == 1
    assert ann("POST", "http://127.0.0.1/_sandbox/reset").status == 200
    assert not vendor.state.entries
    assert vendor.state.users == before
    assert ann("GET", "users").status == 200


def test_somebody_who_left_has_no_key() -> None:
    vendor = mctime_vendor(1, Hand())
    left = vendor.state.person_named("Jonas Weber")
    assert not left.is_active(vendor.state.now())
    assert left.id not in vendor.state.keys.values()


@pytest.mark.parametrize("path", ["clock", "times"])
def test_what_happens_elsewhere(path: str) -> None:
    def happened() -> tuple[object, ...]:
        vendor = small()
        vendor.faults.always(Fault.CHANGED_ELSEWHERE)
        seen = list[object]()
        for _ in range(12):
            caller(vendor, BEN)("GET", path)
            seen.append((dict(vendor.state.clocks), dict(vendor.state.entries)))
        assert all(before != after for before, after in pairwise(seen))
        return tuple(seen)

    assert happened() == happened()


def test_somebody_approves_elsewhere() -> None:
    statuses = set[ApprovalStatus]()
    for seed in range(6):
        vendor = small(seed=seed)
        kept = booked(vendor, BEN, "10 08:00", "10 09:00")
        vendor.faults.once(Fault.CHANGED_ELSEWHERE)
        caller(vendor, BEN).listed()
        if kept.id in vendor.state.entries:
            statuses.add(vendor.state.entries[kept.id].status)
    assert ApprovalStatus.APPROVED in statuses


def test_no_end_is_none() -> None:
    state = mctime_vendor(1, Hand(berlin("11 12:41").add(years=400))).state
    assert state.person_named(ANN).is_active(state.now())


@pytest.mark.parametrize("hour", [5, 13, 23])
def test_the_company_at_the_start(hour: int) -> None:
    hand = Hand()
    hand.now = hand.now.replace_time(hand.now.time().replace(hour=hour))
    state = mctime_vendor(1, hand).state
    statuses = Counter(each.status for each in state.entries.values())
    assert all(statuses[status] for status in ApprovalStatus)
    assert state.clocks[state.person_named(ANN).id].since < state.now()
    assert len(state.clocks) > 2
    assert [each.is_invalid for each in state.entries.values()].count(True) == 1
    for user in state.users:
        entries = [each for each in state.entries_of(user) if not each.is_invalid]
        assert all(each.until <= later.since for each, later in pairwise(entries))
        clock = state.clocks.get(user)
        assert clock is None or all(each.until <= clock.since for each in entries)


def test_keys_are_those_of_the_seed_and_the_person() -> None:
    assert next(iter(mctime_vendor(1, Hand()).keys)) == ANN
    assert mctime_vendor(1, Hand()).leads == ("Lea Hoffmann", "Николай Петров")
    assert mctime_vendor(1, Hand()).settings["Николай Петров"]["person"] != "none"
