"""What waits for approval: listed here, decided at McTime, which has no call for it (section 2.15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from punchcard.backends.abilities import Ability, AbilityAnswer, No
from punchcard.backends.http.moments import window
from punchcard.backends.http.vendor_requests import WithoutRequests, no_requests
from punchcard.backends.mctime import wire
from punchcard.backends.mctime.client import McTimeClient, Params
from punchcard.backends.mctime.entries.reading import LONGEST_SPAN_SECONDS
from punchcard.backends.mctime.entries.shapes import shaped
from punchcard.backends.mctime.moments import sent
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.outcomes import Absent, Outcome, Refused, Settled
from punchcard.core.approval_changes import ApprovalChange, Decide
from punchcard.core.approval_items import age_order
from punchcard.core.change_requests import ApprovalItem, Decidable, PendingEntry
from punchcard.core.entries import Entry, EntryStatus

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope

WEBSITE = "https://mctime.com"
"""Where people sign in, and decide."""

WEEKS_BACK = 8
"""How far the queue goes back; ahead it goes as far as one call reaches, some ten months."""

NOT_LISTED = "What was approved or exported is not listed here: the time sheets say it of every entry."

_NOT_HERE = f"{TITLE} has no call that decides: it is done at {WEBSITE}."
_QUEUE = (
    f"{_NOT_HERE} What waits is listed here, from {WEEKS_BACK} weeks back to some ten months ahead, "
    "other people's alone."
)
_NO_REQUESTS = f"{TITLE} has no change requests; entries are changed, or whoever approves is asked."

APPROVAL_ABILITIES: Mapping[Ability, AbilityAnswer] = MappingProxyType(
    {
        Ability.SUBMIT_WEEK: No(
            f"{TITLE} has no weeks that are handed in: every entry is approved for itself."
        ),
        **no_requests(TITLE, _NO_REQUESTS),
        Ability.APPROVE: No(_QUEUE),
        Ability.DECLINE: No(_NOT_HERE),
        Ability.DECLINE_REASON: No(_NOT_HERE),
    }
)
"""What can be done about what waits."""

_WAITING = ("under_approval", "not_approved_yet", "disapproved")
_OWN = ("under_approval", "disapproved")
"""What has not been approved yet is everything that one has just entered: nobody waits for that oneself."""


class McTimeApprovals(WithoutRequests):
    """Lists entries page by page, and refuses every decision with where it is made."""

    def __init__(self, client: McTimeClient) -> None:
        super().__init__(_NO_REQUESTS)
        self._client = client

    async def list(self, person: str, scope: Scope) -> Sequence[ApprovalItem]:
        """Return the entries of others that wait, or one's own that were handed in or sent back.

        Raises:
            BackendError: They cannot be read.
        """
        match scope:
            case "waiting":
                entries = await self._entries([("approvalStatuses", each) for each in _WAITING])
                shown = [each for each in entries if each.person != person]
            case "mine":
                asked = [("userIds", person), *(("approvalStatuses", each) for each in _OWN)]
                shown = [each for each in await self._entries(asked) if each.person == person]
            case "decided":
                shown = []
        return sorted(map(PendingEntry, shown), key=age_order)

    async def find(self, person: str, ending: str) -> Sequence[Decidable]:
        """Return nothing: entries are not decided here."""
        del person, ending
        return ()

    async def affected(self, change: Decide) -> Sequence[Decidable]:
        """Return nothing: nothing is decided here."""
        del change
        return ()

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        """Refuse, and say where it is decided."""
        del change
        return Refused(f"{_NOT_HERE} Nothing was changed.")

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        """Return that it has not happened: nothing is ever sent."""
        del change
        return Absent()

    async def _entries(self, asked: Params) -> list[Entry]:
        """Return the finished entries that are asked for, each once; a clock that was not saved is none."""
        zone = self._client.zone
        today = self._client.today()
        since = window(today.subtract(weeks=WEEKS_BACK), today, zone)[0]
        until = since.add(seconds=LONGEST_SPAN_SECONDS)
        params = (("from", sent(since, zone)), ("to", sent(until, zone)), *asked)
        pages = await self._client.pages(wire.TimesPage, "times", params, what="what waits for approval")
        found = {
            entry.id: shaped(entry, group.user_id, zone)
            for page in pages
            for group in page.groups
            for entry in group.times
        }
        statuses = EntryStatus.SUBMITTED, EntryStatus.OPEN, EntryStatus.DECLINED
        return [each for each in found.values() if each.end is not None and each.status in statuses]
