"""The time entries, as the service keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.directory.axes import LuccaAxes
from punchcard.backends.lucca.entries.habits import LuccaHabits
from punchcard.backends.lucca.entries.reading import rows
from punchcard.backends.lucca.entries.shapes import Shaper
from punchcard.backends.lucca.wire import entries as wire
from punchcard.core.entries import Entry
from punchcard.core.filters import matches

if TYPE_CHECKING:
    from punchcard.backends.contract import Totals
    from punchcard.core.groups import Filters, Period


class LuccaEntries:
    """Reads a list with a day of margin and cuts it here."""

    def __init__(self, client: LuccaClient, axes: LuccaAxes, habits: LuccaHabits) -> None:
        self._client, self._axes, self._habits = client, axes, habits

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        """Return every entry that touches a day of `period`; filtered here.

        Rows without length, which stand for the empty days of a timesheet that was handed in, are none.
        """
        found = await rows(self._client, people, period.first, period.last)
        worked = [row for row in found if row.duration > 0]
        shaper = await self._shaper(worked)
        return [entry for row in worked if matches(entry := shaper.entry(row), filters)]

    async def totals(self, person: str, period: Period) -> Totals | None:
        """Nothing is summed there."""
        del person, period

    async def _shaper(self, found: Sequence[wire.Entry]) -> Shaper:
        is_booked = any(row.axis_sections for row in found)
        axes = [axis.id for axis in await self._axes.axes()] if is_booked else []
        numbers = {row.time_type_id for row in found if row.time_type_id is not None}
        return Shaper(self._client.zone, axes, [self._habits.named(number) for number in numbers])
