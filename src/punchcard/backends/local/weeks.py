"""Local weeks on their way to the team's lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from whenever import Date, Instant

from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.local.week_table import WeekTable
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled
from punchcard.core.changes import SubmitWeeks, WeeksChange, WithdrawWeeks
from punchcard.core.clock import Running
from punchcard.core.moments import day_in_words, spoken
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import capitalized
from punchcard.core.week_words import already_handed_in, week_in_words, weeks_in_words, why_locked
from punchcard.core.weeks import Week
from punchcard.core.zones import in_zone

if TYPE_CHECKING:
    from punchcard.core.groups import Period


class LocalWeeks:
    """Hands weeks in, in order and without a gap, and takes back what nobody has decided."""

    def __init__(
        self, storage: LocalStorage, zone: str, now: Callable[[], Instant], table: WeekTable
    ) -> None:
        self._storage = storage
        self._zone = zone
        self._now = now
        self._table = table

    async def list(self, person: str, period: Period) -> Sequence[SubmittedWeek]:
        """Return how far the weeks touching `period` have come, oldest first."""
        with self._storage.look():
            newest = self._table.newest(person, period.first, period.last)
        return [week for week in newest if week.status is not RequestStatus.WITHDRAWN]

    async def due(self, person: str, until: Date) -> Sequence[SubmittedWeek]:
        """Return the weeks from that of the first entry to `until` that are not handed in, oldest first."""
        with self._storage.look():
            weeks = self._due(person, until)
        return [SubmittedWeek(None, person, week.first, week.last) for week in weeks]

    async def submit(self, change: SubmitWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        """Hand weeks in; a repeated request is recognised and done no second time."""
        with self._storage.change():
            if not self._storage.is_done(change.id):
                problem = self._why_not_submit(change)
                if problem:
                    return Refused(problem)
                self._table.add(change.person, change.weeks)
                self._storage.note_done(change.id, change.kind, self._now())
            return Confirmed(self._named(change))

    async def withdraw(self, change: WithdrawWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        """Take weeks back; a repeated request is recognised and done no second time."""
        with self._storage.change():
            if not self._storage.is_done(change.id):
                problem = self._why_not_withdraw(change)
                if problem:
                    return Refused(problem)
                self._table.take_back(self._named(change))
                self._storage.note_done(change.id, change.kind, self._now())
            return Confirmed(self._named(change))

    async def settle(self, change: WeeksChange) -> Settled[Sequence[SubmittedWeek]]:
        """Look for the receipt of a change whose answer was lost."""
        with self._storage.look():
            return Confirmed(self._named(change)) if self._storage.is_done(change.id) else Absent()

    def _named(self, change: WeeksChange) -> list[SubmittedWeek]:
        newest = self._table.newest(change.person, change.weeks[0].first, change.weeks[-1].last)
        named = {week.first for week in change.weeks}
        return [week for week in newest if week.first in named]

    def _due(self, person: str, until: Date) -> list[Week]:
        began = self._storage.first_moment(person)
        if began is None:
            return []
        first = in_zone(began, self._zone).date()
        standing = self._table.standing(person, first, until)
        due: list[Week] = []
        last = until
        while last >= first:
            week = Week(last.subtract(days=6), last)
            if not any(other.first <= week.last and week.first <= other.last for other in standing):
                due.insert(0, week)
            last = week.first.subtract(days=1)
        return due

    def _why_not_submit(self, change: SubmitWeeks) -> str | None:
        today, newest = self._table.today(), change.weeks[-1]
        if newest.first > today:
            name = capitalized(week_in_words(newest, today))
            begins = day_in_words(newest.first, short=True)
            return f"{name} begins on {begins}; it cannot be handed in before."
        for week in change.weeks:
            standing = self._table.standing(change.person, week.first, week.last)
            if standing:
                return already_handed_in(standing[0], today)
        due = self._due(change.person, newest.last)
        if not due:
            name = week_in_words(newest, today)
            return f"Nothing is booked up to the end of {name}, so there is nothing to hand in."
        if tuple(due) != change.weeks:
            return f"Weeks are handed in in order and without a gap: {weeks_in_words(due, today)} together."
        state = self._storage.running(change.person)
        if isinstance(state, Running) and state.since.date() <= newest.last:
            return f"The clock runs since {spoken(state.since, today)}; stop it first."
        return None

    def _why_not_withdraw(self, change: WithdrawWeeks) -> str | None:
        today, standing = (
            self._table.today(),
            self._table.standing(change.person, change.weeks[0].first, Date.MAX),
        )
        table = {week.first: week for week in standing}
        for week in change.weeks:
            known = table.get(week.first)
            if known is None:
                name = capitalized(week_in_words(week, today))
                return f"{name} is not handed in; there is nothing to take back."
            if known.status is RequestStatus.APPROVED:
                return why_locked(known, today)
        waiting = tuple(Week(w.first, w.last) for w in standing if w.status is RequestStatus.PENDING)
        if waiting != change.weeks:
            return f"Later weeks go along: {weeks_in_words(waiting, today)} can only be taken back together."
        return None
