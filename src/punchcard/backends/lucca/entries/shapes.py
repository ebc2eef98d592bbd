"""Entries of the service as the domain has them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import MappingProxyType

from punchcard.backends.lucca.directory.axes import LuccaAxes, dimension_of, reference
from punchcard.backends.lucca.entries.habits import LuccaHabits
from punchcard.backends.lucca.moments import local
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire import entries as wire
from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.entries import Entry, EntryStatus, Source
from punchcard.core.schedule import USUAL_DAY_SECONDS

HALF_DAY_SECONDS = 12 * 3600
"""What half a day counts as there (section 8.2)."""

NOON = 12
"""The hour at which the second half of a day begins there."""

IN_A_TIMESHEET = f"It is in a timesheet that was handed in at {TITLE}: take that back first."
_IN_AN_APPROVED_ONE = f"It is in a timesheet that is approved at {TITLE}: nothing in it can be changed."

SOURCES = MappingProxyType(
    {
        wire.AUTOMATIC: Source.MODEL,
        wire.QUICK_FILL: Source.TYPED,
        wire.MANUAL: Source.TYPED,
        wire.IMPORTED: Source.IMPORTED,
        wire.CLOCKED: Source.CLOCK,
    }
)

_HALVES = {HALF_DAY_SECONDS: 1, 2 * HALF_DAY_SECONDS: 2}


class LuccaShapes:
    """Turns rows into entries, with what is known of the axes and of the names of time types."""

    def __init__(self, zone: str, axes: LuccaAxes, habits: LuccaHabits) -> None:
        """Take what entries do not tell themselves.

        Args:
            zone: The person's, an IANA name.
            axes: What entries are booked on.
            habits: What time types are called.
        """
        self._zone, self._axes, self._habits = zone, axes, habits

    async def entries(
        self, found: Sequence[wire.Entry], approved: Collection[int] = frozenset()
    ) -> list[Entry]:
        """Return rows as entries.

        Args:
            found: What is turned into entries.
            approved: Ids of timesheets that are approved.

        Raises:
            BackendError: The axes cannot be read.
        """
        depth = await self._depth() if any(row.axis_sections for row in found) else {}
        return [self._entry(row, depth, approved, None) for row in found]

    async def entry(self, row: wire.Entry, told_of: Entry | None = None) -> Entry:
        """Return one row as an entry.

        Args:
            row: As it was answered.
            told_of: What was sent, for whatever the answer to a write leaves out.

        Raises:
            BackendError: The axes cannot be read.
        """
        depth = await self._depth() if row.axis_sections and told_of is None else {}
        return self._entry(row, depth, (), told_of)

    async def _depth(self) -> dict[str, int]:
        return {dimension_of(axis.id): at for at, axis in enumerate(await self._axes.axes())}

    def _entry(
        self, row: wire.Entry, depth: dict[str, int], approved: Collection[int], sent: Entry | None
    ) -> Entry:
        start = local(row.starts_at, self._zone) if row.unit == wire.TIMES else None
        is_days, source, sheet = row.unit == wire.DAYS, row.creation_source, row.timesheet_id
        is_approved = sheet is not None and sheet in approved
        status = EntryStatus.APPROVED if is_approved else EntryStatus.SUBMITTED
        locked = _IN_AN_APPROVED_ONE if is_approved else IN_A_TIMESHEET
        return Entry(
            id=str(row.id),
            person=str(row.owner_id),
            day=row.starts_at.date(),
            start=start,
            # The duration is what was worked, also in the nights in which the clocks are changed.
            end=None if start is None else start.add(seconds=row.duration),
            time_type=self._habits.named(row.time_type_id),
            assignment=_assignment(row.axis_sections, depth, sent.assignment if sent else NOTHING),
            note=_note(row, sent),
            duration_seconds=None if start is not None else worth(row.duration) if is_days else row.duration,
            half_days=_HALVES.get(row.duration) if is_days else None,
            afternoon=start is None and row.starts_at.hour >= NOON,
            status=EntryStatus.OPEN if sheet is None else status,
            source=Source.UNKNOWN if source is None else SOURCES.get(source, Source.UNKNOWN),
            locked=None if sheet is None else locked,
        )


def _note(row: wire.Entry, sent: Entry | None) -> str:
    """What is written to an entry; as it was sent where the answer to a write names the comment alone."""
    if row.comment is None:
        return ""
    return row.comment.content or "" if sent is None or row.comment.content is not None else sent.note


def worth(seconds: int) -> int:
    """Return what a share of a day counts as here: there a whole one has 24 hours, here the usual ones."""
    return seconds * USUAL_DAY_SECONDS // (2 * HALF_DAY_SECONDS)


def _assignment(sections: Sequence[wire.Section], depth: dict[str, int], known: Assignment) -> Assignment:
    """What time is booked on, from parent to child; as it is known where it is the same."""
    if {str(each.id) for each in sections} == {each.id for each in known.references}:
        return Assignment(known.references)
    found = [reference(each.axis_id, each.id, each.name) for each in sections]
    return Assignment(tuple(sorted(found, key=lambda each: (depth.get(each.dimension, len(depth)), each.id))))
