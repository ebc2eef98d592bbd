"""Weeks that are handed in to the reference vendor: in order, without a gap, all or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import Date

from punchcard.core.moments import day_in_words, spoken
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.week_words import already_handed_in, week_in_words, weeks_in_words, why_locked
from punchcard.core.weeks import Week
from punchcard.sandbox.reference.answers import against_a_rule, conflict
from punchcard.sandbox.reference.rules import standing
from punchcard.sandbox.reference.state import ReferenceState


def due(state: ReferenceState, person: str, until: Date) -> list[Week]:
    """Return the weeks from that of the first entry to `until` that are not handed in, oldest first."""
    began = [entry.day for entry in state.entries.values() if entry.person == person]
    if person in state.running:
        began.append(state.running[person].since.date())
    if not began:
        return []
    first, last = min(began), until
    taken = standing(state, person, first, until)
    found: list[Week] = []
    while last >= first:
        week = Week(last.subtract(days=6), last)
        if not any(other.first <= week.last and week.first <= other.last for other in taken):
            found.insert(0, week)
        last = week.first.subtract(days=1)
    return found


def submit(state: ReferenceState, person: str, weeks: Sequence[Week]) -> list[SubmittedWeek]:
    """Hand weeks in.

    Raises:
        Problem: They are not the ones that are due, or cannot be handed in yet.
    """
    _check_submit(state, person, weeks)
    handed_in = [
        SubmittedWeek(state.new_id("W"), person, week.first, week.last, submitted_at=state.now())
        for week in weeks
    ]
    state.weeks |= {str(week.id): week for week in handed_in}
    return handed_in


def withdraw(state: ReferenceState, person: str, weeks: Sequence[Week]) -> list[SubmittedWeek]:
    """Take weeks back that nobody has decided, with all later ones.

    Raises:
        Problem: They are not handed in, decided already, or not all that would go along.
    """
    today = state.today()
    handed_in = {Week(each.first, each.last): each for each in standing(state, person, Date.MIN, Date.MAX)}
    for week in weeks:
        known = handed_in.get(week)
        if known is None:
            name = week_in_words(week, today).capitalize()
            raise conflict(f"{name} is not handed in; there is nothing to take back.", "weeks")
        if known.status is RequestStatus.APPROVED:
            raise conflict(why_locked(known, today) or "", "weeks")
    along = tuple(
        week
        for week, known in handed_in.items()
        if week.first >= weeks[0].first and known.status is RequestStatus.PENDING
    )
    if along != tuple(weeks):
        words = weeks_in_words(along, today)
        raise conflict(f"Later weeks go along: {words} can only be taken back together.", "weeks")
    taken = [replace(handed_in[week], status=RequestStatus.WITHDRAWN) for week in weeks]
    state.weeks |= {str(week.id): week for week in taken}
    return taken


def _check_submit(state: ReferenceState, person: str, weeks: Sequence[Week]) -> None:
    today, newest = state.today(), weeks[-1]
    if newest.first > today:
        name, begins = week_in_words(newest, today).capitalize(), day_in_words(newest.first, short=True)
        raise against_a_rule(f"{name} begins on {begins}; it cannot be handed in before.", "weeks")
    for week in weeks:
        if taken := standing(state, person, week.first, week.last):
            raise conflict(already_handed_in(taken[0], today) or "", "weeks")
    wanted = due(state, person, newest.last)
    if not wanted:
        name = week_in_words(newest, today)
        raise against_a_rule(f"Nothing is booked up to the end of {name}; nothing is due.", "weeks")
    if tuple(wanted) != tuple(weeks):
        words = weeks_in_words(wanted, today)
        raise against_a_rule(f"Weeks are handed in in order and without a gap: {words} together.", "weeks")
    running = state.running.get(person)
    if running is not None and running.since.date() <= newest.last:
        raise conflict(f"The clock runs since {spoken(running.since, today)}; stop it first.", "weeks")
