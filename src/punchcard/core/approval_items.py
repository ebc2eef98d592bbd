"""What stands in an inbox: told apart, dated and put in order."""

from __future__ import annotations

from dataclasses import replace

from whenever import Date, ZonedDateTime

from punchcard.core.change_requests import ApprovalItem, ChangeRequest, Decidable, PendingEntry, Verdict
from punchcard.core.submitted_weeks import RequestStatus

_STATUS_AFTER = {
    Verdict.APPROVE: RequestStatus.APPROVED,
    Verdict.DECLINE: RequestStatus.DECLINED,
    Verdict.REOPEN: RequestStatus.PENDING,
}


def item_key(item: ApprovalItem) -> str:
    """Return what names an item among all others of an account: a week is a person's own, whatever its id."""
    match item:
        case ChangeRequest():
            return f"request:{item.id}"
        case PendingEntry():
            return f"entry:{item.id}"
        case _:
            return f"week:{item.person}:{item.first.format_iso()}"


def item_days(item: ApprovalItem) -> tuple[Date, Date]:
    """Return the first and the last day that an item is about, both included."""
    match item:
        case ChangeRequest(day=day, changes=changes):
            return (
                min([day, *(change.interval.start.date() for change in changes)]),
                max([day, *(change.interval.end.date() for change in changes)]),
            )
        case PendingEntry(entry=entry):
            return entry.day, entry.end.date() if entry.end else entry.day
        case _:
            return item.first, item.last


def item_status(item: ApprovalItem) -> RequestStatus:
    """Return where an item stands; an entry in an inbox waits."""
    return RequestStatus.PENDING if isinstance(item, PendingEntry) else item.status


def asked_at(item: ApprovalItem) -> ZonedDateTime | None:
    """Return when it was asked for or handed in; None where the vendor does not say."""
    match item:
        case ChangeRequest():
            return item.requested_at
        case PendingEntry():
            return None
        case _:
            return item.submitted_at


def age_order(item: ApprovalItem) -> tuple[int, str]:
    """Return what puts items in order, the oldest first; those without a moment go by their day."""
    at = asked_at(item)
    day = item_days(item)[0].format_iso()
    if at is None:
        at = ZonedDateTime(int(day[:4]), int(day[5:7]), int(day[8:]), tz="UTC")
    return at.timestamp(), day


def decided(item: Decidable, verdict: Verdict, reason: str, by: str, at: ZonedDateTime | None) -> Decidable:
    """Return an item as a decision leaves it.

    Args:
        item: The item.
        verdict: What was decided.
        reason: Why.
        by: The name of whoever decided.
        at: When.
    """
    status = _STATUS_AFTER[verdict]
    if status is RequestStatus.PENDING:
        return replace(item, status=status, decided_by=None, decided_at=None, reason="")
    return replace(item, status=status, decided_by=by, decided_at=at, reason=reason)
