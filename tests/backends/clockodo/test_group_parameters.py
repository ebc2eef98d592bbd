"""Every parameter of the page on grouped entries can be reached from where people ask for groups."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from itertools import permutations
from typing import NamedTuple

import pytest
from tests.backends.clockodo.office import Office, Vendor
from tests.backends.clockodo.team import named, person, worked
from whenever import Date

from punchcard.backends.errors import Throttled
from punchcard.core.filters import parse_terms
from punchcard.core.grouping_keys import parse_grouping
from punchcard.core.groups import Group, Period
from punchcard.core.refusals import NotFound, UsageError
from punchcard.sandbox.clockodo.records import LumpSumService, Subproject
from punchcard.services.groups.details import NOT_TOLD, details_table, told_shape
from punchcard.services.groups.entry_filters import resolve_filters
from punchcard.services.groups.grouping import GroupedReport, grouped
from punchcard.services.groups.vendor_groups import filter_names, key_names, offer_of, switches_named
from punchcard.services.session import Session

MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))

KEYS = {
    "customers_id": "customers", "projects_id": "projects", "subprojects_id": "subprojects",
    "services_id": "services", "lumpsum_services_id": "lumpsum_services", "users_id": "person",
    "texts_id": "note", "billable": "billable", "is_lumpsum": "is_lumpsum", "day": "day", "week": "week",
    "month": "month", "year": "year",
}  # fmt: skip
"""What the page groups by, and what people type for it."""

BUDGETS = {
    "rep_filter_budget_strict": "hard", "rep_filter_budget_strict_completed": "hard, completed",
    "rep_filter_budget_strict_incomplete": "hard, incomplete", "rep_filter_budget_soft": "soft",
    "rep_filter_budget_soft_completed": "soft, completed",
    "rep_filter_budget_soft_incomplete": "soft, incomplete", "rep_filter_budget_without": "none",
    "rep_filter_budget_without_strict": "not hard",
}  # fmt: skip


class Desk(NamedTuple):
    place: Office
    vendor: Vendor
    session: Session

    async def ask(
        self, by: str, *filters: str, rounding: int = 0, options: tuple[str, ...] = ()
    ) -> GroupedReport:
        """Ask as the command line does."""
        session, offer = self.session, offer_of(self.session)
        dimensions = await session.backend.directory.dimensions()
        terms = parse_terms(filters, filter_names(offer, dimensions))
        found = await resolve_filters(session, terms, MARCH)
        extras = replace(found.extras, switches=switches_named(session, options))
        return await grouped(
            session, parse_grouping(by, key_names(offer, dimensions)), MARCH, found.filters, rounding,
            found.people, words=found.words, extras=extras,
        )  # fmt: skip

    def sent(self) -> list[tuple[str, str]]:
        """What the newest question for groups held."""
        found = [sent for sent in self.place.watch.sent if sent.path.endswith("entrygroups")]
        self.place.clock.move(seconds=10)
        return found[-1].query

    def number(self, table: str, name: str) -> str:
        return str(named(self.vendor, table, name))


@pytest.fixture
async def desk(place: Office) -> AsyncIterator[Desk]:
    vendor = place.vendor()
    worked(vendor, "Ann", "10 08:00", "10 12:00", text="order filter")
    worked(vendor, "Ann", "10 13:00", "10 14:10", text="call", billable=2)
    worked(vendor, "Ben", "10 08:00", "10 10:00", text="call")
    state, portal = vendor.state, named(vendor, "projects", "Portal")
    sub, lump = (
        Subproject(state.new_id(), portal, "Import"),
        LumpSumService(state.new_id(), "Workshop day", 900.0),
    )
    state.subprojects[sub.id], state.lumpsum_services[lump.id] = sub, lump
    session = place.session(vendor)
    yield Desk(place, vendor, session)
    await session.aclose()


def filters_of_the_page(desk: Desk) -> Mapping[tuple[str, str], str]:
    """Each filter with a value, and what people type for it."""
    state = desk.vendor.state
    team = next(iter(state.teams.values()))
    lump = next(iter(state.lumpsum_services.values()))
    return {
        ("users_id", person(desk.vendor, "Ben")): "person=Ben",
        ("customers_id", desk.number("customers", "Northwind")): "customers=Northwind",
        ("projects_id", desk.number("projects", "Portal")): "projects=Portal",
        ("subprojects_id", desk.number("subprojects", "Import")): "subprojects=imp",
        ("services_id", desk.number("services", "Support")): "services=Support",
        ("lumpsum_services_id", str(lump.id)): f"lumpsum_services={lump.name}",
        ("teams_id", str(team.id)): f"team={team.name}",
        ("texts_id", str(state.texts["order filter"])): "whole_note=order filter",
        ("billable", "0"): "billable=no",
        ("billable", "1"): "billed=no",
        ("billable", "2"): "billed=yes",
        ("text", "order"): "note=order",
        **{("budget_type", kind): f"budget={words}" for kind, words in BUDGETS.items()},
    }  # fmt: skip


async def test_each_filter_of_the_page_is_sent(desk: Desk) -> None:
    names = set[str]()
    for (name, value), typed in filters_of_the_page(desk).items():
        await desk.ask("year", typed)
        assert (f"filter[{name}]", value) in desk.sent(), typed
        names.add(name)
    assert names == {
        "users_id", "customers_id", "projects_id", "subprojects_id", "services_id", "lumpsum_services_id",
        "teams_id", "texts_id", "billable", "text", "budget_type",
    }  # fmt: skip


async def test_a_team_is_everybody_in_it(desk: Desk) -> None:
    team = next(iter(desk.vendor.state.teams.values()))
    report = await desk.ask("person", f"team={team.name}")
    assert "filter[users_id]" not in dict(desk.sent())
    assert (report.is_of_team, report.words) == (True, f"team {team.name}")


async def test_each_key_of_the_page_is_sent_and_any_nesting_comes_back(desk: Desk) -> None:
    await desk.ask(",".join(KEYS.values()))
    assert [value for name, value in desk.sent() if name == "grouping[]"] == list(KEYS)
    for native in KEYS:
        report = await desk.ask(KEYS[native])
        assert ("grouping[]", native) in desk.sent()
        assert not report.is_computed_here
        assert report.total.seconds == 5 * 3600 + 600
    for nesting in list(permutations(KEYS, 3))[:: len(KEYS) ** 2]:
        await desk.ask(",".join(KEYS[key] for key in nesting))
        assert [value for name, value in desk.sent() if name == "grouping[]"] == list(nesting)


async def test_sub_groups_come_to_any_depth(desk: Desk) -> None:
    node, depth = (await desk.ask(",".join(KEYS.values()))).total, 0
    while node.children:
        node, depth = node.children[0], depth + 1
    assert depth == len(KEYS)


async def test_rounding_and_both_options_are_sent(desk: Desk) -> None:
    await desk.ask("projects", rounding=7, options=("customer_names=no", "hard_budget_revenue=yes"))
    sent = dict(desk.sent())
    assert sent["round_to_minutes"] == "7"
    assert sent["prepend_customer_to_project_name"] == "false"
    assert sent["calc_also_revenues_for_projects_with_hard_budget"] == "true"
    report = await desk.ask("customers,projects", options=("customer_names=yes",))
    assert "prepend_customer_to_project_name" not in dict(desk.sent())
    assert report.groups[0].children[0].label == "Northwind - Portal"


async def test_what_cannot_be_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(UsageError, match="no option of groups"):
        await desk.ask("year", options=("fast=yes",))
    with pytest.raises(UsageError, match="neither yes nor no"):
        await desk.ask("year", options=("customer_names=1",))
    with pytest.raises(NotFound, match="is no budget"):
        await desk.ask("year", "budget=huge")
    with pytest.raises(UsageError, match="Only Clockodo knows “note”"):
        await desk.ask("weekday", "note=order")
    with pytest.raises(UsageError, match="never billed"):
        await desk.ask("year", "billable=no", "billed=yes")


async def test_what_it_cannot_group_by_is_computed_here_and_that_is_said(desk: Desk) -> None:
    there, here = await desk.ask("day"), await desk.ask("weekday")
    assert (there.remark, there.is_computed_here) == ("Summed up by Clockodo.", False)
    assert (here.remark, here.is_computed_here) == (
        "Computed here: Clockodo cannot group or filter like that.",
        True,
    )
    assert here.total.seconds == there.total.seconds


async def test_everything_that_is_told_of_a_group_is_kept(desk: Desk) -> None:
    (customer,) = (await desk.ask("customers", rounding=15)).groups
    told = told_shape(customer)
    assert told.keys() == {
        "number", "note", "restrictions", "revenue", "exact_revenue", "is_revenue_rounded", "hourly_rate",
        "is_hourly_rate_equal", "budget_used", "has_budget_revenues_billed", "has_budget_revenues_not_billed",
        "has_non_budget_revenues_billed", "has_non_budget_revenues_not_billed",
    }  # fmt: skip
    assert told["restrictions"] == {"users_id": person(desk.vendor, "Ann")}
    assert (told["hourly_rate"], told["is_hourly_rate_equal"]) == (110.0, True)
    assert (told["has_non_budget_revenues_billed"], told["has_budget_revenues_billed"]) == (True, False)
    assert (told["revenue"], told["exact_revenue"]) == (5.25 * 110, round(5 * 110 + 110 / 6, 2))
    assert told["number"] is not None


async def test_what_may_not_be_seen_is_a_dash_and_null_and_never_zero(desk: Desk) -> None:
    ben = desk.place.session(desk.vendor, "Ben")
    report = await grouped(ben, ("customers",), MARCH)
    (customer,) = report.groups
    assert (customer.revenue, report.total.revenue, customer.budget_used) == (None, None, None)
    told = told_shape(customer)
    assert {told[name] for name in ("revenue", "hourly_rate", "has_budget_revenues_billed")} == {None}
    shown = dict(details_table(customer))
    assert (shown["Revenue"], shown["Hourly rate"], shown["Hard budget"]) == (NOT_TOLD, NOT_TOLD, NOT_TOLD)
    await ben.aclose()


async def test_how_many_entries_there_are_is_not_told_and_not_zero(desk: Desk) -> None:
    total: Group = (await desk.ask("year")).total
    assert (total.count, total.is_empty) == (None, False)
    march = await grouped(desk.session, ("year",), Period(Date(2026, 1, 1), Date(2026, 1, 2)))
    assert march.total.is_empty


async def test_a_filter_needs_one_list_and_not_a_walk_through_the_tree(desk: Desk) -> None:
    desk.place.sent()
    await desk.ask("year", "services=Support")
    lines = desk.place.sent()
    assert lines.count("GET v4/services") == 1
    assert not [line for line in lines if "customers" in line or "projects" in line]


async def test_the_eleventh_call_of_a_minute_waits(desk: Desk) -> None:
    for _ in range(10):
        await grouped(desk.session, ("year",), MARCH)
    with pytest.raises(Throttled) as caught:
        await grouped(desk.session, ("year",), MARCH)
    assert 0 < (caught.value.retry_at - desk.place.clock()).total("seconds") < 62
