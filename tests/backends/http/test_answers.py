from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib

import pytest
from tests.backends.http.clients import NOW, client, refusal_of
from tests.backends.http.server import Act, says, sends, serving
from whenever import Instant

from punchcard.backends.errors import BackendError, BadCredentials, Garbled, NotAllowed, Retired
from punchcard.backends.http.answers import Answer, fail, refused
from punchcard.backends.meter import Meter
from punchcard.backends.outcomes import Refused, Unanswered

PAGE = b"<!DOCTYPE html><html><body>Please log in</body></html>"
PACKED = gzip.compress(b"{}")
BOMB = gzip.compress(b"[" + b" " * 50_000_000 + b"]")

UNUSABLE: dict[str, tuple[Act, str]] = {
    "a page": (says(body=PAGE, content_type="text/html; charset=utf-8"), "a page for people"),
    "a page that says it is JSON": (says(body=PAGE), "a page for people"),
    "XML": (says(body=b"<?xml version='1.0'?><a/>", content_type="application/xml"), "a page"),
    "plain text": (says(body=b'{"ok": true}', content_type="text/plain"), "says itself that it is no JSON"),
    "a hostile type": (says(body=b"1", content_type="x/\x1b[31mred" + "y" * 500), "says itself"),
    "truncated": (says(body=b'{"ok": tr'), "no JSON"),
    "no JSON": (says(body=b"OK"), "no JSON"),
    "said twice": (says(body=b'{"id": 1, "id": 2}'), "twice"),
    "absurd": (says(body=b'{"id": ' + b"9" * 90_000 + b"}"), "measure"),
    "infinite": (says(body=b'{"id": 1e999}'), "measure"),
    "not a number": (says(body=b'{"id": NaN}'), "number"),
    "deep": (says(body=b"[" * 90_000), "deep"),
    "Latin-1": (says(body='{"a": "ü"}'.encode("latin-1"), content_type="application/json"), "UTF-8"),
    "too long": (says(body=b'"' + b"x" * 100_000 + b'"'), "longer than 100,000 bytes"),
    "too long, in chunks": (
        sends(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
            *[b"1000\r\n" + b" " * 0x1000 + b"\r\n"] * 100,
        ),
        "longer than",
    ),
    "a bomb": (says(body=BOMB, content_encoding="gzip"), "longer than"),
    "packed, and broken": (says(body=b"\x1f\x8b nonsense", content_encoding="gzip"), "unpacked"),
    "packed, and cut": (says(body=PACKED[:-6], content_encoding="gzip"), "breaks off"),
    "packed, and more": (says(body=PACKED + b"more", content_encoding="gzip"), "more is packed"),
    "packed unasked": (says(body=zlib.compress(b"{}"), content_encoding="deflate"), "not asked for"),
    "packed in two ways": (says(body=b"{}", content_encoding="gzip, br"), "not asked for"),
    "no redirect": (says(304, b""), "304"),
    "a choice": (says(300, {"a": 1}), "300"),
    "a redirect to nowhere": (says(302, b""), "not where to go"),
    "a redirect to nonsense": (says(302, b"", location="https://[::"), "not where to go"),
}  # fmt: skip


