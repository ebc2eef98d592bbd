"""What stands in an inbox: told apart, dated and put in order."""

from __future__ import annotations

from dataclasses import replace
from typing import overload

from whenever import Date, ZonedDateTime

from punchcard.core.change_requests import ApprovalItem, ChangeRequest, Decidable, PendingEntry, Verdict
from punchcard.core.intervals import Interval
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.zoned_time import entry_in_zone
from punchcard.core.zones import moment_in_zone

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


@overload
def item_in_zone(item: SubmittedWeek, zone: str) -> SubmittedWeek: ...


@overload
def item_in_zone(item: Decidable, zone: str) -> Decidable: ...


@overload
def item_in_zone(item: ApprovalItem, zone: str) -> ApprovalItem: ...


def item_in_zone(item: ApprovalItem, zone: str) -> ApprovalItem:
    """Return an item as it is read in `zone` (IANA name): the same moments, and the day that it is about."""
    if isinstance(item, PendingEntry):
        return replace(item, entry=entry_in_zone(item.entry, zone))
    decided_at = item.decided_at and moment_in_zone(item.decided_at, zone)
    if isinstance(item, SubmittedWeek):
        submitted_at = item.submitted_at and moment_in_zone(item.submitted_at, zone)
        return replace(item, submitted_at=submitted_at, decided_at=decided_at)
    changes = tuple(
        replace(
            change,
            interval=Interval(
                moment_in_zone(change.interval.start, zone), moment_in_zone(change.interval.end, zone)
            ),
        )
        for change in item.changes
    )
    requested_at = item.requested_at and moment_in_zone(item.requested_at, zone)
    return replace(item, changes=changes, requested_at=requested_at, decided_at=decided_at)


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
