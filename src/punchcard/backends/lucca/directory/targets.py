"""What is expected of somebody day by day, less what they are away for (section 10.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.backends.lucca.client import LuccaClient, is_id
from punchcard.backends.lucca.wire.timesheets import USER_DATE_FIELDS, UserDate
from punchcard.core.targets import DayTarget

if TYPE_CHECKING:
    from punchcard.core.groups import Period

ABSENT = "Absent"
"""What an absence is called: the service tells how long it is, and not what for."""

_MOST_DAYS = 180
"""How many days one question is about."""


class LuccaTargets:
    """Reads planned against done; what holidays are is told as nothing expected, without a name."""

    def __init__(self, client: LuccaClient) -> None:
        self._client = client

    async def targets(self, person: str, period: Period) -> Sequence[DayTarget]:
        """Return what is expected on each day of `period`, in their order, in seconds of work.

        Raises:
            BackendError: It cannot be read.
        """
        found: dict[Date, UserDate] = {}
        first = period.first
        while first <= period.last and is_id(person):
            last = min(period.last, first.add(days=_MOST_DAYS - 1))
            params = [
                ("ownerId", person),
                ("date", f"between,{first.format_iso()},{last.add(days=1).format_iso()}"),
            ]
            dates = await self._client.items(
                UserDate, "userdates", USER_DATE_FIELDS, params, what="what is expected", order="date,asc"
            )
            found |= {each.date: each for each in dates}
            first = last.add(days=1)
        count = int(period.last.since(period.first, total="days")) + 1
        days = (period.first.add(days=number) for number in range(count))
        return [_target(day, found.get(day)) for day in days]


def _target(day: Date, told: UserDate | None) -> DayTarget:
    if told is None or told.dtt is None:
        return DayTarget(day, None)
    expected, away = max(0, told.dtt), max(0, told.draj or 0)
    if not away:
        return DayTarget(day, expected)
    words = f"{ABSENT}, half a day" if away * 2 == expected else ABSENT
    return DayTarget(day, max(0, expected - away), absence=words)
