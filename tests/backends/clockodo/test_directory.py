"""People, the tree and targets of Clockodo, and how often it is called for a week."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.backends.clockodo.canned import backend_with
from tests.backends.clockodo.office import Office, Vendor
from tests.domain import berlin
from whenever import Date

from punchcard.backends.clockodo import ClockodoBackend
from punchcard.core.assignments import Reference
from punchcard.core.edit_lock import EditLock
from punchcard.core.groups import Filters, Period
from punchcard.core.people import Role
from punchcard.core.targets import UNNAMED_HOLIDAY
from punchcard.sandbox.clockodo.records import Absence, Access, TargetHours

WEEK = Period(berlin("9 00:00").date(), berlin("15 00:00").date())
TODAY = berlin("11 00:00").date()


def id_of(vendor: Vendor, name: str) -> str:
    return str(vendor.state.person_named(name).id)


def change_user(vendor: Vendor, name: str, **values: Any) -> None:
    user = vendor.state.person_named(name)
    vendor.state.users[user.id] = replace(user, **values)


async def names(backend: ClockodoBackend, level: str, *parents: Reference) -> list[str]:
    return [choice.name for choice in await backend.directory.choices(level, parents)]


async def test_a_boss_and_an_owner_decide_and_a_worker_sees_nobody_else(place: Office) -> None:
    vendor = place.vendor()
    roles = {person.name: person.role for person in await place.backend(vendor).directory.people()}
    assert roles == {"Ann": Role.LEAD, "Ben": Role.WORKER, "Lea": Role.LEAD}
    ben = place.backend(vendor, "Ben").directory
    assert [person.name for person in await ben.people()] == ["Ben"]
    change_user(vendor, "Lea", role="worker", boss=vendor.state.person_named("Ben").id)
    assert (await ben.whoami()).role is Role.LEAD


async def test_only_what_may_be_booked_is_offered(place: Office) -> None:
    vendor = place.vendor()
    state = vendor.state
    northwind = next(each for each in state.customers.values() if each.name == "Northwind")
    inside = [each for each in state.projects.values() if each.customers_id == northwind.id]
    portal = next(each for each in inside if each.name == "Portal")
    backend = place.backend(vendor, "Ben")
    assert await names(backend, "customers") == sorted(each.name for each in state.customers.values())
    change_user(vendor, "Ben", access=Access(add={northwind.id: frozenset({portal.id})}))
    [customer] = await backend.directory.choices("customers", [])
    [project] = await backend.directory.choices("projects", [customer])
    assert (customer.name, project.name) == ("Northwind", "Portal")
    assert await names(backend, "subprojects", customer, project) == []
    change_user(vendor, "Ben", access=Access(add=True, services=frozenset()))
    assert await names(backend, "services", customer) == []
    change_user(vendor, "Ben", access=Access(add=True, services=True))
    offered = await names(backend, "services", customer, project)
    development = next(each for each in state.services.values() if each.name == "Development")
    assert {"Development", "Support"} <= {*offered}
    state.projects[portal.id] = replace(portal, service_assignments=frozenset({development.id}))
    assert await names(backend, "services", customer, project) == ["Development"]
    state.projects[portal.id] = replace(portal, completed=True)
    assert "Portal" not in await names(backend, "projects", customer)


@pytest.mark.parametrize("classic", [False, True])
async def test_whether_a_project_is_needed_the_company_says(place: Office, classic: bool) -> None:
    vendor = place.vendor("classic" if classic else "current")
    vendor.state.company.allow_entries_for_customers = False
    required = [level.id for level in await place.backend(vendor).directory.dimensions() if level.required]
    assert required == (["customers", "projects", "services"] if classic else ["customers", "services"])


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({}, None),
        ({"edit_lock_dyn": 1}, 0),
        ({"edit_lock_dyn": 8}, 7),
        ({"work_time_edit_lock_days": 3}, 2),
        ({"work_time_edit_lock_days": 31, "edit_lock_dyn": 2}, 1),
        ({"edit_lock": Date(2026, 3, 8)}, 2),
        ({"edit_lock": Date(2026, 3, 20)}, 0),
        ({"edit_lock_dyn": 2, "access": Access(edit=True)}, None),
        ({"work_time_edit_lock_days": 1}, 0),
    ],
)
async def test_locks_are_told_in_days(place: Office, values: dict[str, Any], days: int | None) -> None:
    vendor = place.vendor()
    change_user(vendor, "Ben", **values)
    lock = await place.backend(vendor).directory.edit_lock(id_of(vendor, "Ben"))
    assert lock == EditLock(days)


async def test_a_lock_that_leaves_the_clock_alone_is_told_as_such(place: Office) -> None:
    vendor = place.vendor()
    change_user(vendor, "Ben", work_time_edit_lock_days=0)
    lock = await place.backend(vendor).directory.edit_lock(id_of(vendor, "Ben"))
    assert lock == EditLock(clock_only=True)
    assert lock.why_locked(TODAY, TODAY) == "Work is recorded with the clock alone here; ask for a change."


async def test_targets_know_holidays_and_absences(place: Office) -> None:
    vendor = place.vendor()
    ben = vendor.state.person_named("Ben")
    row = TargetHours(1, ben.id, Date(2020, 1, 1))
    vendor.state.target_hours[1] = row
    half = Absence(2, ben.id, TODAY, TODAY, 1, 1, 0.5)
    home = Absence(3, ben.id, TODAY.add(days=1), TODAY.add(days=1), 8, 1, 1)
    vendor.state.absences |= {2: half, 3: home}
    directory = place.backend(vendor).directory
    found = await directory.targets(str(ben.id), WEEK)
    assert found is not None
    assert [target.seconds for target in found] == [28800, 28800, 14400, 28800, 28800, 0, 0]
    assert [target.absence for target in found[2:4]] == ["Vacation, half a day", None]
    place.sent()
    turn = Period(Date(2025, 12, 31), Date(2026, 1, 1))
    found = await directory.targets(str(ben.id), turn)
    assert found is not None
    assert [target.day for target in found] == [turn.first, turn.last]
    assert (found[1].holiday, found[1].seconds) == (UNNAMED_HOLIDAY, 0)
    assert place.sent() == [f"GET userreports/{ben.id}"]
    holidays = await place.backend(vendor).days.holidays(str(ben.id), 2026)
    assert holidays[Date(2026, 1, 1)] == "Neujahr"


async def test_target_hours_stand_in_for_a_report_that_may_not_be_seen(tmp_path: Path) -> None:
    forbidden = (403, {"error": "No access"})
    usual = {"id": 1, "users_id": 7, "type": "weekly", "monday": 8, "tuesday": 7.5, "saturday": 0}
    rows = [
        {**usual, "date_since": "2020-01-01", "date_until": "2026-03-09"},
        {**usual, "date_since": "2026-03-10", "date_until": None, "wednesday": 4},
    ]
    answers = {"userreports/7": forbidden, "targethours": {"targethours": rows}}
    directory = backend_with(str(tmp_path), answers).directory
    assert await directory.targets("7", WEEK) is None, "one call at a time"
    found = await directory.targets("7", WEEK)
    assert found is not None
    assert [target.seconds for target in found] == [28800, 27000, 14400, None, None, 0, None]
    answers["targethours"] = forbidden
    directory = backend_with(str(tmp_path), answers).directory
    assert [await directory.targets("7", WEEK) for _ in range(3)] == [None] * 3


async def test_targets_that_may_not_be_seen_are_none(place: Office) -> None:
    vendor = place.vendor()
    directory = place.backend(vendor, "Ben").directory
    assert await directory.targets(id_of(vendor, "Lea"), WEEK) is None


async def test_entries_of_several_people_are_read_at_once(place: Office) -> None:
    vendor = place.vendor(empty=False)
    backend = place.backend(vendor, next(iter(vendor.leads)))
    people = [person.id for person in await backend.directory.people()][:3]
    place.sent()
    found = await backend.entries.list(people, WEEK, Filters())
    assert place.sent() == ["GET v2/entries"]
    assert {entry.person for entry in found} == set(people)
    assert all(reference.name for entry in found for reference in entry.assignment.references)
