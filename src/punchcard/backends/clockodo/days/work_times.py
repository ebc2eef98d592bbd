"""When people were at work, as the service keeps it beside the entries (section 6). Only to be read."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from whenever import Date, Instant

from punchcard.backends.clockodo.client import MOST_PAGES, ClockodoClient
from punchcard.backends.clockodo.values import Day, Id, ListOrObject, Offset, Paging, Stamp
from punchcard.backends.errors import NOTHING_TAKEN, Garbled
from punchcard.backends.http.moments import local
from punchcard.backends.http.wire import Wire
from punchcard.core.groups import Period
from punchcard.core.interval_sets import Stretches, together
from punchcard.core.intervals import Interval
from punchcard.core.work_times import WorkTimeDay


class Stretch(Wire):
    """A stretch of attendance; without an end it goes on."""

    time_since: Stamp
    time_until: Stamp | None = None


class ListedDay(Wire):
    """Somebody's attendance of one day; the stretches stand in no order."""

    date: Day
    users_id: Id
    offset: Offset | None = None
    intervals: Annotated[tuple[Stretch, ...], ListOrObject]


class WorkTimes(Wire):
    """Days, of which there may be several pages."""

    paging: Paging | None = None
    days: Annotated[tuple[ListedDay, ...], ListOrObject] = Field(validation_alias="work_time_days")


class ClockodoWorkTimes:
    """Reads attendance."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client

    async def days(self, person: str, period: Period) -> list[WorkTimeDay]:
        """Return the days of `period` on which the person was at work, in order; most often one call.

        Raises:
            BackendError: They cannot be read.
        """
        found = [
            day
            for day in await self._read(person, period)
            if str(day.users_id) == person and period.first <= day.date <= period.last
        ]
        return sorted((self._domain(day) for day in found), key=lambda day: day.day)

    async def stretches(self, person: str, day: Date) -> Stretches:
        """Return all attendance around a day, what began on the day before or begins on the one after too.

        Raises:
            BackendError: It cannot be read.
        """
        around = Period(day.subtract(days=1), day.add(days=1))
        return together(piece for each in await self.days(person, around) for piece in each.stretches)

    async def _read(self, person: str, period: Period) -> list[ListedDay]:
        """No parameter for pages is described here, so that it is sent only where there are more."""
        days = ("date_since", period.first.format_iso()), ("date_until", period.last.format_iso())
        asked = *days, ("users_id", person)
        answer = await self._client.read(WorkTimes, "v2/workTimes", asked)
        found, number = list(answer.days), 1
        while answer.paging is not None and number < answer.paging.count_pages:
            number += 1
            answer = await self._client.read(WorkTimes, "v2/workTimes", (*asked, ("page", str(number))))
            if number > MOST_PAGES or answer.paging is None or answer.paging.current_page != number:
                raise Garbled(
                    f"Clockodo gave work times that cannot be read to their end (page {number}).",
                    NOTHING_TAKEN,
                )
            found += answer.days
        return found

    def _domain(self, day: ListedDay) -> WorkTimeDay:
        now = self._client.vendor_now()
        begun = any(piece.time_until is None and piece.time_since < now for piece in day.intervals)
        stretches = together(
            self._interval(piece.time_since, piece.time_until or now) for piece in day.intervals
        )
        # One that is still to come may stand behind the one that is open.
        goes_on = begun and stretches[-1].end.to_instant() == now
        return WorkTimeDay(day.date, stretches, goes_on, day.offset or 0)

    def _interval(self, since: Instant, until: Instant) -> Interval:
        return Interval(local(since, self._client.zone), local(until, self._client.zone))
