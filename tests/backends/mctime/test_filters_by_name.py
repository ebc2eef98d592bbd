"""Filters that name organizations: by their ids where these are known, else by names that McTime looks up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.backends.mctime.office import ANN, Office, Vendor
from tests.domain import berlin
from whenever import Date

from punchcard.core.filters import parse_terms
from punchcard.core.groups import Period
from punchcard.core.refusals import NotFound, UsageError
from punchcard.sandbox.mctime.records import ApprovalStatus, TimeEntry
from punchcard.services.choices import assignment_named
from punchcard.services.entries import by_hand
from punchcard.services.groups.entry_filters import ResolvedFilters, resolve_filters
from punchcard.services.groups.grouping import grouped
from punchcard.services.session import Session

WEEK = Period(Date(2026, 3, 9), Date(2026, 3, 15))
WORKS, RELAUNCH = "Berger Works", "Brandt Labs/Fabrikam/Relaunch"
SUPPORT, OTHER_SUPPORT = f"{WORKS}/Northwind/Portal/Support", f"{WORKS}/Contoso/Support"
AUDIT = f"{WORKS}/Contoso/Audit"


def book(vendor: Vendor, on: str, hour: int, status: ApprovalStatus = ApprovalStatus.APPROVED) -> str:
    ann, start = vendor.state.person_named(ANN), berlin(f"10 {hour:02}:00").to_instant()
    place = vendor.state.organization_at(on).id
    entry = TimeEntry(vendor.state.new_id(), ann.id, start, start.add(hours=1), "work", place, status=status)
    return vendor.state.keep(entry).id


class Desk:
    """Ann, who has booked an hour on each of four organizations, one of which has left."""

    def __init__(self, place: Office) -> None:
        self.vendor = place.vendor()
        for hour, path in enumerate((RELAUNCH, SUPPORT, OTHER_SUPPORT, AUDIT), 8):
            book(self.vendor, path, hour)
        self.session: Session = place.session(self.vendor)
        audit = self.vendor.state.organization_at(AUDIT)
        ended = berlin("1 00:00").to_instant()
        self.vendor.state.organizations[audit.id] = replace(audit, valid_to=ended)

    def id_of(self, path: str) -> str:
        return self.vendor.state.organization_at(path).id

    async def meant(self, *names: str, more: Sequence[str] = ()) -> ResolvedFilters:
        dimensions = await self.session.backend.directory.dimensions()
        texts = [*(f"organization={name}" for name in names), *more]
        return await resolve_filters(self.session, parse_terms(texts, dimensions), WEEK)

    async def hours(self, *names: str, more: Sequence[str] = ()) -> float:
        found = await self.meant(*names, more=more)
        report = await grouped(self.session, ("organization", "day"), WEEK, found.filters)
        return report.total.seconds / 3600


@pytest.fixture
def desk(place: Office) -> Desk:
    return Desk(place)


@pytest.mark.parametrize("typed", ["Relaunch", "rela", RELAUNCH, "brandt/fab/rel"])
async def test_one_that_is_known_goes_by_its_id(desk: Desk, typed: str) -> None:
    found = await desk.meant(typed)
    assert found.filters.references == (("organization", desk.id_of(RELAUNCH)),)
    assert found.filters.names == ()
    assert found.words == "organization Relaunch"
    assert await desk.hours(desk.id_of(RELAUNCH)) == 1


@pytest.mark.parametrize(("typed", "name", "hours"), [("Audit", "Audit", 1), ("support", "Support", 2)])
async def test_an_old_name_and_that_of_several_go_as_they_are(
    desk: Desk, typed: str, name: str, hours: int
) -> None:
    found = await desk.meant(typed)
    assert (found.filters.references, found.filters.names) == ((), (("organization", name),))
    assert await desk.hours(typed) == hours
    assert await desk.hours(typed, "Relaunch") == hours + 1


async def test_a_path_tells_apart_what_a_name_does_not(desk: Desk) -> None:
    assert await desk.hours(OTHER_SUPPORT) == 1
    assert await desk.hours(OTHER_SUPPORT, SUPPORT) == 2


async def test_a_name_and_a_path_are_not_asked_for_at_once(desk: Desk) -> None:
    with pytest.raises(UsageError, match="known by its name alone"):
        await desk.meant("Audit", OTHER_SUPPORT)


async def test_a_beginning_of_several_is_a_question(desk: Desk) -> None:
    with pytest.raises(NotFound, match="fits several organizations"):
        await desk.meant("B")


async def test_what_is_still_on_its_way_is_told_by_its_name(desk: Desk) -> None:
    book(desk.vendor, SUPPORT, 14, ApprovalStatus.NOT_APPROVED_YET)
    on = await assignment_named(desk.session, SUPPORT)
    for times, where in (((15, 16), on), ((17, 18), await assignment_named(desk.session, RELAUNCH))):
        start, end = (berlin(f"10 {hour}:00") for hour in times)
        by_hand.add(desk.session, start, end, assignment=where)
    assert await desk.hours("Support") == 4
    assert await desk.hours("Support", more=["status=open"]) == 2
