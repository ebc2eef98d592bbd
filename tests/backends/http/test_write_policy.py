from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.backends.http.clients import client, refusal_of
from tests.backends.http.server import says, serving

from punchcard.backends.contract import WritePolicy
from punchcard.backends.errors import NotAllowed, Unaddressable
from punchcard.backends.http import Route
from punchcard.backends.http.write_policy import check_may_send, checked_path

CLOCK = (Route("POST", "/v2/clock"), Route("DELETE", "/v2/clock/[0-9]+"))


def may(method: str, path: str, policy: WritePolicy) -> bool:
    try:
        check_may_send(method, path, policy, CLOCK, "acme")
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("policy", ["full", "clock", "read-only"])
def test_reading_is_always_allowed(method: str, policy: WritePolicy) -> None:
    assert may(method, "/v2/entries/7", policy)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "MERGE", "post"])
@pytest.mark.parametrize("path", ["/v2/clock", "/v2/clock/7", "/v2/entries/7"])
def test_what_may_be_written(method: str, path: str) -> None:
    assert may(method, path, "full")
    assert not may(method, path, "read-only")
    assert may(method, path, "clock") == (
        (method, path) in {("POST", "/v2/clock"), ("DELETE", "/v2/clock/7")}
    )


@pytest.mark.parametrize(
    "path",
    [
        "/v2/clock/",
        "/v2/clock\n",
        "/v2/clocks",
        "/x/v2/clock",
        "/v2/clock/7/entries",
        "/v2/CLOCK",
        "/v2/clock;x",
    ],
)
def test_a_path_that_is_only_like_a_route_is_none(path: str) -> None:
    assert not may("POST", path, "clock")
    assert not may("DELETE", path, "clock")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "v2/clock",
        "/",
        "//",
        "/v2//clock",
        "/v2/clock/",
        "/v2/clock/..",
        "/v2/clock/../entries/7",
        "/./v2/clock",
        "/v2/clock/%2e%2e/entries",
        "/v2/clock/%2E./entries",
        "/v2/clock/.%2e/entries",
        "/v2/clock/%252e%252e/entries",
        "/v2/clock%2f7",
        "/v2/clock%5c7",
        "/v2/clock\\..\\entries",
        "/v2/clock?x=1",
        "/v2/clock#x",
        "/v2/clock%3fx",
        "/v2/clock%23x",
        "/v2/clock%00",
        "/v2/clock%0d%0a",
        "/v2/clock%",
        "/v2/clock%zz",
        "/v2/clock 7",
        "/v2/clock\r\nHost: evil.example",
        "/v2/übung",
        "/v2/．．/entries",
        "https://evil.example/v2/clock",
    ],
)
def test_a_path_that_servers_may_read_otherwise_never_goes_out(path: str) -> None:
    with pytest.raises(Unaddressable) as refused:
        checked_path(path, "Acme")
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    "path", ["/v2/clock", "/workTimes/E17", "/api/x%20y", "/a/%C3%BC", "/a/...", "/a.b/~c"]
)
def test_a_plain_path_is_taken(path: str) -> None:
    assert checked_path(path, "Acme") == path


@given(
    st.lists(st.sampled_from(["/", ".", "%2e", "%2f", "clock", "entries", "7", "%25", "\\", "?"])).map(
        "".join
    )
)
def test_whatever_is_taken_resolves_to_itself(path: str) -> None:
    from posixpath import normpath
    from urllib.parse import unquote

    try:
        checked_path("/v2/clock" + path, "Acme")
    except Unaddressable:
        return
    full = unquote(unquote("/v2/clock" + path))
    assert normpath(full) == full
    assert not set("\\?#") & set(full)


@pytest.mark.parametrize(("policy", "phrase"), [("read-only", "only read"), ("clock", "drive the clock")])
async def test_what_the_account_may_not_write_never_leaves(policy: WritePolicy, phrase: str) -> None:
    async with serving(says()) as server, client(server.url, write=policy) as http:
        for method in ("PUT", "delete", "post", "PATCH"):
            refusal = await refusal_of(
                http.write(method, "/entries/7", [("clock", "/clock")], {"path": "/clock"})
            )
            assert isinstance(refusal, NotAllowed)
            assert phrase in refusal.message
            assert "“plant”" in refusal.message
            assert f'write = "{policy}"' in refusal.hint
            assert "[accounts.plant]" in refusal.hint
        assert server.connections == 0
        assert (await http.read("/entries/7")).data == {"ok": True}


async def test_the_clock_may_be_driven_and_nothing_else() -> None:
    async with serving(says()) as server, client(server.url, write="clock") as http:
        assert await http.write("POST", "/clock", body={}) is not None
        await http.write("delete", "/clock/17")
        assert isinstance(await refusal_of(http.write("POST", "/clock/17")), NotAllowed)
        assert isinstance(await refusal_of(http.write("DELETE", "/clock/../entries/7")), Unaddressable)
        assert [f"{r.method} {r.target}" for r in server.requests] == ["POST /clock", "DELETE /clock/17"]
