"""Requests and decisions, as the service keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from punchcard.backends.http.moments import NEAR_SECONDS
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Settled, brought
from punchcard.backends.reference import bodies
from punchcard.backends.reference.client import ReferenceClient
from punchcard.backends.reference.weeks import standing
from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange, WithdrawRequest
from punchcard.core.approval_codec import request_to_json
from punchcard.core.approval_items import item_days
from punchcard.core.change_requests import (
    ApprovalItem,
    ChangeRequest,
    Decidable,
    PendingEntry,
    Verdict,
)
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope

_DECIDED = {Verdict.APPROVE: RequestStatus.APPROVED, Verdict.DECLINE: RequestStatus.DECLINED}


class ReferenceApprovals:
    """Asks, takes back and decides with one call each."""

    def __init__(self, client: ReferenceClient) -> None:
        self._client = client

    async def list(self, person: str, scope: Scope) -> Sequence[ApprovalItem]:
        """Return what `person` sees of a scope."""
        body = await self._client.read(bodies.Items, "approvals", ("person", person), ("scope", scope))
        return [item.domain() for item in body.items]

    async def find(self, person: str, ending: str) -> Sequence[Decidable]:
        """Look through what waits and what was decided."""
        items = [*await self._decidable(person, "waiting"), *await self._decidable(person, "decided")]
        return [item for item in items if (item.id or "").endswith(ending)]

    async def affected(self, change: Decide) -> Sequence[Decidable]:
        """Return what else a decision would reach."""
        params = ("item", change.item.id or ""), ("verdict", change.decision.verdict.value)
        body = await self._client.read(
            bodies.Changed, "approvals/affected", ("person", change.person), *params
        )
        return [item.domain() for item in body.items]

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        """Decide, and return all that was changed."""
        decision = {"verdict": change.decision.verdict.value, "reason": change.decision.reason}
        path = f"approvals/{quote(change.item.id or '', safe='')}/decision"
        return await self._send("POST", path, {"person": change.person, **decision})

    async def request(self, change: RequestChange) -> Outcome[Sequence[Decidable]]:
        """Ask for a change."""
        return await self._send("POST", "requests", {"request": request_to_json(change.request)})

    async def withdraw(self, change: WithdrawRequest) -> Outcome[Sequence[Decidable]]:
        """Take a request back."""
        path = f"requests/{quote(change.request.id, safe='')}"
        return await self._send("DELETE", path, None, ("person", change.person))

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        """Compare what stands there with what the change would have led to."""
        match change:
            case RequestChange():
                return await self._settle_request(change.request)
            case WithdrawRequest():
                mine = await self._decidable(change.person, "mine")
                found = [item for item in mine if item.id == change.request.id]
                is_done = any(item.status is RequestStatus.WITHDRAWN for item in found)
                return Confirmed(found) if is_done else Absent()
            case Decide() if change.decision.verdict is Verdict.REOPEN:
                return await self._settle_reopening(change.item)
            case Decide():
                return await self._settle_decision(change)

    async def _settle_request(self, wanted: ChangeRequest) -> Settled[Sequence[Decidable]]:
        """Only the newest request for a day can be the one; it may have replaced the one before it."""
        mine = await self._decidable(wanted.person, "mine")
        of_day = [item for item in mine if isinstance(item, ChangeRequest) and item.day == wanted.day]
        if not of_day or not self._is_the_one(of_day[-1], wanted):
            return Absent()
        replaced = [item for item in of_day[-2:-1] if item.status is RequestStatus.REPLACED]
        return Confirmed([of_day[-1], *replaced])

    def _is_the_one(self, found: ChangeRequest, wanted: ChangeRequest) -> bool:
        """Whether a request is the one that was asked for, and not an equal one that was settled before."""
        if (found.changes, found.note) != (wanted.changes, wanted.note.strip()):
            return False
        if found.status is RequestStatus.PENDING:
            return True
        if found.requested_at is None or wanted.requested_at is None:
            return found.status is RequestStatus.APPROVED
        # Asked for by this machine's clock, kept by the service's.
        behind = (wanted.requested_at - found.requested_at).total("seconds") + self._client.seconds_ahead()
        return behind <= NEAR_SECONDS

    async def _settle_decision(self, change: Decide) -> Settled[Sequence[Decidable]]:
        """Decided so by this very person; weeks that were decided in the same moment went along."""
        people = (await self._client.read(bodies.People, "people")).people
        name = next((person.name for person in people if person.id == change.person), None)
        status, item = _DECIDED[change.decision.verdict], change.item
        decided = [
            each for each in await self._decidable(change.person, "decided") if each.decided_by == name
        ]
        found = next((each for each in decided if each.id == item.id and each.status is status), None)
        if found is None:
            return Absent()
        along = [each for each in decided if _went_along(each, found)]
        return Confirmed([found, *along])

    async def _settle_reopening(self, item: Decidable) -> Settled[Sequence[Decidable]]:
        """A week that is open again has left; a newer one of the same days has another id."""
        first, last = item_days(item)
        weeks = await standing(self._client, item.person, first, last)
        if any(week.id == item.id and week.status is RequestStatus.APPROVED for week in weeks):
            return Absent()
        return Confirmed([replace(item, status=RequestStatus.WITHDRAWN)])

    async def _decidable(self, person: str, scope: Scope) -> Sequence[Decidable]:
        return [item for item in await self.list(person, scope) if not isinstance(item, PendingEntry)]

    async def _send(
        self, method: str, path: str, sent: object, *params: tuple[str, str]
    ) -> Outcome[Sequence[Decidable]]:
        outcome = await self._client.write(bodies.Changed, method, path, sent, *params)
        return brought(outcome, lambda body: Confirmed([item.domain() for item in body.items], body.warnings))


def _went_along(other: Decidable, decided: Decidable) -> bool:
    return (
        isinstance(other, SubmittedWeek)
        and isinstance(decided, SubmittedWeek)
        and other.id != decided.id
        and (other.person, other.decided_at) == (decided.person, decided.decided_at)
    )
