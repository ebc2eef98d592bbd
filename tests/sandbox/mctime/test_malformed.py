"""Whatever is sent, the simulated McTime answers with an object, and never with a failure of its own."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sandbox.asking import answer_to
from tests.sandbox.malformed import json_with
from tests.sandbox.mctime.asking import BEN, Vendor, at, booked, caller, entry, organization, small

from punchcard.sandbox.mctime.routes import ROADS

_VENDOR = small()
_BEN = caller(_VENDOR, BEN)
_THERE = {"id": organization(_VENDOR), "name": "Support"}
_CLOCK = {"userId": _BEN.id, "dateTime": at("11 08:00"), "organizationId": _THERE["id"]}
_SAVED = entry("10 08:00", "10 16:00", ("10 12:00", "10 12:30"), organization=_THERE, comment="x")
_GOOD: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "clock",
        {"action": "start", "timeType": "work", "comment": "x", "organizationName": "Support"} | _CLOCK,
    ),
    ("clock", {"action": "break"} | _CLOCK),
    ("clock", {"action": "update", "timeType": "sick"} | _CLOCK),
    ("clock", {"action": "stop"} | _CLOCK),
    ("clock", {"action": "cancel"} | _CLOCK),
    ("times", {"userId": _BEN.id, "times": [_SAVED]}),
    ("times", {"times": [_SAVED, {**_SAVED, "id": "{id}"}]}),
)
_PATHS = sorted({(road.method, road.path) for road in ROADS if road.method != "POST"})
_TRICKY = (
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+01:00", "8999-12-31T23:59:59-23:59", "\ud800", "",
    "2026-03-29T02:30:00+01:00", "1970-01-01T00:00:00+23:59", "true", "²", "0", "-1", "1e400",
)  # fmt: skip
_QUERIES = (
    *(text for text in _TRICKY if text != "\ud800"), at("01 00:00"), at("31 00:00"), "work", "employee",
    "client", "approved", "9" * 5000, "253402300799999", "221845391999999", _BEN.id, _THERE["id"],
)  # fmt: skip
_NAMES = (
    "from", "to", "userIds", "timeTypes", "approvalStatuses", "organizationIds", "organizationNames", "page",
    "organizationId", "organizationName", "roles", "inactive", "types", "pageSize", "timeBalanceAsOf", "id",
    "vacationBalanceAsOf", "includeInactive", "userIds[]",
)  # fmt: skip
_JSON = json_with(_TRICKY)


def asked(vendor: Vendor, method: str, path: str, body: bytes = b"", query: Any = None) -> None:
    """Ask, and make sure that the answer is one of a server that knows what it does."""
    kept = booked(vendor, BEN, "09 08:00", "09 09:00").id

    path, body = path.replace("{id}", kept), body.replace(b"{id}", kept.encode())
    answer = answer_to(vendor.app, "/api/v2/auth/", method, path, body, query, _BEN.headers)
    assert answer.status_code < 500, answer.text
    assert isinstance(answer.json(), dict)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(_GOOD), st.data())
def test_bodies_that_are_nearly_right(good: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
    path, body = good[0], deepcopy(good[1])
    inner = body["times"][0] if "times" in body and data.draw(st.booleans()) else body
    inner[data.draw(st.sampled_from(sorted(inner)))] = data.draw(_JSON)
    asked(_VENDOR, "POST", path, json.dumps(body).encode())


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(_PATHS),
    st.lists(st.tuples(st.sampled_from(_NAMES), st.one_of(st.sampled_from(_QUERIES), st.text(max_size=8)))),
)
def test_queries_of_any_kind(road: tuple[str, str], query: list[tuple[str, str]]) -> None:
    asked(_VENDOR, *road, query=[(name, value.encode("utf-8", "replace")) for name, value in query])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["clock", "times"]), _JSON)
def test_bodies_of_any_kind(path: str, body: Any) -> None:
    asked(_VENDOR, "POST", path, json.dumps(body).encode())
