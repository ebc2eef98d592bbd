"""Every fault, as a client sees it over a real socket, and what the vendor has done then."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
import pytest
from tests.sandbox.asking import NOW, Vendor, entry, small

from punchcard.sandbox.faults import Fault, FaultBoard
from punchcard.sandbox.serving import PortTaken, serving

APPLIED = {Fault.DELAY, Fault.DROP_AFTER, Fault.SERVER_ERROR_AFTER, Fault.TRUNCATED}


class Desk:
    """A vendor with a server, and a client that keeps its connection."""

    def __init__(self, vendor: Vendor, address: str, client: httpx.Client) -> None:
        self.vendor = vendor
        self.address = address
        self.client = client
        self.hours = iter(range(1, 20))

    def write(self) -> httpx.Response:
        """Add an entry, another one each time."""
        hour = next(self.hours)
        return self.client.post("/api/entries", json=entry("P1", f"10 {hour}:00", f"10 {hour}:30"))

    @property
    def count(self) -> int:
        with self.vendor.state.lock:
            return len(self.vendor.state.entries)


@pytest.fixture
def desk() -> Iterator[Desk]:
    vendor = small()
    headers = {"Reference-Key": vendor.keys["Ann"]}
    with serving(vendor.app) as address, httpx.Client(base_url=address, headers=headers) as client:
        yield Desk(vendor, address, client)


def test_without_a_fault_everything_is_answered_on_one_connection(desk: Desk) -> None:
    places = set[object]()
    for _ in range(5):
        with desk.client.stream("GET", "/api/me") as answer:
            places.add(answer.extensions["network_stream"].get_extra_info("client_addr"))
            assert answer.read()
            assert answer.headers["date"] == "Wed, 11 Mar 2026 11:41:00 GMT"
    assert len(places) == 1


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER])
def test_a_dropped_connection_is_really_reset(desk: Desk, fault: Fault) -> None:
    desk.vendor.faults.once(fault)
    place = urlsplit(desk.address)
    body = json.dumps(entry("P1", "10 08:00", "10 09:00")).encode()
    head = (
        f"POST /api/entries HTTP/1.1\r\nHost: x\r\nReference-Key: {desk.vendor.keys['Ann']}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=10) as line:
        line.sendall(head.encode() + body)
        with pytest.raises(ConnectionResetError):
            line.recv(1)
    assert desk.count == (fault is Fault.DROP_AFTER)
    assert desk.write().status_code == 201


def test_an_answer_ends_in_the_middle_of_its_right_length(desk: Desk) -> None:
    whole = len(desk.client.get("/api/people").content)
    desk.vendor.faults.once(Fault.TRUNCATED)
    with pytest.raises(httpx.RemoteProtocolError, match=f"received {whole // 2} bytes, expected {whole}"):
        desk.client.get("/api/people")


@pytest.mark.parametrize("fault", [f for f in Fault if f is not Fault.CHANGED_ELSEWHERE])
def test_what_is_said_to_be_done_is_done_and_nothing_else(desk: Desk, fault: Fault) -> None:
    desk.vendor.faults.delay_seconds = 0.01
    desk.vendor.faults.at(2, fault)
    assert desk.write().status_code == 201
    try:
        desk.write()
    except httpx.TransportError:
        assert fault in (Fault.DROP_AFTER, Fault.DROP_BEFORE, Fault.TRUNCATED, Fault.ARRIVES_LATE)
    assert desk.count == 1 + (fault in APPLIED)
    logged = desk.vendor.log.all()[1]
    assert (logged.applied, logged.fault) == (fault in APPLIED, fault)
    assert desk.write().status_code == 201


def test_what_arrives_late_is_done_before_the_next_request_a_while_later(desk: Desk) -> None:
    desk.vendor.faults.once(Fault.ARRIVES_LATE)
    with pytest.raises(httpx.TransportError):
        desk.write()
    assert (desk.write().status_code, desk.count) == (201, 1)
    desk.vendor.clock.move(desk.vendor.faults.late_seconds)
    assert (desk.client.get("/api/me").status_code, desk.count) == (200, 2)
    assert [each.applied for each in desk.vendor.log.all()] == [False, True, True, True]


def test_a_delayed_answer_is_late_and_others_are_not(desk: Desk) -> None:
    desk.vendor.faults.delay_seconds = 30
    desk.vendor.faults.once(Fault.DELAY)
    with pytest.raises(httpx.ReadTimeout):
        desk.client.get("/api/me", timeout=0.2)
    began = time.monotonic()
    assert desk.client.get("/api/me").status_code == 200
    assert time.monotonic() - began < 10
    # Leaving the server does not wait for it either.


def test_a_server_ends_quietly_while_an_answer_is_delayed_that_nobody_waits_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    vendor = small()
    vendor.faults.delay_seconds = 30
    vendor.faults.once(Fault.DELAY)
    with serving(vendor.app) as url:
        key = {"Reference-Key": vendor.keys["Ann"]}
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{url}/api/me", headers=key, timeout=0.2)
        # The server has seen by now that the one who asked is gone.
        assert httpx.get(f"{url}/api/me", headers=key).status_code == 200
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [(Fault.THROTTLE_SECONDS, "7"), (Fault.THROTTLE_DATE, NOW.add(seconds=7)), (Fault.THROTTLE_BARE, None)],
)
def test_too_many_calls_in_three_forms(desk: Desk, fault: Fault, wanted: object) -> None:
    desk.vendor.faults.retry_seconds = 7
    desk.vendor.faults.once(fault)
    answer = desk.client.get("/api/me")
    assert answer.status_code == 429
    assert answer.json()["error"]["message"].endswith(".")
    said = answer.headers.get("retry-after")
    if fault is Fault.THROTTLE_DATE:
        assert parsedate_to_datetime(said).timestamp() == NOW.timestamp() + 7
    else:
        assert said == wanted


def test_pages_errors_and_revoked_keys(desk: Desk) -> None:
    for fault, status, kind in (
        (Fault.HTML, 200, "text/html; charset=utf-8"),
        (Fault.SERVER_ERROR, 500, "application/json"),
        (Fault.SERVER_ERROR_AFTER, 500, "application/json"),
        (Fault.REVOKED_KEY, 401, "application/json"),
    ):
        desk.vendor.faults.once(fault)
        answer = desk.client.get("/api/me")
        assert (answer.status_code, answer.headers["content-type"]) == (status, kind)
    assert desk.client.get("/api/me").status_code == 200


def test_positions_count_from_now_and_standing_faults_know_their_paths() -> None:
    board = FaultBoard()
    board.next("GET", "/api/me")
    board.at(2, Fault.HTML)
    board.once(Fault.DELAY)
    board.always(Fault.DROP_AFTER, ["POST /api/clock", "/api/weeks"])
    said = [
        board.next(*request)
        for request in (
            ("GET", "/api/me"), ("POST", "/api/clock"), ("POST", "/api/clock"), ("GET", "/api/clock"),
            ("GET", "/api/weeks/due"),
        )
    ]  # fmt: skip
    assert said == [Fault.DELAY, Fault.HTML, Fault.DROP_AFTER, None, Fault.DROP_AFTER]
    board.clear()
    assert board.next("POST", "/api/clock") is None
    assert board.described() == []
    with pytest.raises(ValueError, match="position 1"):
        board.at(0, Fault.HTML)


def test_each_request_gets_its_fault_once_whatever_the_thread() -> None:
    board = FaultBoard()
    for position in range(1, 401, 2):
        board.at(position, Fault.HTML)
    found: list[Fault | None] = []
    threads = [
        threading.Thread(target=lambda: found.extend(board.next("GET", "/") for _ in range(100)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count(Fault.HTML) == found.count(None) == 200


def test_a_port_that_is_taken_is_said_in_a_sentence(desk: Desk) -> None:
    port = urlsplit(desk.address).port or 0
    with pytest.raises(PortTaken, match=f"The port {port} is not to be had"), serving(desk.vendor.app, port):
        pass


def test_servers_begin_and_end_at_once_and_leave_the_port() -> None:
    vendor = small()
    with serving(vendor.app) as first:
        httpx.get(f"{first}/api/me")
    with serving(vendor.app, urlsplit(first).port or 0) as second:
        assert second == first
        assert httpx.get(f"{second}/api/me").status_code == 401
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{second}/api/me")
