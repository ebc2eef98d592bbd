"""Whatever is sent, the reference vendor answers with a sentence, and never with a failure of its own."""

from __future__ import annotations

import asyncio
import json
from copy import deepcopy
from typing import Any, cast

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain import berlin
from tests.sandbox.asking import Vendor, answer_to, entry, punch, small, week
from tests.sandbox.malformed import json_with

from punchcard.core.codec import moment_to_json


def _at(text: str) -> str | None:
    return moment_to_json(berlin(text))


_VENDOR = small()
_STATE: dict[str, Any] = {
    "state": "break", "entry_id": "E1", "since": _at("11 08:00"), "type": None, "note": "",
    "assignment": {"references": [], "billable": None}, "origin": "", "break_since": _at("11 10:00"),
    "breaks": [{"start": _at("11 09:00"), "end": _at("11 09:10"), "automatic": False}],
}  # fmt: skip
_PAUSE = {"start": _at("11 06:10"), "end": _at("11 06:20"), "automatic": False}
_CHANGE = {"change": "add", "start": _at("3 08:00"), "end": _at("3 09:00")}
_GOOD: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("POST", "/api/clock", punch("P1", "start", "11 08:00")),
    ("POST", "/api/clock", punch("P1", "restore", "11 12:00", state=_STATE)),
    ("POST", "/api/clock", punch("P1", "adjust", "11 12:00", since=_at("11 07:00"))),
    ("POST", "/api/clock", punch("P1", "update", "11 12:00", assignment=None, type=None, note="x")),
    ("POST", "/api/clock", punch("P1", "stop", "11 12:00")),
    ("POST", "/api/entries", entry("P1", "11 06:00", "11 07:00", breaks=[_PAUSE])),
    ("PUT", "/api/entries/E1", entry("P1", "9 08:00", "9 12:00", half_days=None)),
    ("POST", "/api/weeks/submit", {"person": "P1", "weeks": [week(9)]}),
    ("POST", "/api/weeks/withdraw", {"person": "P1", "weeks": [week(2)]}),
    ("POST", "/api/requests", {"request": {"person": "P1", "day": "2026-03-03", "changes": [_CHANGE]}}),
    ("POST", "/api/approvals/R1/decision", {"person": "P3", "verdict": "approve", "reason": ""}),
)
_READS = (
    "me", "people", "time-types", "dimensions", "choices", "rights", "targets", "clock", "entries",
    "entries/E1", "weeks", "weeks/due", "approvals", "approvals/affected",
)  # fmt: skip
_TRICKY = (
    "0001-01-01T00:00:00Z[UTC]", "9999-12-31T23:59:59+14:00[Pacific/Kiritimati]", "\ud800", "2026-03-11",
    "2999-12-31T23:00:00-12:00[Etc/GMT+12]", "1900-01-01T00:00:00+01:00[Europe/Berlin]", "9999-12-31", "E1",
    "2026-03-29T02:30:00+01:00[Europe/Berlin]", "restore", "decline", "reopen", "P2", "R1", "1e400",
)  # fmt: skip
_QUERIES = (
    "P1", "P2", "2026-03-01", "2026-03-11", "0001-01-01", "9999-12-31", "2999-12-31", "1900-01-01", "mine",
    "waiting", "decided", "R1", "approve", "client", "N1",
)  # fmt: skip
_NAMES = ("person", "from", "to", "until", "scope", "item", "verdict", "dimension", "parent")
_JSON = json_with(_TRICKY)


def asked(vendor: Vendor, method: str, path: str, body: bytes = b"", query: Any = None) -> None:
    """Ask, and make sure that the answer is one of a server that knows what it does."""

    headers = {"Reference-Key": vendor.keys["Ann"]}
    answer = answer_to(vendor.app, "", method, path, body, query, headers)
    assert answer.status_code < 500, answer.text
    said = answer.json()
    if answer.status_code >= 400:
        assert said["error"]["message"].strip().endswith((".", "?")), said
    else:
        assert said["now"]


def _places(value: Any) -> list[Any]:
    """Where something stands inside of a value."""
    if isinstance(value, dict):
        return list(cast("dict[str, Any]", value))
    return list(range(len(cast("list[Any]", value)))) if isinstance(value, list) else []


def _spoiled(good: dict[str, Any], data: st.DataObject) -> Any:
    """The same value with something else, or nothing, at one place of it."""
    value = deepcopy(good)
    inside: Any = value
    while True:
        place = data.draw(st.sampled_from(_places(inside)))
        if not _places(inside[place]) or data.draw(st.integers(0, 3)) == 0:
            break
        inside = inside[place]
    if isinstance(inside, dict) and data.draw(st.booleans()):
        del inside[place]
    else:
        inside[place] = data.draw(_JSON)
    return value


@settings(max_examples=200)
@given(st.sampled_from(_GOOD), st.data())
def test_a_spoiled_body_is_answered_with_a_sentence(
    good: tuple[str, str, dict[str, Any]], data: st.DataObject
) -> None:
    method, path, body = good
    asked(_VENDOR, method, path, json.dumps(_spoiled(body, data)).encode())


@given(
    st.sampled_from(_GOOD),
    st.one_of(st.binary(max_size=40), _JSON.map(lambda value: json.dumps(value).encode())),
)
def test_so_is_any_body_at_all(good: tuple[str, str, dict[str, Any]], body: bytes) -> None:
    asked(_VENDOR, good[0], good[1], body)


@settings(max_examples=100)
@given(
    st.sampled_from(_READS),
    st.dictionaries(
        st.sampled_from(_NAMES),
        st.one_of(st.sampled_from(_QUERIES), st.text(st.characters(exclude_categories=["Cs"]), max_size=10)),
    ),
)
def test_so_is_any_question(path: str, query: dict[str, str]) -> None:
    asked(_VENDOR, "GET", f"/api/{path}", query=query)


@pytest.mark.parametrize("name", ["origin", "entry_id", "note"])
def test_so_is_text_that_cannot_be_sent_back(name: str) -> None:
    vendor = small()
    body = punch("P1", "restore", "11 12:00", state=_STATE | {name: "\ud800"})
    asked(vendor, "POST", "/api/clock", json.dumps(body).encode())
    assert vendor.state.running


@pytest.mark.parametrize("body", [b"[" * 100_000, b'"\xff"', b"x" * 1_000_001, b"{", b"[]", b"null", b"NaN"])
def test_so_is_what_no_reader_likes(body: bytes) -> None:
    asked(_VENDOR, "POST", "/api/entries", body)


def test_every_good_body_is_looked_at_by_its_rules_and_not_by_its_shape() -> None:
    vendor = small()

    async def statuses() -> list[int]:
        transport, headers = httpx.ASGITransport(vendor.app), {"Reference-Key": vendor.keys["Ann"]}
        address = "http://127.0.0.1"
        async with httpx.AsyncClient(transport=transport, base_url=address, headers=headers) as client:
            return [(await client.request(m, path, json=body)).status_code for m, path, body in _GOOD]

    assert asyncio.run(statuses()) == [200, 200, 200, 200, 200, 201, 200, 200, 409, 201, 409]
