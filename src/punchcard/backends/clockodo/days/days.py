"""What the service keeps of people's days beside their entries: work times, and the names of free days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.days.work_times import ClockodoWorkTimes
from punchcard.core.text import one_line

if TYPE_CHECKING:
    from punchcard.core.groups import Period
    from punchcard.core.work_times import WorkTimeDay

_MOST_FREE_DAYS = 100
"""The most people that stand on a page of free days."""


class ClockodoDays:
    """Reads what stands beside the entries; one call each."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._work_times = ClockodoWorkTimes(client)

    async def work_times(self, person: str, period: Period) -> Sequence[WorkTimeDay]:
        """Return the days of `period` on which the person was at work, in order."""
        return await self._work_times.days(person, period)

    async def holidays(self, person: str, year: int) -> Mapping[Date, str]:
        """Return the person's free days of a year by their names."""
        params = ("year", str(year)), ("filter[users_id]", person)
        pages = await self._client.pages(
            wire.UsersFreeDays, "v2/usersNonbusinessDays", params, size=_MOST_FREE_DAYS
        )
        return {
            day.evaluated_date: _name(day)
            for page in pages
            for each in page.data
            if str(each.users_id) == person
            for day in each.days
        }


def _name(day: wire.FreeDay) -> str:
    name = one_line(day.name, 80)
    return f"{name}, half a day" if day.half_day else name
