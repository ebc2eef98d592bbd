"""What the header of a week says."""

from __future__ import annotations

from collections.abc import Callable

from whenever import Date

from punchcard.core.moments import day_in_words, span_of_days
from punchcard.core.text import capitalized
from punchcard.core.week_words import week_in_words
from punchcard.core.weeks import Week, WeekStatus
from punchcard.services.timesheet.week_view import WeekView
from punchcard.services.timesheet.weeks import WeekStanding
from punchcard.tui.timesheet.header import Heading
from punchcard.tui.timesheet.possible import lock_in_words
from punchcard.tui.timesheet.reader import WeekReader


def heading(
    view: WeekView | None, reader: WeekReader, today: Date, with_keys: Callable[[str], str]
) -> Heading:
    """Return the header: of the week that is shown, also while another one is read or cannot be.

    Args:
        view: The week that is shown; None until one is known.
        reader: What is wanted, and how reading it goes.
        today: The person's current day.
        with_keys: Puts the person's keys into a text.
    """
    failure = reader.failure
    problem = with_keys(f"{failure.message} {{app.refresh}} tries again.") if failure else ""
    if view is None:
        week = reader.wanted.week if reader.wanted else Week(today, today)
        return Heading(
            week_number(week),
            span_in_words(week),
            is_reading=reader.is_late,
            problem=problem,
            is_failure=bool(failure),
        )
    sheet = view.sheet
    sign, standing, style = _standing(sheet.standing, sheet.week, today)
    return Heading(
        week=week_number(sheet.week),
        span=span_in_words(sheet.week),
        person=sheet.person.name,
        sign=sign,
        standing=standing,
        style=style,
        is_reading=reader.is_late,
        problem=problem or lock_in_words(sheet, sheet.standing.locked),
        is_failure=bool(failure),
    )


def week_number(week: Week) -> str:
    """The week: "Week 11", "March 2026"."""
    if not week.is_week:
        return capitalized(week_in_words(week, week.last))
    return f"Week {week.first.add(days=3).iso_week_date().week}"


def span_in_words(week: Week) -> str:
    """Its days: "9 – 15 March 2026", "30 March – 5 April 2026"."""
    return span_of_days(*week)


def _standing(standing: WeekStanding, week: Week, today: Date) -> tuple[str, str, str]:
    """Sign, words and style."""
    on_its_way = " ↑" if standing.pending else ""
    by = f" by {standing.decided_by}" if standing.decided_by else ""
    within = f"{week_in_words(standing.period, today)} " if standing.period else ""
    if standing.status is WeekStatus.SUBMITTED:
        at = f" {day_in_words(standing.submitted_at.date(), short=True)}" if standing.submitted_at else ""
        waits = f", waits for {standing.next_actor}" if standing.next_actor else ""
        return "●", f"{within}handed in{at}{waits}{on_its_way}", "$primary"
    if standing.status is WeekStatus.APPROVED:
        return "✓", f"{within}approved{by}{on_its_way}", "$success"
    if standing.status is WeekStatus.DECLINED:
        reason = f": {standing.reason}" if standing.reason else ""
        return "✗", f"{within}declined{by}{reason}{on_its_way}", "bold $error"
    if standing.status is WeekStatus.REJECTED:
        return "✗", f"{within}declined or taken back{on_its_way}", "bold $error"
    if not standing.is_kept:
        return "", "", ""
    if week.first > today:
        return "○", "to come", "$foreground-muted"
    return "○", f"not handed in{on_its_way}", "" if week.last < today else "$foreground-muted"
