"""Customers, projects, services and what else time is booked on, from the paths of the simulated company.

A path is customer, project and service. Where it has no service, and where it is empty, the service is
`GENERAL`, and the customer of an empty one the company itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from punchcard.core.assignments import Assignment, Reference
from punchcard.sandbox.clockodo.entries.booking import Booking
from punchcard.sandbox.clockodo.records import (
    Budget,
    Customer,
    LumpSumService,
    Project,
    Service,
    Subproject,
)
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.company import work

GENERAL = "General"
SMALL_TREE = ("Northwind/Portal/Development", "Northwind/Portal/Support", "Contoso/Audit/Report")
STOCK = "stock tables"
"""What is booked on the one subproject."""

_RATES = {"Development": 110.0, "Migration": 105.0, "Support": 85.0, "Interviews": 120.0, "Report": 120.0}
_BUDGETS = {"Audit": Budget(40_000.0, hard=True), "Warehouse": Budget(60_000.0)}

T = TypeVar("T", Customer, Project, Service)


def branch(state: ClockodoState, path: str) -> Assignment:
    """Return the branch that a path names, with whatever of it is missing added."""
    booking = book(state, path)
    names = ("customers_id", "projects_id", "subprojects_id", "services_id")
    chosen = [(name, number) for name, number in zip(names, booking, strict=False) if number is not None]
    references = tuple(Reference(name, str(number), name) for name, number in chosen)
    return Assignment(references, work.is_billable(path))


def booking_on(assignment: Assignment) -> Booking:
    """Return what a branch is booked on."""
    ids = {reference.dimension: int(reference.id) for reference in assignment.references}
    return Booking(ids["customers_id"], ids.get("projects_id"), None, ids["services_id"])


def book(state: ClockodoState, path: str) -> Booking:
    """Return what a path is booked on, with whatever of it is missing added."""
    customer_name, project_name, service_name = ([*path.split("/"), "", "", ""])[:3]
    customer_name = customer_name or work.INTERNAL
    customer = _found_or_made(
        state, state.customers, customer_name, lambda number: _customer(number, customer_name)
    )
    service = _found_or_made(
        state, state.services, service_name or GENERAL,
        lambda number: Service(
            number, service_name or GENERAL, hourly_rate=_RATES.get(service_name, 80.0)
        ),
    )  # fmt: skip
    if not project_name:
        return Booking(customer.id, None, None, service.id)
    project = _found_or_made(
        state, state.projects, project_name,
        lambda number: _project(number, customer, project_name),
    )  # fmt: skip
    return Booking(customer.id, project.id, None, service.id)


def add_the_rest(state: ClockodoState) -> None:
    """Bring in what no path names: a subproject, what is sold by the piece, and what is closed."""
    for project in [each for each in state.projects.values() if each.name == "Warehouse"]:
        number = state.new_id()
        state.subprojects[number] = Subproject(number, project.id, "Stock", "W-1")
    number = state.new_id()
    state.lumpsum_services[number] = LumpSumService(number, "Workshop day", 950.0, "days", "L-1")
    number = state.new_id()
    state.customers[number] = Customer(number, "Tailspin", "10009", active=False, note="left in 2024")
    number = state.new_id()
    state.services[number] = Service(number, "Fax", active=False)


def stock_subproject(state: ClockodoState, projects_id: int | None, note: str) -> int | None:
    """Return the subproject that an entry belongs to by its note; None for most."""
    if note != STOCK:
        return None
    return next((each.id for each in state.subprojects.values() if each.projects_id == projects_id), None)


def _customer(number: int, name: str) -> Customer:
    is_own = name == work.INTERNAL
    note = None if is_own else f"{name}: invoices by the month"
    return Customer(number, name, str(10_000 + number), billable_default=not is_own, note=note)


def _project(number: int, customer: Customer, name: str) -> Project:
    return Project(
        number, customer.id, name, f"{customer.name[:1]}-{number}",
        billable_default=customer.billable_default, budget=_BUDGETS.get(name),
    )  # fmt: skip


def _found_or_made(state: ClockodoState, table: dict[int, T], name: str, make: Callable[[int], T]) -> T:
    for item in table.values():
        if item.name == name:
            return item
    made = make(state.new_id())
    table[made.id] = made
    return made
