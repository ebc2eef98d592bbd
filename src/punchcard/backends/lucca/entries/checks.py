"""What the service would refuse, said before anything is asked for: by the rules of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.entries.facts import LuccaFacts
from punchcard.backends.lucca.entries.reading import row_of
from punchcard.backends.lucca.entries.saving import GONE, LuccaSaving, unchangeable
from punchcard.backends.lucca.entries.validation import objection
from punchcard.backends.lucca.moments import told
from punchcard.backends.outcomes import Refused
from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry, Source


class LuccaChecks:
    """Looks at the days of all new entries with one call, and holds the rules against each."""

    def __init__(self, client: LuccaClient, facts: LuccaFacts, saving: LuccaSaving) -> None:
        self._client, self._facts, self._saving = client, facts, saving

    async def objections(self, changes: Sequence[SaveEntry]) -> Sequence[Refused | None]:
        """Return for each change why it would be refused; None where nothing is known against it.

        Raises:
            BackendError: What is to be known cannot be read.
        """
        new = [change.entry for change in changes if change.before is None]
        found = await self._new(new)
        for change in changes:
            if change.before is not None:
                found[change.entry.id] = await self._changed(change.entry, change.before)
        return [found[change.entry.id] for change in changes]

    async def _new(self, entries: Sequence[Entry]) -> dict[str, Refused | None]:
        found: dict[str, Refused | None] = {}
        writings = {entry.id: self._saving.written(entry) for entry in entries}
        days = [told(w.draft.starts_at).date() for w in writings.values() if not isinstance(w, Refused)]
        people = list(dict.fromkeys(entry.person for entry in entries))
        around = await self._facts.around(people, min(days), max(days)) if days else []
        for entry_id, writing in writings.items():
            is_refused = isinstance(writing, Refused)
            found[entry_id] = writing if is_refused else await self._saving.objection(writing, around)
        return found

    async def _changed(self, entry: Entry, before: Entry) -> Refused | None:
        there = await row_of(self._client, before.id)
        if there is None or str(there.owner_id) != before.person:
            return Refused(GONE)
        writing = self._saving.written(replace(entry, source=Source.TYPED))
        if isinstance(writing, Refused):
            return writing
        if (why := unchangeable(there)) is not None:
            return why
        day = told(writing.draft.starts_at).date()
        around = await self._facts.around([before.person], day, day)
        return objection(writing.draft, await self._facts.known(writing.draft, day, around, there))
