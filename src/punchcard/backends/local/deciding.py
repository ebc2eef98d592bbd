"""Decisions of leads: whether there may be one, what it reaches, and carrying it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.backends.local.decision_words import how_it_ended, too_long, what_went_along
from punchcard.core.approval_changes import Decide
from punchcard.core.change_requests import ChangeRequest, Decidable, Verdict
from punchcard.core.people import Role
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import cleaned

if TYPE_CHECKING:
    from whenever import Instant

    from punchcard.backends.local.request_table import RequestTable
    from punchcard.backends.local.requested_entries import RequestedEntries
    from punchcard.backends.local.team_table import TeamTable
    from punchcard.backends.local.week_table import WeekTable

_STATUSES = {
    Verdict.APPROVE: RequestStatus.APPROVED,
    Verdict.DECLINE: RequestStatus.DECLINED,
    Verdict.REOPEN: RequestStatus.WITHDRAWN,
}


class Deciding:
    """Decides one item; the transaction and the receipt are its caller's."""

    def __init__(
        self, team: TeamTable, weeks: WeekTable, requests: RequestTable, entries: RequestedEntries
    ) -> None:
        self._team = team
        self._weeks = weeks
        self._requests = requests
        self._entries = entries

    def why_not(self, change: Decide) -> str | None:
        """Return why it cannot be decided so, in a sentence; None where it can."""
        role = self._team.role_of(change.person)
        if role is not Role.LEAD:
            is_out = "is not in the team" if role is None else "is a worker"
            return f"Only a lead decides, and {self._team.name_of(change.person)} {is_out}."
        item = self._find(change.item)
        if item is None:
            return "It is not there any more; nothing was decided."
        if item.person == change.person:
            return "Nobody decides their own; another lead of the team has to. Nothing was decided."
        return self._why_not_so(item, change.decision.verdict) or too_long(change.decision.reason, "reason")

    def reached(self, change: Decide) -> Sequence[SubmittedWeek]:
        """Return the other weeks that a decision would reach, oldest first.

        Weeks are approved in order, so earlier pending ones go along. A week that is open again takes the
        later ones along, because they were handed in upon it.
        """
        week = self._find(change.item)
        if not isinstance(week, SubmittedWeek):
            return []
        others = self._weeks.standing(week.person, Date.MIN, Date.MAX)
        match change.decision.verdict:
            case Verdict.APPROVE:
                return [other for other in others if _waits(other) and other.first < week.first]
            case Verdict.DECLINE:
                return [other for other in others if _waits(other) and other.first > week.first]
            case Verdict.REOPEN:
                return [other for other in others if other.first > week.first]

    def carry_out(self, change: Decide, at: Instant) -> tuple[str, ...]:
        """Decide as of `at`, in the transaction that asked `why_not`, and say what else it has reached."""
        verdict, reason = change.decision.verdict, cleaned(change.decision.reason).strip()
        item, others = self._find(change.item), self.reached(change)
        if isinstance(item, ChangeRequest):
            self._requests.settle(item, _STATUSES[verdict], at, change.person, reason)
            if verdict is Verdict.APPROVE:
                self._entries.apply(item)
        elif item is not None:
            self._weeks.decide(item, _STATUSES[verdict], at, change.person, reason)
            along = RequestStatus.APPROVED if verdict is Verdict.APPROVE else RequestStatus.WITHDRAWN
            for other in others:
                self._weeks.decide(other, along, at, change.person)
        return what_went_along(others, verdict, self._weeks.today())

    def made(self, change: Decide) -> Sequence[Decidable]:
        """Return what a decision that was made has changed, as it is now."""
        item = self._find(change.item)
        if not isinstance(item, SubmittedWeek):
            return [item] if item else []
        return [item, *self._weeks.decided_with(item)]

    def _find(self, item: Decidable) -> Decidable | None:
        if isinstance(item, ChangeRequest):
            return self._requests.find(item.id)
        return self._weeks.find(item.id)

    def _why_not_so(self, item: Decidable, verdict: Verdict) -> str | None:
        today = self._weeks.today()
        if verdict is Verdict.REOPEN:
            if isinstance(item, ChangeRequest):
                return "A decided request cannot be opened again; the opposite change has to be asked for."
            if item.status is RequestStatus.APPROVED:
                return None
            return f"Only an approved week can be opened again. {how_it_ended(item, today)}"
        if item.status is not RequestStatus.PENDING:
            return how_it_ended(item, today)
        if isinstance(item, ChangeRequest) and verdict is Verdict.APPROVE:
            return self._entries.why_not_now(item)
        return None


def _waits(week: SubmittedWeek) -> bool:
    return week.status is RequestStatus.PENDING
