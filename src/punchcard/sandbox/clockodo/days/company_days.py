"""Days on which nobody has to work: the company's one group of non-business days."""

from __future__ import annotations

from whenever import Date

from punchcard.sandbox.company.month import HOLIDAYS

GROUP_ID, GROUP_NAME = 1, "Berlin"


def free_day_name(day: Date) -> str | None:
    """Return the name of a day on which nobody has to work; None for any other."""
    return HOLIDAYS.get((day.month, day.day))


def free_days(year: int) -> list[tuple[Date, str]]:
    """Return the days of a year on which nobody has to work, in order."""
    return [(Date(year, month, day), name) for (month, day), name in sorted(HOLIDAYS.items())]
