"""Timesheets that wait for an approval, and the decisions on them (sections 9.6 to 9.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from punchcard.backends.abilities import Ability, AbilityAnswer, Partly, Yes
from punchcard.backends.http.vendor_requests import WithoutRequests, no_requests
from punchcard.backends.lucca.approvals.deciding import LuccaDecisions
from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.weeks.sheets import LuccaSheets
from punchcard.backends.lucca.weeks.weeks import NO_AUTHOR
from punchcard.backends.outcomes import Absent, Outcome, Settled
from punchcard.core.approval_changes import ApprovalChange, Decide
from punchcard.core.change_requests import ApprovalItem, Decidable
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope

WEEKS_BACK = 13
"""How far the decided ones go back: everything that the key reaches has to be read for them."""

MOST_DECIDED = 1000
"""How many decided ones are listed: the newest."""

NOT_LISTED = (
    f"Decided timesheets go back {WEEKS_BACK} weeks here. {TITLE} does not tell who decided them, nor what "
    "was declined from what was taken back."
)

_NO_REQUESTS = f"{TITLE} has no change requests: time is changed while its timesheet is not handed in."

APPROVAL_ABILITIES: Mapping[Ability, AbilityAnswer] = MappingProxyType(
    {
        Ability.SUBMIT_WEEK: Partly(f"Everything that is due before goes along. {NO_AUTHOR}"),
        **no_requests(TITLE, _NO_REQUESTS),
        Ability.APPROVE: Partly("One step at a time, and with it what waits of the same person from before."),
        Ability.DECLINE: Yes(),
        Ability.DECLINE_REASON: Yes(),
    }
)
"""What can be done about timesheets, and by whom."""


class LuccaApprovals(WithoutRequests):
    """Lists what waits for the person, and decides it with one call each."""

    def __init__(self, client: LuccaClient, sheets: LuccaSheets) -> None:
        super().__init__(_NO_REQUESTS)
        self._client, self._sheets = client, sheets
        self._decisions = LuccaDecisions(client, self._sheets)

    async def list(self, person: str, scope: Scope) -> Sequence[ApprovalItem]:
        """Return what waits for `person`, or what is decided of others; nobody asks for anything there.

        What somebody else is expected to decide next is not among what waits.

        Raises:
            BackendError: They cannot be read.
        """
        match scope:
            case "mine":
                return []
            case "waiting":
                others = [sheet for sheet in await self._sheets.waiting() if sheet.person != person]
                return [sheet for sheet in others if sheet.next_actor_id in (None, person)]
            case "decided":
                decided = [sheet for sheet in await self._decided() if sheet.person != person]
                return decided[: -MOST_DECIDED - 1 : -1]

    async def find(self, person: str, ending: str) -> Sequence[Decidable]:
        """Return what waits for anybody, or is decided, whose id ends in `ending`.

        Raises:
            BackendError: They cannot be read.
        """
        sheets = [*await self._sheets.waiting(), *await self._decided()]
        found = {sheet.id: sheet for sheet in sheets if sheet.person != person}
        return [sheet for number, sheet in found.items() if number and number.endswith(ending)]

    async def affected(self, change: Decide) -> Sequence[Decidable]:
        """Return what waits of the same person from before, which an approval takes along.

        Raises:
            BackendError: It cannot be read.
        """
        return await self._decisions.affected(change)

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        """Approve one step, decline, or open again what is approved; the latter two with a comment.

        Raises:
            BackendError: Nothing was done.
        """
        return await self._decisions.decide(change)

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        """Find out by reading what has become of a decision; a request was never sent.

        Raises:
            BackendError: It cannot be read.
        """
        return await self._decisions.settle(change) if isinstance(change, Decide) else Absent()

    async def _decided(self) -> Sequence[SubmittedWeek]:
        sheets = await self._sheets.since(self._client.today().subtract(weeks=WEEKS_BACK))
        return [sheet for sheet in sheets if sheet.status is not RequestStatus.PENDING]
