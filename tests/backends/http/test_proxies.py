"""Proxies of the environment: what they may pass on, and what they never see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import pytest
import trustme
from tests.backends.http.clients import CANARY, client, refusal_of
from tests.backends.http.server import says, serving
from tests.backends.http.test_tls import authority as authority
from tests.backends.http.test_tls import server_side
from tests.backends.http.test_tls import trusted as trusted

from punchcard.backends.errors import Misdirected
from punchcard.backends.http import Answer
from punchcard.backends.outcomes import NotSent

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


class Proxy:
    def __init__(self, port_behind: int) -> None:
        self.port_behind = port_behind
        self.raw = bytearray()
        self.first_lines: list[bytes] = []
        self.url = ""
        self.tasks: list[asyncio.Task[None]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.raw += head
        self.first_lines.append(head.split(b"\r\n")[0])
        if not self.port_behind:
            writer.write(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self.port_behind)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        self.tasks += [asyncio.ensure_future(self.pass_on(reader, back))]
        self.tasks += [asyncio.ensure_future(self.pass_on(there, writer))]

    async def pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                self.raw += data
                target.write(data)
        target.close()


@asynccontextmanager
async def proxy(port_behind: int, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Proxy]:
    standing = Proxy(port_behind)
    listening = await asyncio.start_server(standing.serve, "127.0.0.1", 0)
    standing.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    for name in NAMES:
        monkeypatch.setenv(name, standing.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    try:
        yield standing
    finally:
        listening.close()
        for task in standing.tasks:
            task.cancel()
        await asyncio.gather(*standing.tasks, return_exceptions=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_this_very_machine_is_never_reached_over_a_proxy(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(says()) as server, proxy(server.port, monkeypatch) as standing:
        async with client(f"http://{host}:{server.port}") as http:
            assert isinstance(await http.write("POST", "/x"), Answer)
        assert not standing.raw
        assert server.requests[0].headers["api_key"] == CANARY


@pytest.mark.usefixtures("trusted")
async def test_a_proxy_passes_on_what_it_cannot_read(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(says(), tls=server_side(authority.issue_cert("acme.example"))) as server:
        async with proxy(server.port, monkeypatch) as standing:
            async with client("https://acme.example") as http:
                assert (await http.read("/secret-path")).data == {"ok": True}
            assert standing.first_lines == [b"CONNECT acme.example:443 HTTP/1.1"]
            assert CANARY.encode() not in standing.raw
            assert b"secret-path" not in standing.raw
        assert server.requests[0].headers["api_key"] == CANARY


@pytest.mark.usefixtures("trusted")
async def test_a_proxy_that_pretends_to_be_the_service_gets_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(says(), tls=server_side(trustme.CA().issue_cert("acme.example"))) as server:
        async with proxy(server.port, monkeypatch) as standing, client("https://acme.example") as http:
            assert isinstance(await refusal_of(http.read("/x")), Misdirected)
            assert CANARY.encode() not in standing.raw
        assert not server.requests


async def test_a_proxy_that_says_no_means_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxy(0, monkeypatch) as standing, client("https://acme.example") as http:
        outcome = await http.write("POST", "/x")
        assert isinstance(outcome, NotSent)
        assert "proxy" in outcome.detail
        assert CANARY.encode() not in standing.raw


@pytest.mark.parametrize(
    "address", ["nonsense://127.0.0.1", "socks5://127.0.0.1:1", "http://[::", "http://127.0.0.1:1"]
)
async def test_a_proxy_that_cannot_be_used_is_said(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, address)
    async with client("https://acme.example") as http:
        assert isinstance(await http.write("POST", "/x"), NotSent)
