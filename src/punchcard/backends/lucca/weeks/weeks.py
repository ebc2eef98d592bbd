"""Weeks, or months, on their way to whoever approves them (section 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.backends.errors import BackendError
from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.weeks.sheets import HANDED_IN, LuccaSheets, at, could_not_read_back, weeks_of
from punchcard.backends.lucca.weeks.workflow import Acted, act
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled, Unsure
from punchcard.core.changes import SubmitWeeks, WeeksChange, WithdrawWeeks
from punchcard.core.moments import day_in_words
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import capitalized
from punchcard.core.week_words import already_handed_in, week_in_words, weeks_in_words
from punchcard.core.weeks import Week

if TYPE_CHECKING:
    from punchcard.core.groups import Period

NO_AUTHOR = f"With {TITLE} only the key that handed a timesheet in can take it back."


class LuccaWeeks:
    """Hands timesheets in and takes them back with one call each.

    Such a call reaches others than the one that it names. What it would reach is read right before, and it is
    only made where that is exactly what was asked for.
    """

    def __init__(self, client: LuccaClient, sheets: LuccaSheets) -> None:
        self._client, self._sheets = client, sheets

    async def list(self, person: str, period: Period) -> Sequence[SubmittedWeek]:
        """Return the newest timesheet of each period touching `period` that was ever handed in, oldest first.

        One that was taken back is among them as rejected: the service does not tell it from a declined one.

        Raises:
            BackendError: They cannot be read.
        """
        return await self._sheets.seen("weeks", person, period.first, period.last)

    async def due(self, person: str, until: Date) -> Sequence[SubmittedWeek]:
        """Return the periods up to the one that `until` lies in that are not handed in, oldest first.

        Raises:
            BackendError: They cannot be read.
        """
        return await self._sheets.due(person, until)

    async def submit(self, change: SubmitWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        """Hand in the weeks that are named: the last one, with which the others go along.

        Raises:
            BackendError: Nothing was done.
        """
        if problem := await self._why_not_submit(change):
            return Refused(problem)
        last = change.weeks[-1]
        body = {
            "ownerId": int(change.person), "startsAt": _midnight(last.first),
            "endsAt": _midnight(last.last.add(days=1)), "transfers": list[str](),
        }  # fmt: skip
        acted = await act(self._client, "submit", body)
        if not isinstance(acted, Acted):
            return acted
        try:
            sheets = await self._named(change)
        except BackendError as error:
            return could_not_read_back(error)
        handed_in = [sheet for sheet in sheets if sheet.status in HANDED_IN]
        if not handed_in:
            return acted.refusal("handed in")
        there = set(weeks_of(handed_in))
        missing = [week for week in change.weeks if week not in there]
        return Confirmed(handed_in, acted.left_out(missing, self._client.today(), "handed in"))

    async def withdraw(self, change: WithdrawWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        """Take back the first of the weeks that are named, with which the later ones go along.

        Raises:
            BackendError: Nothing was done.
        """
        first = change.weeks[0].first
        sheets = [sheet for sheet in await self._sheets.of(change.person, first) if sheet.first >= first]
        if problem := self._why_not_withdraw(change, sheets):
            return Refused(problem)
        acted = await act(self._client, f"{sheets[0].id}/cancel", {})
        if not isinstance(acted, Acted):
            return acted
        try:
            after = await self._named(change)
        except BackendError as error:
            return could_not_read_back(error)
        stays = weeks_of(sheet for sheet in after if sheet.status in HANDED_IN)
        taken = [sheet for sheet in sheets if Week(sheet.first, sheet.last) in set(change.weeks) - set(stays)]
        if not taken:
            refusal = acted.refusal("taken back")
            return refusal._replace(reason=f"{refusal.reason} {NO_AUTHOR}")
        left = acted.left_out(stays, self._client.today(), "taken back")
        return Confirmed([_taken_back(sheet) for sheet in taken], (*left, *[NO_AUTHOR] * bool(left)))

    async def settle(self, change: WeeksChange) -> Settled[Sequence[SubmittedWeek]]:
        """Compare how far the weeks have come with what the change would have led to.

        Raises:
            BackendError: It cannot be read.
        """
        named = await self._named(change)
        there = [sheet for sheet in named if sheet.status in HANDED_IN]
        if isinstance(change, SubmitWeeks) and len(there) == len(change.weeks):
            return Confirmed(there)
        if isinstance(change, WithdrawWeeks) and not there:
            return Confirmed([_taken_back(_calculated(change.person, week)) for week in change.weeks])
        if isinstance(change, SubmitWeeks) and not there and named:
            # Handed in again unasked, it would wait once more for whoever has just declined it.
            return Unsure(
                "What was handed in there is declined or taken back; whether it was this time cannot be told."
            )
        if len(there) in (0, len(change.weeks)):
            return Absent()
        words = weeks_in_words(weeks_of(there), self._client.today())
        return Unsure(f"{len(there)} of {len(change.weeks)} are handed in there: {words}.")

    async def _named(self, change: WeeksChange) -> Sequence[SubmittedWeek]:
        """How far the weeks have come that a change names."""
        named = set(change.weeks)
        sheets = await self._sheets.of(change.person, change.weeks[0].first, change.weeks[-1].last)
        return [sheet for sheet in sheets if Week(sheet.first, sheet.last) in named]

    async def _why_not_submit(self, change: SubmitWeeks) -> str | None:
        today, last = self._client.today(), change.weeks[-1]
        if last.first > today:
            name, begins = capitalized(week_in_words(last, today)), day_in_words(last.first, short=True)
            return f"{name} begins on {begins}; it cannot be handed in before."
        due = weeks_of(await self._sheets.due(change.person, last.last))
        if due == change.weeks:
            return None
        if last not in due:
            known = at(await self._sheets.of(change.person, last.first, last.last), last.first)
            said = already_handed_in(known, today) if known else None
            if said:
                return said
        if not due:
            name = week_in_words(last, today)
            return f"{TITLE} expects nothing up to the end of {name}, so there is nothing to hand in."
        return (
            f"{TITLE} would hand in {weeks_in_words(due, today)} together, as far as that is due, and not "
            f"{weeks_in_words(change.weeks, today)} alone. Nothing was handed in."
        )

    def _why_not_withdraw(self, change: WithdrawWeeks, sheets: Sequence[SubmittedWeek]) -> str | None:
        today = self._client.today()
        for week in change.weeks:
            known, name = at(sheets, week.first), capitalized(week_in_words(week, today))
            if known is None or known.status not in HANDED_IN:
                return f"{name} is not handed in; there is nothing to take back."
            if known.status is RequestStatus.APPROVED:
                return f"{name} is approved already; whoever approved it can open it again."
        waiting = weeks_of(sheet for sheet in sheets if sheet.status is RequestStatus.PENDING)
        if waiting != change.weeks:
            return f"Later ones go along: {weeks_in_words(waiting, today)} can only be taken back together."
        return None


def _midnight(day: Date) -> str:
    return f"{day.format_iso()}T00:00:00"


def _calculated(person: str, week: Week) -> SubmittedWeek:
    return SubmittedWeek(None, person, week.first, week.last)


def _taken_back(sheet: SubmittedWeek) -> SubmittedWeek:
    return replace(sheet, status=RequestStatus.WITHDRAWN, next_actor=None, next_actor_id=None)
