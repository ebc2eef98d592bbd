"""The line between what was surely not sent and what may have happened, over real sockets."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time

import pytest
from tests.backends.http.clients import IMPATIENT, QUICK, client, client_of, refusal_of
from tests.backends.http.server import (
    Act,
    closes,
    drips,
    is_silent,
    resets,
    says,
    sends,
    serving,
    serving_in_a_thread,
    then,
)

from punchcard.backends.errors import Unreachable
from punchcard.backends.http import Answer, HttpClient
from punchcard.backends.http.limits import Limits
from punchcard.backends.outcomes import NotSent, Unanswered

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

LOST: dict[str, Act] = {
    "closed after it was read": closes(),
    "reset after it was read": resets(),
    "silent": is_silent(),
    "half a status line": sends(b"HTTP/1."),
    "no HTTP": sends(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "half the headers": sends(HEAD),
    "half the headers, then silent": sends(HEAD, closes=False),
    "headers without an end": sends(HEAD, *[b"X-Filler: " + b"x" * 1000 + b"\r\n"] * 200),
    "half the body": sends(HEAD + b"Content-Length: 100\r\n\r\n" + b'{"ok": '),
    "half the body, then silent": sends(HEAD + b"Content-Length: 100\r\n\r\n" + b'{"ok": ', closes=False),
    "no body at all": sends(HEAD + b"Content-Length: 100\r\n\r\n"),
    "half of the chunks": sends(HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"ok"\r\n'),
    "a chunk of no length": sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "two lengths": sends(HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n{}"),
    "a server error": says(500, b'{"error": {"message": "Oops"}}'),
    "a bad gateway": says(502, b"<html>", content_type="text/html"),
    "a time-out of its own": says(408),
}


def limits_for(what: str) -> Limits:
    return IMPATIENT if "silent" in what else QUICK


@pytest.mark.parametrize("what", LOST)
async def test_a_write_without_an_answer_is_sent_once_and_may_have_happened(what: str) -> None:
    async with serving(LOST[what]) as server, client(server.url, limits=limits_for(what)) as http:
        outcome = await http.write("POST", "/clock", body={"at": 1})
        assert isinstance(outcome, Unanswered)
        assert outcome.detail.startswith("Acme may have done it")
        assert server.methods == ["POST"]
        assert server.requests[0].data == {"at": 1}


SILENT = [what for what in LOST if "silent" in what]
QUICKLY_LOST = [what for what in LOST if what not in SILENT]


@pytest.mark.parametrize("what", QUICKLY_LOST)
async def test_a_read_without_an_answer_is_tried_three_times(what: str) -> None:
    async with serving(LOST[what]) as server, client(server.url, limits=limits_for(what)) as http:
        refusal = await refusal_of(http.read("/clock"))
        assert isinstance(refusal, Unreachable)
        assert refusal.message.startswith("Acme cannot be ")
        assert "what was known before" in refusal.hint
        assert server.methods == ["GET"] * 3


@pytest.mark.parametrize("what", SILENT)
async def test_a_read_that_was_waited_for_to_the_end_is_not_waited_for_again(what: str) -> None:
    async with serving(LOST[what]) as server, client(server.url, limits=IMPATIENT) as http:
        began = time.monotonic()
        refusal = await refusal_of(http.read("/clock"))
        assert isinstance(refusal, Unreachable)
        assert "no answer came in time" in refusal.message
        assert server.methods == ["GET"]
        assert time.monotonic() - began < 2 * IMPATIENT.read_seconds + 1


@pytest.mark.parametrize("what", QUICKLY_LOST)
async def test_a_read_that_works_the_second_time_is_an_answer(what: str) -> None:
    async with serving(LOST[what], says()) as server, client(server.url, limits=limits_for(what)) as http:
        assert (await http.read("/clock")).data == {"ok": True}
        assert server.methods == ["GET"] * 2


async def test_a_refused_port_is_not_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        async with client(url) as http:
            outcome = await http.write("POST", "/x")
            assert outcome == NotSent("Acme cannot be reached: the connection was refused.")
            assert isinstance(await refusal_of(http.read("/x")), Unreachable)


async def test_an_unknown_name_is_not_sent() -> None:
    async with client("https://no-such-host.invalid") as http:
        outcome = await http.write("POST", "/x")
        assert isinstance(outcome, NotSent)
        assert "its name is not known" in outcome.detail
        refusal = await refusal_of(http.read("/x"))
        assert isinstance(refusal, Unreachable)
        assert "online?" in refusal.message


async def test_a_host_that_does_not_even_refuse_is_not_sent() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        # The queue of those who wait to be accepted is full: further ones get no answer at all.
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        url = f"http://127.0.0.1:{address[1]}"
        async with client(url, limits=QUICK._replace(connect_seconds=0.2)) as http:
            outcome = await http.write("POST", "/x")
        for one in waiting:
            one.close()
    assert outcome == NotSent("Acme cannot be reached: no connection came about in time.")


async def test_too_many_at_once_are_not_sent() -> None:
    limits = QUICK._replace(read_seconds=1.5, pool_seconds=0.1)
    async with serving(is_silent()) as server, client(server.url, limits=limits) as http:
        outcomes = await asyncio.gather(*(http.write("POST", f"/{n}") for n in range(6)))
        assert sum(isinstance(outcome, NotSent) for outcome in outcomes) == 2
        assert len(server.requests) == 4


async def test_an_answer_that_drips_ends_with_the_call_and_not_with_the_last_drop() -> None:
    limits = QUICK._replace(call_seconds=0.4)
    async with serving(drips(0.05, 400)) as server, client(server.url, limits=limits) as http:
        began = time.monotonic()
        outcome = await http.write("POST", "/x")
        assert isinstance(outcome, Unanswered)
        assert "0.4 seconds" in outcome.detail
        refusal = await refusal_of(http.read("/x"))
        assert isinstance(refusal, Unreachable)
        assert time.monotonic() - began < 4
        assert server.methods == ["POST", "GET"]


async def test_all_tries_together_end_in_time() -> None:
    limits = QUICK._replace(call_seconds=0.5, tries=1000)
    async with serving(closes()) as server, client(server.url, limits=limits) as http:
        began = time.monotonic()
        assert isinstance(await refusal_of(http.read("/x")), Unreachable)
        assert time.monotonic() - began < 10
        assert len(server.requests) < 100


async def test_a_kept_connection_that_was_closed_meanwhile_loses_and_doubles_nothing() -> None:
    async with serving(then(says(), closes()), says()) as server, client(server.url) as http:
        await http.read("/before")
        await asyncio.sleep(0.05)
        outcome = await http.write("POST", "/x", body={"n": 1})
        assert isinstance(outcome, Answer)
        assert server.methods == ["GET", "POST"]
        assert server.connections == 2


async def test_a_kept_connection_that_is_closed_over_the_write_is_not_tried_again() -> None:
    async with serving(says(), closes(), says()) as server, client(server.url) as http:
        await http.read("/before")
        assert isinstance(await http.write("POST", "/x"), Unanswered)
        assert server.methods == ["GET", "POST"]
        assert server.connections == 1
        assert isinstance(await http.write("POST", "/y"), Answer)


async def test_one_connection_serves_many_calls() -> None:
    async with serving(says()) as server, client(server.url) as http:
        for _ in range(5):
            await http.read("/x")
            await http.write("PUT", "/x")
        assert server.connections == 1


@pytest.mark.parametrize("way", ["read", "write"])
async def test_giving_up_is_passed_on_and_the_next_call_works(way: str) -> None:
    async with serving(is_silent(), says()) as server, client(server.url) as http:
        task = asyncio.ensure_future(http.read("/x") if way == "read" else http.write("POST", "/x"))
        while not server.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await http.read("/y")).data == {"ok": True}
        assert len(server.requests) == 2


async def test_whoever_waits_less_long_gets_a_time_out() -> None:
    async with serving(is_silent()) as server, client(server.url) as http:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await http.read("/x")
        assert len(server.requests) == 1


@pytest.mark.parametrize("is_closed", [True, False])
def test_another_event_loop_may_come_later(is_closed: bool) -> None:
    async def call(http: HttpClient) -> None:
        assert (await http.read("/x")).data == {"ok": True}
        assert isinstance(await http.write("POST", "/x"), Answer)
        if is_closed:
            await http.aclose()

    async def close(http: HttpClient) -> None:
        await http.aclose()
        await http.aclose()

    with serving_in_a_thread(says()) as server:
        http = client_of(server.url)
        for _ in range(3):
            asyncio.run(call(http))
        asyncio.run(close(http))
        assert server.methods == ["GET", "POST"] * 3
        assert server.connections == 3


def test_a_resolver_that_hangs_holds_up_neither_a_call_nor_the_end_of_the_process() -> None:
    program = """
import asyncio, socket, time
from tests.backends.http.clients import QUICK, client_of, refusal_of

def hangs(*_, **__):
    time.sleep(60)

socket.getaddrinfo = hangs
limits = QUICK._replace(connect_seconds=0.05, tries=1)

async def ask():
    http = client_of("http://localhost:9", limits=limits)
    for _ in range(40):
        refusal = await refusal_of(http.read("/x"))
    print(refusal.message)
    print(await http.write("POST", "/clock"))
    await http.aclose()

asyncio.run(ask())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30
    )
    assert "Acme cannot be reached: no connection came about in time." in done.stdout
    assert "NotSent" in done.stdout
