"""Requests, submitted weeks and decisions in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whenever import Date

from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange
from punchcard.core.change_requests import ApprovalItem, ChangeRequest, PendingEntry, Verdict
from punchcard.core.moments import day_in_words
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import capitalized, one_line
from punchcard.core.week_words import week_in_words, weeks_in_words
from punchcard.core.weeks import Week

VERBS = {Verdict.APPROVE: "approve", Verdict.DECLINE: "decline", Verdict.REOPEN: "reopen"}
"""What somebody does who decides."""

DONE = {Verdict.APPROVE: "Approved", Verdict.DECLINE: "Declined", Verdict.REOPEN: "Reopened"}
"""What was decided."""

_NOUNS = {Verdict.APPROVE: "approval", Verdict.DECLINE: "decline", Verdict.REOPEN: "reopening"}

STATUS_WORDS = {
    RequestStatus.PENDING: "waits",
    RequestStatus.APPROVED: "was approved",
    RequestStatus.DECLINED: "was declined",
    RequestStatus.WITHDRAWN: "was withdrawn",
    RequestStatus.REJECTED: "was declined or taken back",
    RequestStatus.REPLACED: "was replaced by a newer one",
    RequestStatus.UNKNOWN: "has a status that Punchcard does not know",
}
"""Where a request or a submitted week stands."""

STATUS_NAMES = {
    "waiting": RequestStatus.PENDING,
    "approved": RequestStatus.APPROVED,
    "declined": RequestStatus.DECLINED,
    "withdrawn": RequestStatus.WITHDRAWN,
    "replaced": RequestStatus.REPLACED,
    "rejected": RequestStatus.REJECTED,
    "unknown": RequestStatus.UNKNOWN,
}
"""Each status as people say it who look for some."""

_LONGEST_NAME = 60


def thing_in_words(item: ApprovalItem, today: Date) -> str:
    """Return what it is: "request for Tue 3 Mar", "week 10", "entry of Tue 3 Mar"."""
    match item:
        case ChangeRequest():
            return f"request for {day_in_words(item.day, short=True, today=today)}"
        case PendingEntry():
            return f"entry of {day_in_words(item.entry.day, short=True, today=today)}"
        case _:
            return week_in_words(Week(item.first, item.last), today)


def item_in_words(item: ApprovalItem, name: str, today: Date) -> str:
    """Return whose it is, and what: "Ben Okafor’s request for Tue 3 Mar"; `name` may be empty."""
    thing = thing_in_words(item, today)
    if name:
        return f"{one_line(name, _LONGEST_NAME)}’s {thing}"
    return thing if isinstance(item, SubmittedWeek) else f"the {thing}"


def others_turn(affected: Sequence[ApprovalItem], viewer: str, today: Date) -> tuple[str, ...]:
    """Say whose turn it is with weeks that go along with an approval, where it is not the viewer's.

    Args:
        affected: What goes along.
        viewer: Id of whoever decides.
        today: For the words.
    """
    named: dict[str, list[Week]] = {}
    for item in affected:
        if isinstance(item, SubmittedWeek) and item.next_actor_id not in (None, viewer):
            named.setdefault(item.next_actor or "", []).append(Week(item.first, item.last))
    return tuple(
        f"{capitalized(weeks_in_words(sorted(weeks), today))} {_WAIT[len(weeks) > 1]} for "
        f"{one_line(who, _LONGEST_NAME)}, and would be approved in their place."
        for who, weeks in named.items()
    )


_WAIT = "waits", "wait"


def items_in_words(items: Sequence[ApprovalItem], names: Mapping[str, str], today: Date) -> str:
    """Return one item in words, or how many they are: "5 items"."""
    if len(items) == 1:
        return item_in_words(items[0], names.get(items[0].person, ""), today)
    return f"{len(items)} items"


def status_in_words(item: ApprovalItem, today: Date) -> str:
    """Return where an item stands: "was approved by Ann on Tue 10 Mar", "waits for Lea Brandt"."""
    if isinstance(item, SubmittedWeek) and item.status is RequestStatus.PENDING and item.next_actor:
        return f"waits for {one_line(item.next_actor, _LONGEST_NAME)}"
    if isinstance(item, PendingEntry) or item.status is RequestStatus.PENDING:
        return STATUS_WORDS[RequestStatus.PENDING]
    by = f" by {one_line(item.decided_by, _LONGEST_NAME)}" if item.decided_by else ""
    on = ""
    if item.decided_at is not None:
        day = item.decided_at.date()
        on = " today" if day == today else f" on {day_in_words(day, short=True, today=today)}"
    was_open_again = item.status is RequestStatus.WITHDRAWN and item.decided_by
    return f"{'was reopened' if was_open_again else STATUS_WORDS[item.status]}{by}{on}"


def approval_change_in_words(
    change: ApprovalChange, today: Date, names: Mapping[str, str] | None = None
) -> str:
    """Return what was asked for: "approve Ben's week 10", "ask for a change of Tue 3 Mar"."""
    if isinstance(change, Decide):
        name = (names or {}).get(change.item.person, "")
        although = " although a rule is broken" if change.decision.accept_violations else ""
        return f"{VERBS[change.decision.verdict]} {item_in_words(change.item, name, today)}{although}"
    day = day_in_words(change.request.day, short=True, today=today)
    if isinstance(change, RequestChange):
        return f"ask for a change of {day}"
    return f"withdraw the request for {day}"


def decision_in_words(change: Decide, names: Mapping[str, str], today: Date) -> str:
    """Return what was decided as a thing: "approval of Ben Okafor's week 10"."""
    item = item_in_words(change.item, names.get(change.item.person, ""), today)
    return f"{_NOUNS[change.decision.verdict]} of {item}"


def not_sent(changes: Sequence[Decide], names: Mapping[str, str], today: Date) -> tuple[str, ...]:
    """Say of decisions that they were not sent because whoever held them back is gone."""
    why = "Punchcard ended while it could still be taken back."
    if len(changes) > _MOST_SAID:
        why = "Punchcard ended while they could still be taken back."
        return (f"{len(changes)} decisions of yours were not sent: {why}",)
    return tuple(f"Your {decision_in_words(change, names, today)} was not sent: {why}" for change in changes)


_MOST_SAID = 3
