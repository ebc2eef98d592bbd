"""One decision on a timesheet: whether there may be one, the call, and what it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from punchcard.backends.errors import BackendError
from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.weeks.sheets import LuccaSheets, at, could_not_read_back, weeks_of
from punchcard.backends.lucca.weeks.workflow import Acted, act
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled, Unsure
from punchcard.core.approval_changes import Decide
from punchcard.core.change_requests import Decidable, Verdict
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import capitalized, cleaned
from punchcard.core.week_words import week_in_words, weeks_in_words
from punchcard.core.weeks import Week

_ACTIONS = {Verdict.APPROVE: "approve", Verdict.DECLINE: "deny", Verdict.REOPEN: "invalidate"}
_DONE = {Verdict.APPROVE: "approved", Verdict.DECLINE: "declined", Verdict.REOPEN: "opened again"}
_AFTER = {Verdict.DECLINE: RequestStatus.DECLINED, Verdict.REOPEN: RequestStatus.WITHDRAWN}
"""Which of the rejected ones it is, as long as it is known from the decision itself."""

_STANDS = {
    RequestStatus.PENDING: "still waits for an approval",
    RequestStatus.APPROVED: "is approved",
    RequestStatus.REJECTED: "is declined or taken back already",
    RequestStatus.UNKNOWN: "has a status that Punchcard does not know",
}


class LuccaDecisions:
    """Decides timesheets. All of a person are read before and after, as the answer names no timesheet."""

    def __init__(self, client: LuccaClient, sheets: LuccaSheets) -> None:
        self._client = client
        self._sheets = sheets

    async def affected(self, change: Decide) -> Sequence[Decidable]:
        """Return what a decision would reach besides its item: earlier ones that wait go with an approval.

        Raises:
            BackendError: It cannot be read.
        """
        item = change.item
        if not isinstance(item, SubmittedWeek) or change.decision.verdict is not Verdict.APPROVE:
            return []
        return _earlier(await self._sheets.seen("along", item.person, None, item.last), item)

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        """Decide, and return every timesheet that has changed by it, the decided one first.

        Raises:
            BackendError: Nothing was done.
        """
        item, verdict = change.item, change.decision.verdict
        if not isinstance(item, SubmittedWeek):
            return Refused(f"{TITLE} has no change requests. Nothing was decided.")
        if item.person == change.person:
            return Refused("Nobody decides their own; somebody else has to. Nothing was decided.")
        comment = cleaned(change.decision.reason).strip()
        if verdict is not Verdict.APPROVE and not comment:
            return Refused(f"{TITLE} needs a reason for that. Nothing was decided.", "reason")
        before = await self._sheets.of(item.person)
        now = at(before, item.first)
        if now is not None and verdict is Verdict.APPROVE and _has_moved_on(item, now):
            said = f"This step of {self._name(now)} had been approved already. {self._what_next(now)}"
            return Confirmed([now], (said.rstrip(),))
        if now is None:
            return Refused(
                f"{TITLE} does not show {self._name(item)} any more. Nothing was {_DONE[verdict]}."
            )
        if now.id != item.id:
            return Refused(
                f"{capitalized(self._name(item))} was handed in anew since you looked at it. Nothing was "
                f"{_DONE[verdict]}; look at it again."
            )
        if problem := self._why_not(now, verdict) or self._why_not_along(change, before, now):
            return Refused(problem)
        body = {"transfers": list[str]()} if verdict is Verdict.APPROVE else {"comment": comment}
        acted = await act(self._client, f"{now.id}/{_ACTIONS[verdict]}", body)
        if not isinstance(acted, Acted):
            return acted
        try:
            after = await self._sheets.of(item.person)
        except BackendError as error:
            return could_not_read_back(error)
        return self._what_came(change, now, before, after, acted)

    async def settle(self, change: Decide) -> Settled[Sequence[Decidable]]:
        """Compare what stands there with what the decision would have led to.

        Where the same person is to approve twice in a row, a first step looks as if it had never been made:
        what waits for the same person as before is left to whoever decides.

        Raises:
            BackendError: It cannot be read.
        """
        item, verdict = change.item, change.decision.verdict
        if not isinstance(item, SubmittedWeek):
            return Absent()
        sheets = await self._sheets.of(item.person, None, item.last)
        now = at(sheets, item.first)
        if now is None:
            return Unsure(f"{TITLE} does not show {self._name(item)} any more.")
        if now.id != item.id:
            return Unsure(
                f"{capitalized(self._name(item))} was handed in anew since; what became of it before cannot "
                "be told."
            )
        if verdict is Verdict.APPROVE:
            if _has_moved_on(item, now):
                along = [sheet for sheet in sheets if _went_along(sheet, change, item)]
                return Confirmed([now, *along], self._told(now, along))
            if now.status is not RequestStatus.PENDING:
                return Unsure(f"{capitalized(self._name(now))} {_STANDS[now.status]}.")
            # Whether the same person approves twice in a row is told nowhere, and neither is how often.
            who = now.next_actor or "an approval"
            return Unsure(
                f"{capitalized(self._name(now))} waits for {who}, as before: either nothing has happened, "
                "or one of several steps."
            )
        if now.status is RequestStatus.REJECTED:
            return Confirmed([_decided(now, change)])
        return Absent()

    def _what_came(
        self,
        change: Decide,
        decided: SubmittedWeek,
        before: Sequence[SubmittedWeek],
        after: Sequence[SubmittedWeek],
        acted: Acted,
    ) -> Outcome[Sequence[Decidable]]:
        """Tell what is different now, and what else was to be."""
        verdict, today = change.decision.verdict, self._client.today()
        old = {sheet.id: sheet for sheet in before}
        changed = [sheet for sheet in after if sheet.id in old and sheet != old[sheet.id]]
        found = next((sheet for sheet in changed if sheet.id == decided.id), None)
        if found is None and verdict is Verdict.APPROVE and decided.first in acted.done:
            # The same person may be expected to approve twice.
            found = decided
        if found is None:
            return acted.refusal(_DONE[verdict])
        expected_too = _earlier(before, decided) if verdict is Verdict.APPROVE else []
        stepped = {sheet.id for sheet in expected_too if sheet.first in acted.done}
        touched = stepped | {sheet.id for sheet in changed}
        along = [sheet for sheet in after if sheet.id in touched and sheet.id != found.id]
        expected = set(weeks_of(expected_too))
        left_out = acted.left_out(sorted(expected - set(weeks_of(along))), today, _DONE[verdict])
        said = (*self._told(found, along), *left_out)
        if verdict is Verdict.APPROVE:
            return Confirmed([found, *along], said)
        return Confirmed([_decided(found, change), *along], said)

    def _why_not(self, now: SubmittedWeek, verdict: Verdict) -> str | None:
        wanted = RequestStatus.APPROVED if verdict is Verdict.REOPEN else RequestStatus.PENDING
        if now.status is wanted:
            return None
        return f"{capitalized(self._name(now))} {_STANDS[now.status]}. Nothing was {_DONE[verdict]}."

    def _why_not_along(
        self, change: Decide, sheets: Sequence[SubmittedWeek], now: SubmittedWeek
    ) -> str | None:
        """Say what else an approval would reach by now than was named, or further than was named."""
        if change.along is None or change.decision.verdict is not Verdict.APPROVE:
            return None
        others = [each for each in _earlier(sheets, now) if (each.id, each.next_actor_id) not in change.along]
        if not others:
            return None
        which = capitalized(weeks_in_words(weeks_of(others), self._client.today()))
        have = "it has" if len(others) == 1 else "they have"
        return (
            f"{which} would go along by now, and {have} changed since you were asked. Nothing was approved."
        )

    def _told(self, decided: SubmittedWeek, along: Sequence[SubmittedWeek]) -> tuple[str, ...]:
        """Say whose turn it is now, and what went along."""
        weeks = capitalized(weeks_in_words(weeks_of(along), self._client.today())) if along else ""
        return tuple(filter(None, (self._what_next(decided), weeks and f"{weeks} went along.")))

    def _what_next(self, sheet: SubmittedWeek) -> str:
        """Whose turn it is after a step, in a sentence; empty where there is no further one."""
        if sheet.status is not RequestStatus.PENDING:
            return ""
        who = sheet.next_actor or "another approval"
        return f"That was one step: {self._name(sheet)} now waits for {who}."

    def _name(self, sheet: SubmittedWeek) -> str:
        return week_in_words(Week(sheet.first, sheet.last), self._client.today())


def _earlier(sheets: Sequence[SubmittedWeek], item: SubmittedWeek) -> list[SubmittedWeek]:
    return [sheet for sheet in sheets if sheet.status is RequestStatus.PENDING and sheet.first < item.first]


def _went_along(sheet: SubmittedWeek, change: Decide, item: SubmittedWeek) -> bool:
    """Whether an earlier week that was named is further than it was then."""
    was = next((each for each in change.along or () if each.id == sheet.id), None)
    if was is None or sheet.first >= item.first:
        return False
    is_next = sheet.status is RequestStatus.PENDING and sheet.next_actor_id != was.waits_for
    return is_next or sheet.status is RequestStatus.APPROVED


def _has_moved_on(seen: SubmittedWeek, now: SubmittedWeek) -> bool:
    """Whether the step that was seen is done: of the same timesheet, and perhaps along with a later one."""
    if now.id != seen.id or seen.status is not RequestStatus.PENDING:
        return False
    is_next = now.status is RequestStatus.PENDING and seen.next_actor_id not in (None, now.next_actor_id)
    return is_next or now.status is RequestStatus.APPROVED


def _decided(sheet: SubmittedWeek, change: Decide) -> SubmittedWeek:
    reason = cleaned(change.decision.reason).strip()
    return replace(sheet, status=_AFTER[change.decision.verdict], reason=reason)
