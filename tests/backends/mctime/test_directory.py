"""People, time types and the tree of organizations, and how often McTime is called for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.backends.mctime.canned import backend_with, enveloped
from tests.backends.mctime.office import ANN, BEN, LEA, Office, Vendor
from whenever import Date

from punchcard.backends.errors import NotAllowed
from punchcard.backends.mctime import McTimeBackend
from punchcard.core.assignments import Reference
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Unit
from punchcard.core.groups import Filters, Period
from punchcard.core.people import Role
from punchcard.core.time_types import Category
from punchcard.sandbox.mctime.filling.tree import add_company, add_path, close

DOCUMENTED = {
    "work", "parental_leave", "worked_rest_period", "clocking", "statutory_leave", "public_holiday_abroad",
    "medical_leave", "bad_weather", "company_vacation", "unpaid_vacation", "care_leave", "out_office",
    "work_accident_sickness", "military_exercize", "flextime", "unpaid_time_off", "home_office",
    "study_leave", "paid_time_off", "other_leave", "vacation_abroad", "travel", "sick",
    "military_service", "jubilee_day", "vacation", "move", "special_leave", "free_time",
}  # fmt: skip


def node(vendor: Vendor, path: str) -> Reference:
    found = vendor.state.organization_at(path)
    return Reference("organization", found.id, found.name)


async def names(backend: McTimeBackend, *parents: Reference) -> list[str]:
    return [choice.name for choice in await backend.directory.choices("organization", parents)]


async def test_a_team_of_45_is_read_in_three_pages(place: Office) -> None:
    vendor = place.vendor(people=45)
    people = await place.backend(vendor).directory.people()
    assert {person.id for person in people} == set(vendor.state.users)
    assert len(people) == 45
    assert [person.name for person in people] == sorted(person.name for person in people)
    pages = [sent.all("page") for sent in place.watch.sent if not sent.all("roles")]
    assert pages == [["1"], ["2"], ["3"]]
    assert {person.name for person in people if person.role is Role.LEAD} == {ANN, LEA}


async def test_who_has_left_is_left_out(place: Office) -> None:
    vendor = place.vendor()
    ben = vendor.state.person_named(BEN)
    vendor.state.users[ben.id] = replace(ben, valid_to=vendor.state.now())
    people = await place.backend(vendor).directory.people()
    assert {person.name for person in people} == {ANN, LEA}


async def test_a_worker_sees_nobody_else(place: Office) -> None:
    people = await place.backend(place.vendor(people=45), BEN).directory.people()
    assert [(person.name, person.role) for person in people] == [(BEN, Role.WORKER)]


async def test_the_tree_is_opened_a_node_at_a_time(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    company, northwind = node(vendor, "Berger Works"), node(vendor, "Berger Works/Northwind")
    portal = node(vendor, "Berger Works/Northwind/Portal")
    assert await names(backend) == ["Berger Works", "Brandt Labs"]
    assert await names(backend, company) == ["Contoso", "Northwind"]
    assert await names(backend, company, northwind) == ["Portal"]
    assert await names(backend, company, northwind, portal) == ["Development", "Support"]
    leaf = node(vendor, "Berger Works/Northwind/Portal/Support")
    assert await names(backend, company, northwind, portal, leaf) == []
    assert [(sent.path, sent.all("organizationId")) for sent in place.watch.sent] == [
        ("organizations", []),
        ("organizations", [company.id]),
        ("organizations", [northwind.id]),
        ("organizations", [portal.id]),
        ("organizations", [leaf.id]),
    ]
    assert [(level.id, level.nests, level.required) for level in await backend.directory.dimensions()] == [
        ("organization", True, False)
    ]


async def test_a_node_with_many_children_is_read_to_its_end(place: Office) -> None:
    vendor = place.vendor()
    company = node(vendor, "Brandt Labs")
    for number in range(120):
        add_path(vendor.state, company.id, f"Project {number:03}")
    close(vendor.state, vendor.state.organization_at("Brandt Labs/Project 007").id)
    found = await names(place.backend(vendor), company)
    expected = [f"Project {number:03}" for number in range(120) if number != 7]
    assert found == ["Fabrikam", *expected]
    assert [sent.all("page") for sent in place.watch.sent] == [["1"], ["2"], ["3"]]


async def test_nodes_are_found_by_a_part_of_their_name_or_by_id(place: Office) -> None:
    vendor = place.vendor()
    nodes = place.backend(vendor).nodes
    supports = await nodes.called("organization", "suPP")
    assert [each.name for each in supports] == ["Support", "Support"]
    paths = ["/".join(each.name for each in branch) for branch in await nodes.branches(supports)]
    assert sorted(paths) == ["Berger Works/Contoso/Support", "Berger Works/Northwind/Portal/Support"]
    assert await nodes.called("organization", supports[1].id) == [supports[1]]
    assert await nodes.called("organization", "00000000-0000-4000-8000-000000000000") == []
    assert await nodes.called("organization", "Nowhere") == []
    assert await nodes.called("client", "Support") == []


async def test_what_may_not_be_seen_is_no_answer_of_its_own(place: Office) -> None:
    vendor = place.vendor()
    backend, hidden = place.backend(vendor, BEN), node(vendor, "Brandt Labs/Fabrikam")
    assert "Brandt Labs" not in await names(backend)
    assert await backend.nodes.called("organization", "Fabrikam") == []
    assert await backend.nodes.called("organization", hidden.id) == []
    with pytest.raises(NotAllowed, match="does not let you see the organizations"):
        await names(backend, hidden)


async def test_two_nodes_of_one_name_keep_their_ids(place: Office) -> None:
    vendor = place.vendor()
    twin = add_company(vendor.state, "Berger Works")
    found = await place.backend(vendor).directory.choices("organization", [])
    ids = {each.id for each in found if each.name == "Berger Works"}
    assert (len(ids), twin in ids) == (2, True)


async def test_names_are_hostile_and_may_be_missing(tmp_path: Path) -> None:
    told = [{"id": 5, "organizationName": "a\x1b[31mb\u202e"}, {"id": "x", "organizationName": None}]
    one = {"id": "x", "name": {"organizationName": ""}, "organizationType": {"parentOrganizationUnitId": "x"}}
    answers = {"organizations": enveloped({"organizations": told}), "organizations/x": one}
    backend = backend_with(str(tmp_path), answers)
    found = await backend.directory.choices("organization", [])
    assert [(each.id, each.name) for each in found] == [("5", "ab"), ("x", "x")]
    assert await backend.nodes.branches([found[1]]) == [[found[1]]]


async def test_an_id_in_the_place_of_a_name_is_hostile_too(tmp_path: Path) -> None:
    an_id = "u\x1b[31m\n1"
    one: dict[str, Any] = {"id": an_id, "userId": an_id, "clockedIn": True}
    answers = {
        "organizations": enveloped({"organizations": [one]}),
        "users": enveloped({"users": [one]}),
        "clock": {"items": [one]},
        "times": (403, enveloped(None, "no", valid=False)),
    }
    backend = backend_with(str(tmp_path), answers)
    [node], [person] = await backend.directory.choices("organization", ()), await backend.directory.people()
    [present] = (await backend.presence.clocked_in([], Filters())).present
    assert [(each.id, each.name) for each in (node, person, present.person)] == [(an_id, "u 1")] * 3
    day = Date(2026, 3, 11)
    with pytest.raises(NotAllowed, match="the time of the person u 1:"):
        await backend.entries.list([an_id], Period(day, day), Filters())


async def test_all_time_types_have_a_name_and_a_category(place: Office) -> None:
    types = await place.backend(place.vendor()).directory.time_types()
    assert types[0].id == "work"
    assert {kind.id for kind in types} == DOCUMENTED
    assert len(types) == 29
    assert all(kind.name and kind.category is not Category.UNKNOWN for kind in types)
    assert len({kind.name for kind in types}) == 29
    assert place.sent() == []


async def test_times_alone_without_locks_and_targets(place: Office) -> None:
    vendor = place.vendor()
    directory, ann = place.backend(vendor).directory, vendor.state.person_named(ANN).id
    today = Date(2026, 3, 11)
    assert list(await directory.units(ann)) == [Unit.TIMES]
    assert await directory.edit_lock(ann) == EditLock()
    assert await directory.targets(ann, Period(today, today)) is None
    assert place.sent() == []
