"""What time is booked on: lists, and one by one (Clockodo API, names for ids)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from punchcard.sandbox.clockodo.records import Customer, LumpSumService, Project, Service, Subproject
from punchcard.sandbox.clockodo.rights import allows
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, malformed
from punchcard.sandbox.clockodo.wire.calls import Call, named, sorted_by

T = TypeVar("T", Customer, Project, Subproject, Service, LumpSumService)

MOST = 5000
_MOST_TEXTS = 800
_MODES = ("add", "edit", "reports")


def list_customers(call: Call) -> Json:
    """The customers."""
    if call.given.text("scope") not in (None, "manageAccess"):
        raise malformed(messages.UNKNOWN_VALUE, "scope")
    return _listed(call, call.state.customers.values(), lambda each: _customer(call, each))


def show_customer(call: Call) -> Json:
    """One customer."""
    return {"data": _customer(call, named(call.state.customers, call.path_id))}


def list_projects(call: Call) -> Json:
    """The projects, of some customers if asked for."""
    inner, found = call.given.child("filter"), list(call.state.projects.values())
    customers = inner.integers("customers_id")
    if customers is not None:
        found = [each for each in found if each.customers_id in customers]
    if (completed := inner.choice("completed")) is not None:
        found = [each for each in found if each.completed == completed]
    return _listed(call, found, lambda each: _project(call, each))


def show_project(call: Call) -> Json:
    """One project."""
    return {"data": _project(call, named(call.state.projects, call.path_id))}


def list_subprojects(call: Call) -> Json:
    """The subprojects, of some projects if asked for."""
    projects = call.given.child("filter").integers("projects_id")
    found = [
        each for each in call.state.subprojects.values() if projects is None or each.projects_id in projects
    ]
    return _listed(call, found, _subproject)


def show_subproject(call: Call) -> Json:
    """One subproject."""
    return {"data": _subproject(named(call.state.subprojects, call.path_id))}


def list_services(call: Call) -> Json:
    """The services."""
    return _listed(call, call.state.services.values(), lambda each: _service(call, each))


def show_service(call: Call) -> Json:
    """One service."""
    return {"data": _service(call, named(call.state.services, call.path_id))}


def list_lumpsum_services(call: Call) -> Json:
    """What is sold by the piece."""
    return _listed(call, call.state.lumpsum_services.values(), _lumpsum_service)


def show_lumpsum_service(call: Call) -> Json:
    """One thing that is sold by the piece."""
    return {"data": _lumpsum_service(named(call.state.lumpsum_services, call.path_id))}


def list_texts(call: Call) -> Json:
    """Texts that the caller's entries had, the newest first."""
    given = call.given
    mode, term = given.text("mode"), given.text("term")
    if mode is None:
        raise given.missing("mode")
    if mode not in _MODES:
        raise malformed(messages.UNKNOWN_VALUE, "mode")
    most = min(given.integer("items", 1) or _MOST_TEXTS, _MOST_TEXTS)
    own = {entry.text for entry in call.state.entries_of(call.caller.id)}
    found = [
        (text, number)
        for text, number in call.state.texts.items()
        if text in own and (term is None or term.casefold() in text.casefold())
    ]
    found.sort(key=lambda each: -each[1])
    return {"data": [{"id": number, "label": text, "value": text} for text, number in found[:most]]}


def _listed(call: Call, items: Iterable[T], shape: Callable[[T], Json]) -> Json:
    """A page of what is active and called as asked for, in the order that is asked for."""
    inner, found = call.given.child("filter"), list(items)
    if (active := inner.choice("active")) is not None:
        found = [each for each in found if each.active == active]
    if words := inner.text("fulltext"):
        found = [each for each in found if words.casefold() in f"{each.name} {each.number or ''}".casefold()]
    keys: dict[str, Callable[[Any], object]] = {
        "id": lambda each: each.id, "name": lambda each: each.name, "active": lambda each: each.active,
    }  # fmt: skip
    return call.paged("data", sorted_by(found, call.given.texts("sort"), keys), shape, MOST)


def _customer(call: Call, each: Customer) -> Json:
    told: Json = {
        "id": each.id, "name": each.name, "number": each.number, "active": each.active,
        "billable_default": each.billable_default, "color": each.color, "test_data": False,
        "service_assignments": _assignments(each.service_assignments),
    }  # fmt: skip
    if call.caller.is_owner or allows(call.caller.access.report, each.id, None):
        told["note"] = each.note
    return told


def _project(call: Call, each: Project) -> Json:
    inside = [sub for sub in call.state.subprojects.values() if sub.projects_id == each.id]
    told: Json = {
        "id": each.id, "customers_id": each.customers_id, "name": each.name, "number": each.number,
        "active": each.active, "billable_default": each.billable_default, "completed": each.completed,
        "completed_at": None, "deadline": None, "start_date": None, "test_data": False,
        "count_subprojects": len(inside), "budget": None,
        "service_assignments": _assignments(each.service_assignments),
    }  # fmt: skip
    if each.budget is not None:
        told["budget"] = {
            "monetary": each.budget.monetary, "hard": each.budget.hard, "from_subprojects": False,
            "interval": 0, "amount": each.budget.amount, "subprojects_budget_total": None,
        }  # fmt: skip
    return told


def _subproject(each: Subproject) -> Json:
    return {
        "id": each.id, "projects_id": each.projects_id, "name": each.name, "number": each.number,
        "active": each.active, "completed": each.completed,
    }  # fmt: skip


def _service(call: Call, each: Service) -> Json:
    told: Json = {"id": each.id, "name": each.name, "number": each.number, "active": each.active}
    if call.caller.is_owner:
        told["note"] = each.note
    return told


def _lumpsum_service(each: LumpSumService) -> Json:
    return {
        "id": each.id, "name": each.name, "price": each.price, "unit": each.unit, "number": each.number,
        "active": each.active, "note": each.note,
    }  # fmt: skip


def _assignments(services: Iterable[int]) -> list[Json]:
    return [{"services_id": number} for number in sorted(services)]
