"""The time entries, as the service keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.directory.axes import LuccaAxes
from punchcard.backends.lucca.entries.facts import LuccaFacts
from punchcard.backends.lucca.entries.habits import LuccaHabits
from punchcard.backends.lucca.entries.reading import approved_sheets, rows
from punchcard.backends.lucca.entries.removing import remove
from punchcard.backends.lucca.entries.saving import LuccaSaving
from punchcard.backends.lucca.entries.settling import LuccaSettling
from punchcard.backends.lucca.entries.shapes import LuccaShapes
from punchcard.backends.lucca.weeks.glances import LuccaGlances
from punchcard.backends.outcomes import Outcome, Settled
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.filters import matches

if TYPE_CHECKING:
    from punchcard.backends.contract import Totals
    from punchcard.core.groups import Filters, Period


class LuccaEntries:
    """Reads a list with a day of margin and cuts it here; looks before it writes."""

    def __init__(
        self, client: LuccaClient, axes: LuccaAxes, habits: LuccaHabits, glances: LuccaGlances
    ) -> None:
        self._client, self._glances = client, glances
        self._shapes = LuccaShapes(client.zone, axes, habits)
        self.facts = LuccaFacts(client, axes, habits)
        self.saving = LuccaSaving(client, self.facts, self._shapes)
        self.settling = LuccaSettling(client, self._shapes, self.saving)

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        """Return every entry that touches a day of `period`; filtered here.

        Rows without length, which stand for the empty days of a timesheet that was handed in, are none.
        """
        found = await rows(self._client, people, period.first, period.last)
        worked = [row for row in found if row.duration > 0]
        sheets = {row.timesheet_id for row in worked if row.timesheet_id is not None}
        owners = {str(row.owner_id) for row in worked if row.timesheet_id is not None}
        approved = (
            await approved_sheets(self._client, self._glances, owners, period) & sheets
            if sheets
            else frozenset[int]()
        )
        entries = await self._shapes.entries(worked, approved)
        return [entry for entry in entries if matches(entry, filters)]

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        """Add an entry or change one, unless a rule of the service is against it."""
        if change.before is None:
            return await self.saving.create(change)
        return await self.saving.change(change, change.before)

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        """Delete an entry that is still as it is known; one that is gone already counts as deleted."""
        return await remove(self._client, self._shapes, change.entry)

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        """Compare what is there with what the change would have led to."""
        if isinstance(change, DeleteEntry):
            return await self.settling.deleted(change)
        if change.before is None:
            return await self.settling.created(change)
        return await self.settling.changed(change, change.before)

    async def totals(self, person: str, period: Period) -> Totals | None:
        """Nothing is summed there."""
        del person, period
