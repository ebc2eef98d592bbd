"""Whatever is sent, the simulated Clockodo answers with an object, and never with a failure of its own."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sandbox.asking import answer_to
from tests.sandbox.clockodo.asking import Vendor, at, caller, portal, requested, small, time_entry
from tests.sandbox.malformed import json_with, paths, with_value

from punchcard.sandbox.clockodo.routes import ROADS

_VENDORS = {"current": small(), "classic": small("classic")}
_V = _VENDORS["current"]
_WINDOW = {"time_since": at("01T00:00"), "time_until": at("31T00:00"), "filter": {"users_id": 101}}
_GOOD: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("POST", "v2/clock", portal(_V, time_since=at("11T08:00"), clear_overlaps=True, text="x", billable=1)),
    ("PUT", "v2/clock/{id}", {"duration": 60, "duration_before": 60, "time_since_before": at("11T08:00")}),
    ("PUT", "v2/clock/{id}", {"time_since": at("11T08:00"), "time_until_before": None}),
    ("DELETE", "v2/clock/{id}", {"time_until": at("11T11:00"), "away": 60, "start_new": True}),
    ("POST", "v2/entries", time_entry(_V, "10T08:00", "10T09:00", duration=3600, clocked_offline=True)),
    ("POST", "v2/entries", portal(_V, billable=1, time_since=at("10T08:00"), lumpsum=5.5, hourly_rate=7)),
    ("PUT", "v2/entries/{id}", time_entry(_V, "10T10:00", "10T11:00", text="")),
    ("PUT", "v2/entries/splitAllAtMidnight", {"users_id": 101, "day": "2026-03-10"}),
    ("PUT", "v2/entrygroups", {**_WINDOW, "text": "x", "confirm_key": "x"}),
    ("DELETE", "v2/entrygroups", {**_WINDOW, "confirm_key": "x"}),
    (
        "PUT",
        "entrygroups",
        {"time_since": "2026-03-01 00:00:00", "time_until": "2026-03-31 00:00:00", "texts_id": 1},
    ),
    ("POST", "v2/workTimes/changeRequests", requested(101, "03", (1, "03T08:00", "03T09:00"))),
    ("POST", "v3/workTimes/changeRequests/{id}/approve", {"approve_violations": True}),
    ("POST", "v2/workTimes/changeRequests/{id}/decline", {}),
)
_READS = sorted({road.path for road in ROADS if road.method == "GET"})
_TRICKY = (
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2099-12-31T23:59:59Z", "1910-01-01T00:00:00Z",
    "\ud800", "2026-03-29T01:30:00Z", "2026-03-29 02:30:00", "2026-03-11", "2099-12-31",
    "1910-01-01", "-1", "1e400", "",
    "true", "²", "0", "12",
)  # fmt: skip
_QUERIES = (
    *(text for text in _TRICKY if text != "\ud800"), at("01T00:00"), at("31T00:00"), "101", "2026", "day",
    "is_lumpsum", "projects_id", "approve", "-date", "id", "add", "4", "1,2,", "9" * 5000,
)  # fmt: skip
_NAMES = (
    "time_since", "time_until", "grouping[]", "grouping[0]", "grouping", "filter[users_id]", "filter[text]",
    "filter", "filter[users_id][]", "filter[year]", "filter[]", "filter[billable]", "date_since",
    "date_until", "users_id", "year", "type", "scope", "sort", "sort[]", "page", "items_per_page",
    "teams_id[]", "status",
    "mode", "term", "items", "enhanced_list", "round_to_minutes", "filter[budget_type]", "filter[active]",
    "a[b",
)  # fmt: skip
_JSON = json_with(_TRICKY)


def asked(vendor: Vendor, method: str, path: str, body: bytes = b"", query: Any = None) -> None:
    """Ask, and make sure that the answer is one of a server that knows what it does."""
    vendor.state.calls.clear()

    headers = caller(vendor, "Ann").headers
    answer = answer_to(vendor.app, "/api/", method, path, body, query, headers)
    assert answer.status_code < 500, answer.text
    said = answer.json()
    assert isinstance(said, dict)
    if answer.status_code >= 400:
        assert {"errors", "error", "message"} & set(cast("dict[str, Any]", said))


def newest(vendor: Vendor) -> int:
    """An id that there is."""
    return max([*vendor.state.entries, *vendor.state.requests, 101])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_bodies_with_anything_in_any_place(data: st.DataObject) -> None:
    vendor = _VENDORS[data.draw(st.sampled_from(sorted(_VENDORS)))]
    method, path, good = data.draw(st.sampled_from(_GOOD))
    body = with_value(good, data.draw(st.sampled_from(paths(good))), data.draw(_JSON))
    number = data.draw(st.sampled_from([newest(vendor), 0, 10**30]))
    asked(vendor, method, path.replace("{id}", str(number)), json.dumps(body).encode())


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(sorted(_VENDORS)),
    path=st.sampled_from(_READS),
    query=st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_QUERIES)), max_size=5),
)
def test_parameters_of_any_kind(kind: str, path: str, query: list[tuple[str, str]]) -> None:
    vendor = _VENDORS[kind]
    window = [("time_since", at("01T00:00")), ("time_until", at("31T00:00"))] if "entr" in path else []
    asked(vendor, "GET", path.replace("{id}", str(newest(vendor))), query=[*window, *query])


@pytest.mark.parametrize(
    "body", [b"\xff", b"[" * 100_000, b"7", b'"x"', b"{", b'{"a": ' + b"9" * 5000 + b"}"]
)
def test_bodies_that_are_none(body: bytes) -> None:
    for method, path, _ in _GOOD:
        asked(_V, method, path.replace("{id}", "101"), body)
