"""Many entries changed at once by Clockodo's two steps, from the service down to the wire and back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from tests.backends.clockodo.office import Office, Vendor
from tests.backends.clockodo.team import named, worked
from whenever import Date

from punchcard.backends.errors import Throttled
from punchcard.backends.groups_contract import Plan
from punchcard.backends.outcomes import Confirmed, Outcome
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.edit_lock import EditLock
from punchcard.core.groups import GroupExtras, Period
from punchcard.core.refusals import UsageError
from punchcard.sandbox.clockodo.records import Access, EntryType
from punchcard.sandbox.faults import Fault
from punchcard.services import undo
from punchcard.services.groups.bulk import BulkDone, plan, run
from punchcard.services.groups.bulk_plan import BulkPlan, NewValues, Selection
from punchcard.services.groups.grouping import Kept, grouped
from punchcard.services.groups.vendor_bulk import NotDone
from punchcard.services.outbox import sync
from punchcard.services.session import Session
from punchcard.services.timesheet.edit_locks import keep_edit_lock
from punchcard.store.outbox import OutboxState

MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))
NOTE = NewValues(note="reviewed")


class Desk(NamedTuple):
    place: Office
    vendor: Vendor
    session: Session

    def notes(self) -> list[str | None]:
        return [entry.text for entry in self.vendor.state.entries.values()]

    def writes(self) -> list[str]:
        return [line for line in self.place.sent() if not line.startswith("GET")]

    async def node(self, *labels: str, by: tuple[str, ...] = ("customers", "projects")) -> Selection:
        group = (await grouped(self.session, by, MARCH)).total
        for label in labels:
            group = next(child for child in group.children if child.label == label)
        self.writes()
        return Selection(MARCH, Kept(), group.path, " › ".join(labels))

    def states(self) -> list[OutboxState]:
        with self.session.store.read() as transaction:
            return [row.state for row in transaction.outbox.latest(self.session.account.name, 99)]


@pytest.fixture
async def desk(place: Office, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    vendor = place.vendor(getattr(request, "param", "current"))
    contoso: dict[str, Any] = {
        "customers_id": named(vendor, "customers", "Contoso"),
        "projects_id": named(vendor, "projects", "Audit"),
        "billable": 0,
    }
    worked(vendor, "Ann", "9 08:00", "9 12:00", text="order filter")
    worked(vendor, "Ann", "10 08:00", "10 10:00", text="call", billable=1)
    worked(vendor, "Ann", "10 10:00", "10 11:00", text="report", **contoso)
    worked(vendor, "Ben", "10 08:00", "10 10:00", text="call")
    session = place.session(vendor)
    yield Desk(place, vendor, session)
    await session.aclose()


async def done(desk: Desk, shown: BulkPlan) -> BulkDone:
    result = await run(desk.session, shown)
    assert isinstance(result, BulkDone), result.words
    return result


both = pytest.mark.parametrize("desk", ["current", "classic"], indirect=True)


@both
async def test_the_count_comes_first_and_one_undo_takes_it_back(desk: Desk) -> None:
    shown = await plan(desk.session, await desk.node("Northwind", "Portal"), NOTE)
    assert shown.words == (
        "Change 2 entries in Northwind › Portal (6 h): note “reviewed”. "
        "Clockodo counts them and does it in one go."
    )
    assert desk.notes() == ["order filter", "call", "report", "call"]

    said = await done(desk, shown)
    assert said.message == "Changed 2 entries (6 h)."
    assert desk.notes() == ["reviewed", "reviewed", "report", "call"]
    assert len([line for line in desk.writes() if "entrygroups" in line]) in (2, 3)
    assert desk.states() == [OutboxState.CONFIRMED] * 2

    undo.undo(desk.session)
    await sync.deliver(desk.session)
    assert sorted(map(str, desk.notes())) == ["call", "call", "order filter", "report"]


async def test_many_entries_are_deleted_in_one_go(desk: Desk) -> None:
    shown = await plan(desk.session, await desk.node("Contoso"), None)
    assert (shown.count, shown.can_be_undone) == (1, True)
    await done(desk, shown)
    assert desk.notes() == ["order filter", "call", "call"]
    assert desk.writes() == ["DELETE v2/entrygroups"] * 2


async def test_another_entry_in_between_shows_the_new_count_and_changes_nothing(desk: Desk) -> None:
    shown = await plan(desk.session, await desk.node("Northwind"), NOTE)
    worked(desk.vendor, "Ann", "11 08:00", "11 09:00")
    again = await run(desk.session, shown)
    assert isinstance(again, BulkPlan)
    assert (again.count, "reviewed" in desk.notes()) == (3, False)
    await done(desk, again)
    assert desk.notes().count("reviewed") == 3


async def test_another_key_asks_again_and_leaves_nothing_in_the_outbox(desk: Desk) -> None:
    shown = await plan(desk.session, await desk.node("Northwind"), NOTE)
    desk.vendor.state.confirmations.clear()
    again = await run(desk.session, shown)
    assert isinstance(again, BulkPlan)
    assert (again.count, "reviewed" in desk.notes()) == (2, False)
    assert set(desk.states()) == {OutboxState.DROPPED}
    await done(desk, again)
    assert desk.notes().count("reviewed") == 2


@pytest.mark.parametrize(("fault", "is_there"), [(Fault.DROP_AFTER, True), (Fault.DROP_BEFORE, False)])
async def test_a_lost_second_step_is_unknown_and_found_out_by_reading(
    desk: Desk, fault: Fault, is_there: bool
) -> None:
    shown = await plan(desk.session, await desk.node("Northwind"), NOTE)
    desk.writes()
    # The entries are read first; then comes the step.
    desk.vendor.faults.at(2, fault)
    said = await done(desk, shown)
    assert said.is_unknown
    assert "It is not known whether 2 entries were changed at Clockodo." in said.message
    assert desk.states() == [OutboxState.UNKNOWN] * 2
    assert desk.writes() == ["PUT v2/entrygroups"]

    await sync.deliver(desk.session)
    # What is there is not sent again; what surely is not goes entry by entry.
    assert [line.split("/")[1] for line in desk.writes()] == ([] if is_there else ["entries"] * 2)
    assert desk.notes().count("reviewed") == 2
    assert set(desk.states()) == {OutboxState.CONFIRMED}


async def test_a_used_up_minute_leaves_nothing_behind(desk: Desk) -> None:
    shown = await plan(desk.session, await desk.node("Northwind"), NOTE)
    for _ in range(9):
        await plan(desk.session, shown.selection, NOTE)
    with pytest.raises(Throttled):
        await run(desk.session, shown)
    assert desk.states() == [OutboxState.DROPPED] * 2
    desk.place.clock.move(seconds=62)
    await done(desk, shown)
    assert desk.notes().count("reviewed") == 2


async def test_a_refusal_is_told_and_nothing_was_changed(desk: Desk) -> None:
    shown = await plan(desk.session, await desk.node("Northwind"), NOTE)
    assert shown.vendor is not None
    gone = (Reference("projects", "999999", "Gone"),)
    wrong = shown.vendor._replace(change=shown.vendor.change._replace(references=gone))
    with pytest.raises(NotDone, match="Nothing was changed"):
        await run(desk.session, replace(shown, vendor=wrong))
    assert desk.states() == [OutboxState.DROPPED] * 2


async def test_a_lump_sum_is_never_damaged(desk: Desk) -> None:
    state, number = desk.vendor.state, worked(desk.vendor, "Ann", "10 15:00", "10 16:00")
    lump = replace(
        state.entries[number], type=EntryType.LUMPSUM, lumpsum=90.0, duration=None, time_until=None
    )
    state.keep(lump)
    shown = await plan(desk.session, await desk.node("Northwind"), NOTE)
    assert (shown.vendor, shown.count, len(shown.locked)) == (None, 2, 1)
    await done(desk, shown)
    await sync.deliver(desk.session)
    assert desk.notes().count("reviewed") == 2
    assert state.entries[number] == lump


async def test_what_is_locked_here_is_never_in_a_count_that_has_changed(desk: Desk) -> None:
    state, ann = desk.vendor.state, desk.vendor.state.person_named("Ann")
    state.users[ann.id] = replace(ann, role="worker", access=Access(), edit_lock_dyn=2)
    with desk.session.change() as transaction:
        keep_edit_lock(desk.session, transaction, str(ann.id), EditLock(1))
    shown = await plan(desk.session, await desk.node("Northwind"), NOTE)
    assert (shown.vendor is not None, shown.count, len(shown.locked)) == (True, 1, 1)

    state.users[ann.id] = ann
    again = await run(desk.session, shown)
    assert isinstance(again, BulkPlan)
    assert (again.vendor, again.count, len(again.locked)) == (None, 1, 1)
    await done(desk, again)
    await sync.deliver(desk.session)
    assert desk.notes() == ["order filter", "reviewed", "report", "call"]


async def test_where_fewer_were_changed_each_is_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await plan(desk.session, await desk.node("Northwind"), None)
    keep = next(entry for entry in desk.vendor.state.entries.values() if entry.text == "call")
    port = desk.session.backend.groups
    assert port is not None
    real = port.run

    async def one_less(step: Plan) -> Outcome[int] | Plan:
        assert isinstance(await real(step), Confirmed)
        desk.vendor.state.keep(keep)
        return Confirmed(1, ("2 entries were to be changed, and 1 were.",))

    monkeypatch.setattr(port, "run", one_less)
    said = await done(desk, shown)
    assert "Each is read again." in said.message
    assert desk.states() == [OutboxState.UNKNOWN] * 2
    await sync.deliver(desk.session)
    assert desk.notes() == ["report", "call"]
    undo.undo(desk.session)
    await sync.deliver(desk.session)
    assert sorted(map(str, desk.notes())) == ["call", "call", "order filter", "report"]


async def test_a_branch_that_leaves_a_level_out_goes_entry_by_entry(desk: Desk) -> None:
    selection = await desk.node("Contoso")
    names = (("customers", "Northwind"), ("services", "Support"))
    branch = Assignment(
        tuple(Reference(level, str(named(desk.vendor, level, name)), name) for level, name in names)
    )
    shown = await plan(desk.session, selection, NewValues(assignment=branch))
    assert shown.vendor is None
    await done(desk, shown)
    await sync.deliver(desk.session)
    (entry,) = [entry for entry in desk.vendor.state.entries.values() if entry.text == "report"]
    assert entry.projects_id is None


@pytest.mark.parametrize(
    ("by", "key", "count"),
    [
        ("day", "2026-03-10", 2), ("week", "2026-W11", 3), ("month", "2026-03", 3), ("year", "2026", 3),
        ("note", "call", 1), ("billable", "yes", 2), ("billable", "no", 1),
    ],
)  # fmt: skip
async def test_days_and_notes_are_selected_too(desk: Desk, by: str, key: str, count: int) -> None:
    shown = await plan(desk.session, Selection(MARCH, Kept(), ((by, key),)), NewValues(note="new"))
    assert shown.vendor is not None
    assert shown.count == count
    await done(desk, shown)
    assert desk.notes().count("new") == shown.count


async def test_what_clockodo_alone_selects_is_counted_there_and_not_undone_here(desk: Desk) -> None:
    kept = Kept(extras=GroupExtras((("note", "call"),)))
    shown = await plan(desk.session, Selection(MARCH, kept), NOTE)
    assert (shown.count, shown.can_be_undone, shown.entries) == (1, False, ())
    assert "that cannot be undone here" in shown.words
    said = await done(desk, shown)
    assert (said.row_ids, said.can_be_undone) == ((), False)
    assert desk.notes() == ["order filter", "reviewed", "report", "call"]


async def test_what_clockodo_alone_can_set(desk: Desk) -> None:
    ben = next(each for each in await desk.session.backend.directory.people() if each.name == "Ben")
    values = NewValues(is_billed=True, hourly_rate=99.5, person=ben)
    shown = await plan(desk.session, await desk.node("Contoso"), values)
    assert "billed, 99.50 an hour, time of Ben" in shown.words
    await done(desk, shown)
    (entry,) = [entry for entry in desk.vendor.state.entries.values() if entry.text == "report"]
    assert (entry.billable, entry.hourly_rate, str(entry.users_id)) == (2, 99.5, ben.id)


async def test_a_lost_step_of_unknown_entries_is_never_sent_again(desk: Desk) -> None:
    kept = Kept(extras=GroupExtras((("note", "call"),)))
    shown = await plan(desk.session, Selection(MARCH, kept), NOTE)
    desk.writes()
    desk.vendor.faults.always(Fault.DROP_AFTER)
    said = await done(desk, shown)
    assert said.is_unknown
    assert "Nothing is sent again blindly" in said.message
    desk.vendor.faults.clear()
    await sync.deliver(desk.session)
    assert desk.writes() == ["PUT v2/entrygroups"]
    assert desk.states() == []


async def test_what_is_billed_and_not_billable_is_nothing(desk: Desk) -> None:
    selection = await desk.node("Contoso")
    with pytest.raises(UsageError, match="never billed"):
        await plan(desk.session, selection, NewValues(billable=False, is_billed=True))
    assert desk.writes() == []


@pytest.mark.parametrize("node", [("weekday", "2"), ("billable", "odd"), ("customers", ""), ("note", "gone")])
async def test_what_it_cannot_select_is_refused(desk: Desk, node: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="cannot select these entries alone"):
        await plan(desk.session, Selection(MARCH, Kept(), (node,)), NewValues(is_billed=True))
    assert desk.writes() == []
