from __future__ import annotations

import asyncio
import datetime as dt
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme
from tests.backends.http.clients import CANARY, QUICK, client, refusal_of
from tests.backends.http.server import Server, closes, says, serving

from punchcard.backends.errors import Misdirected, Unreachable
from punchcard.backends.http import Answer
from punchcard.backends.outcomes import NotSent, Unanswered


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's environment names the authority, as that of a company with one of its own does."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def server_side(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with certificate.private_key_and_cert_chain_pem.tempfile() as file:
        context.load_cert_chain(file)
    return context


@asynccontextmanager
async def listening(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncGenerator[str]:
    """Something at this address that is no server."""
    opened = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"https://localhost:{opened.sockets[0].getsockname()[1]}"
    finally:
        opened.close()


async def assert_nothing_was_told(server: Server, url: str, phrase: str) -> None:
    async with client(url) as http:
        for call in (http.read("/x"), http.write("POST", "/x", body={"a": 1})):
            refusal = await refusal_of(call)
            assert isinstance(refusal, Misdirected)
            assert phrase in refusal.message
            assert "The key was not sent there" in refusal.message
            assert "SSL_CERT_FILE" in refusal.hint
    assert server.connections <= 2
    assert not server.requests
    assert CANARY.encode() not in server.raw


@pytest.mark.usefixtures("trusted")
async def test_a_trusted_certificate_of_this_very_name_is_taken(authority: trustme.CA) -> None:
    async with serving(says(), tls=server_side(authority.issue_cert("localhost"))) as server:
        async with client(server.url) as http:
            assert (await http.read("/x")).data == {"ok": True}
            assert isinstance(await http.write("POST", "/x"), Answer)
        assert [r.headers["api_key"] for r in server.requests] == [CANARY] * 2
        assert server.connections == 1


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_of_another_authority_is_refused() -> None:
    async with serving(says(), tls=server_side(trustme.CA().issue_cert("localhost"))) as server:
        await assert_nothing_was_told(server, server.url, "its certificate does not hold")


async def test_without_a_word_of_the_person_only_the_public_authorities_count(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    async with serving(says(), tls=server_side(authority.issue_cert("localhost"))) as server:
        await assert_nothing_was_told(server, server.url, "its certificate does not hold")


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_of_another_name_is_refused(authority: trustme.CA) -> None:
    async with serving(says(), tls=server_side(authority.issue_cert("evil.example"))) as server:
        await assert_nothing_was_told(server, server.url, "does not hold")


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_that_has_run_out_is_refused(authority: trustme.CA) -> None:
    old = authority.issue_cert("localhost", not_after=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    async with serving(says(), tls=server_side(old)) as server:
        await assert_nothing_was_told(server, server.url, "expired")


@pytest.mark.usefixtures("trusted")
async def test_a_service_that_speaks_no_tls_is_refused() -> None:
    server = Server()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        server.raw += await reader.read(65536)
        writer.close()

    async with listening(talk) as url:
        await assert_nothing_was_told(server, url, "no safe TLS is spoken there")
    assert server.raw.startswith(b"\x16\x03")


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("is_first_heard_out", [True, False])
async def test_a_connection_that_breaks_off_over_the_handshake_was_not_sent(is_first_heard_out: bool) -> None:
    async def slam(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if is_first_heard_out:
            await reader.read(65536)
        writer.close()

    async with listening(slam) as url, client(url) as http:
        assert isinstance(await http.write("POST", "/x"), NotSent)
        assert isinstance(await refusal_of(http.read("/x")), Unreachable)


@pytest.mark.usefixtures("trusted")
async def test_a_handshake_without_an_end_was_not_sent() -> None:
    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(65536):
            pass
        writer.close()

    limits = QUICK._replace(connect_seconds=0.3)
    async with listening(wait) as url, client(url, limits=limits) as http:
        outcome = await http.write("POST", "/x")
        assert isinstance(outcome, NotSent)
        assert "in time" in outcome.detail
        assert isinstance(await refusal_of(http.read("/x")), Unreachable)


@pytest.mark.usefixtures("trusted")
async def test_a_redirect_from_https_to_http_is_refused(authority: trustme.CA) -> None:
    async with serving(says()) as plain:
        away = says(302, b"", location=f"http://localhost:{plain.port}/x")
        async with serving(away, tls=server_side(authority.issue_cert("localhost"))) as server:
            async with client(server.url) as http:
                refusal = await refusal_of(http.read("/x"))
            assert isinstance(refusal, Misdirected)
            assert f"http://localhost:{plain.port}" in refusal.message
        assert plain.connections == 0


@pytest.mark.usefixtures("trusted")
async def test_an_answer_that_is_lost_over_tls_may_have_happened(authority: trustme.CA) -> None:
    async with serving(closes(), tls=server_side(authority.issue_cert("localhost"))) as server:
        async with client(server.url) as http:
            assert isinstance(await http.write("POST", "/x"), Unanswered)
        assert server.methods == ["POST"]


@pytest.mark.parametrize("content", [None, "", "no certificate"])
async def test_roots_that_are_none_are_said_and_nothing_is_sent(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    async with client("https://localhost:1") as http:
        outcome = await http.write("POST", "/x")
        assert isinstance(outcome, NotSent)
        assert "SSL_CERT_FILE" in outcome.detail
        assert isinstance(await refusal_of(http.read("/x")), Unreachable)
