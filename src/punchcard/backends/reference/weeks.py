"""Weeks on their way, as the service keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Settled, Unsure, brought
from punchcard.backends.reference import bodies
from punchcard.backends.reference.client import ReferenceClient
from punchcard.core.changes import SubmitWeeks, WeeksChange, WithdrawWeeks
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week

if TYPE_CHECKING:
    from punchcard.core.groups import Period

_HANDED_IN = (RequestStatus.PENDING, RequestStatus.APPROVED)


class ReferenceWeeks:
    """Hands weeks in and takes them back with one call each."""

    def __init__(self, client: ReferenceClient) -> None:
        self._client = client

    async def list(self, person: str, period: Period) -> Sequence[SubmittedWeek]:
        """Return how far the weeks touching `period` have come, oldest first."""
        return await standing(self._client, person, period.first, period.last)

    async def due(self, person: str, until: Date) -> Sequence[SubmittedWeek]:
        """Return the weeks up to `until` that are not handed in, oldest first."""
        params = ("person", person), ("until", until.format_iso())
        return _domain(await self._client.read(bodies.Weeks, "weeks/due", *params))

    async def submit(self, change: SubmitWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        """Hand weeks in, all or none."""
        return await self._send("weeks/submit", change)

    async def withdraw(self, change: WithdrawWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        """Take weeks back, all or none."""
        return await self._send("weeks/withdraw", change)

    async def settle(self, change: WeeksChange) -> Settled[Sequence[SubmittedWeek]]:
        """Compare how far the weeks have come with what the change would have led to."""
        weeks = await standing(self._client, change.person, change.weeks[0].first, change.weeks[-1].last)
        table = {week.first: week for week in weeks}
        named = [table[week.first] for week in change.weeks if week.first in table]
        there = [week for week in named if week.status in _HANDED_IN]
        if isinstance(change, SubmitWeeks) and len(there) == len(change.weeks):
            return Confirmed(named)
        if isinstance(change, WithdrawWeeks) and not there:
            return Confirmed([_taken_back(change.person, week) for week in change.weeks])
        if isinstance(change, SubmitWeeks) and not there and named:
            # Handed in again unasked, a week would wait once more for whoever has just declined it.
            return Unsure("What was handed in there is declined; whether it was this time cannot be told.")
        if len(there) in (0, len(change.weeks)):
            return Absent()
        return Unsure(f"{len(there)} of {len(change.weeks)} weeks are handed in there; they go all or none.")

    async def _send(self, path: str, change: WeeksChange) -> Outcome[Sequence[SubmittedWeek]]:
        weeks = [{"first": each.first.format_iso(), "last": each.last.format_iso()} for each in change.weeks]
        sent = {"person": change.person, "weeks": weeks}
        outcome = await self._client.write(bodies.Weeks, "POST", path, sent)
        return brought(outcome, lambda body: Confirmed(_domain(body)))


async def standing(client: ReferenceClient, person: str, first: Date, last: Date) -> list[SubmittedWeek]:
    """Return the newest standing of each week that touches the days from `first` to `last`, oldest first.

    Raises:
        BackendError: It cannot be read.
    """
    days = ("from", first.format_iso()), ("to", last.format_iso())
    return _domain(await client.read(bodies.Weeks, "weeks", ("person", person), *days))


def _taken_back(person: str, week: Week) -> SubmittedWeek:
    """A week that is not listed any more."""
    return SubmittedWeek(None, person, week.first, week.last, RequestStatus.WITHDRAWN)


def _domain(body: bodies.Weeks) -> list[SubmittedWeek]:
    return [week.domain() for week in body.weeks]