@pytest.mark.parametrize(("act", "why"), UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_an_answer_that_is_none_is_garbled_and_never_no_data(act: Act, why: str) -> None:
    async with serving(act) as server, client(server.url) as http:
        refusal = await refusal_of(http.read("/x"))
        assert isinstance(refusal, Garbled)
        assert why in refusal.message
        assert refusal.message.isprintable()
        assert len(refusal.message) < 250
        assert len(server.requests) == 1


@pytest.mark.parametrize(("act", "why"), UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_a_write_with_such_an_answer_may_have_happened(act: Act, why: str) -> None:
    async with serving(act) as server, client(server.url) as http:
        outcome = await http.write("POST", "/x")
        assert isinstance(outcome, Unanswered)
        assert why in outcome.detail
        assert len(server.requests) == 1


@pytest.mark.parametrize("act", [says(200, b""), says(200, b" \r\n"), says(204, b"", content_length="")])
async def test_nothing_is_an_answer_to_a_write_alone(act: Act) -> None:
    async with serving(act) as server, client(server.url) as http:
        answer = await http.write("DELETE", "/x")
        assert isinstance(answer, Answer)
        assert answer.is_good
        assert answer.data is None
        refusal = await refusal_of(http.read("/x"))
        assert isinstance(refusal, Garbled)
        assert "it is empty" in refusal.message


@pytest.mark.parametrize(
    ("body", "headers", "data"),
    [
        (b'{"a": 1}', {"content_type": "application/json; charset=utf-8"}, {"a": 1}),
        (b'{"a": 1}', {"content_type": "Application/Problem+JSON"}, {"a": 1}),
        (b'{"a": 1}', {"content_type": ""}, {"a": 1}),
        (b'\xef\xbb\xbf{"a": 1}', {}, {"a": 1}),
        (b"[]", {}, []),
        (b"null", {}, None),
        (b'"OK"', {}, "OK"),
        ('{"a": "Grüße 🙂"}'.encode(), {}, {"a": "Grüße 🙂"}),
        (gzip.compress(b'{"a": 1}', mtime=0), {"content_encoding": "gzip"}, {"a": 1}),
        (gzip.compress(b'{"a": 1}', mtime=0), {"content_encoding": "X-GZIP"}, {"a": 1}),
        (b'{"a": 1}', {"content_encoding": "identity"}, {"a": 1}),
        (json.dumps(["x" * 70_000]).encode(), {}, ["x" * 70_000]),
    ],
    ids=lambda value: repr(value)[:40],
)
async def test_json_is_taken(body: bytes, headers: dict[str, str], data: object) -> None:
    acts = (says(200, body, **headers), says(201, body, **headers))
    async with serving(*acts) as server, client(server.url) as http:
        answer = await http.read("/x")
        assert (answer.status, answer.data, answer.text) == (200, data, "")
        written = await http.write("POST", "/x")
        assert isinstance(written, Answer)
        assert (written.status, written.data) == (201, data)


async def test_a_bomb_is_not_unpacked_in_memory() -> None:
    async with serving(says(body=BOMB, content_encoding="gzip")) as server, client(server.url) as http:
        await refusal_of(http.read("/warm"))
        tracemalloc.start()
        await refusal_of(http.read("/x"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 5_000_000


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 412, 422, 423, 451])
async def test_every_other_4xx_is_for_the_adapter(status: int) -> None:
    said = {"errors": [{"type": "Forbidden", "message": "No"}]}
    async with serving(says(status, said)) as server, client(server.url) as http:
        answer = await http.read("/x")
        assert (answer.status, answer.data, answer.is_good) == (status, said, False)
        written = await http.write("PUT", "/x", body={})
        assert isinstance(written, Answer)
        assert (written.status, written.data) == (status, said)
        assert server.methods == ["GET", "PUT"]


@pytest.mark.parametrize(
    ("body", "headers", "data", "text"),
    [
        (b"", {}, None, ""),
        (PAGE, {"content_type": "text/html"}, None, ""),
        (PAGE, {"content_type": "text/plain"}, None, ""),
        (b"No such entry\x1b[31m!\r\nReally", {"content_type": "text/plain"}, None, "No such entry! Really"),
        (b"Not quite JSON", {}, None, "Not quite JSON"),
        (b'"Just words"', {}, "Just words", "Just words"),
        (b"caf\xe9", {"content_type": "text/plain"}, None, "caf\ufffd"),
        (b"x" * 5000, {"content_type": "text/plain"}, None, "x" * 299 + "…"),
        (b'{"a": 1, "a": 2}', {}, None, '{"a": 1, "a": 2}'),
    ],
)
async def test_what_a_refusal_says_in_another_way(
    body: bytes, headers: dict[str, str], data: object, text: str
) -> None:
    async with serving(says(400, body, **headers)) as server, client(server.url) as http:
        answer = await http.read("/x")
        assert (answer.data, answer.text) == (data, text)


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (400, BackendError, "backend_error"),
        (401, BadCredentials, "bad_credentials"),
        (403, NotAllowed, "not_allowed"),
        (404, Retired, "retired"),
        (405, Retired, "retired"),
        (410, Retired, "retired"),
        (422, BackendError, "backend_error"),
    ],
)
@pytest.mark.parametrize("said", ["", "Because \x1b[31mof\nthis"])
def test_what_a_refused_read_means(status: int, error: type[BackendError], code: str, said: str) -> None:
    answer = Answer(status, None, NOW, NOW)
    with pytest.raises(BackendError) as raised:
        fail(answer, "Acme", said)
    assert type(raised.value) is error
    assert raised.value.code == code
    assert ("Because of this" if said else "Acme") in raised.value.message
    assert refused(answer, said, "day") == Refused(
        "Because of this" if said else f"It was refused without a reason ({status}).", "day"
    )


@pytest.mark.parametrize("said", ["The day is closed", "The day is closed.", "The day is\nclosed."])
def test_a_services_words_are_told_from_the_programs_own(said: str) -> None:
    answer, quoted = Answer(422, None, NOW, NOW), "Acme says: “The day is closed”."
    assert refused(answer, said, title="Acme").reason == quoted
    with pytest.raises(BackendError) as raised:
        fail(answer, "Acme", said)
    assert raised.value.message == quoted


async def test_the_meter_sees_every_answer_and_the_vendors_clock() -> None:
    meter = Meter()
    date = "Wed, 11 Mar 2026 11:02:00 GMT"
    async with (
        serving(says(date=date), says(500), says(401, date=date), says(date="nonsense")) as server,
        client(server.url, meter=meter, now=lambda: NOW) as http,
    ):
        await http.read("/x")
        assert meter.calls == 1
        assert meter.answered_at == NOW
        assert meter.offset_seconds == 120.5
        await http.read("/x")
        await http.read("/x")
        assert meter.calls == 4


async def test_an_answer_out_of_a_cache_tells_no_time() -> None:
    meter = Meter()
    old = says(date="Tue, 10 Mar 2026 11:02:00 GMT", age="86400")
    async with serving(old) as server, client(server.url, meter=meter) as http:
        await http.read("/x")
    assert meter.offset_seconds is None
    assert meter.answered_at is not None


async def test_an_answer_tells_when_it_was_asked_for_and_there() -> None:
    async with serving(says()) as server, client(server.url) as http:
        before = Instant.now()
        answer = await http.read("/x")
        assert before <= answer.sent <= answer.received <= Instant.now()
