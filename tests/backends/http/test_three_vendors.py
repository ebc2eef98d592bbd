"""What the three vendors want to see on the wire."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest
from tests.backends.http.clients import CANARY, NOW, canary, client, key_header
from tests.backends.http.server import says, serving

from punchcard.backends.contract import Connection
from punchcard.backends.http import Answer, Budget, HttpClient, Route, Service


async def test_parameters_keep_their_order_repeat_and_are_quoted() -> None:
    params = [
        ("from", "2024-03-01T00:00:00+01:00"),
        ("timeTypes", "work"),
        ("timeTypes", "home_office"),
        ("grouping[]", "customers_id"),
        ("filter[users_id]", "7"),
        ("paging", "0,500"),
        ("organizationName", "Müller & Söhne #1? a=b/c 100%"),
        ("empty", ""),
        ("half", "\ud83d"),
    ]
    async with serving(says()) as server, client(f"{server.url}/api/v2/auth") as http:
        await http.read("/times", params)
        await http.write("DELETE", "/times/7", params[:1])
        target = server.requests[0].target
        assert target.startswith("/api/v2/auth/times?from=2024-03-01T00%3A00%3A00%2B01%3A00&timeTypes=work&")
        assert "+" not in target
        assert " " not in target
        assert httpx.QueryParams(target.split("?")[1]).multi_items() == [*params[:-1], ("half", "?")]
        assert server.requests[1].target == "/api/v2/auth/times/7?from=2024-03-01T00%3A00%3A00%2B01%3A00"


async def test_bodies_are_json_and_no_body_is_none() -> None:
    body = {"comment": "Grüße 🙂", "half": "\ud83d", "list": [{"n": 1}], "none": None}
    async with serving(says()) as server, client(server.url) as http:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert isinstance(await http.write(method, "/x", body=body), Answer)
        await http.write("POST", "/x", body=[{"id": 1}, {"id": 2}])
        await http.write("POST", "/x", body={})
        await http.write("DELETE", "/x")
        await http.read("/x")
        assert [r.data for r in server.requests[:4]] == [body] * 4
        assert server.requests[4].data == [{"id": 1}, {"id": 2}]
        assert server.requests[5].data == {}
        assert all(r.headers["content-type"] == "application/json" for r in server.requests[:6])
        assert [r.body for r in server.requests[6:]] == [b"", b""]
        assert all("content-type" not in r.headers for r in server.requests[6:])


Authorize: TypeAlias = Callable[[str], dict[str, str]]

VENDORS: dict[str, tuple[Authorize, bytes]] = {
    "McTime": (lambda key: {"API_KEY": key}, b"\r\nAPI_KEY: " + CANARY.encode()),
    "Clockodo": (
        lambda key: {"X-ClockodoApiUser": "ann@acme.example", "X-ClockodoApiKey": key},
        b"\r\nX-ClockodoApiKey: " + CANARY.encode(),
    ),
    "Clockodo, Basic": (
        lambda key: {"Authorization": f"Basic {b64encode(f'ann@acme.example:{key}'.encode()).decode()}"},
        b"\r\nAuthorization: Basic " + b64encode(b"ann@acme.example:" + CANARY.encode()),
    ),
    "Lucca": (
        lambda key: {"Authorization": f"lucca application={key}"},
        b"\r\nAuthorization: lucca application=" + CANARY.encode(),
    ),
}


@pytest.mark.parametrize(("authorize", "line"), VENDORS.values(), ids=VENDORS.keys())
async def test_the_key_goes_in_the_header_that_the_vendor_reads(authorize: Authorize, line: bytes) -> None:
    async with serving(says()) as server, client(server.url, authorize=authorize) as http:
        await http.read("/x")
        await http.write("POST", "/x")
        assert server.raw.count(line + b"\r\n") == 2
        assert server.raw.count(b"\r\nX-App: punchcard;ann@acme.example\r\n") == 2
        assert server.raw.count(b"\r\nAccept: application/json\r\n") == 2
        assert b"python" not in server.raw.lower()


async def test_a_vendor_in_this_very_process_is_asked_without_a_network(tmp_path: Path) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"ok": True})

    service = Service(
        "Acme",
        "https://acme.example/api",
        {},
        key_header,
        (Route("POST", "/clock"),),
        (Budget(50, 60),),
    )
    connection = Connection(
        "plant",
        str(tmp_path),
        "Europe/Berlin",
        lambda: NOW,
        secret=canary,
        transport=httpx.MockTransport(answer),
    )
    http = HttpClient(service, connection)
    assert (await http.read("/x")).data == {"ok": True}
    assert isinstance(await http.write("POST", "/clock"), Answer)
    await http.aclose()
    assert [str(request.url) for request in asked] == [
        "https://acme.example/api/x",
        "https://acme.example/api/clock",
    ]


def test_opening_an_account_loads_no_library() -> None:
    program = (
        "import sys, punchcard.backends.http as http\n"
        "from punchcard.backends.contract import Connection\n"
        "service = http.Service('A', 'https://a.example', {}, dict)\n"
        "http.HttpClient(service, Connection('a', 'x', 'UTC', None))\n"
        "heavy = ('httpx', 'httpcore', 'pydantic', 'asyncio', 'logging', 'stamina', 'ssl')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
