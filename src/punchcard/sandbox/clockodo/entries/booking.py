"""What time may be booked on (Clockodo API, entries: company switches; names for ids: access)."""

from __future__ import annotations

from typing import NamedTuple

from punchcard.sandbox.clockodo.records import Customer, Entry, Project, User
from punchcard.sandbox.clockodo.rights import has_edit_right, may_add, may_use_service
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Problem, forbidden
from punchcard.sandbox.clockodo.wire.calls import Call, known


class Booking(NamedTuple):
    """What an entry is booked on, by ids."""

    customers_id: int
    projects_id: int | None = None
    subprojects_id: int | None = None
    services_id: int | None = None
    lumpsum_services_id: int | None = None


def booking_of(entry: Entry) -> Booking:
    """Return what an entry is booked on."""
    return Booking(
        entry.customers_id, entry.projects_id, entry.subprojects_id, entry.services_id,
        entry.lumpsum_services_id,
    )  # fmt: skip


def check_bookable(call: Call, user: User, booking: Booking, before: Booking | None = None) -> None:
    """Let pass where `user`'s time may be booked there by the caller.

    Args:
        call: The request.
        user: Whose time it is.
        booking: What it is to be booked on.
        before: What it was booked on; what stays may have been closed since.

    Raises:
        Problem: It may not.
    """
    customer, project = _branch(call, booking)
    _check_open(call, booking, before)
    if project is None and not call.state.company.allow_entries_for_customers:
        raise Problem(400, "InvalidCombination", messages.PROJECT_NEEDED, "projects_id")
    where = booking.customers_id, booking.projects_id
    if call.caller.id != user.id and not has_edit_right(call.caller, *where):
        raise forbidden(path="users_id")
    if not may_add(call.caller, *where):
        raise forbidden(path="customers_id")
    if booking.services_id is not None:
        _check_service(call, booking.services_id, customer, project)


def default_billable(call: Call, booking: Booking) -> int:
    """Return whether a booking is billable where nobody says it: as the project, or the customer, has it."""
    if booking.projects_id is not None:
        return int(call.state.projects[booking.projects_id].billable_default)
    return int(call.state.customers[booking.customers_id].billable_default)


def _branch(call: Call, booking: Booking) -> tuple[Customer, Project | None]:
    state = call.state
    customer = known(state.customers, booking.customers_id, "customers_id")
    project = None
    if booking.projects_id is not None:
        project = known(state.projects, booking.projects_id, "projects_id")
        if project.customers_id != customer.id:
            raise _mixed("projects_id")
    if booking.subprojects_id is not None:
        subproject = known(state.subprojects, booking.subprojects_id, "subprojects_id")
        if subproject.projects_id != booking.projects_id:
            raise _mixed("subprojects_id")
    if booking.services_id is not None:
        known(state.services, booking.services_id, "services_id")
    if booking.lumpsum_services_id is not None:
        known(state.lumpsum_services, booking.lumpsum_services_id, "lumpsum_services_id")
    return customer, project


def _check_open(call: Call, booking: Booking, before: Booking | None) -> None:
    state = call.state
    tables = (
        state.customers, state.projects, state.subprojects, state.services, state.lumpsum_services,
    )  # fmt: skip
    for place, (table, name, number) in enumerate(zip(tables, Booking._fields, booking, strict=True)):
        if number is None or (before is not None and before[place] == number):
            continue
        item = table[number]
        if not item.active or getattr(item, "completed", False):
            raise Problem(400, "ResourcesInactive", messages.INACTIVE, name, item.name)


def _check_service(call: Call, services_id: int, customer: Customer, project: Project | None) -> None:
    if not may_use_service(call.caller, services_id):
        raise forbidden(path="services_id")
    for item in (customer, project):
        if item and item.service_assignments and services_id not in item.service_assignments:
            raise _mixed("services_id")


def _mixed(path: str) -> Problem:
    return Problem(400, "InvalidCombination", messages.NOT_OF, path, path)
