"""Change requests, decisions and what stands in an inbox as plain JSON values and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from whenever import Date

from punchcard.core.change_requests import (
    ApprovalItem,
    ChangeRequest,
    Decidable,
    Decision,
    IntervalChange,
    PendingEntry,
    RequestedChange,
    Verdict,
)
from punchcard.core.codec import Json, entry_from_json, entry_to_json, moment_from_json, moment_to_json
from punchcard.core.intervals import Interval
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.week_codec import submitted_week_from_json, submitted_week_to_json


def request_to_json(request: ChangeRequest) -> Json:
    """Return `request` as a JSON object."""
    changes = [
        {
            "change": each.change.value,
            "start": moment_to_json(each.interval.start),
            "end": moment_to_json(each.interval.end),
        }
        for each in request.changes
    ]
    return {
        "id": request.id,
        "person": request.person,
        "day": request.day.format_iso(),
        "changes": changes,
        "status": request.status.value,
        "requested_at": moment_to_json(request.requested_at),
        "note": request.note,
        "decided_by": request.decided_by,
        "decided_at": moment_to_json(request.decided_at),
        "reason": request.reason,
    }


def request_from_json(data: Mapping[str, Any]) -> ChangeRequest:
    """Read what `request_to_json` wrote."""
    requested, decided = data["requested_at"], data["decided_at"]
    return ChangeRequest(
        id=data["id"],
        person=data["person"],
        day=Date.parse_iso(data["day"]),
        changes=requested_changes_from_json(data["changes"]),
        status=RequestStatus(data["status"]),
        requested_at=moment_from_json(requested) if requested else None,
        note=data["note"],
        decided_by=data["decided_by"],
        decided_at=moment_from_json(decided) if decided else None,
        reason=data["reason"],
    )


def requested_changes_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[RequestedChange, ...]:
    """Read the changes that `request_to_json` wrote."""
    return tuple(
        RequestedChange(
            IntervalChange(each["change"]),
            Interval(moment_from_json(each["start"]), moment_from_json(each["end"])),
        )
        for each in data
    )


def item_to_json(item: ApprovalItem) -> Json:
    """Return an item of an inbox as a JSON object with its `kind`."""
    match item:
        case ChangeRequest():
            return {"kind": "change_request", **request_to_json(item)}
        case SubmittedWeek():
            return {"kind": "submitted_week", **submitted_week_to_json(item)}
        case PendingEntry():
            return {"kind": "entry", "entry": entry_to_json(item.entry)}


def item_from_json(data: Mapping[str, Any]) -> ApprovalItem:
    """Read what `item_to_json` wrote."""
    if data["kind"] == "entry":
        return PendingEntry(entry_from_json(data["entry"]))
    return decidable_from_json(data)


def decidable_from_json(data: Mapping[str, Any]) -> Decidable:
    """Read what `item_to_json` wrote of something that is decided."""
    if data["kind"] == "change_request":
        return request_from_json(data)
    return submitted_week_from_json(data)


def decision_to_json(decision: Decision) -> Json:
    """Return `decision` as a JSON object."""
    return {
        "verdict": decision.verdict.value,
        "reason": decision.reason,
        "accept_violations": decision.accept_violations,
    }


def decision_from_json(data: Mapping[str, Any]) -> Decision:
    """Read what `decision_to_json` wrote."""
    return Decision(Verdict(data["verdict"]), data["reason"], data["accept_violations"])
