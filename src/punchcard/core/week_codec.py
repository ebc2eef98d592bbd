"""Submitted weeks as plain JSON values and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whenever import Date

from punchcard.core.codec import Json, moment_from_json, moment_to_json
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek


def submitted_week_to_json(week: SubmittedWeek) -> Json:
    """Return `week` as a JSON object."""
    worked = {} if week.worked_seconds is None else {"worked_seconds": week.worked_seconds}
    return {
        "id": week.id,
        "person": week.person,
        "first": week.first.format_iso(),
        "last": week.last.format_iso(),
        "status": week.status.value,
        "next_actor": week.next_actor,
        "next_actor_id": week.next_actor_id,
        "submitted_at": moment_to_json(week.submitted_at),
        "decided_by": week.decided_by,
        "decided_at": moment_to_json(week.decided_at),
        "reason": week.reason,
        **worked,
    }


def submitted_week_from_json(data: Mapping[str, Any]) -> SubmittedWeek:
    """Read what `submitted_week_to_json` wrote."""
    submitted, decided = data["submitted_at"], data["decided_at"]
    return SubmittedWeek(
        id=data["id"],
        person=data["person"],
        first=Date.parse_iso(data["first"]),
        last=Date.parse_iso(data["last"]),
        status=RequestStatus(data["status"]),
        next_actor=data["next_actor"],
        next_actor_id=data.get("next_actor_id"),
        submitted_at=moment_from_json(submitted) if submitted else None,
        decided_by=data["decided_by"],
        decided_at=moment_from_json(decided) if decided else None,
        reason=data["reason"],
        worked_seconds=data.get("worked_seconds"),
    )
