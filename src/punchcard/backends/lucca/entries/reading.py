"""Rows of time entries, as far as they are entries at all (section 8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.complaints import NOT_TOLD
from punchcard.backends.lucca.weeks.glances import WHAT, LuccaGlances
from punchcard.backends.lucca.wire.entries import ENTRY_FIELDS, THEORETICAL, Entry
from punchcard.backends.lucca.wire.timesheets import APPROVED, SHEET_FIELDS, Timesheet

if TYPE_CHECKING:
    from punchcard.core.groups import Period

ENTRIES = "the time entries"
LIST = "timeentries"


async def rows(client: LuccaClient, people: Iterable[str], first: Date, last: Date) -> list[Entry]:
    """Return the rows of people that begin on the days from `first` to `last`, the oldest first.

    What was deleted and what is only planned is left out; rows without length, which a timesheet that was
    handed in has on its empty days, are not.

    Args:
        client: The connection.
        people: Ids.
        first: The first day.
        last: The last day.

    Raises:
        BackendError: They cannot be read.
    """
    # Whether `between` holds its last day is said nowhere for certain (section 5.3).
    margin = f"between,{first.subtract(days=1).format_iso()},{last.add(days=1).format_iso()}"
    params = [("startsAt", margin), ("layer", f"notequal,{THEORETICAL}")]
    found = await client.of_ids(Entry, LIST, ENTRY_FIELDS, ("ownerId", people), params, what=ENTRIES)
    unique = {row.id: row for row in found if is_kept(row) and first <= row.starts_at.date() <= last}
    return sorted(unique.values(), key=lambda row: (row.starts_at, row.id))


async def row_of(client: LuccaClient, an_id: str) -> Entry | None:
    """Return one row, or None where it was deleted or never was.

    Raises:
        BackendError: It cannot be read.
    """
    row = await client.find(Entry, LIST, an_id, ENTRY_FIELDS, what=f"the time entry {an_id}")
    return row if row is not None and is_kept(row) else None


async def approved_sheets(
    client: LuccaClient, glances: LuccaGlances, people: Collection[str], period: Period
) -> frozenset[int]:
    """Return the ids of the approved timesheets of people that touch a period; others may be among them.

    Raises:
        BackendError: They cannot be read just now.
    """
    params = [
        ("status", str(APPROVED)),
        ("startsOn", f"until,{period.last.add(days=1).format_iso()}"),
        ("endsOn", f"since,{period.first.subtract(days=1).format_iso()}"),
    ]
    try:
        if len(people) == 1:
            found = await glances.of("locks", next(iter(people)), period.last)
        else:
            found = await client.of_ids(
                Timesheet, "timmitimesheets", SHEET_FIELDS, ("ownerId", sorted(people)), params, what=WHAT
            )
    except NOT_TOLD:
        # Whoever may not see timesheets is told that they were handed in, and no more.
        return frozenset()
    return frozenset(sheet.id for sheet in found if sheet.status == APPROVED)


def is_kept(row: Entry) -> bool:
    """Whether a row is neither deleted nor only planned."""
    return row.archived_at is None and row.layer != THEORETICAL


def of_person(found: Sequence[Entry], person: str) -> list[Entry]:
    """Return somebody's rows."""
    return [row for row in found if str(row.owner_id) == person]
