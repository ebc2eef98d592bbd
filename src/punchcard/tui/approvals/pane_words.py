"""What the lists say in words: counts, and what stands where there is nothing."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from punchcard.core.entry_words import APPROVAL_STATUSES
from punchcard.core.pending_weeks import PendingWeek, standing
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.tui.approvals import words
from punchcard.tui.approvals.rows import Row
from punchcard.tui.approvals.selection import Selection

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope

_NAMES: dict[Scope, str] = {"waiting": "Inbox", "mine": "My requests", "decided": "Decided"}

_NOTHING: dict[Scope, str] = {
    "waiting": "Nothing waits for you.\n\n{approvals.decided} shows what was decided.",
    "mine": "You have asked for nothing.",
    "decided": "Nothing was decided yet.\n\n{approvals.inbox} leads back to the inbox.",
}


_NO_ENTRIES: dict[Scope, str] = {
    "waiting": "No entry waits for an approval.",
    "mine": "None of your entries is under approval, or was disapproved.",
    "decided": "Nothing is decided here.",
}


_EASY_TO_READ = 56
"""Cells of a line of reasons."""


def name(scope: Scope, *, is_elsewhere: bool) -> str:
    """What a list is called."""
    return "My entries" if is_elsewhere and scope == "mine" else _NAMES[scope]


def nothing(scope: Scope, selection: Selection, never_listed: str, reason: str) -> str:
    """What stands in the place of an empty list.

    Args:
        scope: Which list it is.
        selection: What is looked for.
        never_listed: What is never in it with this account.
        reason: Why nothing is decided here; empty where it is.
    """
    query = selection.query
    if reason and not query:
        return f"{_NO_ENTRIES[scope]}\n\n{fill(reason, _EASY_TO_READ)}"
    is_said = scope != "decided" and (not query or SubmittedWeek in query.kinds)
    more = f"\n\n{never_listed}" if never_listed and is_said else ""
    if query:
        return f"Nothing fits what you look for.\n\nescape shows everything again.{more}"
    if scope == "mine" and not more:
        more = "\n\nOn the timesheet you ask for a change of a day."
    return f"{_NOTHING[scope]}{more}"


def count_in_words(scope: Scope, selection: Selection) -> str:
    """How much there is: "3 waiting, oldest 5 days"."""
    if not selection.is_known:
        return ""
    rows = selection.all_rows
    weeks = [row.item for row in rows if isinstance(row.item, PendingWeek)]
    if weeks:
        return _entries(weeks, max((row.days for row in rows if row.days is not None), default=None))
    match scope:
        case "waiting":
            gone = sum(row.is_gone and bool(row.problem) for row in rows)
            words_of = _waiting([row for row in rows if row.pending is None and not row.is_gone])
            return " · ".join([words_of] + [f"{gone:,} not decided"] * bool(gone)) if rows else ""
        case "mine":
            still = sum(_still_waits(row) for row in rows)
            return f"{still:,} of {len(rows):,} still {'waits' if still == 1 else 'wait'}" if rows else ""
        case "decided":
            return f"{len(rows):,}, the newest first" if rows else ""


def left_in_words(selection: Selection) -> str:
    """What a filter leaves: "12 of 5,000"."""
    return f"{len(selection.rows):,} of {len(selection.all_rows):,}"


def _waiting(rows: list[Row]) -> str:
    if not rows:
        return "nothing else waits"
    ages = [row.days for row in rows if row.days is not None]
    oldest = f", oldest {words.age_in_words(max(ages))}" if ages else ""
    return f"{len(rows):,} waiting{oldest}"


def _entries(weeks: list[PendingWeek], days: int | None) -> str:
    """How many entries wait, of how many people, and for how long."""
    entries, people = sum(len(week.entries) for week in weeks), len({week.person for week in weeks})
    counted = f"{entries:,} {'entry' if entries == 1 else 'entries'}"
    whose = f" of {people:,} people" if people > 1 else ""
    oldest = f", oldest {words.age_in_words(days)}" if days is not None else ""
    statuses = "  ".join(
        f"{words.entry_sign(status)[0]} {count:,} {APPROVAL_STATUSES[status]}"
        for status, count in standing(entry for week in weeks for entry in week.entries).items()
    )
    return f"{counted}{whose}{oldest}   {statuses}"


def _still_waits(row: Row) -> bool:
    return row.status is RequestStatus.PENDING
