"""Rows of the inbox: their words, their columns, what finds them, and what is marked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.cells import cell_len
from tests.domain import HOSTILE, berlin
from whenever import Date, Weekday

from punchcard.core.change_requests import (
    ApprovalItem,
    ChangeRequest,
    Decision,
    IntervalChange,
    RequestedChange,
    Verdict,
)
from punchcard.core.intervals import Interval
from punchcard.core.people import Person
from punchcard.core.refusals import UsageError
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.services.approvals.deciding import DecisionResult
from punchcard.services.approvals.inbox import Inbox, InboxItem
from punchcard.store.outbox import OutboxState
from punchcard.tui.approvals import words
from punchcard.tui.approvals.batch import Batch, doing_in_words, progress_of, summary
from punchcard.tui.approvals.inbox_list import MARK_WIDTH, Columns, InboxList
from punchcard.tui.approvals.query import parse_inbox_query
from punchcard.tui.approvals.rows import Row, listing_of
from punchcard.tui.approvals.selection import Selection

TODAY = Date(2026, 3, 11)
NAMES = (
    "Ben Okafor", "Carla Díaz", "李 明", "👩🏽‍💻 Kim", "שלום עולם", "[bold red]Bo[/]", "\x1b[31mred\x1b[0m",
    "\u202eevil", "x" * 10_000, HOSTILE, "",
)  # fmt: skip


def request(name: str, day: int = 3, asked: str = "6 09:00", hours: int = 1) -> ChangeRequest:
    add = RequestedChange(
        IntervalChange.ADD, Interval(berlin(f"{day} 16:00"), berlin(f"{day} {16 + hours}:00"))
    )
    return ChangeRequest(f"{name[:9]}{day}", name, Date(2026, 3, day), (add,), requested_at=berlin(asked))


def week(name: str) -> SubmittedWeek:
    return SubmittedWeek("w1", name, Date(2026, 3, 2), Date(2026, 3, 8), submitted_at=berlin("11 09:00"))


def rows_of(*items: ApprovalItem, pending: OutboxState | None = None) -> Sequence[Row]:
    me = Person("ann", "Ann Berger")
    found = tuple(
        InboxItem(item, Person(item.person, item.person, team=f"{item.person} & Co"), pending, None, "")
        for item in items
    )
    return listing_of(Inbox("waiting", me, found, None, None), TODAY).rows


def selection_of(*items: ApprovalItem) -> Selection:
    selection = Selection()
    selection.show(rows_of(*items))
    return selection


def test_what_is_gone_stays_in_its_place_in_a_list_of_any_order() -> None:
    rows = [*rows_of(request("Ben", 3), request("Ben", 4), request("Ben", 5))]
    selection = Selection()
    for listed in (rows, rows[::-1]):
        selection.show(listed)
        selection.decide({listed[1].key: (Verdict.APPROVE, 5_000)}, {})
        selection.show([listed[0], listed[2]])
        assert [row.key for row in selection.rows] == [row.key for row in listed]
        selection.decide({}, {})


def test_beside_a_request_in_full_ones_own_stand_whole() -> None:
    columns = Columns.of(62, "mine")
    assert columns.name >= len("Change request")
    assert columns.state >= len("It was approved")
    assert sum(columns[:5]) + sum(columns.gaps) + MARK_WIDTH == 62


@pytest.mark.parametrize("width", [54, 58, 62, 70, 76, 120])
@pytest.mark.parametrize("scope", ["waiting", "mine", "decided"])
def test_every_row_has_the_same_columns_whatever_the_name(width: int, scope: str) -> None:
    rows = InboxList(selection_of(*(request(name) for name in NAMES), *(week(name) for name in NAMES)))
    rows.today = TODAY
    rows.scope = "mine" if scope == "mine" else "decided" if scope == "decided" else "waiting"
    lines = [rows.draw(at, width) for at in range(len(rows.selection.rows))]
    assert {line.cell_length for line in lines} == {width}
    for line in lines:
        assert "\n" not in line.plain
        assert "\x1b" not in line.plain
        assert "\u202e" not in line.plain
    heads = [line.plain[: line.plain.index("Tue  3 Mar")] for line in lines if "Tue  3 Mar" in line.plain]
    assert len({cell_len(head) for head in heads}) == 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [(None, ""), (0, "today"), (1, "1 day"), (5, "5 days"), (13, "13 days"), (14, "2 weeks"), (62, "8 weeks"),
     (63, "2 months"), (400, "13 months"), (800, "2 years")],
)  # fmt: skip
def test_ages(days: int | None, expected: str) -> None:
    assert words.age_in_words(days) == expected


def test_days_and_weeks_of_other_years_say_so() -> None:
    old = request("Ben")
    assert words.when_in_words(old, TODAY) == "Tue  3 Mar"
    assert words.when_in_words(old, Date(2027, 1, 4)) == " 3 Mar 2026"
    assert words.when_in_words(week("Ben"), TODAY) == "Week 10"
    assert words.when_in_words(week("Ben"), Date(2027, 1, 4)) == "Week 10 ’26"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", 4), ("ben", 2), ("BEN week", 1), ("person:ben", 2), ("person:ben person:carla", 4),
        ("kind:week", 1), ("kind:request", 3), ("kind:r carla", 2), ("date:3.3.", 2), ("date:march", 4),
        ("date:2026-W10", 3), ("week:10", 3), ("date:2026-04", 0), ('"ben" kind:', 2), ("nobody", 0),
        ("week 10", 1), ("team:carla", 2), ("team:ben team:carla kind:request", 3), ("team:nobody", 0),
        ("status:waiting", 4), ("status:decl", 0), ("status:waiting status:declined ben", 2),
    ],
)  # fmt: skip
def test_what_a_filter_leaves_in(text: str, left: int) -> None:
    selection = selection_of(request("Ben"), request("Carla", 9), request("Carla", 4), week("Ben"))
    selection.look_for(parse_inbox_query(text, TODAY, Weekday.MONDAY))
    assert len(selection.rows) == left


@pytest.mark.parametrize("text", ["kind:holiday", "date:someday", "status:fine"])
def test_what_a_filter_cannot_read(text: str) -> None:
    with pytest.raises(UsageError):
        parse_inbox_query(text, TODAY, Weekday.MONDAY)


def test_marks_follow_what_can_be_decided() -> None:
    selection = selection_of(request("Ben"), request("Carla"), week("Li"))
    assert selection.mark_all() == 3
    assert selection.mark_all() == 0
    assert selection.mark(selection.rows[0])
    selection.show(rows_of(request("Ben"), pending=OutboxState.HELD))
    assert selection.marked_count == 0
    assert not selection.mark(selection.rows[0])


def test_the_next_item_is_the_one_below_or_else_above() -> None:
    selection = selection_of(request("Ben"), request("Carla"), week("Li"))
    keys = [row.key for row in selection.rows]
    assert selection.next_open(0, {keys[0]}) == 1
    assert selection.next_open(2, {keys[2]}) == 1
    assert selection.next_open(1, {keys[1], keys[2]}) == 0
    assert selection.next_open(1, set(keys)) == 1


def test_what_was_decided_is_dimmed_and_what_failed_remains_though_it_is_gone() -> None:
    selection = selection_of(request("Ben"), request("Carla"), week("Li"))
    ben, carla, _ = (row.key for row in selection.rows)
    selection.decide({ben: (Verdict.APPROVE, 5_000)}, {})
    assert selection.rows[0].pending is OutboxState.HELD
    assert selection.rows[0].held_until == 5_000
    selection.decide({}, {carla: "Lea declined it."})
    selection.show(rows_of(week("Li")))
    assert [row.problem for row in selection.rows] == ["Lea declined it.", ""]
    assert not selection.rows[0].is_decidable
    selection.decide({}, {})
    assert [row.key for row in selection.rows] == ["week:Li:2026-03-02"]


def results(*states: OutboxState) -> list[DecisionResult]:
    return [DecisionResult(request("Ben", 1 + at), state, "why") for at, state in enumerate(states)]


def test_progress_and_summary_of_several() -> None:
    found = results(OutboxState.CONFIRMED, OutboxState.REFUSED, OutboxState.QUEUED, OutboxState.DROPPED)
    batch = Batch(Decision(Verdict.APPROVE).verdict, tuple("abcd"), tuple("abcd"), 9_000)
    progress = progress_of(found)
    assert not progress.is_over
    assert doing_in_words(batch, progress, 4, "u") == "3 of 4 · esc stops"
    assert doing_in_words(batch, progress_of(results(*[OutboxState.HELD] * 4)), 4, "u") == (
        "approving 4 in 4 s · u takes it back"
    )
    over = progress_of([*found[:2], found[3]])
    assert over.is_over
    assert summary(batch, over) == "1 approved, 1 taken back, 1 remains; the rows say why."
    assert summary(batch, progress_of(results(*[OutboxState.CONFIRMED] * 4))) == "All 4 approved."
    assert summary(batch, progress_of(results(*[OutboxState.DROPPED] * 4))) == ""
