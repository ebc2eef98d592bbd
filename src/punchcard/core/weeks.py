"""Weeks: their days, their names, and how far they have come."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from whenever import Date


class WeekStatus(StrEnum):
    """How far a week has come on its way to whoever decides it."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DECLINED = "declined"


class Week(NamedTuple):
    """Seven days in a row: from `first` to `last`, both included."""

    first: Date
    last: Date

    @property
    def days(self) -> tuple[Date, ...]:
        """The seven days."""
        return tuple(self.first.add(days=n) for n in range(7))

    @property
    def name(self) -> str:
        """The week's name, "2026-W11": that of the ISO week (ISO 8601, 5.3) which holds its fourth day.

        For weeks that begin on a Monday that is the ISO week itself.
        """
        iso = self.first.add(days=3).iso_week_date()
        return f"{iso.year:04}-W{iso.week:02}"
