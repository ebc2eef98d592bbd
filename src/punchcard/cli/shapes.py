"""What JSON output looks like, in one place.

Moments are ISO 8601 with offset, durations whole seconds.
"""

from __future__ import annotations

from typing import Any

from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Idle, OnBreak, Running
from punchcard.core.entries import Break, Entry
from punchcard.core.work_times import WorkTimeDay
from punchcard.services.fold import KnownEntry
from punchcard.store.outbox import OutboxRow, OutboxState


def moment_shape(moment: ZonedDateTime | None) -> str | None:
    """A moment with its offset: "2026-03-11T08:00:00+01:00"."""
    return None if moment is None else moment.to_fixed_offset().format_iso(unit="second")


def state_name(state: ClockState) -> str:
    """The state: "idle", "working" or "break"."""
    if isinstance(state, Idle):
        return "idle"
    return "break" if isinstance(state, OnBreak) else "working"


def clock_shape(state: ClockState) -> dict[str, Any]:
    """The state, and since when: of the clock at work, of the break on a break; null when nothing runs."""
    since = state.since if isinstance(state, Running) else None
    if isinstance(state, OnBreak):
        since = state.break_since
    return {"state": state_name(state), "since": moment_shape(since)}


def entry_shape(known: KnownEntry) -> dict[str, Any]:
    """A finished entry. `duration_seconds` is what was worked: elapsed time less breaks.

    `lump_sum` says what it is where it is a sum and no time: its duration is 0 then, and it counts nowhere.
    `source` is how it came to be: "clock", "typed", "model", "edited", "imported" or "unknown".
    `pending` is null, or how far the newest request about it has come: "queued", "unknown", "needs_you".
    """
    entry = known.entry
    return {
        "id": entry.id,
        "start": moment_shape(entry.start),
        "end": moment_shape(entry.end),
        "duration_seconds": entry.worked_seconds,
        "break_seconds": entry.break_seconds,
        "breaks": [_break_shape(pause) for pause in entry.breaks],
        **_booking(entry),
        "lump_sum": entry.lump_sum,
        "status": entry.status.value,
        "source": entry.source.value,
        "editable": entry.locked is None,
        "pending": _pending(known.pending),
    }


def running_shape(state: Running, pending: OutboxState | None, now: ZonedDateTime) -> dict[str, Any]:
    """The running clock as an entry whose `end` is null; an open break is its last one, with `end` null."""
    breaks = [_break_shape(pause) for pause in state.breaks]
    if isinstance(state, OnBreak):
        breaks.append({"start": moment_shape(state.break_since), "end": None, "automatic": False})
    return {
        "id": state.entry_id,
        "start": moment_shape(state.since),
        "end": None,
        "duration_seconds": state.worked_seconds(now),
        "break_seconds": sum(pause.seconds for pause in state.all_breaks(now)),
        "breaks": breaks,
        **_booking(state),
        "lump_sum": None,
        "status": "open",
        "source": "clock",
        "editable": True,
        "pending": _pending(pending),
    }


def row_shape(row: OutboxRow, what: str) -> dict[str, Any]:
    """A row of the outbox; `what` says in words what was asked for. `made_at` is in UTC."""
    from whenever import Instant

    made_at = Instant.from_timestamp(row.made_at, unit="millisecond")
    return {
        "id": row.id,
        "kind": row.change.kind,
        "what": what,
        "made_at": made_at.format_iso(unit="second"),
        "state": row.state.value,
        "attempts": row.attempts,
        "answer": row.answer,
        "depends_on": row.depends_on,
    }


def _booking(booked: Entry | Running) -> dict[str, Any]:
    return {
        "type": booked.time_type.name if booked.time_type else None,
        "assignment": booked.assignment.label or None,
        "note": booked.note or None,
    }


def _break_shape(pause: Break) -> dict[str, Any]:
    return {
        "start": moment_shape(pause.start),
        "end": moment_shape(pause.end),
        "automatic": pause.automatic,
    }


def work_times_shape(told: WorkTimeDay | None) -> list[dict[str, Any]]:
    """When the person was at work, as it is kept beside the entries; `end` of what goes on is null."""
    if told is None:
        return []
    last = len(told.stretches) - 1
    return [
        {
            "start": moment_shape(piece.start),
            "end": None if told.goes_on and number == last else moment_shape(piece.end),
        }
        for number, piece in enumerate(told.stretches)
    ]


def _pending(state: OutboxState | None) -> str | None:
    if state is None:
        return None
    known = (OutboxState.UNKNOWN, OutboxState.NEEDS_YOU)
    return state.value if state in known else OutboxState.QUEUED.value
