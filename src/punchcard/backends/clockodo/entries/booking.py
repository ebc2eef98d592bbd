"""What time is booked on: ids on the wire, references in the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from punchcard.backends.clockodo import wire
from punchcard.backends.errors import NotBookable
from punchcard.core.assignments import Assignment, Dimension, Reference
from punchcard.core.text import one_line
from punchcard.core.time_types import Category, TimeType

WORK = TimeType("work", "Work", Category.PRODUCTIVE)
"""The one time type: what kind of work it is is said by the service."""

CUSTOMERS, PROJECTS, SUBPROJECTS, SERVICES = "customers", "projects", "subprojects", "services"
LUMPSUM_SERVICES = "lumpsum_services"

TITLES = {
    CUSTOMERS: "Customer",
    PROJECTS: "Project",
    SUBPROJECTS: "Subproject",
    SERVICES: "Service",
    LUMPSUM_SERVICES: "Lump sum service",
}
LEVELS = (CUSTOMERS, PROJECTS, SUBPROJECTS, SERVICES)
"""From the top down. Each is also the name of its field, with `_id` behind it."""

NO, YES, BILLED = 0, 1, 2
"""What `billable` can be; anything else is not to be known."""


Names = Mapping[tuple[str, int], str]
"""What ids are called, by level."""


def dimensions(*, needs_project: bool) -> tuple[Dimension, ...]:
    """Return the levels, from the top down."""
    required = (CUSTOMERS, PROJECTS, SERVICES) if needs_project else (CUSTOMERS, SERVICES)
    return tuple(Dimension(level, TITLES[level], level in required) for level in LEVELS)


def assignment_of(entry: wire.Entry, names: Names) -> Assignment:
    """Return what an entry is booked on; an id without a name is called by its number."""
    references = tuple(
        Reference(level, str(number), names.get((level, number)) or f"{TITLES[level]} {number}")
        for level, number in ids_of(entry)
    )
    return Assignment(references, {NO: False, YES: True, BILLED: True}.get(entry.billable))


def ids_of(entry: wire.Entry) -> list[tuple[str, int]]:
    """Return the ids that an entry is booked on, from the top level down."""
    found = [(level, getattr(entry, f"{level}_id")) for level in (*LEVELS, LUMPSUM_SERVICES)]
    return [(level, number) for level, number in found if number is not None]


def names_in(entry: wire.Entry) -> dict[tuple[str, int], str]:
    """Return the names that an entry of an enhanced list brings along."""
    found = {(level, number): getattr(entry, f"{level}_name", None) for level, number in ids_of(entry)}
    return {key: one_line(name) for key, name in found.items() if name}


def names_of(references: Iterable[Reference]) -> dict[tuple[str, int], str]:
    """Return the names that references have."""
    return {(each.dimension, int(each.id)): each.name for each in references if each.id.isdecimal()}


def booking_body(assignment: Assignment) -> dict[str, int | None]:
    """Return the fields that say what time is booked on; levels that are left out are sent as null.

    Raises:
        NotBookable: Customer or service is missing, or a level is not one of the service's.
    """
    body: dict[str, int | None] = {f"{level}_id": None for level in LEVELS}
    for reference in assignment.references:
        if reference.dimension not in LEVELS or not reference.id.isdecimal():
            raise NotBookable(f"“{one_line(reference.name, 60)}” is nothing that Clockodo books time on.")
        body[f"{reference.dimension}_id"] = int(reference.id)
    missing = [TITLES[level].lower() for level in (CUSTOMERS, SERVICES) if body[f"{level}_id"] is None]
    if missing:
        raise NotBookable(
            f"Clockodo books time on a customer and a service; the {' and the '.join(missing)} is missing.",
            "Choose what it is booked on.",
        )
    return body


def billable_body(assignment: Assignment) -> dict[str, int]:
    """Return the field that says whether time is billable; nothing where the service decides."""
    return {} if assignment.billable is None else {"billable": int(assignment.billable)}
