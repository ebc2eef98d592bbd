"""Whatever is sent, the simulated Lucca answers with JSON, and never with a failure of its own."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sandbox.asking import answer_to
from tests.sandbox.lucca.asking import SHEETS, caller, entry, made, small, submitted
from tests.sandbox.malformed import json_with, paths, with_value

from punchcard.sandbox.lucca.routes import ROADS

_V = small()
_ANN = caller(_V, "Ann")
_ENTRY = made(_ANN, _V)["id"]
_SHEET = submitted(_ANN, _V, "Ben")[0]
_COMMENT: dict[str, Any] = {"comment": {"content": "x"}, "timeTypeId": None, "creationSource": 4}
_TRANSFER = {"transferAuthorizationId": 1, "amount": {"iso": "PT1H", "unit": "hour"}, "comment": "x"}
_GOOD: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/api/v3/timeentries", entry(_V, **_COMMENT)),
    ("POST", "/api/v3/timeentries", [entry(_V), entry(_V, "Ben", at="20T10:00")]),
    ("PUT", "/api/v3/timeentries/{id}", entry(_V, id=_ENTRY, **_COMMENT)),
    ("PUT", "/api/v3/timeentries", [{"id": _ENTRY, "duration": "01:00:00"}]),
    ("DELETE", "/api/v3/timeentries", [{"id": 9999}]),
    (
        "POST",
        f"{SHEETS}/submit",
        {"ownerId": 101, "startsAt": "2026-03-09T00:00:00", "endsAt": "2026-03-16", "transfers": [_TRANSFER]},
    ),
    ("POST", f"{SHEETS}/{{id}}/approve", {"transfers": [_TRANSFER]}),
    ("POST", f"{SHEETS}/{{id}}/deny", {"comment": "x"}),
    ("POST", f"{SHEETS}/{{id}}/invalidate", {"comment": "x"}),
)
_READS = sorted(road.path for road in ROADS if road.method == "GET")
_TRICKY = (
    "0001-01-01T00:00:00", "9999-12-31T23:59:59", "9999-12-31", "0001-01-01T00:00:00Z", "2026-03-29T02:30:00",
    "2099-12-31T23:59:59", "1900-01-01T00:00:00", "2099-12-28", "-1", "1e400", "", "true", "²", "0", "12",
    "9999.23:59:59", "-00:00:01", "P9999D", "\ud800", "a\0b",
)  # fmt: skip
_QUERIES = (
    *(text for text in _TRICKY if text != "\ud800"), "between,0001-01-01,9999-12-31", "since,now", "null",
    "notequal,null", "notequal", "like,", "containsall,1,2", "between,2026-03-01,2026-03-31", "id,asc",
    "id,owner[id]", "a[[", "],", "collection.count", "0,5", "101", ",", "," * 50, "9" * 5000, "id,asc,id",
)  # fmt: skip
_NAMES = (
    "fields", "paging", "orderBy", "ownerId", "owner.id", "owner", "startsAt", "duration", "unit", "layer",
    "axisSections.id", "archivedAt", "comment.content", "timesheetId", "date", "ownerIds", "managerIds",
    "end", "start", "mail", "formerEmployees", "dtContractEnd", "active", "isActive", "parentAxisSections.id",
    "users", "status", "startsOn", "..", ".", "a.b", "level", "name", "expectedNextActorId",
)  # fmt: skip
_JSON = json_with(_TRICKY)


def asked(method: str, path: str, body: bytes = b"", query: Any = None) -> None:
    """Ask, and make sure that the answer is one of a server that knows what it does."""

    answer = answer_to(_V.app, "", method, path, body, query, _ANN.headers)
    assert answer.status_code < 500, answer.text
    if not answer.content:
        assert (method, answer.status_code) == ("DELETE", 200)
        return
    said = answer.json()
    if answer.status_code >= 400:
        assert {"Message", "detail"} & set(cast("dict[str, Any]", said))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_bodies_with_anything_in_any_place(data: st.DataObject) -> None:
    method, path, good = data.draw(st.sampled_from(_GOOD))
    body = with_value(good, data.draw(st.sampled_from(paths(good))), data.draw(_JSON))
    there = _SHEET if path.startswith(SHEETS) else _ENTRY
    number = data.draw(st.sampled_from([there, there, 0, 10**30]))
    asked(method, path.replace("{id}", str(number)), json.dumps(body).encode())


@settings(max_examples=60, deadline=None)
@given(
    path=st.sampled_from(_READS),
    query=st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_QUERIES)), max_size=4),
)
def test_parameters_of_any_kind(path: str, query: list[tuple[str, str]]) -> None:
    asked("GET", path.replace("{id}", str(_ENTRY)), query=query)


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[" * 100_000, b"7", b'"x"', b"{", b'{"id": ' + b"9" * 5000 + b"}", b"NaN"]
)
def test_bodies_that_are_none(body: bytes) -> None:
    for method, path, _ in _GOOD:
        asked(method, path.replace("{id}", str(_ENTRY)), body)
