"""Domain values as plain JSON values and back.

The ledger, the caches and the JSON output are written in these shapes. Moments are ISO 8601 with
offset and zone (`2026-03-11T08:00:00+01:00[Europe/Berlin]`), durations whole seconds. A value that
does not fit raises `ValueError`, `KeyError` or `TypeError`; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whenever import Date, ZonedDateTime

from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import IDLE, ClockState, Idle, OnBreak, Running
from punchcard.core.entries import Break, Entry, EntryStatus, Source
from punchcard.core.people import Person, Role
from punchcard.core.time_types import Category, TimeType

Json = dict[str, Any]


def moment_to_json(moment: ZonedDateTime | None) -> str | None:
    """Return `moment` as text with offset and zone."""
    return None if moment is None else moment.format_iso(unit="second")


def moment_from_json(text: str) -> ZonedDateTime:
    """Read what `moment_to_json` wrote."""
    return ZonedDateTime.parse_iso(text)


def _optional_moment(text: str | None) -> ZonedDateTime | None:
    return None if text is None else moment_from_json(text)


def person_to_json(person: Person) -> Json:
    """Return `person` as a JSON object."""
    team = {"team": person.team} if person.team else {}
    return {"id": person.id, "name": person.name, "email": person.email, "role": person.role.value, **team}


def person_from_json(data: Mapping[str, Any]) -> Person:
    """Read what `person_to_json` wrote."""
    role, team = Role(data.get("role", Role.WORKER)), data.get("team", "")
    return Person(data["id"], data["name"], data["email"], role, team)


def time_type_to_json(time_type: TimeType | None) -> Json | None:
    """Return `time_type` as a JSON object, or None."""
    if time_type is None:
        return None
    return {"id": time_type.id, "name": time_type.name, "category": time_type.category.value}


def time_type_from_json(data: Mapping[str, Any] | None) -> TimeType | None:
    """Read what `time_type_to_json` wrote."""
    if data is None:
        return None
    return TimeType(data["id"], data["name"], Category(data["category"]))


def assignment_to_json(assignment: Assignment) -> Json:
    """Return `assignment` as a JSON object."""
    references = [{"dimension": r.dimension, "id": r.id, "name": r.name} for r in assignment.references]
    return {"references": references, "billable": assignment.billable}


def assignment_from_json(data: Mapping[str, Any]) -> Assignment:
    """Read what `assignment_to_json` wrote."""
    references = tuple(Reference(r["dimension"], r["id"], r["name"]) for r in data["references"])
    return Assignment(references, data["billable"])


def break_to_json(pause: Break) -> Json:
    """Return a break as a JSON object."""
    return {
        "start": moment_to_json(pause.start),
        "end": moment_to_json(pause.end),
        "automatic": pause.automatic,
    }


def break_from_json(data: Mapping[str, Any]) -> Break:
    """Read what `break_to_json` wrote."""
    return Break(moment_from_json(data["start"]), moment_from_json(data["end"]), data["automatic"])


def entry_to_json(entry: Entry) -> Json:
    """Return `entry` as a JSON object."""
    return {
        "id": entry.id,
        "person": entry.person,
        "day": entry.day.format_iso(),
        "start": moment_to_json(entry.start),
        "end": moment_to_json(entry.end),
        "breaks": [break_to_json(pause) for pause in entry.breaks],
        "type": time_type_to_json(entry.time_type),
        "assignment": assignment_to_json(entry.assignment),
        "note": entry.note,
        "duration_seconds": entry.duration_seconds,
        "half_days": entry.half_days,
        "afternoon": entry.afternoon,
        "lump_sum": entry.lump_sum,
        "status": entry.status.value,
        "source": entry.source.value,
        "locked": entry.locked,
    }


def entry_from_json(data: Mapping[str, Any]) -> Entry:
    """Read what `entry_to_json` wrote."""
    return Entry(
        id=data["id"],
        person=data["person"],
        day=Date.parse_iso(data["day"]),
        start=_optional_moment(data["start"]),
        end=_optional_moment(data["end"]),
        breaks=tuple(break_from_json(pause) for pause in data["breaks"]),
        time_type=time_type_from_json(data["type"]),
        assignment=assignment_from_json(data["assignment"]),
        note=data["note"],
        duration_seconds=data["duration_seconds"],
        half_days=data.get("half_days"),
        afternoon=data.get("afternoon", False),
        lump_sum=data.get("lump_sum"),
        status=EntryStatus(data["status"]),
        source=Source(data["source"]),
        locked=data["locked"],
    )


def state_to_json(state: ClockState) -> Json:
    """Return a clock state as a JSON object with `state` idle, working or break."""
    if isinstance(state, Idle):
        return {"state": "idle"}
    return {
        "state": "break" if isinstance(state, OnBreak) else "working",
        "entry_id": state.entry_id,
        "since": moment_to_json(state.since),
        "assignment": assignment_to_json(state.assignment),
        "type": time_type_to_json(state.time_type),
        "note": state.note,
        "breaks": [break_to_json(pause) for pause in state.breaks],
        "origin": state.origin,
        "break_since": moment_to_json(state.break_since) if isinstance(state, OnBreak) else None,
    }


def state_from_json(data: Mapping[str, Any]) -> ClockState:
    """Read what `state_to_json` wrote."""
    if data["state"] == "idle":
        return IDLE
    running = Running(
        entry_id=data["entry_id"],
        since=moment_from_json(data["since"]),
        assignment=assignment_from_json(data["assignment"]),
        time_type=time_type_from_json(data["type"]),
        note=data["note"],
        breaks=tuple(break_from_json(pause) for pause in data["breaks"]),
        origin=data["origin"],
    )
    if data["state"] == "break":
        return running.on_break(moment_from_json(data["break_since"]), running.breaks)
    return running.at_work(running.breaks)
