"""What is sent to save an entry: always the whole of it, as what is left out may be deleted (section 2.5)."""

from __future__ import annotations

from typing import Any

from punchcard.backends.errors import NotBookable
from punchcard.backends.mctime.directory.organizations import ORGANIZATION
from punchcard.backends.mctime.moments import sent
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.time_types import WORK
from punchcard.core.assignments import Assignment
from punchcard.core.entries import Entry
from punchcard.core.text import one_line


def organization_id(assignment: Assignment) -> str | None:
    """Return the id of the organization that time is booked on, the last one of a path; None for none.

    Raises:
        NotBookable: It is no organization of the service, or known by a name alone.
    """
    if not assignment:
        return None
    last = assignment.references[-1]
    name = one_line(last.name, 60)
    if last.dimension != ORGANIZATION.id:
        raise NotBookable(f"“{name}” is nothing that {TITLE} books time on.", "Choose an organization.")
    if not last.id:
        # Of several that are called so the service takes any.
        raise NotBookable(f"Which organization “{name}” is meant is not known.", "Choose it from the tree.")
    return last.id


def body_of(entry: Entry, an_id: str | None, zone: str) -> dict[str, Any]:
    """Return what saves an entry.

    Args:
        entry: With start and end.
        an_id: Of the entry that is changed; None for a new one.
        zone: The person's, an IANA name.

    Raises:
        NotBookable: It cannot be booked there.
    """
    times: dict[str, Any] = {} if an_id is None else {"id": an_id}
    if entry.start is not None and entry.end is not None:
        times |= {"from": sent(entry.start, zone), "to": sent(entry.end, zone)}
    times["breaks"] = [
        {"from": sent(pause.start, zone), "to": sent(pause.end, zone)} for pause in entry.breaks
    ]
    times |= {"timeType": (entry.time_type or WORK).id, "comment": entry.note}
    organization = organization_id(entry.assignment)
    if organization is not None:
        times["organization"] = {"id": organization}
    return {"userId": entry.person, "times": [times]}
