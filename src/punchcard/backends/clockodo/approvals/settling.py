"""What became of requests and decisions whose answer was lost, found out by reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from punchcard.backends.clockodo.approvals.request_reader import RequestReader, marks, vanished
from punchcard.backends.clockodo.approvals.wire import DECLINED, REQUESTED, Request
from punchcard.backends.http.moments import NEAR_SECONDS
from punchcard.backends.outcomes import Absent, Confirmed, Settled, Unsure
from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange, WithdrawRequest
from punchcard.core.change_requests import ChangeRequest, Decidable, Verdict
from punchcard.core.submitted_weeks import RequestStatus


class ApprovalSettling:
    """Compares what stands there, and the day's work times, with what a change would have led to."""

    def __init__(self, reader: RequestReader) -> None:
        self._reader = reader

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        """Find out whether a write has happened.

        Raises:
            BackendError: It cannot be read.
        """
        match change:
            case RequestChange():
                return await self._request(change.request)
            case WithdrawRequest():
                return await self._withdrawal(change.request)
            case Decide(item=ChangeRequest() as item) if change.decision.verdict is Verdict.APPROVE:
                return await self._approval(change, item)
            case Decide(item=ChangeRequest() as item) if change.decision.verdict is Verdict.DECLINE:
                return await self._decline(change, item)
            case _:
                return Absent()

    async def _request(self, wanted: ChangeRequest) -> Settled[Sequence[Decidable]]:
        """One waits for each person and day: ours, what stood there before, or what has replaced ours."""
        newest = (await self._reader.of_day(wanted))[::-1]
        there = await self._reader.domain(newest)
        for found, each in zip(newest, there, strict=True):
            if marks(each.changes) != marks(wanted.changes):
                continue
            if found.status == REQUESTED or self._is_since(found, wanted):
                return Confirmed([each])
        if await self._reader.is_carried_out(wanted):
            # It would not have been sent had the day been like that already.
            return Confirmed([replace(wanted, status=RequestStatus.APPROVED, decided_by=None)])
        waits = next((each for each in newest if each.status == REQUESTED), None)
        if waits is None or self._is_before(waits, wanted):
            return Absent()
        return Unsure("Another request for that day waits there; sending yours again would take its place.")

    async def _withdrawal(self, request: ChangeRequest) -> Settled[Sequence[Decidable]]:
        """What waits or was declined is still listed; what was approved has changed the day."""
        if await self._find(request) is not None:
            return Absent()
        if await self._reader.is_carried_out(request):
            return Unsure(
                "It is not there any more, and the day is as it asked for: it was approved, it seems."
            )
        return Confirmed([vanished(request)])

    async def _approval(self, change: Decide, item: ChangeRequest) -> Settled[Sequence[Decidable]]:
        if await self._find(item) is not None:
            return Absent()
        if not await self._reader.is_carried_out(item):
            return Unsure(
                "It is not there any more, and the day is not as it asked for: it was taken back, it seems."
            )
        by, now = await self._reader.name(change.person), self._reader.now()
        return Confirmed([replace(item, status=RequestStatus.APPROVED, decided_by=by, decided_at=now)])

    async def _decline(self, change: Decide, item: ChangeRequest) -> Settled[Sequence[Decidable]]:
        """Declined by somebody else it is refused when it is sent again, saying by whom."""
        found = await self._find(item)
        if found is None or found.status != DECLINED or str(found.declined_by) != change.person:
            return Absent()
        return Confirmed(await self._reader.domain([found]))

    async def _find(self, request: ChangeRequest) -> Request | None:
        listed = await self._reader.of_day(request)
        return next((each for each in listed if str(each.id) == request.id), None)

    def _is_since(self, found: Request, wanted: ChangeRequest) -> bool:
        """Whether a request was surely made no earlier than the one that is looked for."""
        if found.created_at is None or wanted.requested_at is None:
            return False
        return found.created_at.timestamp() >= self._reader.there(wanted.requested_at) - NEAR_SECONDS

    def _is_before(self, found: Request, wanted: ChangeRequest) -> bool:
        """Whether a request was surely made before the one that is looked for."""
        if found.created_at is None or wanted.requested_at is None:
            return False
        return not self._is_since(found, wanted)
