"""The key is in the request to the service, and nowhere else."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from collections.abc import Generator

import httpx
import pytest
from pydantic import SecretStr
from rich.console import Console
from rich.traceback import Traceback
from tests.backends.http.clients import CANARY, IMPATIENT, NOW, client, key_header
from tests.backends.http.server import (
    Act,
    closes,
    drips,
    is_silent,
    resets,
    says,
    sends,
    serving,
)

from punchcard.backends.contract import Connection
from punchcard.backends.errors import BadCredentials
from punchcard.backends.http import HttpClient, Service
from punchcard.backends.http.exchange import KeyFor
from punchcard.core.refusals import Refusal, UsageError

EVERYTHING: dict[str, Act] = {
    "fine": says(),
    "closed": closes(),
    "reset": resets(),
    "silent": is_silent(),
    "dripping": drips(0.05, 50),
    "half": sends(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
    "no HTTP": sends(b"nonsense\r\n\r\n"),
    "broken": says(500, CANARY.encode()),
    "throttled": says(429, b""),
    "a page": says(200, f"<p>{CANARY}</p>".encode(), content_type="text/html"),
    "no JSON": says(200, CANARY.encode()),
    "redirect": says(302, b"", location="https://evil.example/"),
    "unauthorized": says(401, {"you sent": CANARY}),
    "echoed": says(200, b"{}", x_echo=CANARY, set_cookie=f"a={CANARY}"),
}


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
        self.lines.append(f"{record.name} {record.getMessage()} {record.__dict__}")


@pytest.fixture
def log() -> Generator[Lines]:
    """Everything that any logger says at DEBUG, whoever has asked for it."""
    lines, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    for name in ("httpcore.connection", "httpcore.http11", "httpcore.proxy", "httpx"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lines
    for name in ("httpcore.connection", "httpcore.http11", "httpcore.proxy"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    root.removeHandler(lines)
    root.setLevel(level)


def assert_clean(error: BaseException) -> None:
    """Neither what a person sees of an error nor anything in its frames holds the key."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__]
        assert CANARY not in f"{one!r} {one} {vars(one)!r}"
        for frame, _ in traceback.walk_tb(one.__traceback__):
            assert CANARY not in repr(frame.f_locals), frame.f_code.co_qualname
    page = io.StringIO()
    raised = (type(error), error, error.__traceback__)
    shown = Traceback.from_exception(*raised, show_locals=True, locals_max_string=100_000)
    Console(file=page, width=300).print(shown)
    assert type(error).__name__ in page.getvalue()
    assert CANARY not in page.getvalue()


async def error_of(http: HttpClient, way: str) -> BaseException | None:
    """Return what a call raises; only what is in this function stands in the outermost frame."""
    try:
        await (http.read("/x", [("q", "1")]) if way == "read" else http.write("POST", "/x", body={"a": 1}))
    except Refusal as error:
        return error
    return None


@pytest.mark.parametrize("way", ["read", "write"])
@pytest.mark.parametrize("act", EVERYTHING.values(), ids=EVERYTHING.keys())
async def test_no_error_and_no_log_holds_the_key(act: Act, way: str, log: Lines) -> None:
    limits = IMPATIENT._replace(call_seconds=1.0, tries=2)
    async with serving(act) as server, client(server.url, limits=limits) as http:
        error = await error_of(http, way)
        assert server.requests[0].headers["api_key"] == CANARY
        if error is not None:
            assert_clean(error)
            assert error.__context__ is None
            assert error.__cause__ is None
    assert any("punchcard.http" in line for line in log.lines)
    assert not [line for line in log.lines if CANARY in line]


async def test_the_errors_of_a_whole_call_were_worth_looking_at() -> None:
    """The test above would see the key where an exception of httpx were let through."""

    async def raw() -> None:
        async with httpx.AsyncClient() as naked:
            await naked.get(server.url, headers={"API_KEY": CANARY, "X": "not\nallowed"})

    async with serving(says()) as server:
        with pytest.raises(httpx.LocalProtocolError) as raised:
            await raw()
    with pytest.raises(AssertionError):
        assert_clean(raised.value)


@pytest.mark.parametrize("way", ["read", "write"])
async def test_giving_up_leaves_no_frame_with_the_key(way: str) -> None:
    async with serving(is_silent()) as server, client(server.url) as http:
        task = asyncio.ensure_future(error_of(http, way))
        while not server.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as raised:
            await task
        error: BaseException | None = raised.value
        while error is not None:
            for frame, _ in traceback.walk_tb(error.__traceback__):
                if "/tests/" not in frame.f_code.co_filename:
                    assert CANARY not in repr(frame.f_locals), frame.f_code.co_qualname
            error = error.__context__


