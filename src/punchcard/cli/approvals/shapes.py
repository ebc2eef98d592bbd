"""What requests and decisions look like as JSON."""

from __future__ import annotations

from typing import Any

from whenever import Date

from punchcard.cli.shapes import moment_shape
from punchcard.cli.timesheet.week_shape import finding_shape
from punchcard.core.approval_items import asked_at, item_status
from punchcard.core.change_requests import ApprovalItem, ChangeRequest, PendingEntry
from punchcard.core.interval_sets import Stretches, seconds_of
from punchcard.core.intervals import Interval
from punchcard.core.people import Person
from punchcard.core.requested_days import DayPreview, requested_seconds
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.weeks import Week
from punchcard.store.outbox import OutboxState


def kind_of(item: ApprovalItem) -> str:
    """Its kind: "change_request", "submitted_week" or "entry"."""
    if isinstance(item, ChangeRequest):
        return "change_request"
    return "entry" if isinstance(item, PendingEntry) else "submitted_week"


def net_seconds(request: ChangeRequest) -> int:
    """What is asked for by itself, in seconds; what it does to the day may be less."""
    return requested_seconds(request.changes)


def age_days(item: ApprovalItem, today: Date) -> int | None:
    """How many days ago it was asked for or handed in; None where that is not known."""
    at = asked_at(item)
    return None if at is None else max(0, int(today.since(at.date(), total="days")))


def item_shape(item: ApprovalItem, person: Person, today: Date, seconds: int | None) -> dict[str, Any]:
    """An item of an inbox, all kinds with the same keys; what one does not have is null.

    Args:
        item: The item.
        person: Whose it is.
        today: The viewer's current day.
        seconds: What a request asks for by itself; of a week or an entry, what was worked.
    """
    request = item if isinstance(item, ChangeRequest) else None
    week = None if isinstance(item, ChangeRequest | PendingEntry) else Week(item.first, item.last)
    day = request.day if request else item.entry.day if isinstance(item, PendingEntry) else None
    decided = None if isinstance(item, PendingEntry) else item
    return {
        "id": item.id,
        "kind": kind_of(item),
        "person": person.name,
        "person_id": person.id,
        "day": day.format_iso() if day else None,
        "week": week.name if week else None,
        "from": (week.first if week else day or today).format_iso(),
        "to": (week.last if week else day or today).format_iso(),
        "changes": [{"change": each.change.value, **_stretch(each.interval)} for each in request.changes]
        if request
        else [],
        "seconds": seconds,
        "requested_seconds": net_seconds(request) if request else None,
        "requested_at": moment_shape(asked_at(item)),
        "age_days": age_days(item, today),
        "status": item_status(item).value,
        "note": (request.note if request else "") or None,
        "next_actor": item.next_actor if isinstance(item, SubmittedWeek) else None,
        "decided_by": decided.decided_by if decided else None,
        "decided_at": moment_shape(decided.decided_at) if decided else None,
        "reason": (decided.reason if decided else "") or None,
    }


def preview_shape(preview: DayPreview) -> dict[str, Any]:
    """A day before and after, with the findings that appear and vanish."""
    return {
        "before": _stretches(preview.before),
        "after": _stretches(preview.after),
        "added": _stretches(preview.added),
        "removed": _stretches(preview.removed),
        "before_seconds": seconds_of(preview.before),
        "after_seconds": seconds_of(preview.after),
        "difference_seconds": preview.difference_seconds,
        "appearing": [finding_shape(finding) for finding in preview.appearing],
        "vanishing": [finding_shape(finding) for finding in preview.vanishing],
    }


def pending_shape(state: OutboxState | None) -> str | None:
    """How far the newest thing that was asked for about an item has come; null when nothing is open."""
    return state.value if state is not None else None


def _stretches(stretches: Stretches) -> list[dict[str, Any]]:
    return [_stretch(stretch) for stretch in stretches]


def _stretch(stretch: Interval) -> dict[str, Any]:
    return {
        "start": moment_shape(stretch.start),
        "end": moment_shape(stretch.end),
        "seconds": stretch.seconds,
    }
