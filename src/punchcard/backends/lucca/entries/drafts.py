"""What is sent to save an entry: always the whole of it (sections 8.7 and 8.8)."""

from __future__ import annotations

from typing import Any, NamedTuple

from whenever import PlainDateTime

from punchcard.backends.lucca.client import is_id
from punchcard.backends.lucca.directory.axes import is_of_axis
from punchcard.backends.lucca.durations import format_timespan
from punchcard.backends.lucca.entries.habits import WORK
from punchcard.backends.lucca.entries.shapes import HALF_DAY_SECONDS
from punchcard.backends.lucca.moments import floating, sent
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire import entries as wire
from punchcard.backends.outcomes import Refused
from punchcard.core.entries import Entry, Unit
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line

UNIT_NUMBERS = {Unit.DAYS: wire.DAYS, Unit.HOURS: wire.HOURS, Unit.TIMES: wire.TIMES}


class NotWritable(Refusal):
    """What the service has no place for."""

    code = "not_writable"

    def __init__(self, message: str, field: str | None = None) -> None:
        """Take the sentence, and the name of the value that it is about."""
        super().__init__(message)
        self.field = field

    def as_refused(self) -> Refused:
        """Return it as the refusal of a write; nothing was sent."""
        return Refused(self.message, self.field)


class Draft(NamedTuple):
    """An entry as it is sent."""

    owner: int
    starts_at: str
    """A floating time: `2026-03-09T09:40:00`."""
    duration: str
    """A TimeSpan: `01:20:00`."""
    unit: int
    sections: tuple[int, ...] = ()
    """Ids, from parent to child; the whole branch."""
    time_type: int | None = None
    comment: str = ""
    source: int = wire.MANUAL

    def body(self, an_id: int | None = None) -> dict[str, Any]:
        """Return what is sent; with an id to change an entry."""
        return {
            **({} if an_id is None else {"id": an_id}),
            "ownerId": self.owner,
            "startsAt": self.starts_at,
            "duration": self.duration,
            "unit": self.unit,
            "creationSource": self.source,
            "axisSections": [{"id": section} for section in self.sections],
            "comment": {"content": self.comment} if self.comment else None,
            "timeTypeId": self.time_type,
        }


def draft_of(entry: Entry, zone: str, source: int = wire.MANUAL) -> Draft:
    """Return what saves an entry.

    Args:
        entry: As it should be.
        zone: Whose wall clock counts where the entry names no zone of its own, an IANA name.
        source: How it came to be, by the number of the service.

    Raises:
        NotWritable: The service has no place for something of it.
    """
    if not is_id(entry.person):
        raise NotWritable(f"{TITLE} does not know the person of this entry: ids are numbers there.", "person")
    if entry.breaks:
        raise NotWritable(
            f"{TITLE} keeps no breaks inside of entries: add one before the break and one after it.", "breaks"
        )
    start, seconds = _times(entry, zone)
    return Draft(
        int(entry.person),
        sent(start),
        format_timespan(seconds),
        UNIT_NUMBERS[entry.unit],
        tuple(_sections(entry)),
        _time_type(entry),
        entry.note,
        source,
    )


def zone_of(entry: Entry, zone: str) -> str:
    """Return whose wall clock an entry was written down by (IANA name): the same wherever it is sent from.

    Otherwise it would be another one for whoever has travelled: cut elsewhere than at midnight, and not found
    again where its answer was lost.
    """
    return (entry.start.tz_id if entry.start else None) or zone


def _times(entry: Entry, zone: str) -> tuple[PlainDateTime, int]:
    if entry.start is not None and entry.end is not None:
        return floating(entry.start, zone_of(entry, zone)), entry.worked_seconds
    if entry.half_days is None and entry.duration_seconds is None:
        raise NotWritable("An entry needs a start and an end, or a duration.", "duration")
    start = PlainDateTime(entry.day.year, entry.day.month, entry.day.day, 12 if entry.afternoon else 0)
    if entry.half_days is not None:
        return start, entry.half_days * HALF_DAY_SECONDS
    return start, entry.duration_seconds or 0


def _sections(entry: Entry) -> list[int]:
    for reference in entry.assignment.references:
        if not is_of_axis(reference):
            name = one_line(reference.name, 60)
            raise NotWritable(f"“{name}” is nothing that {TITLE} books time on.", "assignment")
    return [int(reference.id) for reference in entry.assignment.references]


def _time_type(entry: Entry) -> int | None:
    kind = entry.time_type
    if kind is None or kind.id == WORK.id:
        return None
    if not is_id(kind.id):
        raise NotWritable(f"{TITLE} has no time type “{one_line(kind.name, 60)}”.", "type")
    return int(kind.id)
