"""Change requests and decisions on them (section 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from punchcard.backends.abilities import Ability, AbilityAnswer, No, Partly, Yes
from punchcard.backends.clockodo.approvals.deciding import Deciding
from punchcard.backends.clockodo.approvals.request_reader import PATH, RequestReader, vanished
from punchcard.backends.clockodo.approvals.settling import ApprovalSettling
from punchcard.backends.clockodo.approvals.wire import REQUESTED, Asked, Request, request_body
from punchcard.backends.clockodo.client import ClockodoClient, as_refused
from punchcard.backends.clockodo.complaints import TITLE
from punchcard.backends.errors import Garbled
from punchcard.backends.http import Answer
from punchcard.backends.http.wire import parsed
from punchcard.backends.outcomes import Confirmed, Outcome, Refused, Settled, Unanswered
from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange, WithdrawRequest
from punchcard.core.approval_items import age_order
from punchcard.core.change_requests import ApprovalItem, ChangeRequest, Decidable
from punchcard.core.entries import LONGEST_ENTRY_SECONDS
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.moments import day_in_words
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.text import NOTE_LIMIT, cleaned

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope

_BY_WHOM = "Owners and whoever is somebody's boss decide what others have asked for."
WITHOUT_APPROVED = "What was approved is listed nowhere any more."
"""Approving takes a request away (section 2)."""

APPROVAL_ABILITIES: Mapping[Ability, AbilityAnswer] = MappingProxyType(
    {
        Ability.SUBMIT_WEEK: No(
            "Clockodo has no weeks that are handed in; a locked day is changed by asking."
        ),
        Ability.REQUEST_CHANGE: Partly("Without a note: Clockodo keeps none with a change request."),
        Ability.WITHDRAW_REQUEST: Yes(),
        Ability.APPROVE: Partly(f"{_BY_WHOM} {WITHOUT_APPROVED}"),
        Ability.DECLINE: Partly(_BY_WHOM),
        Ability.DECLINE_REASON: No("Clockodo keeps no reason with a decline."),
    }
)
"""What can be done about requests and weeks."""

_MAY_HAVE_TO_MATCH = (400, 409, 422)
"""How it is refused that work times follow from entries is not described."""

_MATCH_ENTRIES = "Where the work times have to match the time entries, change the entries instead."
_NO_NOTE = "Clockodo keeps no note with a change request; yours was not sent."


class ClockodoApprovals:
    """Asks, takes back and decides with one write each, judged by its status and never sent again."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._reader = RequestReader(client)
        self._deciding = Deciding(client, self._reader)
        self._settling = ApprovalSettling(self._reader)

    async def list(self, person: str, scope: Scope) -> Sequence[ApprovalItem]:
        """Return what `person` sees of a scope; what was approved is not to be had any more."""
        if scope == "mine":
            mine = [
                each
                for each in await self._reader.listed(("users_id", person))
                if str(each.users_id) == person
            ]
            return sorted(await self._reader.domain(mine), key=age_order)
        # A status that is new there must not hide a request: only what waits can be asked for by its number.
        status = (("status", str(REQUESTED)),) if scope == "waiting" else ()
        listed = await self._reader.listed(("scope", "approve"), *status)
        others = [
            each
            for each in listed
            # The classic generation passes the scope over: nobody decides their own in either.
            if (each.status == REQUESTED) is (scope == "waiting") and str(each.users_id) != person
        ]
        if scope == "waiting":
            return sorted(await self._reader.domain(others), key=age_order)
        others.sort(key=lambda each: (each.declined_at.timestamp() if each.declined_at else 0, each.id))
        return await self._reader.domain(reversed(others))

    async def find(self, person: str, ending: str) -> Sequence[Decidable]:
        """Look through what waits and what was declined."""
        listed = await self._reader.listed(("scope", "approve"))
        named = [each for each in listed if str(each.id).endswith(ending) and str(each.users_id) != person]
        return await self._reader.domain(named)

    async def affected(self, change: Decide) -> Sequence[Decidable]:
        """Return nothing: a decision reaches its request alone."""
        del change
        return ()

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        """Decide a request."""
        return await self._deciding.decide(change)

    async def request(self, change: RequestChange) -> Outcome[Sequence[Decidable]]:
        """Ask for a change; it is made at once where the person may edit the day anyway."""
        request = change.request
        if problem := _why_not(request, self._client.zone):
            return Refused(problem)
        if await self._reader.is_carried_out(request):
            return Refused(
                f"That would change nothing on {day_in_words(request.day)}; nothing was asked for."
            )
        answer = await self._client.send("POST", PATH, request_body(request))
        if not isinstance(answer, Answer):
            return answer
        if answer.is_good:
            return self._kept(request, answer)
        refused = as_refused(answer)
        if answer.status not in _MAY_HAVE_TO_MATCH:
            return refused
        return refused._replace(reason=f"{refused.reason} {_MATCH_ENTRIES}")

    async def withdraw(self, change: WithdrawRequest) -> Outcome[Sequence[Decidable]]:
        """Take a request back; a declined one stays."""
        request = change.request
        if not request.id.isdecimal():
            return Refused("Clockodo has no such request; nothing was taken back.")
        answer = await self._client.send("DELETE", f"{PATH}/{request.id}")
        if not isinstance(answer, Answer):
            return answer
        if answer.is_good:
            return Confirmed([vanished(request)])
        return await self._deciding.explained(request, as_refused(answer), "Nothing was taken back.")

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        """Find out by reading whether a write whose answer was lost has happened."""
        return await self._settling.settle(change)

    def _kept(self, request: ChangeRequest, answer: Answer) -> Outcome[Sequence[Decidable]]:
        """Return the request that was made, and the one that it has replaced."""
        try:
            asked = parsed(Asked, answer.data, TITLE)
        except Garbled as garbled:
            return Unanswered(garbled.message)
        warnings = (_NO_NOTE,) if request.note.strip() else ()
        zone, old = self._client.zone, asked.replaced_change_request
        replaced = [] if old is None else [replace(old.domain(zone, {}), status=RequestStatus.REPLACED)]
        if asked.approved_immediately:
            return Confirmed([approved_at_once(request, asked.change_request), *replaced], warnings)
        if asked.change_request is None:
            return Unanswered("Clockodo names no change request in its answer.")
        return Confirmed([asked.change_request.domain(zone, {}), *replaced], warnings)


