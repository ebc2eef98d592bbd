"""What is expected on each day: by the report, holidays by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whenever import Date

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.remembering import Remembered
from punchcard.backends.errors import NotAllowed
from punchcard.core.groups import Period
from punchcard.core.targets import DayTarget
from punchcard.core.text import one_line

_WITH_DAYS = "3"
"""The level of detail of a report that has days."""

_MOST_FREE_DAYS = 100
"""The most people that stand on a page of free days."""

_ABSENCES = {
    "regular_holidays": "Vacation",
    "sick_self": "Sick leave",
    "sick_child": "Sick child",
    "special_leaves": "Special leave",
    "school": "School",
    "maternity_protection": "Maternity protection",
    "quarantine": "Quarantine",
    "military_service": "Military service",
}
"""What takes time off. Home office and out of office do not: the planned hours stay in force."""


class ClockodoTargets:
    """Reads one report a year; the names of holidays only where there are any, and once."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._free_days = Remembered[dict[Date, str]](client.now)

    async def of(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        """Return what is expected of a person on each day; None where the report may not be seen.

        Raises:
            BackendError: It cannot be read.
        """
        days: dict[Date, wire.ReportDay] = {}
        try:
            for year in range(period.first.year, period.last.year + 1):
                days |= await _report(self._client, person, year)
        except NotAllowed:
            return None
        names: dict[Date, str] = {}
        for year in sorted({day.year for day in _days(period) if day in days and days[day].nonbusiness}):
            names |= await self._named_free_days(person, year)
        return [_target(day, days.get(day), names) for day in _days(period)]

    async def _named_free_days(self, person: str, year: int) -> dict[Date, str]:
        return await self._free_days.get((person, year), lambda: _free_days(self._client, person, year))


def _target(day: Date, told: wire.ReportDay | None, names: Mapping[Date, str]) -> DayTarget:
    if told is None:
        return DayTarget(day, None)
    holiday = (names.get(day) or "Public holiday") if told.nonbusiness else None
    absences = [
        words if share >= 1 else f"{words}, half a day"
        for key, words in _ABSENCES.items()
        if (share := told.count_absence.get(key, 0)) > 0
    ]
    seconds = None if told.target is None else round(told.target)
    return DayTarget(day, seconds, holiday, "; ".join(absences) or None)


async def _report(client: ClockodoClient, person: str, year: int) -> dict[Date, wire.ReportDay]:
    asked = ("year", str(year)), ("type", _WITH_DAYS)
    report = (await client.read(wire.OneReport, f"userreports/{person}", asked)).userreport
    return {
        day.date: day
        for month in report.month_details
        for week in month.week_details
        for day in week.day_details
    }


async def _free_days(client: ClockodoClient, person: str, year: int) -> dict[Date, str]:
    params = ("year", str(year)), ("filter[users_id]", person)
    pages = await client.pages(wire.UsersFreeDays, "v2/usersNonbusinessDays", params, size=_MOST_FREE_DAYS)
    return {
        day.evaluated_date: one_line(day.name, 80)
        for page in pages
        for each in page.data
        if str(each.users_id) == person
        for day in each.days
    }


def _days(period: Period) -> list[Date]:
    days = [period.first]
    while days[-1] < period.last:
        days.append(days[-1].add(days=1))
    return days
