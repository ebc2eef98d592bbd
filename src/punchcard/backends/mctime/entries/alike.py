"""Whether what is there is what was asked for: how a write whose answer was lost is found again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from punchcard.backends.http.moments import near
from punchcard.backends.mctime.time_types import WORK
from punchcard.core.entries import Break, Entry

_FIELDS = ("start", "end", "breaks", "type", "organization", "note")
_BOOKING = ("type", "organization", "note")


def same_entry(found: Entry, wanted: Entry) -> bool:
    """Whether an entry is as it should be; the service may have added breaks by itself."""
    return found.person == wanted.person and agrees(found, wanted, _FIELDS)


def same_booking(found: Entry, wanted: Entry) -> bool:
    """Whether type, organization and comment are as they should be."""
    return agrees(found, wanted, _BOOKING)


def same_times(found: Entry, wanted: Entry) -> bool:
    """Whether an entry begins and ends when it should."""
    return agrees(found, wanted, ("start", "end"))


def agrees(found: Entry, wanted: Entry, fields: Iterable[str]) -> bool:
    """Whether an entry is as it should be in some fields."""
    return all(_is_as_wanted(field, found, wanted) for field in fields)


def changed_fields(wanted: Entry, before: Entry) -> list[str]:
    """Return what a change is about."""
    return [field for field in _FIELDS if _value(field, wanted) != _value(field, before)]


def merged(fresh: Entry, wanted: Entry, before: Entry) -> Entry:
    """Return the complete entry to send: as it is there now, with what was changed here alone."""
    fields = changed_fields(wanted, before)
    return replace(
        fresh,
        day=wanted.day if "start" in fields else fresh.day,
        start=wanted.start if "start" in fields else fresh.start,
        end=wanted.end if "end" in fields else fresh.end,
        breaks=wanted.breaks if "breaks" in fields else fresh.breaks,
        time_type=wanted.time_type if "type" in fields else fresh.time_type,
        assignment=wanted.assignment if "organization" in fields else fresh.assignment,
        note=wanted.note if "note" in fields else fresh.note,
    )


def _value(field: str, entry: Entry) -> object:
    match field:
        case "start" | "end":
            moment = entry.start if field == "start" else entry.end
            return None if moment is None else moment.timestamp()
        case "breaks":
            return [(pause.start.timestamp(), pause.end.timestamp()) for pause in entry.breaks]
        case "type":
            return (entry.time_type or WORK).id
        case "organization":
            return [(reference.dimension, reference.id) for reference in entry.assignment.references]
        case _:
            return entry.note


def _is_as_wanted(field: str, found: Entry, wanted: Entry) -> bool:
    match field:
        case "start":
            return near(found.start, wanted.start)
        case "end":
            return near(found.end, wanted.end)
        case "breaks":
            return not missing_breaks(found, wanted) and all(
                pause.automatic for pause in missing_breaks(wanted, found)
            )
        case "organization" if not wanted.assignment:
            # Left to the service, which books it somewhere.
            return True
        case _:
            return _value(field, found) == _value(field, wanted)


def missing_breaks(found: Entry, wanted: Entry) -> list[Break]:
    """Return the breaks of `wanted` that `found` has not."""

    def is_there(pause: Break) -> bool:
        return any(near(each.start, pause.start) and near(each.end, pause.end) for each in found.breaks)

    return [pause for pause in wanted.breaks if not is_there(pause)]
