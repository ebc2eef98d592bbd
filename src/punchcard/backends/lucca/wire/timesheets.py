"""Timesheets, and what became of them, as they stand on the wire (section 9)."""

from __future__ import annotations

from punchcard.backends.lucca.wire.values import Day, Id, Seconds, Text, Wire

DUE, WAITING, APPROVED, REJECTED = range(4)
"""What `status` can be; a rejected one was cancelled, denied or invalidated."""

SUCCESS, ERROR, NO_ACTION = "success", "error", "noAction"
"""What an action can have come to for one timesheet."""


class Actor(Wire):
    """Whoever is expected to act next."""

    id: Id
    name: Text = ""
    first_name: Text = ""
    last_name: Text = ""


class Inside(Wire):
    """A time entry of a timesheet, as far as it is told there."""

    duration: Seconds | None = None
    """None where the service names its entries alone."""
    unit: int | None = None
    layer: int | None = None
    archived_at: str | None = None


class Timesheet(Wire):
    """A timesheet; a calculated one, which was never handed in, has the id 0."""

    id: Id
    owner_id: Id
    starts_on: Day
    ends_on: Day
    """The first day after it."""
    status: int
    expected_next_actor_id: Id | None = None
    expected_next_actor: Actor | None = None
    time_entries: tuple[Inside, ...] | None = None
    """None where they were not asked for, or are not told."""


SHEET_FIELDS = (
    "id,ownerId,startsOn,endsOn,status,expectedNextActorId,expectedNextActor[id,firstName,lastName]"
)
FULL_SHEET_FIELDS = f"{SHEET_FIELDS},timeEntries[id,duration,unit,layer,archivedAt]"
DUE_FIELDS = "id,ownerId,startsOn,endsOn,status"


class WorkflowItem(Wire):
    """What an action has come to for one timesheet; its id is the action's own."""

    starts_on: Day
    status: Text = ""
    exception_message: Text = ""
