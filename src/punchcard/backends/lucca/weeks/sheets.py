"""Timesheets as the service keeps them: reading them, and what they are here (sections 9.1 to 9.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whenever import Date

from punchcard.backends.errors import BackendError, Garbled
from punchcard.backends.lucca.client import LuccaClient, Params, is_id
from punchcard.backends.lucca.complaints import NotGiven
from punchcard.backends.lucca.entries.shapes import worth
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.weeks.glances import WHAT, LuccaGlances, Question
from punchcard.backends.lucca.wire import timesheets as wire
from punchcard.backends.lucca.wire.entries import DAYS, THEORETICAL
from punchcard.backends.lucca.wire.values import unreadable
from punchcard.backends.outcomes import Unanswered
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import one_line
from punchcard.core.weeks import Week

HANDED_IN = (RequestStatus.PENDING, RequestStatus.APPROVED)
"""Where the time of a timesheet is locked."""

_STATUSES = {
    wire.DUE: RequestStatus.WITHDRAWN,
    wire.WAITING: RequestStatus.PENDING,
    wire.APPROVED: RequestStatus.APPROVED,
    wire.REJECTED: RequestStatus.REJECTED,
}
_LONGEST_DAYS = 31
"""A timesheet is for a week or for a month."""


class LuccaSheets:
    """Reads timesheets. After a rejection the same period is handed in anew: only the newest one counts."""

    def __init__(self, client: LuccaClient, glances: LuccaGlances) -> None:
        self._client, self._glances = client, glances

    async def of(
        self, person: str, first: Date | None = None, last: Date | None = None
    ) -> list[SubmittedWeek]:
        """Return the newest timesheet of each period touching the days from `first` to `last`, oldest first.

        Raises:
            BackendError: They cannot be read.
        """
        if not is_id(person):
            return []
        # Whether an end counts in is not described: asked for with a day more, and cut here.
        params = [("ownerId", person)]
        params += [("startsOn", f"until,{last.add(days=1).format_iso()}")] if last else []
        params += [("endsOn", f"since,{first.subtract(days=1).format_iso()}")] if first else []
        return _cut(await self._read(params), person, first, last)

    async def seen(
        self, question: Question, person: str, first: Date | None, last: Date
    ) -> list[SubmittedWeek]:
        """Return what `of` does, perhaps from what the same action has just read; never right before a write.

        Raises:
            BackendError: They cannot be read.
        """
        if not is_id(person):
            return []
        found = await self._glances.of(question, person, last)
        return _cut(map(shaped, found), person, first, last)

    async def waiting(self) -> list[SubmittedWeek]:
        """Return everything that waits for an approval and may be seen, with what was worked, oldest first.

        Raises:
            BackendError: They cannot be read.
        """
        params = [("status", str(wire.WAITING))]
        try:
            return newest(await self._read(params, wire.FULL_SHEET_FIELDS))
        except (NotGiven, Garbled):
            # The entries of timesheets may be more than it tells, or of another shape; without them there are
            # timesheets.
            return newest(await self._read(params))

    async def since(self, day: Date) -> list[SubmittedWeek]:
        """Return the newest timesheet of each period of everybody that begins on `day` or later, in order.

        Raises:
            BackendError: They cannot be read.
        """
        return newest(await self._read([("startsOn", f"since,{day.format_iso()}")]))

    async def due(self, person: str, until: Date) -> list[SubmittedWeek]:
        """Return the periods up to the one that `until` lies in that are not handed in, oldest first.

        Raises:
            BackendError: They cannot be read.
        """
        if not is_id(person):
            return []
        # By itself it ends today, and leaves out the period that is still running.
        end = until.add(days=_LONGEST_DAYS + 1).format_iso()
        params = [("ownerIds", person), ("end", end)]
        found = await self._client.items(
            wire.Timesheet, "timmitimesheets/remindable", wire.DUE_FIELDS, params, what=WHAT
        )
        due = {each.starts_on: shaped(each) for each in found if str(each.owner_id) == person}
        return [due[first] for first in sorted(due) if first <= until]

    async def _read(self, params: Params, fields: str = wire.SHEET_FIELDS) -> list[SubmittedWeek]:
        found = await self._client.items(wire.Timesheet, "timmitimesheets", fields, params, what=WHAT)
        return [shaped(each) for each in found]


def _cut(
    sheets: Iterable[SubmittedWeek], person: str, first: Date | None, last: Date | None
) -> list[SubmittedWeek]:
    return [
        sheet
        for sheet in newest(sheets)
        # A filter that is unknown there filters nothing.
        if sheet.person == person
        and (last is None or sheet.first <= last)
        and (first is None or sheet.last >= first)
    ]


def shaped(sheet: wire.Timesheet) -> SubmittedWeek:
    """Return a timesheet as the domain has it.

    Raises:
        Garbled: It ends before it begins.
    """
    if sheet.ends_on <= sheet.starts_on:
        raise unreadable("at endsOn")
    status = _STATUSES.get(sheet.status, RequestStatus.UNKNOWN)
    actor = sheet.expected_next_actor
    number = sheet.expected_next_actor_id or (actor.id if actor else None)
    is_expected = number is not None and status is RequestStatus.PENDING
    return SubmittedWeek(
        str(sheet.id) if sheet.id else None,
        str(sheet.owner_id),
        sheet.starts_on,
        sheet.ends_on.subtract(days=1),
        RequestStatus.PENDING if sheet.id == 0 else status,
        next_actor=_name(actor, number) if is_expected else None,
        reason=f"{TITLE} calls it “{sheet.status}”." if status is RequestStatus.UNKNOWN else "",
        next_actor_id=str(number) if is_expected else None,
        worked_seconds=None if sheet.time_entries is None else _worked(sheet.time_entries),
    )


def _worked(entries: Iterable[wire.Inside]) -> int | None:
    """What was worked in all; None where one does not tell."""
    total = 0
    for entry in entries:
        if entry.archived_at is not None or entry.layer == THEORETICAL:
            continue
        if entry.duration is None or entry.unit is None:
            return None
        total += worth(entry.duration) if entry.unit == DAYS else entry.duration
    return total


def newest(sheets: Iterable[SubmittedWeek]) -> list[SubmittedWeek]:
    """Return the newest one of each person and first day, oldest first; ids grow."""
    found: dict[tuple[Date, str], SubmittedWeek] = {}
    for sheet in sheets:
        key = (sheet.first, sheet.person)
        if key not in found or int(sheet.id or 0) > int(found[key].id or 0):
            found[key] = sheet
    return [found[key] for key in sorted(found)]


def weeks_of(sheets: Iterable[SubmittedWeek]) -> tuple[Week, ...]:
    """Return the periods of timesheets."""
    return tuple(Week(sheet.first, sheet.last) for sheet in sheets)


def could_not_read_back(error: BackendError) -> Unanswered:
    """Return what is known of an action whose answer was good, and after which nothing could be read."""
    return Unanswered(f"{TITLE} took it, and what came of it could not be read. {error.message}")


def _name(actor: wire.Actor | None, number: int | None) -> str:
    if actor is None:
        return f"person {number}"
    return one_line(f"{actor.first_name} {actor.last_name}") or one_line(actor.name) or f"person {actor.id}"


def at(sheets: Sequence[SubmittedWeek], first: Date) -> SubmittedWeek | None:
    """Return the timesheet that begins on `first`."""
    return next((sheet for sheet in sheets if sheet.first == first), None)
