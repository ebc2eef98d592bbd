"""What is expected of a person on one day."""

from __future__ import annotations

from typing import NamedTuple

from whenever import Date

from punchcard.core.durations import HOUR
from punchcard.core.schedule import Schedule

USUAL_DAY_SECONDS = 8 * HOUR
"""What a whole day is worth where no targets are kept."""


class DayTarget(NamedTuple):
    """What is to be worked on one day, holidays and absences already taken off."""

    day: Date
    seconds: int | None
    """None where no targets are kept."""
    holiday: str | None = None
    """The public holiday's name."""
    absence: str | None = None
    """Vacation, sick leave …: the names of the time types, with "half a day" where it is one."""


def day_worth(schedule: Schedule, day: Date, half_days: int) -> int:
    """What half a day (1) or a whole one (2) is worth on `day`, in seconds: its part of the day's target."""
    target = schedule.target_seconds(day)
    return (USUAL_DAY_SECONDS if target is None else target) * half_days // 2
