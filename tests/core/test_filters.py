"""What filters leave in, said in both ways."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import HOME_OFFICE, HOSTILE, PORTAL, berlin, entries
from whenever import Date

from punchcard.core.assignments import Assignment, Dimension, Reference
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.filters import matches, parse_query, parse_terms, status_named
from punchcard.core.groups import Filters
from punchcard.core.people import Person
from punchcard.core.refusals import UsageError

DIMENSIONS = (Dimension("client", "Client"), Dimension("project", "Projekt"))
ANN = Person("p1", "Ann Berger")
ENTRY = Entry(
    "1", "p1", Date(2026, 3, 11), berlin("11 08:00"), berlin("11 12:00"), time_type=HOME_OFFICE,
    assignment=replace(PORTAL, billable=True), note="Straße 10:30 – code review",
)  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "is_in"),
    [
        (Filters(), True),
        (Filters(people=("p2", "p1")), True),
        (Filters(people=("p2",)), False),
        (Filters(types=("home_office", "work")), True),
        (Filters(types=("work",)), False),
        (Filters(statuses=("open",)), True),
        (Filters(statuses=("approved",)), False),
        (Filters(references=(("client", "c9"), ("client", "c1"))), True),
        (Filters(references=(("client", "c1"), ("project", "p9"))), False),
        (Filters(references=(("client", "c1"), ("project", "p1"))), True),
        (Filters(references=(("task", "p1"),)), False),
        (Filters(names=(("client", "NORTHWIND"), ("client", "Contoso"))), True),
        (Filters(names=(("client", "North"),)), False),
        (Filters(names=(("client", "Northwind"),), references=(("project", "p9"),)), False),
        (Filters(text="STRASSE"), True),
        (Filters(text="northwind"), True),
        (Filters(text="home off"), True),
        (Filters(text="nowhere"), False),
        (Filters(billable=True), True),
        (Filters(billable=False), False),
        (Filters(types=("home_office",), billable=False), False),
    ],
)
def test_what_filters_leave_in(filters: Filters, is_in: bool) -> None:
    assert matches(ENTRY, filters) is is_in


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("open", EntryStatus.OPEN), ("not approved yet", EntryStatus.OPEN),
        ("Not_Approved", EntryStatus.OPEN), ("not saved", EntryStatus.INVALID),
        ("u", EntryStatus.SUBMITTED), ("under_approval", EntryStatus.SUBMITTED), ("d", EntryStatus.DECLINED),
        ("disapproved", EntryStatus.DECLINED), ("declined", EntryStatus.DECLINED),
        ("exp", EntryStatus.EXPORTED),
    ],
)  # fmt: skip
def test_a_status_goes_by_its_name_and_by_what_it_is_called(text: str, status: EntryStatus) -> None:
    assert status_named(text) is status


@pytest.mark.parametrize("text", ["", "not", "fine", "_"])
def test_what_is_no_status_or_several_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no status"):
        status_named(text)


def test_who_says_nothing_is_neither_billable_nor_not() -> None:
    silent = replace(ENTRY, assignment=PORTAL)

    assert not matches(silent, Filters(billable=True))
    assert not matches(silent, Filters(billable=False))


@pytest.mark.parametrize(
    ("typed", "is_in"),
    [
        ("", True),
        ("   ", True),
        ("review", True),
        ("strasse CODE", True),
        ("strasse nowhere", False),
        ("north portal", True),
        ("home", True),
        ("10:30", True),
        ('"code review"', True),
        ('"review code"', False),
        ('"code rev', True),
        ("client:north", True),
        ("client=NORTH", True),
        ("CLIENT=c1", True),
        ("Projekt:portal project=portal", True),
        ("client:fabrikam", False),
        ("client:fabrikam client:wind", True),
        ("client:north project:ops", False),
        ('client:"north wind"', False),
        ('type:"home off"', True),
        ("type:work", False),
        ("status:open", True),
        ("status=appr", False),
        ("status:op review", True),
        ("billable:yes", True),
        ("billable=no", False),
        ("person:ann", True),
        ("person:p1", True),
        ("person:bob", False),
        ("text:review", True),
        ("note:review", True),
        ('"client:north"', False),
    ],
)
def test_what_a_query_leaves_in(typed: str, is_in: bool) -> None:
    query = parse_query(typed, DIMENSIONS, [ANN])

    assert query.matches(ENTRY) is is_in
    assert bool(query) is bool(typed.strip())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("clint:north", "“clint” is nothing to filter by. Did you mean “client”?"),
        ("http://example.com", "“http” is nothing to filter by."),
        ("status:done", "“done” is no status."),
        ("billable:maybe", "“maybe” is neither yes nor no."),
        ("client:", "“client” has no value."),
        ('client:""', "“client” has no value."),
    ],
)
def test_what_a_query_cannot_mean_is_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_query(typed, DIMENSIONS)

    assert refused.value.message == sentence
    assert refused.value.hint


@given(st.text(max_size=60))
def test_anything_can_be_typed(typed: str) -> None:
    with suppress(UsageError):
        assert parse_query(typed, DIMENSIONS).matches(ENTRY) in (True, False)


def test_hostile_text_is_found_as_it_is() -> None:
    hostile = replace(ENTRY, note=HOSTILE, assignment=Assignment((Reference("client", "c", HOSTILE),)))
    first = HOSTILE.splitlines()[0].replace('"', "")

    assert matches(hostile, Filters(text=HOSTILE))
    assert parse_query('"[bold]x[/]"', DIMENSIONS).matches(hostile)
    assert not parse_query(f'"{first} "', DIMENSIONS).matches(ENTRY)


def test_terms_of_one_key_come_together() -> None:
    typed = ["client=A", "type=x", "Client=B", "client=A", "text=a=b"]

    assert parse_terms(typed, DIMENSIONS) == (("client", ("A", "B")), ("type", ("x",)), ("text", ("a=b",)))


@pytest.mark.parametrize("typed", ["client", "", "=x", "clint=x", "client=", "client=  "])
def test_what_is_no_filter_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_terms([typed], DIMENSIONS)


@given(st.lists(entries(), max_size=8), st.sampled_from(EntryStatus))
def test_filters_part_entries_in_two(some: list[Entry], status: EntryStatus) -> None:
    others = tuple(other.value for other in EntryStatus if other is not status)
    inside = [e for e in some if matches(e, Filters(statuses=(status.value,)))]
    outside = [e for e in some if matches(e, Filters(statuses=others))]

    assert len(inside) + len(outside) == len(some)
    assert all(e not in outside for e in inside)


@given(st.lists(entries(), max_size=8), st.text(min_size=1, max_size=3))
def test_a_word_leaves_in_what_the_filter_by_text_leaves_in(some: list[Entry], word: str) -> None:
    for e in some:
        if not set(word) & set('":=') and word.split() == [word]:
            assert parse_query(word).matches(e) is matches(e, Filters(text=word))