def approved_at_once(request: ChangeRequest, kept: Request | None) -> ChangeRequest:
    """Return a request that nobody had to decide; the service may give it no id."""
    number = request.id if kept is None else str(kept.id)
    return replace(request, id=number, status=RequestStatus.APPROVED, decided_by=None)


def _why_not(request: ChangeRequest, zone: str) -> str | None:
    """Return why a request makes no sense; None where it does. Nothing has to be asked for that."""
    day = day_in_words(request.day)
    if not request.person.isdecimal():
        return "Clockodo knows nobody like that; nothing was asked for."
    if not request.changes:
        return f"That would change nothing on {day}; nothing was asked for."
    if len(cleaned(request.note).strip()) > NOTE_LIMIT:
        return f"The note is longer than {NOTE_LIMIT:,} characters; nothing was asked for."
    frame = day_interval(request.day, zone)
    return next((why for each in request.changes if (why := _why_unfit(each.interval, frame, day))), None)


def _why_unfit(stretch: Interval, frame: Interval, day: str) -> str | None:
    if stretch.end <= stretch.start:
        return "A stretch of time ends before it starts; nothing was asked for."
    if stretch.seconds > LONGEST_ENTRY_SECONDS:
        return "A stretch of time is longer than 24 hours; nothing was asked for."
    if not stretch.overlaps(frame):
        return f"A stretch of time does not lie on {day}; nothing was asked for."
    return None
