"""The finished time entries, as the service keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from whenever import Date, Instant

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.client import ClockodoClient, as_refused
from punchcard.backends.clockodo.directory.tree import usually_billable
from punchcard.backends.clockodo.entries.alike import same_assignment, same_entry
from punchcard.backends.clockodo.entries.booking import (
    billable_body,
    booking_body,
    names_in,
    names_of,
)
from punchcard.backends.clockodo.entries.shapes import finished
from punchcard.backends.clockodo.moments import utc
from punchcard.backends.errors import NotBookable
from punchcard.backends.http import Answer
from punchcard.backends.http.moments import near, window
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled, Unsure, brought
from punchcard.core.assignments import Assignment
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Entry
from punchcard.core.filters import matches
from punchcard.core.moments import day_in_words

if TYPE_CHECKING:
    from punchcard.backends.contract import Totals
    from punchcard.core.groups import Filters, Period

_MAY_BE_LOCKED = (403, 423)
"""What is answered where somebody may not change a day, in the current generation and the older one."""


class ClockodoEntries:
    """Reads whole stretches with their texts and names, and writes entry by entry."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        """Return every entry that touches a day of `period`; filtered here."""
        if not people:
            return []
        only = people[0] if len(people) == 1 else None
        found = await entries_touching(self._client, only, period.first, period.last)
        wanted = set(people)
        return [entry for entry in found if entry.person in wanted and matches(entry, filters)]

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        """Create an entry, or send what has changed of one."""
        why = _why_not(change.entry) or (change.before and change.before.locked)
        if why:
            return Refused(why)
        try:
            body = _changes(change.entry, change.before) if change.before else as_new(change.entry)
        except NotBookable as problem:
            return problem.as_refused()
        if change.before is None and change.entry.assignment.billable is None:
            body["billable"] = int(await usually_billable(self._client, change.entry.assignment))
        if not body:
            return Confirmed(change.entry)
        method, path = ("POST", "v2/entries") if change.before is None else ("PUT", path_of(change.entry.id))
        outcome = await self._client.write(wire.OneEntry, method, path, body, refusal=_refused)
        names = names_of(change.entry.assignment.references)
        return brought(outcome, lambda one: Confirmed(finished(one.entry, self._client.zone, names)))

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        """Delete an entry of time; one that is gone already counts as deleted."""
        if change.entry.locked:
            return Refused(change.entry.locked)
        return await self._client.remove(path_of(change.entry.id), _refused)

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        """Compare what is there with what the change would have led to."""
        if isinstance(change, SaveEntry) and change.before is None:
            return await self._settle_new(change.entry)
        found = await find_entry(self._client, change.entry.id, change.entry.assignment)
        if found is None:
            return Confirmed(None) if isinstance(change, DeleteEntry) else Absent()
        if isinstance(change, DeleteEntry) or change.before is None:
            return Absent()
        if same_entry(found, change.entry):
            return Confirmed(found)
        if same_entry(found, change.before):
            return Absent()
        return Unsure(
            "The entry was changed from elsewhere meanwhile; it is neither as it was nor as you asked."
        )

    async def totals(self, person: str, period: Period) -> Totals | None:
        """Nothing is summed there for less than a year."""
        del person, period

    async def _settle_new(self, wanted: Entry) -> Settled[Entry | None]:
        around = await entries_touching(self._client, wanted.person, wanted.day, wanted.day)
        found = [entry for entry in around if same_entry(entry, wanted)]
        if len(found) > 1:
            day = day_in_words(wanted.day, short=True)
            return Unsure(f"{len(found)} equal entries are there on {day}; you asked for one.")
        return Confirmed(found[0]) if found else Absent()


def path_of(entry_id: str) -> str:
    """Return the path of an entry; the id of anything else than an entry of the service has none there."""
    return f"v2/entries/{entry_id if entry_id.isdecimal() else 0}"


async def entries_touching(
    client: ClockodoClient, person: str | None, first: Date, last: Date
) -> list[Entry]:
    """Return the finished entries that touch the days from `first` to `last`, the oldest first.

    Args:
        client: The connection.
        person: Whose entries; None for everybody's who may be seen.
        first: The first day.
        last: The last day.

    Raises:
        BackendError: They cannot be read.
    """
    since, until = window(first, last, client.zone)
    # Whether one that begins before the window belongs to it is not said: none is longer than a day.
    found = await listed(client, person, since.subtract(seconds=LONGEST_ENTRY_SECONDS), until)
    entries = [finished(entry, client.zone) for entry in found if not entry.is_running]
    return [entry for entry in entries if entry.day <= last and entry.last_day >= first]


async def listed(
    client: ClockodoClient, person: str | None, since: Instant, until: Instant
) -> list[wire.Entry]:
    """Return the entries between two moments with names and texts, a running one included, the oldest first.

    Raises:
        BackendError: They cannot be read.
    """
    params = [("time_since", utc(since)), ("time_until", utc(until)), ("enhanced_list", "true")]
    if person is not None:
        params.append(("filter[users_id]", person))
    pages = await client.pages(wire.Entries, "v2/entries", params)
    # An entry that is added meanwhile moves others to the next page.
    found = {entry.id: entry for page in pages for entry in page.entries}
    for entry in found.values():
        client.names |= names_in(entry)
    return sorted(found.values(), key=lambda entry: (entry.time_since, entry.id))


async def find_entry(client: ClockodoClient, entry_id: str, known: Assignment) -> Entry | None:
    """Return a finished entry, or None where there is none of that id.

    Args:
        client: The connection.
        entry_id: Its id.
        known: What gives its ids their names.

    Raises:
        BackendError: It cannot be read.
    """
    if not entry_id.isdecimal():
        return None
    one = await client.find(wire.OneEntry, path_of(entry_id))
    if one is None or one.entry.is_running:
        return None
    return finished(one.entry, client.zone, names_of(known.references) | names_in(one.entry))


def _refused(answer: Answer) -> Refused:
    """A 4xx in the service's own words, and what is left to do where the day may be locked there."""
    said = as_refused(answer)
    if answer.status not in _MAY_BE_LOCKED:
        return said
    return said._replace(reason=f"{said.reason} Where the day is locked, ask for a change of it.")


def _why_not(entry: Entry) -> str | None:
    if entry.start is None or entry.end is None:
        return "Clockodo keeps time from a start to an end; give both."
    if entry.breaks:
        return "Clockodo keeps no breaks inside of entries: add one before the break and one after it."
    return None


def as_new(entry: Entry) -> dict[str, Any]:
    """Return what creates an entry.

    Raises:
        NotBookable: It cannot be booked there.
    """
    body: dict[str, Any] = {
        name: number for name, number in booking_body(entry.assignment).items() if number is not None
    }
    body |= _times(entry) | billable_body(entry.assignment) | {"users_id": int(entry.person)}
    return body | ({"text": entry.note} if entry.note else {})


def _changes(entry: Entry, before: Entry) -> dict[str, Any]:
    """What differs, and nothing else: whatever is not sent stays, a billed entry billed."""
    body: dict[str, Any] = {}
    if not (near(entry.start, before.start) and near(entry.end, before.end)):
        body |= _times(entry)
    if not same_assignment(before.assignment, Assignment(entry.assignment.references)):
        body |= booking_body(entry.assignment)
    if entry.assignment.billable != before.assignment.billable:
        body |= billable_body(entry.assignment)
    return body if entry.note == before.note else body | {"text": entry.note}


def _times(entry: Entry) -> dict[str, Any]:
    if entry.start is None or entry.end is None:
        return {}
    return {"time_since": utc(entry.start), "time_until": utc(entry.end)}
