"""Time entries as they stand on the wire (section 8.1)."""

from __future__ import annotations

from typing import Annotated

from punchcard.backends.lucca.wire.values import Floating, Id, NoNull, Seconds, Text, Wire

DAYS, HOURS, TIMES = 0, 1, 2
"""What `unit` can be."""

AUTOMATIC, QUICK_FILL, MANUAL, IMPORTED, CLOCKED = range(5)
"""What `creationSource` can be: how the last change of an entry came to be."""

THEORETICAL = 1
"""The `layer` of what is planned and not worked."""


class Section(Wire):
    """One node of an axis that an entry is booked on."""

    id: Id
    name: Text = ""
    active: bool | None = None
    axis_id: Id | None = None


class Comment(Wire):
    """What is written to an entry."""

    content: str | None = None
    """None where it is not told."""


class Entry(Wire):
    """A time entry."""

    id: Id
    owner_id: Id
    starts_at: Floating
    duration: Seconds
    unit: int
    creation_source: int | None = None
    timesheet_id: Id | None = None
    """Not null inside of a timesheet that was handed in: it cannot be changed then."""
    time_type_id: Id | None = None
    archived_at: str | None = None
    """When it was deleted."""
    layer: int | None = None
    comment: Comment | None = None
    axis_sections: Annotated[tuple[Section, ...], NoNull] = ()


ENTRY_FIELDS = (
    "id,ownerId,startsAt,duration,unit,creationSource,timesheetId,timeTypeId,archivedAt,layer,"
    "comment[content],axisSections[id,name,active,axisId]"
)
