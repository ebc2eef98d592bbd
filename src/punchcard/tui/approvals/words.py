"""What stands in an inbox, in words: when, how much, since when, and what kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterable

from whenever import Date, ZonedDateTime

from punchcard.core.approval_items import item_key
from punchcard.core.change_requests import ChangeRequest, Verdict
from punchcard.core.durations import format_duration
from punchcard.core.entries import EntryStatus
from punchcard.core.entry_words import APPROVAL_STATUSES
from punchcard.core.moments import day_in_words, month_name, weekday_name
from punchcard.core.pending_weeks import PendingWeek, ReviewItem
from punchcard.core.requested_days import requested_seconds
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import capitalized, one_line
from punchcard.core.week_words import week_in_words
from punchcard.core.weeks import Week

KINDS = {ChangeRequest: "change request", SubmittedWeek: "week handed in", PendingWeek: "entries, to look at"}
SHORT_KINDS = {ChangeRequest: "change", SubmittedWeek: "week", PendingWeek: "entries"}


UNKNOWN = "–"


def kind_in_words(item: ReviewItem, *, short: bool = False) -> str:
    """What kind of thing it is: "change request", "week handed in", "month handed in"."""
    kind = (SHORT_KINDS if short else KINDS)[type(item)]
    is_longer = isinstance(item, SubmittedWeek) and not Week(item.first, item.last).is_week
    return kind.replace("week", "month") if is_longer else kind


DOING = {Verdict.APPROVE: "approving", Verdict.DECLINE: "declining", Verdict.REOPEN: "reopening"}
DONE = {Verdict.APPROVE: "approved", Verdict.DECLINE: "declined", Verdict.REOPEN: "reopened"}
TO_DO = {Verdict.APPROVE: "Approve", Verdict.DECLINE: "Decline", Verdict.REOPEN: "Reopen"}

STATUS_SIGNS = {
    RequestStatus.PENDING: ("●", "waits", "$primary"),
    RequestStatus.APPROVED: ("✓", "approved", "$success"),
    RequestStatus.DECLINED: ("✗", "declined", "$error"),
    RequestStatus.WITHDRAWN: ("–", "withdrawn", "$foreground-muted"),
    RequestStatus.REJECTED: ("✗", "declined or taken back", "$error"),
    RequestStatus.REPLACED: ("–", "replaced", "$foreground-muted"),
    RequestStatus.UNKNOWN: ("?", "unknown", "$warning"),
}
"""Sign, word and colour of each status."""

_ENTRY_SIGNS = {
    EntryStatus.SUBMITTED: ("●", "$primary"),
    EntryStatus.OPEN: ("○", "$foreground-muted"),
    EntryStatus.DECLINED: ("✗", "$error"),
}

DAYS_A_WEEK = 7
_LONG_IN_DAYS, _LONG_IN_WEEKS, _LONG_IN_MONTHS = 14, 9 * DAYS_A_WEEK, 730


def entry_sign(status: EntryStatus) -> tuple[str, str]:
    """Sign and colour of where an entry stands."""
    return _ENTRY_SIGNS.get(status, ("·", ""))


def key_of(item: ReviewItem) -> str:
    """What names an item among all others of an account."""
    if isinstance(item, PendingWeek):
        return f"entries:{item.person}:{item.first.format_iso()}"
    return item_key(item)


def days_of(item: ReviewItem) -> tuple[Date, Date]:
    """The first and the last day that it is about."""
    return (item.day, item.day) if isinstance(item, ChangeRequest) else (item.first, item.last)


def when_in_words(item: ReviewItem, today: Date) -> str:
    """The day or the week, short and lined up: "Tue  3 Mar", "Week 10", "29 Dec 2025"."""
    day, last = days_of(item)
    if not isinstance(item, ChangeRequest):
        return capitalized(week_in_words(Week(day, last), today)).replace(" of 20", " ’")
    month = month_name(day)[:3]
    if day.year != today.year:
        return f"{day.day:>2} {month} {day.year}"
    return f"{weekday_name(day, short=True)} {day.day:>2} {month}"


def named(item: ReviewItem, today: Date) -> str:
    """The day or the week within a sentence: "Tue 3 Mar", "week 10 of 2025"."""
    day, last = days_of(item)
    if not isinstance(item, ChangeRequest):
        return week_in_words(Week(day, last), today)
    return day_in_words(day, short=True) + ("" if day.year == today.year else f" {day.year}")


def about(item: ReviewItem) -> str:
    """What one's own item is about: the note, what it is booked on, or else what kind of thing it is."""
    if isinstance(item, PendingWeek):
        names = dict.fromkeys(one_line(e.assignment.label) for e in item.entries if e.assignment)
        return ", ".join(names) or "Working time"
    note = item.note if isinstance(item, ChangeRequest) else ""
    return note if note.strip() else kind_in_words(item).capitalize()


def asked_at(item: ReviewItem) -> ZonedDateTime | None:
    """When it began to wait; None where nobody says."""
    match item:
        case ChangeRequest():
            return item.requested_at
        case SubmittedWeek():
            return item.submitted_at
        case PendingWeek():
            return item.oldest


def days_ago(moment: ZonedDateTime | None, today: Date) -> int | None:
    """How many days ago that was; None where it is not known."""
    return None if moment is None else max(0, int(today.since(moment.date(), total="days")))


def age_in_words(days: int | None) -> str:
    """An age: "today", "1 day", "5 days", "3 weeks", "4 months"."""
    if days is None:
        return ""
    if days == 0:
        return "today"
    for limit, size, name in (
        (_LONG_IN_DAYS, 1, "day"),
        (_LONG_IN_WEEKS, 7, "week"),
        (_LONG_IN_MONTHS, 30, "month"),
    ):
        if days < limit:
            return _count(days // size, name)
    return _count(days // 365, "year")


def amount_in_words(item: ReviewItem, worked_seconds: int | None) -> str:
    """How much: "+1:00" of a change, "39:10" of a week or of entries.

    Args:
        item: The item.
        worked_seconds: The work of a week; None while it is not known.
    """
    match item:
        case ChangeRequest():
            return format_duration(requested_seconds(item.changes), sign=True)
        case SubmittedWeek():
            return UNKNOWN if worked_seconds is None else format_duration(worked_seconds)
        case PendingWeek():
            return format_duration(item.seconds)


def statuses_in_words(week: PendingWeek) -> str:
    """How many entries stand where: "3 under approval, 1 disapproved"."""
    return ", ".join(f"{count} {APPROVAL_STATUSES[status]}" for status, count in week.statuses.items())


def counted(items: Iterable[ReviewItem]) -> str:
    """How many of what kinds: "3 change requests and 1 week"."""
    found = list(items)
    requests = sum(isinstance(item, ChangeRequest) for item in found)
    weeks = [Week(item.first, item.last) for item in found if isinstance(item, SubmittedWeek)]
    kind = "week" if all(week.is_week for week in weeks) else "month"
    parts = [_count(requests, "change request")] * bool(requests) + [_count(len(weeks), kind)] * bool(weeks)
    return " and ".join(parts) or "nothing"


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
