"""What is expected of a person on one day."""

from __future__ import annotations

from typing import NamedTuple

from whenever import Date


class DayTarget(NamedTuple):
    """What is to be worked on one day, holidays and absences already taken off."""

    day: Date
    seconds: int | None
    """None where no targets are kept."""
    holiday: str | None = None
    """The public holiday's name."""
    absence: str | None = None
    """Vacation, sick leave …: the names of the time types, with "half a day" where it is one."""
