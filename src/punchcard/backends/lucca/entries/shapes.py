"""Entries of the service as the domain has them."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from punchcard.backends.lucca.directory.axes import reference
from punchcard.backends.lucca.entries.habits import WORK, type_of
from punchcard.backends.lucca.moments import local
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire import entries as wire
from punchcard.core.assignments import Assignment
from punchcard.core.entries import Entry, EntryStatus, Source
from punchcard.core.schedule import USUAL_DAY_SECONDS
from punchcard.core.time_types import TimeType

HALF_DAY_SECONDS = 12 * 3600
"""What half a day counts as there (section 8.2)."""

_HALVES = {HALF_DAY_SECONDS: 1, 2 * HALF_DAY_SECONDS: 2}

IN_A_TIMESHEET = f"It is in a timesheet that was handed in at {TITLE}: take that back first."

SOURCES = MappingProxyType(
    {
        wire.AUTOMATIC: Source.MODEL,
        wire.QUICK_FILL: Source.TYPED,
        wire.MANUAL: Source.TYPED,
        wire.IMPORTED: Source.IMPORTED,
        wire.CLOCKED: Source.CLOCK,
    }
)


class Shaper:
    """Turns rows into entries, with what is known of the axes and of the names of time types."""

    def __init__(self, zone: str, axes: Sequence[int] = (), types: Sequence[TimeType] = ()) -> None:
        """Take what entries do not tell.

        Args:
            zone: The person's, an IANA name.
            axes: Ids of the axes, parents before their children.
            types: Time types with their names.
        """
        self._zone = zone
        self._depth = {axis: at for at, axis in enumerate(axes)}
        self._types = {each.id: each for each in types}

    def entry(self, row: wire.Entry) -> Entry:
        """Return a row as an entry."""
        start = local(row.starts_at, self._zone) if row.unit == wire.TIMES else None
        is_days, source = row.unit == wire.DAYS, row.creation_source
        return Entry(
            id=str(row.id),
            person=str(row.owner_id),
            day=row.starts_at.date(),
            start=start,
            # The duration is what was worked, also in the nights in which the clocks are changed.
            end=None if start is None else start.add(seconds=row.duration),
            time_type=self._type(row.time_type_id),
            assignment=self._assignment(row.axis_sections),
            note=row.comment.content if row.comment else "",
            duration_seconds=None if start is not None else worth(row.duration) if is_days else row.duration,
            half_days=_HALVES.get(row.duration) if is_days else None,
            status=EntryStatus.OPEN if row.timesheet_id is None else EntryStatus.SUBMITTED,
            source=Source.UNKNOWN if source is None else SOURCES.get(source, Source.UNKNOWN),
            locked=None if row.timesheet_id is None else IN_A_TIMESHEET,
        )

    def _type(self, number: int | None) -> TimeType:
        if number is None:
            return WORK
        return self._types.get(str(number)) or type_of(number, "")

    def _assignment(self, sections: Sequence[wire.Section]) -> Assignment:
        last = len(self._depth)
        in_order = sorted(sections, key=lambda each: (self._depth.get(each.axis_id or 0, last), each.id))
        return Assignment(tuple(reference(each.axis_id, each.id, each.name) for each in in_order))


def worth(seconds: int) -> int:
    """Return what a share of a day counts as here: there a whole one has 24 hours, here the usual ones."""
    return seconds * USUAL_DAY_SECONDS // (2 * HALF_DAY_SECONDS)
