"""What became of a write whose answer was lost, found by reading (section 12.6)."""

from __future__ import annotations

from collections.abc import Sequence

from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.entries.alike import agrees, best, changed_fields, same_entry, same_stretch
from punchcard.backends.lucca.entries.drafts import Draft, NotWritable, draft_of
from punchcard.backends.lucca.entries.reading import row_of, rows
from punchcard.backends.lucca.entries.saving import LuccaSaving, Writing
from punchcard.backends.lucca.entries.shapes import LuccaShapes
from punchcard.backends.lucca.moments import told
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire import entries as wire
from punchcard.backends.outcomes import Absent, Confirmed, Settled, Unsure
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import Entry, Unit
from punchcard.core.moments import day_in_words


class LuccaSettling:
    """Lists a person's day, or reads an entry by its id, and compares."""

    def __init__(self, client: LuccaClient, shapes: LuccaShapes, saving: LuccaSaving) -> None:
        self._client, self._shapes, self._saving = client, shapes, saving

    async def deleted(self, change: DeleteEntry) -> Settled[Entry | None]:
        """Find out whether an entry was deleted.

        Raises:
            BackendError: It cannot be read.
        """
        return Confirmed(None) if await row_of(self._client, change.entry.id) is None else Absent()

    async def changed(self, change: SaveEntry, before: Entry) -> Settled[Entry | None]:
        """Find out whether an entry was changed.

        Raises:
            BackendError: It cannot be read.
        """
        row = await row_of(self._client, change.entry.id)
        if row is None:
            return Absent()
        there, fields = await self._shapes.entry(row), changed_fields(change.entry, before)
        if agrees(there, change.entry, fields):
            return Confirmed(there)
        if agrees(there, before, fields):
            return Absent()
        return Unsure(
            f"The entry was changed at {TITLE} meanwhile: it is neither as it was nor as you asked."
        )

    async def created(self, change: SaveEntry) -> Settled[Entry | None]:
        """Find out whether an entry was added, by its start, its duration, its unit and its sections.

        Raises:
            BackendError: It cannot be read.
        """
        [settled] = await self.all_created([change])
        return settled

    async def all_created(self, changes: Sequence[SaveEntry]) -> list[Settled[Entry | None]]:
        """Find out of several at once whether they were added, with one look at their days.

        Raises:
            BackendError: It cannot be read.
        """
        days = [change.entry.day for change in changes]
        people = list(dict.fromkeys(change.entry.person for change in changes))
        there = await rows(self._client, people, min(days), max(days))
        drafts = [self._draft(change) for change in changes]
        return [
            Absent() if draft is None else await self._created(change, draft, there, drafts.count(draft))
            for change, draft in zip(changes, drafts, strict=True)
        ]

    def _draft(self, change: SaveEntry) -> Draft | None:
        try:
            return draft_of(change.entry, self._client.zone)
        except NotWritable:
            return None

    async def _created(
        self, change: SaveEntry, draft: Draft, listed: Sequence[wire.Entry], asked: int
    ) -> Settled[Entry | None]:
        writing, day = Writing(change.entry, draft), told(draft.starts_at).date()
        there = self._not_of_others(listed, change)
        found = best([row for row in there if same_entry(row, draft)], draft)
        if len(found) > asked:
            on = day_in_words(day, short=True, today=self._client.today())
            wanted = "one" if asked == 1 else asked
            return Unsure(f"{len(found)} equal entries are there on {on}; you asked for {wanted}.")
        if found:
            self._saving.made[str(found[0].id)] = change.id
            return await self._saving.confirmed(found[0], writing)
        is_taken = change.entry.unit is Unit.TIMES and any(same_stretch(row, draft) for row in there)
        if is_taken:
            return Unsure(f"At {TITLE} the same time is booked on something else: it may be this entry.")
        return Absent()

    def _not_of_others(self, found: Sequence[wire.Entry], change: SaveEntry) -> list[wire.Entry]:
        """The rows that no other change is known to have made."""
        return [row for row in found if self._saving.made.get(str(row.id), change.id) == change.id]
