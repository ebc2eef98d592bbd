"""Kinds of time: work, home office, vacation, sick leave and so on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a time type counts as."""

    PRODUCTIVE = "productive"
    UNPRODUCTIVE = "unproductive"
    VACATION = "vacation"
    SICK = "sick"
    PAID_LEAVE = "paid_leave"
    UNPAID_LEAVE = "unpaid_leave"
    UNKNOWN = "unknown"

    @property
    def is_absence(self) -> bool:
        """Whether such time is not worked, and makes the day's target smaller instead."""
        return self in _ABSENCES


_ABSENCES = frozenset({Category.VACATION, Category.SICK, Category.PAID_LEAVE, Category.UNPAID_LEAVE})


@dataclass(frozen=True, slots=True)
class TimeType:
    """One kind of time that a backend knows."""

    id: str
    name: str
    category: Category = Category.UNKNOWN
