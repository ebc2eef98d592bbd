"""A simulated vendor controlled by hand: faults, its clock, its log, a new start."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from tests.sandbox.asking import Hand, Vendor, caller, entry, small
from whenever import Instant

from punchcard.sandbox.faults import Fault


@pytest.fixture
def vendor() -> Vendor:
    return small(Hand())


def test_faults_are_switched_on_and_off(vendor: Vendor) -> None:
    ann = caller(vendor, "Ann")
    assert ann("POST", "/_sandbox/faults", fault="html", at=2)["faults"] == [{"fault": "html", "at": 2}]
    ann("POST", "/_sandbox/faults", {"fault": "server_error", "path": ["/api/people"]})
    ann("POST", "/_sandbox/faults", fault="revoked_key")
    assert [ann("GET", "/api/people").status for _ in range(1)] == [401]
    assert vendor.faults.next("GET", "/api/me") is Fault.HTML
    assert ann("GET", "/api/people").status == 500
    assert ann("GET", "/api/me").status == 200
    off = ann("DELETE", "/_sandbox/faults")
    assert (off["faults"], off["there_are"]) == ([], [fault.value for fault in Fault])
    assert ann("GET", "/api/people").status == 200
    assert ann("POST", "/_sandbox/faults", delay="30", retry=60)["delay"] == 30
    assert (vendor.faults.delay_seconds, vendor.faults.retry_seconds) == (30, 60)


@pytest.mark.parametrize(
    "params",
    [{}, {"fault": "nonsense"}, {"fault": "html", "at": "0"}, {"fault": "html", "at": "nan"}, {"delay": "-1"},
     {"delay": "1e999"}, {"fault": "html", "at": "99999999999999999999"}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_changes_nothing(vendor: Vendor, params: dict[str, str]) -> None:
    said = caller(vendor, "Ann")("POST", "/_sandbox/faults", **params)
    assert said.status == 400
    assert said.message.endswith(".")
    assert vendor.faults.described() == []
    assert (vendor.faults.delay_seconds, vendor.faults.retry_seconds) == (2.0, 2)


def test_its_clock_is_moved_and_set(vendor: Vendor) -> None:
    ann = caller(vendor, "Ann")
    assert ann("POST", "/_sandbox/clock", forward=90)["now"] == "2026-03-11T11:42:30.000Z"
    assert ann("GET", "/api/me")["now"] == "2026-03-11T11:42:30.000Z"
    ann("POST", "/_sandbox/clock", {"at": "2026-04-01T08:00:00+02:00"})
    assert vendor.clock() == Instant.from_utc(2026, 4, 1, 6)
    for bad in ("noon", "2026-04-01T08:00", "", "9" * 400):
        assert ann("POST", "/_sandbox/clock", at=bad).status == 400
    assert ann("GET", "/_sandbox/clock")["now"] == "2026-04-01T06:00:00.000Z"


def test_a_new_start_forgets_everything(vendor: Vendor) -> None:
    ann = caller(vendor, "Ann")
    ann("POST", "/api/entries", entry("P1", "10 08:00", "10 09:00"))
    ann("POST", "/_sandbox/faults", fault="html", always=1)
    ann("POST", "/_sandbox/clock", forward=3600)
    assert ann("POST", "/_sandbox/reset").status == 200
    assert vendor.log.all() == ()
    assert ann("GET", "/api/entries", person="P1", from_="2026-03-01", to="2026-03-11")["entries"] == []
    assert ann("GET", "/api/me")["now"] == "2026-03-11T11:41:00.000Z"
    assert ann("POST", "/api/entries", entry("P1", "10 08:00", "10 09:00"))["entry"]["id"] == "E1"


def test_the_log_says_what_was_asked_and_never_a_key(vendor: Vendor) -> None:
    ann, key = caller(vendor, "Ann"), vendor.keys["Ann"]
    heard: list[str] = []
    vendor.log.listener = lambda request: heard.append(request.line)
    ann("GET", "/api/entries", person=["P1", "P2"], from_="2026-03-01", to="2026-03-11")
    ann("POST", f"/api/{key}", {"key": key}, key=key, **{key: "1"})
    vendor.faults.once(Fault.SERVER_ERROR)
    ann("DELETE", "/api/entries/E9")
    first, second, third = vendor.log.all()
    assert first.parameters == (
        ("person", "P1"),
        ("person", "P2"),
        ("from", "2026-03-01"),
        ("to", "2026-03-11"),
    )
    assert (first.number, first.method, first.path) == (1, "GET", "/api/entries")
    assert (first.applied, first.status, second.applied, second.status) == (True, 200, False, 404)
    assert (third.number, third.fault, third.applied, third.status) == (3, Fault.SERVER_ERROR, False, 500)
    shown = ann("GET", "/_sandbox/log")
    assert [each["number"] for each in shown["requests"]] == [1, 2, 3]
    assert key not in f"{shown.body} {vendor.log.all()} {heard}"
    assert heard[2] == "   3 DELETE /api/entries/E9 500 (server_error; not applied)"


def test_nobody_else_controls_it(vendor: Vendor) -> None:
    async def from_afar() -> int:
        transport = httpx.ASGITransport(vendor.app, client=("192.0.2.7", 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return (await client.post("/_sandbox/reset")).status_code

    caller(vendor, "Ann")("GET", "/api/me")
    assert asyncio.run(from_afar()) == 403
    assert len(vendor.log.all()) == 1
