"""Days away, as the service keeps them (section 11). Only to be read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pydantic import Field
from whenever import Date

from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.values import Day, Id, ListOrObject, Wire
from punchcard.core.groups import Period
from punchcard.core.time_types import Category, TimeType


class AbsenceStatus(IntEnum):
    """How far an absence has come."""

    ENQUIRED = 0
    APPROVED = 1
    DECLINED = 2
    APPROVAL_CANCELLED = 3
    REQUEST_CANCELLED = 4


_TYPES: Mapping[int, tuple[str, Category]] = MappingProxyType(
    {
        1: ("Vacation", Category.VACATION),
        2: ("Special leave", Category.PAID_LEAVE),
        3: ("Overtime reduction", Category.PAID_LEAVE),
        4: ("Sick", Category.SICK),
        5: ("Child is sick", Category.SICK),
        6: ("School", Category.PAID_LEAVE),
        7: ("Maternity leave", Category.PAID_LEAVE),
        8: ("Home office", Category.PRODUCTIVE),
        9: ("Out of office", Category.PRODUCTIVE),
        10: ("Special leave, unpaid", Category.UNPAID_LEAVE),
        11: ("Sick, unpaid", Category.SICK),
        12: ("Child is sick, unpaid", Category.SICK),
        13: ("Quarantine", Category.SICK),
        14: ("Military service", Category.PAID_LEAVE),
        15: ("Sick, with sickness benefit", Category.SICK),
    }
)
"""What each number means, and what it counts as (section 2); the planned hours stay in force for 8 and 9."""

_NOT_TOLD = TimeType("absence", "Absence", Category.PAID_LEAVE)


class AbsenceOnTheWire(Wire):
    """An absence; what kind it is is told only to those who may know."""

    id: Id
    users_id: Id
    date_since: Day
    date_until: Day
    status: int
    type: int | None = None
    count_days: Annotated[float, Field(ge=0, le=366)] | None = None
    count_hours: Annotated[float, Field(ge=0, le=1000)] | None = None


class AbsenceList(Wire):
    """Absences; they have no pages."""

    data: Annotated[tuple[AbsenceOnTheWire, ...], ListOrObject]


class Absence(NamedTuple):
    """Somebody is away from `first` to `last`, both included."""

    id: str
    person: str
    first: Date
    last: Date
    time_type: TimeType
    is_approved: bool
    """False where it is still asked for; what was declined or cancelled is left out."""
    half_days: int | None
    """How many half days it counts for; None where that is not told, or it is measured in hours."""
    hours: float | None = None
    """For a reduction of overtime alone."""


class ClockodoAbsences:
    """Reads absences."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client

    async def of(self, person: str, period: Period) -> list[Absence]:
        """Return what touches `period` and is approved or asked for, in order of time; one call.

        Raises:
            BackendError: They cannot be read.
        """
        # One that began at the end of a year is told with that year.
        years = range(period.first.year - 1, period.last.year + 1)
        asked = *(("filter[year][]", str(year)) for year in years), ("filter[users_id]", person)
        answer = await self._client.read(AbsenceList, "v4/absences", asked)
        # Filters that a list does not know are passed over there.
        found = [
            each
            for each in answer.data
            if str(each.users_id) == person
            and each.date_since <= period.last
            and period.first <= each.date_until
            and each.status in (AbsenceStatus.ENQUIRED, AbsenceStatus.APPROVED)
        ]
        return [_domain(each) for each in sorted(found, key=lambda each: (each.date_since, each.id))]


def _domain(absence: AbsenceOnTheWire) -> Absence:
    halves = None if absence.count_days is None else round(absence.count_days * 2)
    return Absence(
        id=str(absence.id),
        person=str(absence.users_id),
        first=absence.date_since,
        last=absence.date_until,
        time_type=_time_type(absence.type),
        is_approved=absence.status == AbsenceStatus.APPROVED,
        half_days=None if absence.count_hours is not None else halves,
        hours=absence.count_hours,
    )


def _time_type(number: int | None) -> TimeType:
    if number is None:
        return _NOT_TOLD
    name, category = _TYPES.get(number, ("Absence of an unknown kind", Category.UNKNOWN))
    return TimeType(f"absence-{number}", name, category)
