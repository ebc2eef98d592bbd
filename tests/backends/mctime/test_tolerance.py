"""What is answered otherwise than described is read all the same, or unreadable: it is never "nothing"."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.backends.mctime.canned import backend_with, enveloped
from tests.domain import berlin
from whenever import Instant

from punchcard.backends.errors import BackendError, BadCredentials, Garbled
from punchcard.backends.http import Answer
from punchcard.backends.http.moments import local
from punchcard.backends.mctime import wire
from punchcard.backends.mctime.entries.shapes import SOURCES, STATUSES, shaped
from punchcard.backends.mctime.time_types import TIME_TYPES, time_type_of
from punchcard.backends.mctime.verdict import verdict_of
from punchcard.backends.mctime.wire.values import parsed
from punchcard.backends.outcomes import Confirmed, Outcome, Refused, Unanswered
from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry, EntryStatus, Source
from punchcard.core.groups import Filters, Period
from punchcard.core.time_types import Category

ZONE = "Europe/Berlin"
DAY = berlin("11 00:00").date()
TODAY = Period(DAY, DAY)


def told(**changed: Any) -> dict[str, Any]:
    """An entry in a list, as the page has it."""
    return {
        "id": "e1", "from": "2026-03-11T08:00:00+01:00", "to": "2026-03-11T12:00:00+01:00",
        "breaks": [], "comment": "tables", "type": "work", "organizationId": "o1",
        "organizationName": "Portal", "approvalStatus": "not_approved_yet", "creationType": "times",
        **changed,
    }  # fmt: skip


def page(*entries: Any, **more: Any) -> dict[str, Any]:
    group = {"userId": "u1", "userName": "Ann Berger", "times": list(entries)}
    return enveloped({"timeEntries": [group], "page": "1", "pageSize": "1", **more})


async def listed(folder: Path, answer: Any) -> list[Entry]:
    return list(await backend_with(str(folder), {"times": answer}).entries.list(["u1"], TODAY, Filters()))


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        ({"breaks": None}, "breaks", ()),
        ({"breaks": "null"}, "breaks", ()),
        ({"comment": None}, "note", ""),
        ({"comment": 12}, "note", "12"),
        ({"comment": "null"}, "note", "null"),
        ({"id": 12}, "id", "12"),
        ({"creationType": None}, "source", Source.EDITED),
        ({"creationType": "null"}, "source", Source.EDITED),
        ({"creationType": "wtm"}, "source", Source.MODEL),
        ({"creationType": "terminal"}, "source", Source.UNKNOWN),
        ({"approvalStatus": None}, "status", EntryStatus.OPEN),
        ({"approvalStatus": "null"}, "locked", None),
        ({"approvalStatus": "signed"}, "locked",
         "McTime says that it is “signed”, which is not known here: it is changed there."),
        ({"type": "on_call"}, "time_type", time_type_of("on_call")),
        ({"type": "work", "category": "unproductive"}, "time_type", time_type_of("work", "unproductive")),
        ({"type": "work", "category": "of tomorrow"}, "time_type", TIME_TYPES["work"]),
        ({"type": None}, "time_type", None),
        ({"from": "2026-03-11T07:00:00Z"}, "start", berlin("11 08:00")),
        ({"from": "2026-03-11T07:00:00.000Z"}, "start", berlin("11 08:00")),
        ({"from": "2026-03-11T02:00:00-05:00"}, "start", berlin("11 08:00")),
        ({"colour": "blue"}, "id", "e1"),
    ],
)  # fmt: skip
async def test_an_entry_in_other_shapes(
    tmp_path: Path, changed: dict[str, Any], field: str, value: Any
) -> None:
    (entry,) = await listed(tmp_path, page(told(**changed)))
    assert getattr(entry, field) == value


async def test_unknown_time_types_keep_their_word_and_their_category(tmp_path: Path) -> None:
    (entry,) = await listed(tmp_path, page(told(type="on_call\x1b[31m", category="unpaid_leave")))
    assert entry.time_type
    assert entry.time_type.id == "on_call\x1b[31m"
    assert entry.time_type.name == "On call"
    assert entry.time_type.category is Category.UNPAID_LEAVE


@pytest.mark.parametrize(
    "more",
    [{"page": 1, "pageSize": 1}, {"pageSize": "1"}, {"pageSize": 1.0}, {"page": None, "pageSize": " 1"}],
)
async def test_the_number_of_pages_is_a_string_or_a_number(tmp_path: Path, more: dict[str, Any]) -> None:
    assert len(await listed(tmp_path, page(told(), **more))) == 1


@pytest.mark.parametrize("count", [None, "", "many", "-1", True, [], "1.5"])
async def test_without_it_pages_are_asked_for_until_nothing_is_new(tmp_path: Path, count: Any) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> Any:
        number = request.url.params["page"]
        asked.append(number)
        full = page(told(id=f"e{number}"), pageSize=count)
        full["items"][0]["data"]["timeEntries"][0]["userId"] = f"u{min(int(number), 2)}"
        return full

    backend = backend_with(str(tmp_path), {"times": answer})
    found = await backend.entries.list(["u1", "u2"], TODAY, Filters())
    assert asked == ["1", "2", "3"]
    assert {each.person for each in found} == {"u1", "u2"}


async def test_an_empty_page_is_the_end(tmp_path: Path) -> None:
    empty = enveloped({"timeEntries": None, "page": "1", "pageSize": "15"})
    assert await listed(tmp_path, empty) == []


async def test_pages_without_end_are_no_list(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> Any:
        endless = page(told(), pageSize="100000")
        endless["items"][0]["data"]["timeEntries"][0]["userId"] = request.url.params["page"]
        return endless

    with pytest.raises(BackendError):
        await listed(tmp_path, answer)


@pytest.mark.parametrize(
    "body",
    [
        enveloped({}),
        enveloped({"timeEntries": "none"}),
        page(told(id=None)),
        page(told(id="")),
        page(told() | {"from": None}),
        page(told() | {"from": "2026-03-11T08:00:00"}),
        page(told() | {"from": "9999-03-11T08:00:00+01:00"}),
        page(told(breaks=[{"from": "soon"}])),
        page(told(breaks={"from": "2026-03-11T08:00:00+01:00"})),
        page("an entry"),
        enveloped({"timeEntries": [{"times": [told()]}]}),
        enveloped(None),
        enveloped({"timeEntries": []}, valid=False),
        {"items": []},
        [],
        "[]",
        "",
    ],
)
async def test_a_list_that_cannot_be_read_is_never_an_empty_one(tmp_path: Path, body: Any) -> None:
    with pytest.raises(BackendError) as problem:
        await listed(tmp_path, body)
    assert "08:00" not in problem.value.message


async def test_a_clock_that_runs_is_no_entry(tmp_path: Path) -> None:
    running = told(id="e2", to=None), told(id="e3", to=""), {**told(id="e4"), "to": "null"}
    assert [each.id for each in await listed(tmp_path, page(told(), *running))] == ["e1"]


BODIES: list[tuple[int, Any]] = [
    (200, enveloped(told(userId="u1", category="productive"))),
    (200, told(userId="u1")),
    (200, {"items": [told(userId="u1")], "valid": True}),
    (200, enveloped({"times": ["saved"]})),
    (200, enveloped(None)),
    (200, {"items": [], "valid": True}),
    (201, enveloped(told(userId="u1"))),
]


@pytest.mark.parametrize("answer", BODIES)
async def test_a_save_is_told_in_any_shape_or_found_by_reading(
    tmp_path: Path, answer: tuple[int, Any]
) -> None:
    outcome = await saved(tmp_path, answer, page(told()))
    assert isinstance(outcome, Confirmed), outcome
    assert (outcome.result.id, outcome.result.assignment.label, outcome.result.note) == (
        "e1",
        "Portal",
        "tables",
    )


@pytest.mark.parametrize("answer", BODIES[3:6])
async def test_a_save_that_is_neither_told_nor_found_is_refused(
    tmp_path: Path, answer: tuple[int, Any]
) -> None:
    assert isinstance(await saved(tmp_path, answer, page()), Refused)


@pytest.mark.parametrize("answer", [(200, ""), (200, "null"), (500, ""), (302, "")])
async def test_a_save_whose_answer_says_nothing_may_have_happened(
    tmp_path: Path, answer: tuple[int, Any]
) -> None:
    assert isinstance(await saved(tmp_path, answer, page(told())), Unanswered)


async def saved(folder: Path, answer: tuple[int, Any], after: Any) -> Outcome[Entry]:
    """What comes of an entry that is saved on an empty day."""
    days = [page(), after]

    def times(request: httpx.Request) -> Any:
        return answer if request.method == "POST" else days.pop(0)

    (entry,) = await listed(folder, page(told()))
    return await backend_with(str(folder), {"times": times}).entries.save(SaveEntry("new", entry))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=12)
    | st.sampled_from(["null", "true", "", "2026-03-11T08:00:00+01:00", "2026-03-11T08:00:00Z", "work"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*told(), "items", "data", "valid", "message"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(_JSON, st.sampled_from(sorted(told())), st.sampled_from([200, 201, 400]))
def test_anything_in_the_place_of_anything_is_read_or_unreadable(value: Any, field: str, status: int) -> None:
    now = Instant.from_utc(2026, 3, 11)
    for body in (value, enveloped(value), page(value), page(told(**{field: value}))):
        verdict = verdict_of(Answer(status, body, now, now))
        assert verdict.said == " ".join(verdict.said.split())
        try:
            found = parsed(wire.TimesPage, verdict.data)
        except Garbled:
            continue
        for group in found.groups:
            for entry in group.times:
                shape = shaped(entry, group.user_id, ZONE)
                assert shape.id
                assert shape.start


@given(
    st.integers(0, 4_000_000_000),
    st.integers(1, 24 * 3600),
    st.sampled_from([*STATUSES, None, "null"]),
    st.sampled_from([*SOURCES, "null"]),
    st.sampled_from(sorted(TIME_TYPES)),
    st.sampled_from([0, 60, -570, None]),
    st.integers(1, 2**53) | st.uuids().map(str),
)
def test_an_entry_is_the_same_in_every_shape_of_its_values(
    since: int,
    length: int,
    status: str | None,
    creation: str | None,
    kind: str,
    offset: int | None,
    an_id: int | str,
) -> None:
    data = told(id=an_id, type=kind, approvalStatus=status, creationType=creation)
    data |= {"from": _text(since, offset), "to": _text(since + length, offset)}
    entry = shaped(parsed(wire.Entry, json.loads(json.dumps(data))), "u1", ZONE)
    assert entry.id == str(an_id)
    assert entry.start == local(Instant.from_timestamp(since), ZONE)
    assert entry.end == local(Instant.from_timestamp(since + length), ZONE)
    assert entry.source is (Source.EDITED if creation in (None, "null") else SOURCES[creation])
    assert entry.is_invalid == (kind == "clocking" and creation != "times")
    assert entry.is_invalid or entry.status is STATUSES.get(status or "", EntryStatus.OPEN)


def _text(seconds: int, minutes: int | None) -> str:
    there = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=minutes or 0))).isoformat()
    return there if minutes is not None else there.replace("+00:00", "Z")


@pytest.mark.parametrize("is_the_key", [True, False])
async def test_a_401_to_a_write_is_about_the_key_only_if_that_may_read_nothing(
    tmp_path: Path, is_the_key: bool
) -> None:
    no = (401, enveloped(None, "Unauthorized", valid=False))

    def times(request: httpx.Request) -> Any:
        return no if request.method == "POST" else page()

    (entry,) = await listed(tmp_path, page(told()))
    answers: dict[str, Any] = {
        "times": times,
        "users": no if is_the_key else enveloped({"users": []}),
    }
    save = backend_with(str(tmp_path), answers).entries.save(SaveEntry("new", entry))
    if is_the_key:
        with pytest.raises(BadCredentials):
            await save
    else:
        assert await save == Refused(
            "McTime does not let you save this entry: your rights there do not reach as far: “Unauthorized”. "
            "Whoever administers it there can help."
        )
