"""Whether what is there is what was asked for: how a write whose answer was lost is found again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from punchcard.backends.lucca.durations import format_timespan
from punchcard.backends.lucca.entries.drafts import Draft
from punchcard.backends.lucca.entries.habits import WORK
from punchcard.backends.lucca.moments import sent
from punchcard.backends.lucca.wire import entries as wire
from punchcard.core.entries import Entry

_TIMES = ("start", "end", "day", "duration", "halves", "afternoon")
_FIELDS = (*_TIMES, "type", "assignment", "note")


def times_of(row: wire.Entry) -> tuple[str, str]:
    """Return `startsAt` and `duration` of a row as they would be sent."""
    return sent(row.starts_at), format_timespan(row.duration)


def same_stretch(row: wire.Entry, draft: Draft) -> bool:
    """Whether a row is of the time of a draft: of the same person, start, duration and unit."""
    return row.owner_id == draft.owner and row.unit == draft.unit and times_of(row) == draft[1:3]


def same_entry(row: wire.Entry, draft: Draft) -> bool:
    """Whether a row is what a draft became: of the same time, and booked on the same sections."""
    return same_stretch(row, draft) and {each.id for each in row.axis_sections} == set(draft.sections)


def best(found: Sequence[wire.Entry], draft: Draft) -> list[wire.Entry]:
    """Return those of several rows that agree with a draft in comment and time type too, else all of them.

    A draft without a time type agrees with any: it may have been sent with the usual one.
    """
    types = [row for row in found if draft.time_type in (None, row.time_type_id)]
    exact = [row for row in types if note_of(row) == draft.comment]
    return exact or list(found)


def note_of(row: wire.Entry) -> str:
    """Return what is written to a row."""
    return (row.comment.content or "") if row.comment else ""


def changed_fields(wanted: Entry, before: Entry) -> list[str]:
    """Return what a change is about."""
    return [field for field in _FIELDS if _value(field, wanted) != _value(field, before)]


def agrees(found: Entry, wanted: Entry, fields: Iterable[str]) -> bool:
    """Whether an entry is as it should be in some fields."""
    return all(_value(field, found) == _value(field, wanted) for field in fields)


def has_other_times(fields: Iterable[str]) -> bool:
    """Whether a change is about when something was, and not only about what it was."""
    return not set(_TIMES).isdisjoint(fields)


def merged(fresh: Entry, wanted: Entry, before: Entry) -> Entry:
    """Return the complete entry to send: as it is there now, with what was changed here alone."""
    fields = changed_fields(wanted, before)
    kept = replace(
        fresh,
        time_type=wanted.time_type if "type" in fields else fresh.time_type,
        assignment=wanted.assignment if "assignment" in fields else fresh.assignment,
        note=wanted.note if "note" in fields else fresh.note,
    )
    if not has_other_times(fields):
        return kept
    if wanted.unit is not fresh.unit or wanted.start is None:
        return replace(
            kept, day=wanted.day, start=wanted.start, end=wanted.end, afternoon=wanted.afternoon,
            duration_seconds=wanted.duration_seconds, half_days=wanted.half_days,
        )  # fmt: skip
    return replace(
        kept,
        day=wanted.day if "start" in fields else fresh.day,
        start=wanted.start if "start" in fields else fresh.start,
        end=wanted.end if "end" in fields else fresh.end,
    )


def _value(field: str, entry: Entry) -> object:
    match field:
        case "start" | "end":
            moment = entry.start if field == "start" else entry.end
            return None if moment is None else moment.timestamp()
        case "day":
            return entry.day
        case "duration":
            # What half a day counts for is reckoned on either side by itself.
            return None if entry.half_days is not None else entry.duration_seconds
        case "halves":
            return entry.half_days
        case "afternoon":
            return entry.start is None and entry.afternoon
        case "type":
            return (entry.time_type or WORK).id
        case "assignment":
            return frozenset((each.dimension, each.id) for each in entry.assignment.references)
        case _:
            return entry.note
