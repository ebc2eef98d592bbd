"""People and departments (Lucca API, users, departments)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from punchcard.sandbox.lucca.records import Department, User
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.wire.answers import Json
from punchcard.sandbox.lucca.wire.calls import Call
from punchcard.sandbox.lucca.wire.listing import found_in, listed, single
from punchcard.sandbox.lucca.wire.resources import (
    Kind,
    Property,
    Resource,
    day,
    number,
    text,
    url,
)


def list_users(call: Call) -> Json:
    """`GET users`: those who work there, and with `formerEmployees=true` those who did."""
    former = (call.parameter("formerEmployees") or "false").casefold() == "true"
    today = call.state.today()
    everybody = call.state.users.values()
    if former or call.parameter("dtContractEnd") is not None:
        there = list(everybody)
    else:
        there = [each for each in everybody if each.contract_end is None or each.contract_end >= today]
    return listed(call, USERS, there, besides=("formeremployees",))


def show_user(call: Call) -> Json:
    """`GET users/{id}`."""
    return single(call, USERS, found_in(call.state.users, call.path_id, "user"))


def list_departments(call: Call) -> Json:
    """`GET departments`."""
    return listed(call, DEPARTMENTS, call.state.departments.values())


def show_department(call: Call) -> Json:
    """`GET departments/{id}`."""
    return single(call, DEPARTMENTS, found_in(call.state.departments, call.path_id, "department"))


def _linked_user(read: str) -> Property[Any]:
    return Property(
        Kind.LINK, lambda state, record: state.users.get(getattr(record, read) or 0), lambda: USERS
    )


def _users(*, current: bool) -> Property[Department]:
    def read(state: LuccaState, department: Department) -> list[User]:
        inside = [each for each in state.users.values() if each.department_id == department.id]
        today = state.today()
        return [e for e in inside if not current or e.contract_end is None or e.contract_end >= today]

    return Property(Kind.LINKS, read, lambda: USERS)


_CULTURE = 2057

_PERSON: Mapping[str, Property[User]] = {
    "id": number(lambda user: user.id),
    "name": text(lambda user: user.name),
    "url": url("users"),
    "displayName": text(lambda user: user.name),
    "firstName": text(lambda user: user.first_name),
    "lastName": text(lambda user: user.last_name),
    "mail": text(lambda user: user.mail),
    "legalEntityId": number(lambda user: user.legal_entity_id),
    "managerId": number(lambda user: user.manager_id),
    "manager": _linked_user("manager_id"),
}

USERS: Resource[User] = Resource(
    "users",
    {
        **_PERSON,
        "login": text(lambda user: user.login),
        "dtContractStart": day(lambda user: user.contract_start),
        "dtContractEnd": day(lambda user: user.contract_end),
        "departmentId": number(lambda user: user.department_id),
        "department": Property(
            Kind.LINK, lambda state, user: state.departments.get(user.department_id), lambda: DEPARTMENTS
        ),
        "cultureID": number(lambda _: _CULTURE),
        "picture": text(lambda _: None),
        "modifiedAt": Property(Kind.MOMENT, lambda state, _: state.filled_at),
    },
)
"""People as the directory tells of them."""

OWNERS: Resource[User] = Resource("timesheetusers", {**_PERSON, "url": url("timesheetusers")})
"""People as entries and timesheets tell of them."""

DEPARTMENTS: Resource[Department] = Resource(
    "departments",
    {
        "id": number(lambda department: department.id),
        "name": text(lambda department: department.name),
        "url": url("departments"),
        "headID": number(lambda department: department.head_id),
        "head": _linked_user("head_id"),
        "parentId": number(lambda _: None),
        "users": _users(current=False),
        "currentUsers": _users(current=True),
        "currentUsersCount": Property(
            Kind.NUMBER, lambda state, department: len(_users(current=True).read(state, department))
        ),
    },
)
"""Departments."""
