from __future__ import annotations

import pytest
from tests.backends.http.clients import CANARY, client, refusal_of
from tests.backends.http.server import says, serving

from punchcard.backends.errors import Garbled, Misdirected
from punchcard.backends.http import Answer
from punchcard.backends.outcomes import Unanswered

STATUSES = [301, 302, 303, 307, 308]


@pytest.mark.parametrize("status", STATUSES)
async def test_a_read_is_followed_within_its_origin_with_the_key(status: int) -> None:
    async with (
        serving(
            says(status, b"", location="/api/y?b=%2B1"), says(status, b"", location="z"), says()
        ) as server,
        client(f"{server.url}/api") as http,
    ):
        assert (await http.read("/x", [("a", "1")])).data == {"ok": True}
        assert [r.target for r in server.requests] == ["/api/x?a=1", "/api/y?b=%2B1", "/api/z"]
        assert all(r.headers["api_key"] == CANARY for r in server.requests)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("template", ["http://localhost:{}/x", "//localhost:{}", "http://127.0.0.2:{}/?k=1"])
async def test_a_read_is_not_followed_to_another_host(status: int, template: str) -> None:
    async with serving(says()) as other:
        location = template.format(other.port)
        async with serving(says(status, b"", location=location)) as server, client(server.url) as http:
            refusal = await refusal_of(http.read("/x"))
            assert isinstance(refusal, Misdirected)
            assert f"127.0.0.1:{server.port}" in refusal.message
            assert location.split("/")[2] in refusal.message
            assert "k=1" not in refusal.message
            assert other.connections == 0
            assert len(server.requests) == 1


@pytest.mark.parametrize(
    "location",
    [
        "https://127.0.0.1:{}/x",
        "http://127.0.0.1:1/x",
        "ftp://127.0.0.1:{}/x",
        "javascript:alert(1)",
        "data:,{{}}",
    ],
)
async def test_another_scheme_or_port_is_another_origin(location: str) -> None:
    async with serving(says()) as server:
        server.acts[0] = says(302, b"", location=location.format(server.port))
        async with client(server.url) as http:
            assert isinstance(await refusal_of(http.read("/x")), Misdirected)
            assert len(server.requests) == 1


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{}@localhost:{}/x",
        "http://localhost:{}\\@127.0.0.1:{}/",
        "http://127.0.0.1:{}\\@localhost:{}/",
        "\\\\localhost:{}/x",
        "/\\localhost:{}/x",
        "http:///localhost:{}/x",
        "http:localhost:{}/x",
        "/\t/localhost:{}/x",
    ],
)
async def test_no_trick_leads_to_another_host(location: str) -> None:
    async with serving(says()) as other, serving(says()) as server:
        server.acts[0] = says(302, b"", location=location.format(other.port, other.port))
        async with client(server.url) as http:
            assert isinstance(await refusal_of(http.read("/x")), Misdirected | Garbled)
        assert other.connections == 0


async def test_a_name_and_a_password_in_a_redirect_are_not_sent() -> None:
    async with serving(says(), says()) as server:
        server.acts[0] = says(302, b"", location=f"http://ann:pw@127.0.0.1:{server.port}/y#part")
        async with client(server.url) as http:
            await http.read("/x")
        assert server.requests[1].target == "/y"
        assert "authorization" not in server.requests[1].headers


async def test_a_read_goes_round_in_circles_three_times_only() -> None:
    async with serving(says(307, b"", location="/x")) as server, client(server.url) as http:
        refusal = await refusal_of(http.read("/x"))
        assert isinstance(refusal, Garbled)
        assert "on and on" in refusal.message
        assert len(server.requests) == 4


@pytest.mark.parametrize("status", STATUSES)
async def test_a_write_is_never_followed(status: int) -> None:
    async with serving(says(status, b"", location="/y")) as server, client(server.url) as http:
        if status in (302, 303):
            # Many services answer so after they have done it.
            assert isinstance(await http.write("POST", "/x", body={}), Unanswered)
        else:
            refusal = await refusal_of(http.write("POST", "/x", body={}))
            assert isinstance(refusal, Misdirected)
            assert "/y" in refusal.message
        assert [r.target for r in server.requests] == ["/x"]


@pytest.mark.parametrize("status", STATUSES)
async def test_a_write_is_not_sent_to_another_host(status: int) -> None:
    async with serving(says()) as other:
        location = f"http://localhost:{other.port}/x"
        async with serving(says(status, b"", location=location)) as server, client(server.url) as http:
            if status == 303:
                assert isinstance(await http.write("POST", "/x", body={}), Unanswered)
            else:
                assert isinstance(await refusal_of(http.write("POST", "/x", body={})), Misdirected)
            assert other.connections == 0


async def test_no_cookie_is_kept() -> None:
    async with serving(says(set_cookie="authToken=abc; Path=/")) as server, client(server.url) as http:
        assert isinstance(await http.read("/x"), Answer)
        assert isinstance(await http.write("POST", "/x"), Answer)
        assert all("cookie" not in r.headers for r in server.requests)
