"""The finished time entries, as the service keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from whenever import Date

from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Settled, Unsure, brought
from punchcard.backends.reference import bodies
from punchcard.backends.reference.alike import same_entry
from punchcard.backends.reference.client import ReferenceClient
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.codec import entry_to_json
from punchcard.core.entries import Entry
from punchcard.core.filters import matches
from punchcard.core.moments import day_in_words

if TYPE_CHECKING:
    from punchcard.backends.contract import Totals
    from punchcard.core.groups import Filters, Period


class ReferenceEntries:
    """Reads and writes entries with one call each."""

    def __init__(self, client: ReferenceClient) -> None:
        self._client = client

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        """Return every entry that touches a day of `period`; filtered here."""
        found = await _entries(self._client, people, period.first, period.last)
        return [entry for entry in found if matches(entry, filters)]

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        """Create an entry, or change the one that has its id."""
        sent = {"entry": entry_to_json(change.entry)}
        method, path = ("POST", "entries") if change.before is None else ("PUT", _path(change.entry))
        outcome = await self._client.write(bodies.Entry, method, path, sent)
        return brought(outcome, lambda body: Confirmed(body.entry.domain(), body.warnings))

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        """Delete an entry; one that is gone already counts as deleted."""
        return await self._client.remove(_path(change.entry))

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        """Compare what is there with what the change would have led to."""
        if isinstance(change, SaveEntry) and change.before is None:
            return await self._settle_new(change.entry)
        body = await self._client.find(bodies.Entry, _path(change.entry))
        if body is None:
            # A change of an entry that is gone is sent again, and refused with the service's own words.
            return Confirmed(None) if isinstance(change, DeleteEntry) else Absent()
        found = body.entry.domain()
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
        """Nothing is summed there."""
        del person, period

    async def _settle_new(self, wanted: Entry) -> Settled[Entry | None]:
        around = await entries_around(self._client, wanted.person, wanted.day)
        found = [entry for entry in around if same_entry(entry, wanted)]
        if len(found) > 1:
            day = day_in_words(wanted.day, short=True)
            return Unsure(f"{len(found)} equal entries are there on {day}; you asked for one.")
        return Confirmed(found[0]) if found else Absent()


async def entries_around(client: ReferenceClient, person: str, day: Date) -> list[Entry]:
    """Return what touches `day` or one of its neighbours: the service may count days in another zone.

    Raises:
        BackendError: It cannot be read.
    """
    return await _entries(client, [person], day.subtract(days=1), day.add(days=1))


async def _entries(client: ReferenceClient, people: Sequence[str], first: Date, last: Date) -> list[Entry]:
    if not people:
        return []
    days = ("from", first.format_iso()), ("to", last.format_iso())
    body = await client.read(bodies.Entries, "entries", *(("person", each) for each in people), *days)
    return [entry.domain() for entry in body.entries]


def _path(entry: Entry) -> str:
    return f"entries/{quote(entry.id, safe='')}"
