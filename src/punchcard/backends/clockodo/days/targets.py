"""What is expected on each day: by the report, or else by the target hours, which know no days off."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.errors import NotAllowed
from punchcard.backends.remembering import Remembered
from punchcard.core.groups import Period
from punchcard.core.moments import each_day
from punchcard.core.targets import UNNAMED_HOLIDAY, DayTarget

_WITH_DAYS = "3"
"""The level of detail of a report that has days."""

SECONDS = 60
"""How long a report is remembered."""

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


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class ClockodoTargets:
    """Reads one report a year, and not again in the minute in which a week is opened.

    Where a report may not be seen, target hours are asked for in its place from then on: never both at once,
    as a week is opened with few calls.
    """

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._unseen = set[str]()
        self._hours = Remembered[tuple[wire.TargetHours, ...]](client.now)
        self._reports = Remembered[dict[Date, wire.ReportDay]](client.now, SECONDS)

    async def of(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        """Return what is expected of a person on each day; None where it may not be seen.

        Raises:
            BackendError: It cannot be read.
        """
        days: dict[Date, wire.ReportDay] = {}
        try:
            if person in self._unseen:
                rows = await self._hours.get(person, lambda: _target_hours(self._client, person))
                return [_by_target_hours(day, rows) for day in each_day(period.first, period.last)]
            for year in range(period.first.year, period.last.year + 1):
                days |= await self._report(person, year)
        except NotAllowed:
            self._unseen.add(person)
            return None
        return [_target(day, days.get(day)) for day in each_day(period.first, period.last)]

    async def _report(self, person: str, year: int) -> dict[Date, wire.ReportDay]:
        return await self._reports.get((person, year), lambda: _report(self._client, person, year))


def _target(day: Date, told: wire.ReportDay | None) -> DayTarget:
    if told is None:
        return DayTarget(day, None)
    holiday = UNNAMED_HOLIDAY if told.nonbusiness else None
    absences = [
        words if share >= 1 else f"{words}, half a day"
        for key, words in _ABSENCES.items()
        if (share := told.count_absence.get(key, 0)) > 0
    ]
    if told.count_reduction_used:
        absences.append("Overtime reduction")
    seconds = None if told.target is None else round(told.target)
    return DayTarget(day, seconds, holiday, "; ".join(absences) or None)


def _by_target_hours(day: Date, rows: Sequence[wire.TargetHours]) -> DayTarget:
    for row in rows:
        if row.date_since <= day and (row.date_until is None or day <= row.date_until):
            hours: float | None = getattr(row, _WEEKDAYS[day.day_of_week().value - 1])
            return DayTarget(day, None if hours is None else round(hours * 3600))
    return DayTarget(day, None)


async def _target_hours(client: ClockodoClient, person: str) -> tuple[wire.TargetHours, ...]:
    return (await client.read(wire.AllTargetHours, "targethours", (("users_id", person),))).targethours


async def _report(client: ClockodoClient, person: str, year: int) -> dict[Date, wire.ReportDay]:
    asked = ("year", str(year)), ("type", _WITH_DAYS)
    report = (await client.read(wire.OneReport, f"userreports/{person}", asked)).userreport
    return {
        day.date: day
        for month in report.month_details
        for week in month.week_details
        for day in week.day_details
    }
