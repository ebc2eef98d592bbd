"""Weeks in words, and why a week can no longer be changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from whenever import Date

from punchcard.core.moments import day_in_words, month_name, span_of_days
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import capitalized
from punchcard.core.weeks import Week


def week_in_words(week: Week, today: Date) -> str:
    """The week: "week 11", or "week 11 of 2025" where that is another year than the one of `today`.

    A month is "March 2026", another period "16 to 31 March 2026".
    """
    if not week.is_week:
        return _period_in_words(week)
    iso = week.first.add(days=3).iso_week_date()
    year = "" if iso.year == today.iso_week_date().year else f" of {iso.year}"
    return f"week {iso.week}{year}"


def weeks_in_words(weeks: Sequence[Week], today: Date) -> str:
    """Several weeks: "week 11", "weeks 10 and 11", "weeks 9 to 12", "week 52 of 2025 to week 2".

    Months are named one by one, or as "January 2026 to March 2026".
    """
    first, last = weeks[0], weeks[-1]
    if len(weeks) == 1:
        return week_in_words(first, today)
    if all(week.is_week for week in weeks) and len({_iso_year(week) for week in weeks}) == 1:
        names = [week_in_words(week, first.first).removeprefix("week ") for week in weeks]
        lead, tail = "weeks ", week_in_words(last, today).removeprefix(f"week {names[-1]}")
    else:
        names, lead, tail = [week_in_words(week, today) for week in weeks], "", ""
    is_whole = all(week.last.add(days=1) == after.first for week, after in pairwise(weeks))
    is_whole = is_whole and len({week.is_week for week in weeks}) == 1
    if is_whole and len(weeks) > 2:
        return f"{lead}{names[0]} to {names[-1]}{tail}"
    return f"{lead}{', '.join(names[:-1])} and {names[-1]}{tail}"


def already_handed_in(submitted: SubmittedWeek, today: Date) -> str | None:
    """Return why a week cannot be handed in (again), in a sentence; None where it can."""
    name = capitalized(week_in_words(Week(submitted.first, submitted.last), today))
    if submitted.status is RequestStatus.PENDING:
        at = submitted.submitted_at
        on = f" on {day_in_words(at.date(), short=True, today=today)}" if at else ""
        return f"{name} was already handed in{on}."
    if submitted.status is RequestStatus.APPROVED:
        return f"{name} is approved already."
    return None


def why_locked(submitted: SubmittedWeek, today: Date, *, may_ask: bool = True) -> str | None:
    """Return why nothing in a week that was handed in may be changed; None where it may.

    Args:
        submitted: How far the week has come.
        today: The person's current day.
        may_ask: Whether a change of an approved week can be asked for.
    """
    name = capitalized(week_in_words(Week(submitted.first, submitted.last), today))
    if submitted.status is RequestStatus.PENDING:
        at = submitted.submitted_at
        on = f" on {day_in_words(at.date(), short=True, today=today)}" if at else ""
        return f"{name} was handed in{on}; take it back to change it."
    if submitted.status is RequestStatus.APPROVED:
        by = f" by {submitted.decided_by}" if submitted.decided_by else ""
        at = submitted.decided_at
        on = f" on {day_in_words(at.date(), short=True, today=today)}" if at else ""
        then = "ask for a change" if may_ask else "whoever approved it can open it again"
        return f"{name} was approved{by}{on}; {then}."
    return None


def _period_in_words(week: Week) -> str:
    first, last = week
    if week.is_month:
        return f"{month_name(first)} {first.year}"
    return span_of_days(first, last, " to ")


def _iso_year(week: Week) -> int:
    return week.first.add(days=3).iso_week_date().year
