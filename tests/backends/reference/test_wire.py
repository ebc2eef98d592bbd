from __future__ import annotations

from typing import Any

import pytest

from punchcard.backends.errors import Garbled
from punchcard.backends.http.wire import parsed
from punchcard.backends.reference import bodies
from punchcard.core.clock import IDLE, OnBreak
from punchcard.core.entries import EntryStatus, Source
from punchcard.core.time_types import Category

NOW = "2026-03-11T11:00:00.123Z"
ENTRY: dict[str, Any] = {
    "id": "E1", "person": "P1", "day": "2026-03-11", "start": "2026-03-11T08:00:00+01:00[Europe/Berlin]",
    "end": "2026-03-11T09:00:00+01:00[Europe/Berlin]", "breaks": [], "type": None,
    "assignment": {"references": [], "billable": None}, "note": "", "duration_seconds": None,
    "half_days": None, "status": "open", "source": "typed", "locked": None,
}  # fmt: skip


def entry_of(**changes: object) -> Any:
    data = {"now": NOW, "entry": {**ENTRY, **changes}, "new in this version": [1]}
    return parsed(bodies.Entry, data, "The vendor").entry.domain()


def test_what_is_not_known_here_is_passed_over() -> None:
    assert entry_of(colour="red").id == "E1"


@pytest.mark.parametrize("field", ["id", "person", "day", "start", "breaks", "assignment", "note", "locked"])
def test_what_is_missing_is_never_taken_for_nothing(field: str) -> None:
    data = {"now": NOW, "entry": {name: value for name, value in ENTRY.items() if name != field}}
    with pytest.raises(Garbled, match=rf"The vendor gave an answer that cannot be read \(at entry.{field}\)"):
        parsed(bodies.Entry, data, "The vendor")


@pytest.mark.parametrize(
    "data",
    [None, [], "text", {}, {"now": NOW}, {"now": "soon", "entries": []}, {"now": NOW, "entries": None}],
)
def test_another_shape_is_no_empty_list(data: object) -> None:
    with pytest.raises(Garbled):
        parsed(bodies.Entries, data, "The vendor")


def test_a_sentence_about_an_answer_shows_nothing_of_it() -> None:
    with pytest.raises(Garbled) as caught:
        entry_of(day="[bold]secret[/]")
    assert "secret" not in caught.value.message + caught.value.hint


def test_a_status_that_is_new_is_shown_and_locks_the_entry() -> None:
    entry = entry_of(status="half \x1b[31meaten")
    assert (entry.status, entry.locked) == (EntryStatus.OPEN, "Its status there is “half eaten”.")


def test_a_source_and_a_category_that_are_new_are_unknown() -> None:
    kind = {"id": "t", "name": "Strike", "category": "strike"}
    entry = entry_of(source="fax", type=kind)
    assert (entry.source, entry.time_type.category) == (Source.UNKNOWN, Category.UNKNOWN)


@pytest.mark.parametrize("value", [[], {}, 7, None])
def test_what_is_no_name_at_all_is_unknown_too(value: object) -> None:
    entry = entry_of(source=value, type={"id": "t", "name": "Strike", "category": value})
    assert (entry.source, entry.time_type.category) == (Source.UNKNOWN, Category.UNKNOWN)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start", "0001-01-01T00:00:00+00:00[UTC]"), ("end", "9999-12-31T23:59:59+00:00[UTC]"),
        ("day", "0001-01-01"), ("day", "9999-12-31"), ("duration_seconds", 10**39), ("duration_seconds", -1),
        ("half_days", 10**30), ("half_days", -1),
        ("breaks", [{"start": ENTRY["start"], "end": "9999-12-31T23:59:59+00:00[UTC]"}]),
    ],
)  # fmt: skip
def test_what_nobody_could_reckon_with_is_not_taken(field: str, value: object) -> None:
    with pytest.raises(Garbled, match=rf"\(at entry.{field}"):
        entry_of(**{field: value})


@pytest.mark.parametrize("days", [-1, 10**6, 10**30])
def test_an_edit_lock_beyond_all_measure_is_not_taken(days: int) -> None:
    with pytest.raises(Garbled, match="edit_lock_days"):
        parsed(bodies.Rights, {"now": NOW, "units": ["times"], "edit_lock_days": days}, "The vendor")


def test_a_clock_needs_all_that_its_state_has() -> None:
    state: dict[str, Any] = {"state": "idle"}
    data: dict[str, Any] = {"now": NOW, "state": state}
    assert parsed(bodies.Clock, data, "The vendor").state.domain() == IDLE
    state["state"] = "break"
    needed: dict[str, Any] = {
        "entry_id": "E1", "since": ENTRY["start"], "type": None, "note": "", "breaks": [],
        "assignment": ENTRY["assignment"], "break_since": ENTRY["end"],
    }  # fmt: skip
    for name, value in needed.items():
        with pytest.raises(Garbled):
            parsed(bodies.Clock, data, "The vendor")
        state[name] = value
    assert isinstance(parsed(bodies.Clock, data, "The vendor").state.domain(), OnBreak)
