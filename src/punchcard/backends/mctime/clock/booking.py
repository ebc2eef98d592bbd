"""What a clock is booked on: sent by id alone, and told by name alone in some answers (section 1.11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from punchcard.backends.http.moments import local
from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.directory.organizations import ORGANIZATION, McTimeOrganizations, organization
from punchcard.backends.mctime.entries.writing import organization_id
from punchcard.backends.mctime.time_types import time_type_of
from punchcard.backends.mctime.wire.clock import Clock
from punchcard.backends.mctime.wire.entries import Entry as Told
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import OnBreak, Working
from punchcard.core.text import one_line

ClockT = TypeVar("ClockT", bound=Working | OnBreak)


def organization_body(assignment: Assignment) -> dict[str, str]:
    """Return what a clock is booked on as it is sent: never by name, which the service may take for another.

    Raises:
        NotBookable: Only its name is known, or it is no organization.
    """
    found = organization_id(assignment)
    return {"organizationId": found} if found else {}


def booked_on(told: Clock | Told, known: Assignment) -> Assignment:
    """Return what a clock is booked on.

    Args:
        told: What the service says; it may leave out the id, the name, or both.
        known: What it is booked on as it is known here.
    """
    name = told.organization_name
    if told.organization_id is not None:
        return Assignment((organization(told.organization_id, name),))
    last = known.references[-1] if known.references else None
    if not name or (last is not None and one_line(last.name) == one_line(name)):
        return known
    # By which id it goes is not told: it is shown by its name.
    return Assignment((Reference(ORGANIZATION.id, "", one_line(name)),))


async def with_id(client: McTimeClient, assignment: Assignment) -> Assignment:
    """Return an assignment told by a name alone with its id, where a single organization is called so.

    Raises:
        BackendError: It cannot be looked up.
    """
    if not assignment.references or assignment.references[-1].id:
        return assignment
    name = assignment.references[-1].name
    found = await McTimeOrganizations(client).called(ORGANIZATION.id, name)
    same = [each for each in found if each.name == name]
    return Assignment((same[0],)) if len(same) == 1 else assignment


def as_told(told: Told, asked: ClockT) -> ClockT:
    """Return a running clock as an answer tells it; how it has paused stays as it is known."""
    return replace(
        asked,
        entry_id=told.id,
        since=local(told.start, asked.since.tz_id or "UTC"),
        assignment=booked_on(told, asked.assignment),
        time_type=time_type_of(told.type, told.category) or asked.time_type,
        note=told.comment if "comment" in told.model_fields_set else asked.note,
    )