async def test_a_transport_that_fails_in_an_unheard_of_way_gives_nothing_away() -> None:
    class Odd(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            assert request.headers["api_key"]
            raise KeyError(str(request.headers))

    async with client("http://127.0.0.1:1", transport=Odd()) as http:
        error = await error_of(http, "read")
        assert error is not None
        assert_clean(error)


async def test_one_line_a_request_says_what_was_asked_and_what_came(log: Lines) -> None:
    acts = (says(500), says(), says(403, {"no": 1}), closes())
    params = [("filter[users_id]", "4711"), ("filter[users_id]", "4712"), ("page", "3")]
    async with serving(*acts) as server, client(server.url) as http:
        await http.read("/v2/entries", params)
        await http.write("PUT", "/v2/entries/7", body={"note": "private"})
        await http.write("POST", "/clock")
    lines = [record.getMessage() for record in log.records if record.name == "punchcard.http"]
    assert len(lines) == 4
    assert "method=GET path=/v2/entries params=filter[users_id],page came=500 " in lines[0]
    assert lines[0].endswith(" attempt=1")
    assert "came=200" in lines[1]
    assert "bytes=12 attempt=2" in lines[1]
    assert "method=PUT path=/v2/entries/7 params=- came=403" in lines[2]
    assert "method=POST path=/clock params=- came=RemoteProtocolError" in lines[3]
    assert not [line for line in log.lines if "4711" in line or "private" in line]
    assert not [record for record in log.records if record.name.startswith(("httpx", "httpcore", "stamina"))]


async def test_the_key_goes_to_the_configured_origin_alone() -> None:
    key = KeyFor(httpx.URL("https://acme.example/api"), SecretStr(CANARY), lambda secret: {"API_KEY": secret})
    for url, is_there in {
        "https://acme.example/other": True,
        "https://acme.example:443/": True,
        "https://ACME.example/": True,
        "http://acme.example/": False,
        "https://acme.example:8443/": False,
        "https://evil.acme.example/": False,
        "https://acme.example.evil.example/": False,
    }.items():
        request = next(key.auth_flow(httpx.Request("GET", url)))
        assert ("api_key" in request.headers) == is_there, url


@pytest.mark.parametrize(
    "bad",
    ["", " " + CANARY, CANARY + " ", CANARY + "\n", CANARY + "\r\nHost: evil", CANARY + "ü", CANARY + "\0"],
    ids=["empty", "blank before", "blank after", "line end", "another header", "umlaut", "NUL"],
)
async def test_a_key_that_cannot_be_sent_is_said_and_not_shown(bad: str) -> None:
    async def fetch() -> SecretStr:
        return SecretStr(bad)

    async with serving(says()) as server, client(server.url, secret=fetch) as http:
        for way in ("read", "write"):
            error = await error_of(http, way)
            assert isinstance(error, BadCredentials)
            assert error.exit_code == 4
            assert "“plant”" in error.message
            assert_clean(error)
        assert server.connections == 0


async def test_without_a_key_nothing_is_sent() -> None:
    async def locked() -> SecretStr:
        raise BadCredentials("The keyring is locked.")

    async with serving(says()) as server:
        for fetch in (None, locked):
            async with client(server.url, secret=fetch) as http:
                assert isinstance(await error_of(http, "read"), BadCredentials)
                assert isinstance(await error_of(http, "write"), BadCredentials)
        assert server.connections == 0


def test_what_goes_with_every_request_has_to_be_sendable() -> None:
    connection = Connection("plant", "unused", "Europe/Berlin", lambda: NOW)
    for value in ("a\r\nX: y", "Büro;ann@acme.example", "x "):
        with pytest.raises(UsageError):
            HttpClient(Service("Acme", "https://acme.example", {"X-App": value}, key_header), connection)


async def test_a_service_that_repeats_the_key_is_not_repeated() -> None:
    acts = (
        says(400, {"error": {"message": f"The key {CANARY} is not known."}}),
        says(400, f"Who is {CANARY}?".encode(), content_type="text/plain"),
        says(200, b"x", content_type=f"text/{CANARY}"),
        says(302, b"", location=f"https://evil.example/?{CANARY}"),
        says(302, b"", location=f"https://{CANARY}.evil.example/"),
        says(302, b"", location=f"http://127.0.0.1:1/{CANARY}"),
    )
    async with serving(*acts) as server, client(server.url) as http:
        for _ in range(2):
            assert CANARY not in repr(await http.read("/x"))
        for _ in acts[2:]:
            error = await error_of(http, "read")
            assert error is not None
            assert_clean(error)
        assert len(server.requests) == len(acts)
