from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import day_entries, entries, ids, punches, running_clocks, texts

from punchcard.core.changes import DeleteEntry, SaveEntry, change_from_json, change_to_json
from punchcard.core.clock import IDLE, ClockState
from punchcard.core.codec import (
    assignment_from_json,
    entry_from_json,
    entry_to_json,
    moment_from_json,
    person_from_json,
    person_to_json,
    state_from_json,
    state_to_json,
    time_type_from_json,
)  # fmt: skip
from punchcard.core.entries import Entry
from punchcard.core.people import Person
from punchcard.core.punch_codec import punch_from_json, punch_to_json
from punchcard.core.punches import AnyPunch

any_entry = entries() | day_entries
DOES_NOT_FIT = (ValueError, KeyError, TypeError, AttributeError)
garbage = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value, ensure_ascii=False))


@given(punches)
def test_a_punch_comes_back_as_it_was(punch: AnyPunch) -> None:
    assert punch_from_json(through_json(punch_to_json(punch))) == punch


@given(any_entry)
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    assert entry_from_json(through_json(entry_to_json(entry))) == entry


@given(running_clocks() | st.just(IDLE))
def test_a_clock_comes_back_as_it_was(state: ClockState) -> None:
    back = state_from_json(through_json(state_to_json(state)))
    assert (back, type(back)) == (state, type(state))


@given(ids, any_entry, st.none() | any_entry)
def test_changes_of_entries_come_back_as_they_were(
    change_id: str, entry: Entry, before: Entry | None
) -> None:
    for change in (SaveEntry(change_id, entry, before), DeleteEntry(change_id, entry)):
        assert change_from_json(through_json(change_to_json(change))) == change


@given(st.builds(Person, texts, texts, texts))
def test_a_person_comes_back_as_they_were(person: Person) -> None:
    assert person_from_json(through_json(person_to_json(person))) == person


READERS: tuple[Callable[[Any], object], ...] = (
    punch_from_json, entry_from_json, state_from_json, change_from_json, person_from_json,
    assignment_from_json, time_type_from_json, moment_from_json,
)  # fmt: skip


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(data=garbage)
def test_garbage_is_refused_as_a_value_that_does_not_fit(read: Callable[[Any], object], data: Any) -> None:
    try:
        read(data)
    except DOES_NOT_FIT:
        return


@given(punches, any_entry, running_clocks(), garbage, st.integers(0))
def test_one_spoiled_field_never_does_worse(
    punch: AnyPunch, entry: Entry, state: ClockState, spoiled: Any, place: int
) -> None:
    for data, read in (
        (punch_to_json(punch), punch_from_json),
        (entry_to_json(entry), entry_from_json),
        (state_to_json(state), state_from_json),
    ):
        field = sorted(data)[place % len(data)]
        try:
            read({**data, field: spoiled})
        except DOES_NOT_FIT:
            continue
