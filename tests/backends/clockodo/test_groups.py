"""Groups and bulk changes against the simulated Clockodo, over a real socket, in both generations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, NamedTuple

import pytest
from tests.backends.clockodo.office import Office, Vendor
from tests.backends.clockodo.team import named, person, worked
from whenever import Date

from punchcard.backends.clockodo import ClockodoBackend
from punchcard.backends.clockodo.groups.query import BudgetType, GroupFilters, GroupKey, GroupQuery
from punchcard.backends.errors import Throttled
from punchcard.backends.groups_contract import BulkChange, Plan
from punchcard.backends.outcomes import Confirmed, Refused, Unanswered
from punchcard.core.assignments import Reference
from punchcard.core.groups import Filters, Group, Period
from punchcard.core.refusals import UsageError
from punchcard.sandbox.faults import Fault

MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))
HOUR = 3600


class Desk(NamedTuple):
    place: Office
    vendor: Vendor
    ann: ClockodoBackend

    @property
    def current(self) -> bool:
        return not self.vendor.state.is_classic

    async def by(self, *keys: str, rounding: int = 0, **filters: Any) -> tuple[Group, ...] | None:
        people = filters.pop("people", (person(self.vendor, "Ann"),))
        found = await self.ann.groups.query(keys, MARCH, Filters(people=people, **filters), rounding)
        return None if found is None else tuple(found)

    def paths(self) -> list[str]:
        return [line for line in self.place.sent() if "entrygroups" in line]


async def desk_at(place: Office, vendor: Vendor) -> AsyncIterator[Desk]:
    contoso = {"customers_id": named(vendor, "customers", "Contoso"), "projects_id": None}
    support = {"services_id": named(vendor, "services", "Support")}
    plain = {"projects_id": None}
    worked(vendor, "Ann", "10 08:00", "10 12:00", text="order filter")
    worked(vendor, "Ann", "10 13:00", "10 14:10", text="call", billable=2, **support)
    worked(vendor, "Ann", "2 13:00", "2 14:00", text="order filter", billable=0, **contoso)
    worked(vendor, "Ann", "31 23:00", "31 23:30", **plain)
    worked(vendor, "Ben", "10 08:00", "10 10:00")
    backend = place.backend(vendor)
    yield Desk(place, vendor, backend)
    await backend.aclose()


@pytest.fixture(params=["current", "classic"])
async def desk(place: Office, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    async for opened in desk_at(place, place.vendor(request.param)):
        yield opened


@pytest.fixture
async def now(place: Office) -> AsyncIterator[Desk]:
    async for opened in desk_at(place, place.vendor()):
        yield opened


def shown(groups: tuple[Group, ...] | None) -> list[tuple[str, str, int]]:
    assert groups is not None
    return [(group.key, group.label, group.seconds) for group in groups]


def one(groups: Sequence[Group] | None) -> Group:
    assert groups is not None
    assert len(groups) == 1
    return groups[0]


async def test_a_tree_has_the_keys_and_the_order_of_punchcard(desk: Desk) -> None:
    tree = await desk.by("customers", "projects", "day")
    northwind, contoso = (str(named(desk.vendor, "customers", name)) for name in ("Northwind", "Contoso"))
    assert shown(tree) == [(northwind, "Northwind", 20400), (contoso, "Contoso", HOUR)]
    assert tree is not None
    portal, none = tree[0].children
    assert (portal.key, portal.label) == (str(named(desk.vendor, "projects", "Portal")), "Portal")
    assert (none.key, none.label, none.seconds) == ("", "No project", 1800)
    assert [day.key for day in portal.children] == ["2026-03-10"]
    assert (portal.revenue, portal.budget_used) == (4 * 110 + 99.17, False)
    new, old = "GET v2/entrygroups", "GET entrygroups"
    assert desk.paths() == ([new] if desk.current else [new, old])
    month = one(await desk.by("month", "week", "day"))
    assert desk.paths() == ([new] if desk.current else [old])
    assert month.key == "2026-03"
    assert [week.key for week in month.children] == ["2026-W10", "2026-W11", "2026-W14"]
    assert [group.key for group in await desk.by("year") or ()] == ["2026"]


async def test_what_is_nothing_for_several_customers_is_one_group(desk: Desk) -> None:
    tree = await desk.by("projects")
    assert shown(tree)[1] == ("", "no project", HOUR + 1800)


async def test_notes_and_billable_have_keys_that_entries_have_too(desk: Desk) -> None:
    assert [group.key for group in await desk.by("note") or ()] == ["order filter", "call", ""]
    found = {group.key: group.seconds for group in await desk.by("billable") or ()}
    assert found == {"yes": 4 * HOUR + 1800, "billed": 4200, "no": HOUR}
    year = one(await desk.by("year", "billable"))
    assert year.billable_seconds == 4 * HOUR + 1800 + 4200


async def test_several_values_of_one_kind_are_or(desk: Desk) -> None:
    ann, ben = person(desk.vendor, "Ann"), person(desk.vendor, "Ben")
    both = await desk.by("services", people=(ann, ben), billable=True)
    assert [(group.label, group.seconds) for group in both or ()] == [
        ("Development", 6 * HOUR + 1800),
        ("Support", 4200),
    ]
    customers = tuple(
        ("customers", str(named(desk.vendor, "customers", name))) for name in ("Northwind", "Contoso")
    )
    assert shown(await desk.by("year", references=customers)) == [("2026", "2026", 24000)]
    people = await desk.by("person", "year", people=(ben, ann))
    assert [(group.label, group.seconds) for group in people or ()] == [("Ann", 24000), ("Ben", 7200)]
    assert len(desk.paths()) == 3 + (not desk.current)


async def test_what_the_service_cannot_do_is_left_to_punchcard(now: Desk) -> None:
    ann, ben = person(now.vendor, "Ann"), person(now.vendor, "Ben")
    cases: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
        (("weekday",), {}),
        (("customers", "type"), {}),
        (("year",), {"text": "call"}),
        (("year",), {"types": ("work",)}),
        (("year", "person"), {"people": (ann, ben)}),
        (("year",), {"references": (("client", "1"),)}),
        (("year",), {"people": (ann, ben), "rounding": 15}),
    )
    for keys, filters in cases:
        assert await now.by(*keys, **filters) is None
    assert now.paths() == []


async def test_the_classic_generation_knows_no_subprojects(desk: Desk) -> None:
    found = await desk.by("subprojects")
    assert (found is not None) == desk.current


async def test_rounding_is_told_beside_what_was_worked(desk: Desk) -> None:
    support = one([g for g in await desk.by("services", rounding=15) or () if g.label == "Support"])
    assert (support.seconds, support.rounded_seconds) == (4200, 4500)


async def test_what_may_not_be_seen_is_not_zero(desk: Desk) -> None:
    ben = desk.place.backend(desk.vendor, "Ben")
    own = Filters(people=(person(desk.vendor, "Ben"),))
    year = one(await ben.groups.query(("year",), MARCH, own))
    assert (year.seconds, year.revenue, year.budget_used) == (7200, None, None)
    await ben.aclose()


async def test_every_parameter_is_sent_as_it_is_described(now: Desk) -> None:
    filters = GroupFilters(1, 2, 3, 4, 5, 6, 7, 8, 2, "call", BudgetType.SOFT_INCOMPLETE)
    query = GroupQuery(
        tuple(GroupKey),
        MARCH,
        filters,
        round_to_minutes=15,
        prepend_customer_to_project_name=False,
        calc_also_revenues_for_projects_with_hard_budget=True,
    )
    assert await now.ann.groups.native(query) == ()
    (sent,) = now.place.watch.sent
    assert [value for name, value in sent.query if name == "grouping[]"] == [key.value for key in GroupKey]
    plain = dict(sent.query)
    assert (plain["time_since"], plain["time_until"]) == ("2026-02-28T23:00:00Z", "2026-03-31T21:59:59Z")
    assert {name: plain[name] for name in plain if "filter" in name} == {
        "filter[users_id]": "1", "filter[customers_id]": "2", "filter[projects_id]": "3",
        "filter[subprojects_id]": "4", "filter[services_id]": "5", "filter[lumpsum_services_id]": "6",
        "filter[teams_id]": "7", "filter[texts_id]": "8", "filter[billable]": "2", "filter[text]": "call",
        "filter[budget_type]": "rep_filter_budget_soft_incomplete",
    }  # fmt: skip
    assert plain["calc_also_revenues_for_projects_with_hard_budget"] == "true"
    assert (plain["prepend_customer_to_project_name"], plain["round_to_minutes"]) == ("false", "15")


async def test_ten_calls_a_minute_and_then_a_wait_that_is_told(now: Desk) -> None:
    for _ in range(10):
        await now.by("year")
    with pytest.raises(Throttled) as caught:
        await now.by("year")
    assert caught.value.retry_at > now.place.clock()
    assert len(now.paths()) == 10
    now.place.clock.move(seconds=62)
    assert await now.by("year")


def of_ann(desk: Desk, **more: Any) -> BulkChange:
    return BulkChange(MARCH, Filters(people=(person(desk.vendor, "Ann"),)), **more)


def notes(desk: Desk) -> list[str | None]:
    return [entry.text for entry in desk.vendor.state.entries.values()]


async def test_many_entries_are_changed_in_two_steps(desk: Desk) -> None:
    change = of_ann(desk, note="reviewed", billable=False)
    plan = await desk.ann.groups.plan(change)
    assert (plan.affected, plan.change) == (4, change)
    assert "reviewed" not in notes(desk)
    assert await desk.ann.groups.run(plan) == Confirmed(4)
    assert notes(desk) == ["reviewed"] * 4 + [None]
    first, second = [sent.body for sent in desk.place.watch.sent if sent.method == "PUT"][-2:]
    assert second == {**first, "confirm_key": plan.key}


async def test_many_entries_are_deleted_in_two_steps(desk: Desk) -> None:
    plan = await desk.ann.groups.plan(of_ann(desk, delete=True))
    assert await desk.ann.groups.run(plan) == Confirmed(4)
    assert notes(desk) == [None]


async def test_another_count_is_shown_and_asked_about_again(desk: Desk) -> None:
    customer = Reference("customers", str(named(desk.vendor, "customers", "Contoso")), "Contoso")
    plan = await desk.ann.groups.plan(of_ann(desk, note="x", references=(customer,)))
    worked(desk.vendor, "Ann", "12 08:00", "12 09:00")
    again = await desk.ann.groups.run(plan)
    assert isinstance(again, Plan)
    assert (again.affected, again.key != plan.key) == (5, True)
    assert "x" not in notes(desk)
    assert await desk.ann.groups.run(again) == Confirmed(5)


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER])
async def test_a_lost_second_step_is_never_sent_again(now: Desk, fault: Fault) -> None:
    plan = await now.ann.groups.plan(of_ann(now, note="x"))
    now.paths()
    now.vendor.faults.always(fault)
    assert isinstance(await now.ann.groups.run(plan), Unanswered)
    assert now.paths() == ["PUT v2/entrygroups"]


async def test_nothing_is_selected_that_was_not_asked_for(now: Desk) -> None:
    ann, ben = person(now.vendor, "Ann"), person(now.vendor, "Ben")
    for filters in (Filters(), Filters(people=(ann, ben)), Filters(people=(ann,), text="call")):
        with pytest.raises(UsageError):
            await now.ann.groups.plan(BulkChange(MARCH, filters, note="x"))
    with pytest.raises(UsageError, match="nothing to change"):
        await now.ann.groups.plan(of_ann(now))
    assert now.paths() == []


async def test_where_nothing_is_reached_nothing_is_sent(now: Desk) -> None:
    service = (("services", str(named(now.vendor, "services", "Support"))),)
    lea = Filters(people=(person(now.vendor, "Lea"),), references=service)
    plan = await now.ann.groups.plan(BulkChange(MARCH, lea, note="x"))
    now.paths()
    assert await now.ann.groups.run(plan) == Confirmed(0)
    assert now.paths() == []


async def test_a_refused_second_step_says_why(now: Desk) -> None:
    plan = await now.ann.groups.plan(of_ann(now, note="x"))
    broken = plan._replace(change=plan.change._replace(note="x" * 1001))
    with pytest.raises(UsageError, match="1,000"):
        await now.ann.groups.run(broken)
    nowhere = Reference("projects", "999999", "Nowhere")
    outcome = await now.ann.groups.run(plan._replace(change=of_ann(now, references=(nowhere,))))
    assert isinstance(outcome, Refused)
