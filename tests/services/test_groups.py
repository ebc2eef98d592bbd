"""Grouped time of a home: what the backend says, what is on its way, and what people name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.domain import PORTAL, berlin
from tests.services.desk import Desk
from tests.services.local_day import opened
from tests.services.untimed import add_hours
from tests.services.vendor import ANN, Answer, Backend
from whenever import Date

from punchcard.backends.groups_contract import BulkChange, GroupChoice, GroupsOffer, Plan
from punchcard.backends.outcomes import Confirmed, Outcome
from punchcard.core.assignments import Assignment
from punchcard.core.entries import Entry
from punchcard.core.filters import parse_query, parse_terms
from punchcard.core.groups import NO_EXTRAS, Filters, Group, GroupExtras, Period
from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.time_types import Category, TimeType
from punchcard.services import clocking
from punchcard.services.choices import assignment_named
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.untimed_entries import Booking
from punchcard.services.groups.entry_filters import ResolvedFilters, people_named, resolve_filters
from punchcard.services.groups.grouping import GroupedReport, grouped
from punchcard.services.outbox import sync
from punchcard.services.reading.period_entries import period_entries
from punchcard.services.session import Session

MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))
VACATION = TimeType("vacation", "Vacation", Category.VACATION)


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    """Ann's home: four hours for Northwind's portal, two for Fabrikam's, a night, and a day off."""
    session = await opened(tmp_path / "home")
    for path, day, first, last in (
        ("Northwind/Portal", "9", "08:00", "12:00"),
        ("Fabrikam/Portal", "9", "13:00", "15:00"),
        ("", "10", "22:00", "23:00"),
    ):
        branch = await assignment_named(session, path, create=True)
        entries.add(session, berlin(f"{day} {first}"), berlin(f"{day} {last}"), assignment=branch, note=path)
    add_hours(session, Date(2026, 3, 12), 8 * 3600, Booking(time_type=VACATION))
    await sync.deliver(session)
    yield session
    await session.aclose()


