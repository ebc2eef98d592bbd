"""What is expected of people, day by day (section 10.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from punchcard.backends.lucca.client import LuccaClient, is_id
from punchcard.backends.lucca.complaints import NOT_TOLD
from punchcard.backends.lucca.durations import DAY_SECONDS
from punchcard.backends.lucca.entries.habits import LuccaHabits
from punchcard.backends.lucca.entries.shapes import HALF_DAY_SECONDS, worth
from punchcard.backends.lucca.wire.days import USER_DATE_FIELDS, UserDate
from punchcard.core.entries import Unit
from punchcard.core.moments import each_day
from punchcard.core.targets import DayTarget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whenever import Date

    from punchcard.core.groups import Period

_AWAY = "Absence"
"""What a day is called on which somebody is away; why is not told."""

_MOST_DAYS = 180
"""How many days one question is about."""


class LuccaTargets:
    """Reads days and takes off them what somebody is away for."""

    def __init__(self, client: LuccaClient, habits: LuccaHabits) -> None:
        self._client, self._habits = client, habits

    async def of(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        """Return what is expected on each day, absences taken off; None where the key is not told.

        A day that is not told of has no seconds: then the configuration says them.

        Raises:
            BackendError: They cannot be read just now.
        """
        if not is_id(person):
            return None
        found: list[UserDate] = []
        days = each_day(period.first, period.last)
        try:
            for at in range(0, len(days), _MOST_DAYS):
                found += await self._asked(person, days[at : at + _MOST_DAYS])
        except NOT_TOLD:
            return None
        is_in_days = (await self._habits.of(person)).unit is Unit.DAYS
        told = {each.date: _target(each, is_in_days=is_in_days) for each in found}
        return [told.get(day, DayTarget(day, None)) for day in days]

    async def _asked(self, person: str, days: Sequence[Date]) -> list[UserDate]:
        # Whether the last day counts in is not described (section 5.3): asked for with a day more.
        between = f"between,{days[0].format_iso()},{days[-1].add(days=1).format_iso()}"
        params = [("ownerId", person), ("date", between)]
        return await self._client.items(
            UserDate, "userdates", USER_DATE_FIELDS, params, what="what is expected", order="date,asc"
        )


def _target(day: UserDate, *, is_in_days: bool) -> DayTarget:
    if day.dtt is None:
        return DayTarget(day.date, None)
    expected, away = (_counted(each, is_in_days=is_in_days) for each in (day.dtt, day.draj or 0))
    if away <= 0:
        return DayTarget(day.date, _within_a_day(expected))
    left = _within_a_day(expected - away)
    return DayTarget(day.date, left, absence=f"{_AWAY}, half a day" if left else _AWAY)


def _counted(seconds: int, *, is_in_days: bool) -> int:
    """Return what counts of somebody's day; of a share of a day, the hours that it stands for."""
    # Whether days are told as shares or in hours is not described: what is no half of a day is in hours.
    return worth(seconds) if is_in_days and seconds % HALF_DAY_SECONDS == 0 else seconds


def _within_a_day(seconds: int) -> int:
    return min(max(0, seconds), DAY_SECONDS)
