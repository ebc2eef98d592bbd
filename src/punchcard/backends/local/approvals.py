"""Local change requests, and the decisions of the team's leads on them and on submitted weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from heapq import merge
from typing import TYPE_CHECKING

from whenever import Instant

from punchcard.backends.local.deciding import Deciding
from punchcard.backends.local.decision_words import how_it_ended, too_long
from punchcard.backends.local.request_table import RequestTable
from punchcard.backends.local.requested_entries import RequestedEntries
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled
from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange, WithdrawRequest
from punchcard.core.change_requests import ApprovalItem, ChangeRequest, Decidable
from punchcard.core.people import Role
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.text import cleaned

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope
    from punchcard.backends.local.edit_lock import DayLocks
    from punchcard.backends.local.storage import LocalStorage
    from punchcard.backends.local.team_table import TeamTable
    from punchcard.backends.local.week_table import WeekTable

MOST_DECIDED = 1000
"""How many decided requests, and how many decided weeks, are listed: the newest."""


class LocalApprovals:
    """Keeps requests and carries decisions out, each in one transaction with its receipt."""

    def __init__(
        self,
        storage: LocalStorage,
        zone: str,
        now: Callable[[], Instant],
        team: TeamTable,
        weeks: WeekTable,
        locks: DayLocks,
    ) -> None:
        self._storage = storage
        self._now = now
        self._team = team
        self._weeks = weeks
        self._requests = RequestTable(storage, zone)
        self._entries = RequestedEntries(storage, zone, now, locks)
        self._deciding = Deciding(team, weeks, self._requests, self._entries)

    async def list(self, person: str, scope: Scope) -> Sequence[ApprovalItem]:
        """Return what `person` sees of a scope; of the decided ones the newest thousand of each kind.

        Somebody's own weeks are not among what they have asked for: those stand on their timesheet.
        """
        with self._storage.look():
            if scope == "mine":
                return self._requests.mine(person)
            if self._team.role_of(person) is not Role.LEAD:
                return []
            if scope == "waiting":
                return list(merge(self._requests.waiting(person), self._weeks.waiting(person), key=_asked))
            decided = (
                self._requests.decided(person, MOST_DECIDED),
                self._weeks.decided(person, MOST_DECIDED),
            )
            return list(merge(*decided, key=_decided, reverse=True))

    async def find(self, person: str, ending: str) -> Sequence[Decidable]:
        """Return what a lead may have decided by the end of its id, in whatever state it is now."""
        with self._storage.look():
            if self._team.role_of(person) is not Role.LEAD:
                return []
            return [*self._requests.ending_in(ending), *self._weeks.ending_in(ending)]

    async def affected(self, change: Decide) -> Sequence[Decidable]:
        """Return the weeks that go along with the one that is decided."""
        with self._storage.look():
            return self._deciding.reached(change)

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        """Decide; a repeated decision is recognised and made no second time."""
        warnings: tuple[str, ...] = ()
        with self._storage.change():
            if not self._storage.is_done(change.id):
                problem = self._deciding.why_not(change)
                if problem:
                    return Refused(problem)
                now = self._now()
                warnings = self._deciding.carry_out(change, now)
                self._storage.note_done(change.id, change.kind, now)
            return Confirmed(self._about(change), warnings)

    async def request(self, change: RequestChange) -> Outcome[Sequence[Decidable]]:
        """Ask for a change; a day that may be edited anyway is changed at once, without a decision."""
        with self._storage.change():
            if not self._storage.is_done(change.id):
                problem = self._why_not_request(change.request)
                if problem:
                    return Refused(problem)
                now, note = self._now(), cleaned(change.request.note).strip()
                self._keep(replace(change.request, id=change.id, note=note), now)
                self._storage.note_done(change.id, change.kind, now)
            return Confirmed(self._about(change))

    async def withdraw(self, change: WithdrawRequest) -> Outcome[Sequence[Decidable]]:
        """Take a pending request back; a repeated withdrawal is recognised."""
        with self._storage.change():
            if not self._storage.is_done(change.id):
                found = self._requests.find(change.request.id)
                if found is None or found.person != change.person:
                    return Refused("There is no such request of yours; nothing was taken back.")
                if found.status is not RequestStatus.PENDING:
                    return Refused(
                        f"{how_it_ended(found, self._weeks.today())} It stays; nothing was taken back."
                    )
                now = self._now()
                self._requests.settle(found, RequestStatus.WITHDRAWN, now)
                self._storage.note_done(change.id, change.kind, now)
            return Confirmed(self._about(change))

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        """Look for the receipt of a change whose answer was lost."""
        with self._storage.look():
            return Confirmed(self._about(change)) if self._storage.is_done(change.id) else Absent()

    def _about(self, change: ApprovalChange) -> Sequence[Decidable]:
        """What a change that was made is about, as it is now."""
        if isinstance(change, Decide):
            return self._deciding.made(change)
        request_id = change.id if isinstance(change, RequestChange) else change.request.id
        request = self._requests.find(request_id)
        if request is None:
            return []
        old = self._requests.replaced_by(request) if isinstance(change, RequestChange) else None
        return [request, old] if old else [request]

    def _why_not_request(self, request: ChangeRequest) -> str | None:
        if self._team.role_of(request.person) is None:
            return "Whoever asks is not in the team any more; nothing was asked for."
        return too_long(request.note, "note") or self._entries.why_not(request)

    def _keep(self, request: ChangeRequest, now: Instant) -> None:
        """Keep a request; one that waits for the same day makes room for it."""
        old = self._requests.pending(request.person, request.day)
        if old is not None:
            self._requests.settle(old, RequestStatus.REPLACED, now)
        self._requests.add(request, now)
        if self._entries.is_editable(request):
            self._entries.apply(request)
            self._requests.settle(request, RequestStatus.APPROVED, now)


def _asked(item: Decidable) -> int:
    moment = item.requested_at if isinstance(item, ChangeRequest) else item.submitted_at
    return moment.timestamp() if moment else 0


def _decided(item: Decidable) -> int:
    return item.decided_at.timestamp() if item.decided_at else 0