def told(report: GroupedReport) -> dict[str, int]:
    return {group.label: group.seconds // 60 for group in report.groups}


async def resolved(session: Session, *filters: str) -> ResolvedFilters:
    dimensions = await session.backend.directory.dimensions()
    return await resolve_filters(session, parse_terms(filters, dimensions), MARCH)


async def test_work_is_counted_and_absences_are_told_beside_it(session: Session) -> None:
    report = await grouped(session, ("client",), MARCH)

    assert told(report) == {"Northwind": 240, "Fabrikam": 120, "no client": 60}
    assert (report.total.seconds, report.absences_left_out) == (7 * 3600, 8 * 3600)
    assert report.is_computed_here


async def test_absences_count_where_they_are_asked_for(session: Session) -> None:
    everything = await grouped(session, ("type",), MARCH, absences=True)
    vacation = await resolved(session, "type=vac")
    by_filter = await grouped(session, ("client",), MARCH, vacation.filters)
    by_query = await grouped(session, ("client",), MARCH, query=parse_query("type:vacation"))

    assert told(everything) == {"no type": 420, "Vacation": 480}
    assert (everything.total.worked_seconds, everything.absences_left_out) == (7 * 3600, 0)
    assert told(by_filter) == told(by_query) == {"no client": 480}


async def test_what_is_on_its_way_counts_once(session: Session) -> None:
    entries.add(session, berlin("11 08:00"), berlin("11 09:00"), assignment=Assignment(), note="new")
    before = await grouped(session, ("note",), MARCH)
    await sync.deliver(session)
    after = await grouped(session, ("note",), MARCH)

    assert told(before) == told(after)
    assert told(after)["new"] == 60


async def test_a_deleted_and_a_changed_entry_are_so_at_once(session: Session) -> None:
    known = await period_entries(session, [session.person.id], MARCH)
    first, second = known[0].entry, known[1].entry
    entries.delete(session, first.id)
    entries.change(session, second.id, entries.EntryChanges(note="later"))

    report = await grouped(session, ("note",), MARCH)

    assert told(report) == {"later": 120, "no note": 60}


async def test_the_running_clock_is_said_and_not_counted(session: Session) -> None:
    clocking.start(session, berlin("11 15:30"))

    this_month = await grouped(session, (), MARCH)
    last_month = await grouped(session, (), Period(Date(2026, 2, 1), Date(2026, 2, 28)))

    assert (this_month.total.seconds, this_month.running_seconds) == (7 * 3600, 5400)
    assert last_month.running_seconds is None


async def test_names_are_looked_up(session: Session) -> None:
    north = await resolved(session, "client=north")
    either = await resolved(session, "client=Northwind", "client=fabrikam", "text=portal")
    portals = await resolved(session, "project=Portal", "status=open")

    assert told(await grouped(session, ("client",), MARCH, north.filters)) == {"Northwind": 240}
    assert (await grouped(session, (), MARCH, either.filters)).total.seconds == 6 * 3600
    assert either.words == "client Northwind or Fabrikam, text “portal”"
    assert (await grouped(session, (), MARCH, portals.filters)).total.seconds == 6 * 3600
    assert portals.words == "project Portal, open"


async def test_what_was_archived_can_still_be_named(session: Session) -> None:
    branch = await assignment_named(session, "Northwind")
    assert session.backend.tree is not None
    await session.backend.tree.archive(branch.references[0])

    found = await resolved(session, "client=northw")

    assert told(await grouped(session, ("client",), MARCH, found.filters)) == {"Northwind": 240}


@pytest.mark.parametrize(
    ("typed", "problem", "hint"),
    [
        ("client=Contoso", "“Contoso” is no client.", "There are: Fabrikam, Northwind."),
        ("type=tra", "“tra” fits several of time type.", "There are: Travel, Training."),
        ("person=bob", "“bob” is no person.", "There are: "),
    ],
)
async def test_what_nobody_knows_is_a_sentence_with_the_choices(
    session: Session, typed: str, problem: str, hint: str
) -> None:
    with pytest.raises(NotFound) as refused:
        await resolved(session, typed)

    assert refused.value.message == problem
    assert refused.value.hint.startswith(hint)


@pytest.mark.parametrize("typed", [("text=a", "text=b"), ("billable=yes", "billable=no"), ("status=x",)])
async def test_what_cannot_be_both_is_refused(session: Session, typed: Sequence[str]) -> None:
    with pytest.raises(UsageError):
        await resolved(session, *typed)


async def test_everybody_is_named_all(session: Session) -> None:
    assert await people_named(session, []) == await people_named(session, ["ALL"]) == (session.person,)


def of_ann(number: int) -> Entry:
    start = berlin(f"9 {8 + number:02}:00")
    return Entry(f"v{number}", ANN.id, start.date(), start, start.add(hours=1), assignment=PORTAL)


async def test_what_is_settled_while_the_vendor_answers_is_neither_missed_nor_doubled(desk: Desk) -> None:
    desk.vendor.entries = {"v0": of_ann(0)}
    entries.add(desk.session, berlin("9 10:00"), berlin("9 11:00"))
    (waiting,) = desk.rows()

    def somebody_delivers() -> None:
        """The vendor books it under an id of its own, between its answer and our look."""
        desk.vendor.during = None
        desk.vendor.entries["own-id"] = replace(of_ann(2), id="own-id")
        with desk.session.store.write() as transaction:
            transaction.connection.execute(
                "UPDATE outbox SET state = 'confirmed' WHERE id = ?", (waiting.id,)
            )

    desk.vendor.during = somebody_delivers

    known = await period_entries(desk.session, [ANN.id], MARCH)

    assert [item.entry.id for item in known] == ["v0", "own-id"]


async def test_what_was_refused_does_not_count(desk: Desk) -> None:
    entries.add(desk.session, berlin("9 10:00"), berlin("9 11:00"))
    desk.vendor.answers.append(Answer.REFUSE)
    await desk.deliver()

    assert await period_entries(desk.session, [ANN.id], MARCH) == []


class VendorGroups:
    """A vendor that sums by itself."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[str, ...], Filters, int]] = []

    offer = GroupsOffer()

    async def choices(self, name: str) -> Sequence[GroupChoice] | None:
        return None

    async def query(
        self,
        grouping: Sequence[str],
        period: Period,
        filters: Filters,
        round_to_minutes: int = 0,
        extras: GroupExtras = NO_EXTRAS,
    ) -> Sequence[Group] | None:
        if "weekday" in grouping:
            return None
        self.asked.append((tuple(grouping), filters, round_to_minutes))
        below = (Group("7", "Seven", 90, 0), Group("8", "Eight", 30, 60))
        return [Group("a", "A", 120, 60, children=below, billable_seconds=120)]

    async def plan(self, change: BulkChange) -> Plan:
        return Plan(change, 0, "key")

    async def run(self, plan: Plan) -> Outcome[int] | Plan:
        return Confirmed(plan.affected)


class SummingBackend(Backend):
    groups = VendorGroups()


async def test_a_vendor_that_sums_is_asked_unless_something_is_on_its_way(desk: Desk) -> None:
    session = desk.open(SummingBackend(desk.vendor))

    report = await grouped(session, ("customer", "service"), MARCH, rounding=1)

    assert not report.is_computed_here
    assert SummingBackend.groups.asked == [(("customer", "service"), Filters(people=(ANN.id,)), 1)]
    assert (report.total.seconds, report.total.rounded_seconds) == (120, 60)
    path = (("customer", "a"), ("service", "8"))
    eight = report.total.at(path)
    assert eight is not None
    assert (eight.label, eight.path) == ("Eight", path)
    assert (await grouped(session, ("weekday",), MARCH)).is_computed_here

    entries.add(session, berlin("9 10:00"), berlin("9 11:00"))
    assert (await grouped(session, (), MARCH)).is_computed_here
    assert (await grouped(session, (), MARCH, query=parse_query("x"))).is_computed_here
