"""Bulk changes: what is shown first, what is done then, and what is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.local_day import opened
from tests.services.vendor import Answer
from whenever import Date

from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, GroupPath, Period
from punchcard.core.identifiers import new_id
from punchcard.core.refusals import UsageError
from punchcard.core.time_types import Category, TimeType
from punchcard.core.weeks import Week
from punchcard.services.choices import assignment_named
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.edits import carry_out
from punchcard.services.groups.bulk import BulkDone, plan, run
from punchcard.services.groups.bulk_plan import BulkPlan, NewValues, Selection
from punchcard.services.groups.grouping import Kept, grouped
from punchcard.services.outbox import sync
from punchcard.services.reading.period_entries import period_entries
from punchcard.services.reading.refresh import MOST_READINGS, OutOfDate
from punchcard.services.session import Session
from punchcard.services.timesheet.handing_in import ask_submit
from punchcard.services.undo import redo, undo
from punchcard.store.outbox import OutboxState

MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))
EVERYTHING = Selection(MARCH, Kept())
TRAVEL = TimeType("travel", "Travel", Category.PRODUCTIVE)


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    """Three entries on the portal, one of them over midnight, and one on nothing."""
    session = await opened(tmp_path / "home")
    portal = await assignment_named(session, "Northwind/Portal", create=True)
    entries.add(session, berlin("3 08:00"), berlin("3 12:00"), assignment=portal, note="a")
    entries.add(session, berlin("9 08:00"), berlin("9 12:00"), assignment=portal, note="b")
    entries.add(session, berlin("9 22:00"), berlin("10 02:00"), assignment=portal, note="c")
    entries.add(session, berlin("10 08:00"), berlin("10 09:00"), note="d")
    await sync.deliver(session)
    yield session
    await session.aclose()


async def all_entries(session: Session) -> dict[str, Entry]:
    known = await period_entries(session, [session.person.id], MARCH)
    return {item.entry.note: item.entry for item in known}


async def node(session: Session, *labels: str, by: tuple[str, ...] = ("client", "day")) -> Selection:
    group = (await grouped(session, by, MARCH)).total
    for label in labels:
        group = next(child for child in group.children if child.label == label)
    return Selection(MARCH, Kept(), group.path, " › ".join(labels))


async def done(session: Session, shown: BulkPlan) -> BulkDone:
    result = await run(session, shown)
    assert isinstance(result, BulkDone), result.words
    return result


async def test_the_count_and_the_time_are_shown_first_and_nothing_is_changed(session: Session) -> None:
    before = await all_entries(session)

    shown = await plan(session, await node(session, "Northwind"), NewValues(time_type=TRAVEL, note=" x "))

    assert (shown.count, shown.seconds) == (3, 12 * 3600)
    assert shown.words == "Change 3 entries in Northwind (12 h): type Travel, note “x”."
    assert await all_entries(session) == before


async def test_a_node_is_changed_and_nothing_else(session: Session) -> None:
    before = await all_entries(session)
    values = NewValues(time_type=TRAVEL, billable=True)

    said = await done(session, await plan(session, await node(session, "Northwind"), values))
    await sync.deliver(session)

    after = await all_entries(session)
    assert said.message == "Changed 3 entries (12 h)."
    assert after["d"] == before["d"]
    for name in "abc":
        assert after[name] == values.of(before[name])
        assert after[name].assignment.references == before[name].assignment.references
        assert (after[name].time_type, after[name].assignment.billable) == (TRAVEL, True)


async def test_it_is_one_action_with_one_undo_and_one_redo(session: Session) -> None:
    before = await all_entries(session)
    await done(session, await plan(session, EVERYTHING, None))
    assert await all_entries(session) == {}

    undo(session)
    await sync.deliver(session)
    assert {e.note: (e.start, e.end) for e in (await all_entries(session)).values()} == {
        name: (entry.start, entry.end) for name, entry in before.items()
    }

    redo(session)
    await sync.deliver(session)
    assert await all_entries(session) == {}


async def test_an_entry_of_which_the_node_has_a_part_is_changed_as_a_whole_and_that_is_said(
    session: Session,
) -> None:
    shown = await plan(session, await node(session, "Northwind", "Tue 10 Mar 2026"), None)

    assert (shown.count, shown.seconds, shown.partly) == (1, 4 * 3600, 1)
    assert "reaches beyond it, over midnight" in shown.words


async def test_what_is_so_already_is_left_out(session: Session) -> None:
    await done(session, await plan(session, await node(session, "Northwind"), NewValues(note="b")))

    shown = await plan(session, EVERYTHING, NewValues(note="b"))

    assert (shown.count, shown.same) == (1, 3)
    assert "3 entries are so already." in shown.words


async def test_assignment_and_billable_are_changed_apart(session: Session) -> None:
    ops = await assignment_named(session, "Northwind/Ops", create=True)
    await done(session, await plan(session, EVERYTHING, NewValues(billable=False)))
    await done(session, await plan(session, EVERYTHING, NewValues(assignment=ops)))

    labels = {(e.assignment.label, e.assignment.billable) for e in (await all_entries(session)).values()}

    assert labels == {("Northwind › Ops", False)}


async def test_what_was_handed_in_is_named_and_left_out(session: Session) -> None:
    week = Week(Date(2026, 3, 2), Date(2026, 3, 8))
    with session.change() as transaction:
        ask_submit(session, transaction, (week,))
    on_its_way = await plan(session, EVERYTHING, None)
    await sync.deliver(session)
    shown = await plan(session, EVERYTHING, None)

    for found in (on_its_way, shown):
        assert [entry.note for entry, _ in found.locked] == ["a"]
        assert found.count == 3
        assert "1 entry is locked and left out: Week 10 was handed in" in found.words

    await done(session, shown)

    assert list(await all_entries(session)) == ["a"]


@pytest.mark.parametrize("what", ["added", "changed", "deleted"])
async def test_anything_that_has_changed_is_shown_again_and_nothing_is_done(
    session: Session, what: str
) -> None:
    shown = await plan(session, EVERYTHING, None)
    known = await all_entries(session)
    if what == "added":
        entries.add(session, berlin("11 08:00"), berlin("11 09:00"))
    elif what == "changed":
        entries.change(session, known["d"].id, entries.EntryChanges(note="e"))
    else:
        entries.delete(session, known["d"].id)
    now = await all_entries(session)

    again = await run(session, shown)

    assert isinstance(again, BulkPlan)
    assert again.count == len(now) == {"added": 5, "changed": 4, "deleted": 3}[what]
    assert await all_entries(session) == now
    await done(session, again)
    assert await all_entries(session) == {}


async def test_what_is_settled_in_between_changes_nothing_of_the_plan(session: Session) -> None:
    entries.add(session, berlin("11 08:00"), berlin("11 09:00"), note="f")
    shown = await plan(session, EVERYTHING, None)
    await sync.deliver(session)

    assert isinstance(await run(session, shown), BulkDone)


@pytest.mark.parametrize(
    ("selection", "values"),
    [
        (EVERYTHING, NewValues()),
        (EVERYTHING, NewValues(note="x" * 1001)),
        (Selection(MARCH, Kept(Filters(people=("somebody",)))), None),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    session: Session, selection: Selection, values: NewValues | None
) -> None:
    before = await all_entries(session)
    with pytest.raises(UsageError):
        await plan(session, selection, values)
    assert await all_entries(session) == before


@pytest.mark.parametrize("path", [(("client", "nobody"),), (("day", "2020-01-01"),)])
async def test_a_node_that_is_not_there_holds_nothing(session: Session, path: GroupPath) -> None:
    shown = await plan(session, Selection(MARCH, Kept(), path), None)

    assert shown.count == 0
    assert isinstance(await run(session, shown), BulkDone)
    assert len(await all_entries(session)) == 4


async def test_five_hundred_entries_are_one_action_with_one_undo(tmp_path: Path) -> None:
    session = await opened(tmp_path / "home")
    with session.change() as transaction:
        carry_out(session, transaction, [half_an_hour(session, n) for n in range(500)], in_order=False)
    period = Period(Date(2025, 1, 1), Date(2026, 12, 31))

    async def sums() -> tuple[int, int]:
        found = await period_entries(session, [session.person.id], period)
        return sum(item.entry.worked_seconds for item in found), sum(item.entry.note == "x" for item in found)

    for values, after in ((NewValues(note="x"), (500 * 1800, 500)), (None, (0, 0))):
        shown = await plan(session, Selection(period, Kept()), values)
        assert (shown.count, shown.seconds) == (500, 500 * 1800)
        await done(session, shown)
        assert await sums() == after
        undo(session)
        assert await sums() == (500 * 1800, 0)
        redo(session)
        assert await sums() == after
        undo(session)
        assert await sums() == (500 * 1800, 0)
    await session.aclose()


def half_an_hour(session: Session, number: int) -> SaveEntry:
    start = berlin("9 00:00").add(minutes=30 * (number % 48)).subtract(days=number // 48)
    entry_id = new_id()
    return SaveEntry(
        entry_id,
        Entry(entry_id, session.person.id, start.date(), start, start.add(minutes=30), note=str(number)),
    )


async def test_one_that_is_refused_holds_back_none_of_the_others(desk: Desk) -> None:
    desk.clock.set("20 12:00")
    with desk.session.change() as transaction:
        carry_out(
            desk.session, transaction, [half_an_hour(desk.session, n) for n in range(6)], in_order=False
        )
    await desk.deliver()
    day = Period(Date(2026, 3, 9), Date(2026, 3, 9))
    await done(desk.session, await plan(desk.session, Selection(day, Kept()), NewValues(note="x")))
    desk.vendor.answers.extend([Answer.CONFIRM, Answer.REFUSE])
    await desk.deliver()
    assert sorted(entry.note for entry in desk.vendor.entries.values()) == ["1", *["x"] * 5]

    undo(desk.session)
    desk.vendor.answers.extend([Answer.REFUSE])
    await desk.deliver()
    assert desk.states().count(OutboxState.NEEDS_YOU) == 0
    assert sorted(entry.note for entry in desk.vendor.entries.values()) == ["0", "1", "2", "3", "4", "x"]
    undo(desk.session)
    await desk.deliver()
    assert sorted(entry.note for entry in desk.vendor.entries.values()) == ["0", "1", "2", "3", "4", "5"]


async def test_where_something_is_asked_for_each_time_it_gives_up(desk: Desk) -> None:
    desk.clock.set("11 17:00")
    entries.add(desk.session, berlin("10 08:00"), berlin("10 09:00"))
    await desk.deliver()
    shown = await plan(desk.session, EVERYTHING, NewValues(note="x"))
    other, minutes = desk.open(), count()

    def ask_meanwhile() -> None:
        start = berlin("10 08:00").subtract(days=20).add(minutes=next(minutes))
        entries.add(other, start, start.add(minutes=1))

    desk.vendor.during, desk.vendor.lists = ask_meanwhile, 0
    with pytest.raises(OutOfDate, match="was out of date each time"):
        await run(desk.session, shown)
    assert desk.vendor.lists == MOST_READINGS
