"""Weeks in words, and why a week can no longer be changed."""

from __future__ import annotations

from whenever import Date

from punchcard.core.change_requests import RequestStatus, SubmittedWeek
from punchcard.core.moments import day_in_words
from punchcard.core.weeks import Week


def week_in_words(week: Week, today: Date) -> str:
    """The week: "week 11", or "week 11 of 2025" where that is another year than the one of `today`."""
    iso = week.first.add(days=3).iso_week_date()
    year = "" if iso.year == today.iso_week_date().year else f" of {iso.year}"
    return f"week {iso.week}{year}"


def why_locked(submitted: SubmittedWeek, today: Date) -> str | None:
    """Return why nothing in a week that was handed in may be changed; None where it may.

    Args:
        submitted: How far the week has come.
        today: The person's current day.
    """
    name = week_in_words(Week(submitted.first, submitted.last), today).capitalize()
    if submitted.status is RequestStatus.PENDING:
        at = submitted.submitted_at
        on = f" on {day_in_words(at.date(), short=True)}" if at else ""
        return f"{name} was handed in{on}; withdraw it to change it."
    if submitted.status is RequestStatus.APPROVED:
        by = f" by {submitted.decided_by}" if submitted.decided_by else ""
        at = submitted.decided_at
        on = f" on {day_in_words(at.date(), short=True)}" if at else ""
        return f"{name} was approved{by}{on}; ask for a change."
    return None
