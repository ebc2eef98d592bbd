"""Decisions of those who may decide: approve, decline, and what to say where that is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, cast

from punchcard.backends.clockodo.approvals.request_reader import PATH, RequestReader
from punchcard.backends.clockodo.approvals.wire import DECLINED
from punchcard.backends.clockodo.client import ClockodoClient, as_refused
from punchcard.backends.clockodo.complaints import NoSuchRoute
from punchcard.backends.errors import BackendError
from punchcard.backends.http import Answer
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Unanswered
from punchcard.core.approval_changes import Decide
from punchcard.core.change_requests import VIOLATIONS, ChangeRequest, Decidable, Verdict
from punchcard.core.submitted_weeks import RequestStatus

_BROKEN_RULE = (400, 422)
_NOTHING = "Nothing was decided."


class Judged(NamedTuple):
    """An answer to an approval, and whether the call knows of rules that may be broken."""

    answer: Answer | NotSent | Unanswered
    knows_rules: bool


class Deciding:
    """Decides one request with one write."""

    def __init__(self, client: ClockodoClient, reader: RequestReader) -> None:
        self._client = client
        self._reader = reader

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        """Decide; what was decided elsewhere meanwhile is refused, saying how.

        Raises:
            BackendError: Nothing was done.
        """
        item, verdict = change.item, change.decision.verdict
        if not isinstance(item, ChangeRequest):
            return Refused(f"Clockodo has no weeks that are handed in. {_NOTHING}")
        if not item.id.isdecimal():
            return Refused(f"Clockodo has no such request. {_NOTHING}")
        if verdict is Verdict.REOPEN:
            return Refused("A decided request cannot be opened again; the opposite has to be asked for.")
        # Read before anything is sent: afterwards nothing may go wrong any more.
        by = await self._reader.name(change.person)
        if verdict is Verdict.APPROVE:
            return await self._approve(item, by, accepts=change.decision.accept_violations)
        return await self._decline(item)

    async def explained(
        self, request: ChangeRequest, refusal: Refused, nothing: str
    ) -> Outcome[Sequence[Decidable]]:
        """Return a refusal that says what became of the request elsewhere, where something did.

        Args:
            request: What the write was about.
            refusal: In the service's own words.
            nothing: What was not done, in a sentence.
        """
        try:
            became = await self._reader.what_became_of(request)
        except BackendError:
            became = None
        return refusal._replace(reason=f"{became or refusal.reason} {nothing}")

    async def _approve(
        self, item: ChangeRequest, by: str | None, *, accepts: bool
    ) -> Outcome[Sequence[Decidable]]:
        path = f"workTimes/changeRequests/{item.id}/approve"
        body = {"approve_violations": True} if accepts else {}

        async def current() -> Judged:
            return Judged(await self._client.send("POST", f"v3/{path}", body), knows_rules=True)

        async def classic() -> Judged:
            return Judged(await self._client.send("POST", f"v2/{path}"), knows_rules=False)

        answer, knows_rules = await self._client.generations.either("approve", current, classic)
        if not isinstance(answer, Answer):
            return answer
        if answer.is_good:
            return (
                Unanswered("Clockodo does not say that it is approved.")
                if _says_no(answer)
                else self._done(item, by)
            )
        refusal = as_refused(answer)
        if knows_rules and not accepts and answer.status in _BROKEN_RULE:
            return Refused(f"{refusal.reason} Nothing was approved.", VIOLATIONS)
        return await self.explained(item, refusal, _NOTHING)

    def _done(self, item: ChangeRequest, by: str | None) -> Outcome[Sequence[Decidable]]:
        status, now = RequestStatus.APPROVED, self._reader.now()
        return Confirmed([replace(item, status=status, decided_by=by, decided_at=now)])

    async def _decline(self, item: ChangeRequest) -> Outcome[Sequence[Decidable]]:
        """Three answers are described: it is judged by its status alone, and the list is read again."""
        try:
            answer = await self._client.send("POST", f"{PATH}/{item.id}/decline")
        except NoSuchRoute as gone:
            why = f"Requests cannot be declined from here any more; do it at Clockodo. {_NOTHING}"
            return Refused(f"{why} ({gone.message})")
        if not isinstance(answer, Answer):
            return answer
        if not answer.is_good:
            return await self.explained(item, as_refused(answer), _NOTHING)
        try:
            found = [each for each in await self._reader.of_day(item) if str(each.id) == item.id]
            declined = await self._reader.domain(each for each in found if each.status == DECLINED)
        except BackendError as problem:
            return Unanswered(f"It was declined, and could not be read again: {problem.message}")
        return Confirmed(declined) if declined else Unanswered("Clockodo does not list it as declined.")


def _says_no(answer: Answer) -> bool:
    data: object = answer.data
    return isinstance(data, dict) and cast("Mapping[str, Any]", data).get("success") is False
