"""The tree that time is booked on: customers, projects, subprojects and services that may be booked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple, cast

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.client import ClockodoClient, Params
from punchcard.backends.clockodo.entries.booking import CUSTOMERS, PROJECTS, SERVICES, SUBPROJECTS
from punchcard.backends.errors import NotAllowed
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.text import one_line

MOST = 5000
"""The most of a level that stand on one page."""

ROUTES = {
    CUSTOMERS: "v3/customers",
    PROJECTS: "v4/projects",
    SUBPROJECTS: "v3/subprojects",
    SERVICES: "v4/services",
}
"""Where each level is listed."""
_ACTIVE = ("filter[active]", "true")


class Bookable(NamedTuple):
    """Where somebody may book time."""

    add: bool | dict[str, Any]
    """By customer and project: all, nothing, or ids with what is below them."""

    def customer(self, number: int) -> bool:
        """Whether anything of a customer can be booked."""
        return self.add if isinstance(self.add, bool) else bool(self.add.get(str(number)))

    def project(self, customer: int, number: int) -> bool:
        """Whether a project can be booked."""
        if isinstance(self.add, bool):
            return self.add
        below = self.add.get(str(customer))
        if not isinstance(below, dict):
            return bool(below)
        projects = cast("dict[str, Any]", below).get("projects")
        return (
            bool(cast("dict[str, Any]", projects).get(str(number))) if isinstance(projects, dict) else False
        )


async def choices(
    client: ClockodoClient, person: str, level: str, parents: Sequence[Reference]
) -> list[Reference]:
    """Return what a person can book on one level below the chosen parents.

    Raises:
        BackendError: It cannot be read.
    """
    chosen = {each.dimension: int(each.id) for each in parents if each.id.isdecimal()}
    if level not in ROUTES:
        return []
    match level:
        case "customers":
            found = await _bookable_customers(client, person)
        case "projects" if CUSTOMERS in chosen:
            found = await _bookable_projects(client, person, chosen[CUSTOMERS])
        case "subprojects" if PROJECTS in chosen:
            wanted = chosen[PROJECTS]
            found = await _level(client, level, ("filter[projects_id]", str(wanted)))
            found = [each for each in found if each.projects_id == wanted]
        case "services" if CUSTOMERS in chosen:
            found = await _bookable_services(client, person, chosen)
        case _:
            return []
    return [Reference(level, str(each.id), one_line(each.name)) for each in found]


async def usually_billable(client: ClockodoClient, assignment: Assignment) -> bool:
    """Return whether time on a branch is billable where nobody says it: as its project, or its customer.

    Raises:
        BackendError: It cannot be read.
    """
    chosen = {each.dimension: each.id for each in assignment.references}
    level = PROJECTS if PROJECTS in chosen else CUSTOMERS
    return (await client.read(wire.OneNode, f"{ROUTES[level]}/{chosen[level]}")).data.billable_default


async def _bookable_customers(client: ClockodoClient, person: str) -> list[wire.Node]:
    bookable = await _where(client, person)
    return [each for each in await _level(client, CUSTOMERS) if bookable.customer(each.id)]


async def _bookable_projects(client: ClockodoClient, person: str, customer: int) -> list[wire.Node]:
    bookable = await _where(client, person)
    params = ("filter[customers_id]", str(customer)), ("filter[completed]", "false")
    found = await _level(client, PROJECTS, *params)
    return [each for each in found if each.customers_id == customer and bookable.project(customer, each.id)]


async def _bookable_services(client: ClockodoClient, person: str, chosen: dict[str, int]) -> list[wire.Node]:
    allowed = await _access(client, person, "services")
    found = [each for each in await _level(client, SERVICES) if Bookable(allowed.add).customer(each.id)]
    for level in (PROJECTS, CUSTOMERS):
        if level in chosen:
            limits = await _limits(client, level, chosen[level])
            found = [each for each in found if not limits or each.id in limits]
    return found


async def _limits(client: ClockodoClient, level: str, number: int) -> Collection[int]:
    """The services that a customer or a project is limited to; none for all."""
    one = await client.find(wire.OneNode, f"{ROUTES[level]}/{number}")
    return {each.services_id for each in one.data.service_assignments} if one else ()


async def _where(client: ClockodoClient, person: str) -> Bookable:
    return Bookable((await _access(client, person, "customers-projects")).add)


async def _access(client: ClockodoClient, person: str, what: str) -> wire.Access:
    try:
        return await client.read(wire.Access, f"v2/users/{person}/access/{what}")
    except NotAllowed:
        # Whoever may not look at their own rights is told what is not bookable when it is tried.
        return wire.Access()


async def _level(client: ClockodoClient, level: str, *params: tuple[str, str]) -> list[wire.Node]:
    """What is active and not completed; parameters that are unknown there filter nothing."""
    asked: Params = (_ACTIVE, *params, ("sort[]", "name"))
    pages = await client.pages(wire.Nodes, ROUTES[level], asked, size=MOST)
    found = {each.id: each for page in pages for each in page.data}
    return [each for each in found.values() if each.active and not each.completed]
