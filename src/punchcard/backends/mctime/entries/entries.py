"""The finished time entries, as the service keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.errors import BackendError, Garbled, NotBookable, Unreachable
from punchcard.backends.mctime import wire
from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.complaints import refused
from punchcard.backends.mctime.entries.alike import (
    agrees,
    changed_fields,
    merged,
    same_booking,
    same_entry,
)
from punchcard.backends.mctime.entries.altered import UNREAD, UNTOLD, differences, losses
from punchcard.backends.mctime.entries.guard import over_others, unsavable
from punchcard.backends.mctime.entries.reading import entries_touching
from punchcard.backends.mctime.entries.removing import current, remove
from punchcard.backends.mctime.entries.shapes import shaped
from punchcard.backends.mctime.entries.words import named
from punchcard.backends.mctime.entries.writing import body_of
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.verdict import Verdict
from punchcard.backends.mctime.wire.values import parsed
from punchcard.backends.outcomes import (
    Absent,
    Confirmed,
    NotSent,
    Outcome,
    Refused,
    Settled,
    Unanswered,
    Unsure,
)
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.groups import Period
from punchcard.core.overlaps import overlapping

if TYPE_CHECKING:
    from punchcard.backends.contract import Totals
    from punchcard.core.groups import Filters

_TOLD = {"breaks", "comment", "organization_name"}
"""What an answer may leave out; then it is read."""

_GONE = f"{TITLE} does not have this entry any more: it was not changed."


class McTimeEntries:
    """Reads page by page and writes entry by entry; looks before it writes."""

    def __init__(self, client: McTimeClient) -> None:
        self._client = client

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        """Return every entry that touches a day of `period`, selected there as far as that can be."""
        return await entries_touching(self._client, people, period, filters)

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        """Create an entry, or change one, unless it would be saved over another one.

        An entry that is changed is read first, and sent as a whole: what was changed there meanwhile stays,
        where it was not changed here too.
        """
        try:
            return await self.book(change)
        except Unreachable as problem:
            return NotSent(problem.message)

    async def book(self, change: SaveEntry) -> Outcome[Entry]:
        """Do the same, as one of several steps of which an earlier one may have been sent.

        Raises:
            BackendError: It could not be read what is there; nothing of this was sent.
        """
        wanted, before = change.entry, change.before
        if (why := unsavable(wanted)) is not None:
            return why
        around = await self._around(change)
        if before is not None:
            there = next((each for each in around if each.id == wanted.id), None)
            if there is None:
                return await self._not_where_it_was(wanted)
            if there.locked:
                return Refused(there.locked)
            wanted = merged(there, wanted, before)
        why = unsavable(wanted) or over_others(wanted, around, self._client.today())
        if why is not None:
            return why
        try:
            body = body_of(wanted, None if before is None else wanted.id, self._client.zone)
        except NotBookable as problem:
            return problem.as_refused()
        verdict = await self._client.send("POST", "times", body)
        if not isinstance(verdict, Verdict):
            return verdict
        if not verdict.is_accepted or (verdict.items and verdict.items[0].valid is False):
            return refused(verdict, "save this entry")
        return await self._saved(change, wanted, around, verdict)

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        """Delete an entry that is still as it is known; one that is gone already counts as deleted."""
        try:
            return await remove(self._client, change.entry)
        except Unreachable as problem:
            return NotSent(problem.message)

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        """Compare what is there with what the change would have led to."""
        if isinstance(change, DeleteEntry):
            return Confirmed(None) if await current(self._client, change.entry) is None else Absent()
        around = await self._around(change)
        if change.before is None:
            return self._settled_new(change.entry, around)
        there = next((each for each in around if each.id == change.entry.id), None)
        if there is None:
            return Absent()
        fields = changed_fields(change.entry, change.before)
        if agrees(there, change.entry, fields):
            return Confirmed(there)
        if agrees(there, change.before, fields):
            return Absent()
        now = named(there, self._client.today())
        return Unsure(f"The entry is {now} at {TITLE}: neither as it was nor as you asked.")

    async def totals(self, person: str, period: Period) -> Totals | None:
        """Sums are made there by sending mail; nothing is summed."""
        del person, period

    async def _around(self, change: SaveEntry) -> list[Entry]:
        """Return what is there on all days that a change touches."""
        touched = [change.entry] if change.before is None else [change.entry, change.before]
        period = Period(min(each.day for each in touched), max(each.last_day for each in touched))
        return await entries_touching(self._client, [change.entry.person], period)

    async def _not_where_it_was(self, entry: Entry) -> Refused:
        there = await current(self._client, entry)
        if there is None:
            return Refused(_GONE)
        return Refused(
            f"The entry was moved at {TITLE} meanwhile: it is {named(there, self._client.today())} now. "
            "It was not changed; look at it again."
        )

    async def _saved(
        self, change: SaveEntry, wanted: Entry, before: Sequence[Entry], verdict: Verdict
    ) -> Outcome[Entry]:
        """Return the entry as it is kept, and what else came of it."""
        kept, today = self._told(wanted, verdict), self._client.today()
        is_left_open = change.before is None and not wanted.assignment

        def altered(found: Entry) -> list[str]:
            return differences(found, wanted, today, is_left_open=is_left_open)

        if kept is not None and not verdict.is_altered:
            return Confirmed(kept, tuple(altered(kept)))
        try:
            after = await self._around(change)
        except BackendError as problem:
            return Unanswered(problem.message) if kept is None else Confirmed(kept, (*altered(kept), UNREAD))
        kept = _among(after, _id_told(verdict), wanted, before) or kept
        if kept is None:
            return refused(verdict, "save this entry")
        told = altered(kept) + losses(before, after, kept.id, today)
        if verdict.is_altered and not told:
            told = [UNTOLD]
        return Confirmed(kept, tuple(told))

    def _told(self, wanted: Entry, verdict: Verdict) -> Entry | None:
        """Return the entry that an answer tells as a whole; None where it has to be read."""
        if not verdict.is_good:
            return None
        try:
            told = parsed(wire.Entry, verdict.data)
        except Garbled:
            return None
        kept = shaped(told, wanted.person, self._client.zone, wanted.assignment)
        is_booked = all(each.id for each in kept.assignment.references)
        is_whole = told.model_fields_set >= _TOLD and kept.end is not None and kept.time_type is not None
        return kept if is_booked and is_whole else None

    def _settled_new(self, wanted: Entry, around: Sequence[Entry]) -> Settled[Entry | None]:
        found = [each for each in around if same_entry(each, wanted)]
        if len(found) == 1:
            return Confirmed(found[0])
        if found:
            return Unsure(f"{len(found)} equal entries are there; you asked for one.")
        there = overlapping(around, wanted.interval) if wanted.interval else []
        alike = next((each for each in there if same_booking(each, wanted)), None)
        if alike is None:
            return Absent()
        return Unsure(
            f"{named(alike, self._client.today())} is at {TITLE}: it may be this entry, with times or breaks "
            "that were changed there as it was saved."
        )


def _id_told(verdict: Verdict) -> str | None:
    """Return the id that an answer gives to what it has saved; None where it has saved nothing."""
    an_id = verdict.data.get("id") if verdict.is_good else None
    return str(an_id) if isinstance(an_id, str | int) else None


def _among(
    after: Sequence[Entry], told_id: str | None, wanted: Entry, before: Sequence[Entry]
) -> Entry | None:
    """Return the saved entry as the day has it: by its id, else the new one that is as it should be.

    Args:
        after: The entries of the days.
        told_id: Which one it is, where the answer says so. Where it does not, one that was to be changed and
            is as it was has not been saved.
        wanted: As it was sent.
        before: The entries of the days, as they were.
    """
    if told_id is not None:
        found = next((each for each in after if each.id == told_id), None)
        if found is not None:
            return found
    old, now = (next((each for each in some if each.id == wanted.id), None) for some in (before, after))
    if old is not None and now is not None:
        fields = changed_fields(wanted, old)
        return None if agrees(now, old, fields) and not agrees(now, wanted, fields) else now
    known = {each.id for each in before}
    return next((each for each in after if each.id not in known and same_entry(each, wanted)), None)
