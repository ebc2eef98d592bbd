"""Grouped time: a tree of sums over a period."""

from __future__ import annotations

from dataclasses import dataclass, field

from whenever import Date


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: Date
    last: Date


@dataclass(frozen=True, slots=True)
class Filters:
    """What to leave in; an empty tuple or None filters nothing."""

    people: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    """Pairs of dimension and id."""
    text: str | None = None
    billable: bool | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One node of a grouped report. Absent money is None and never zero."""

    key: str
    label: str
    seconds: int
    rounded_seconds: int | None = None
    revenue: float | None = None
    budget_used: bool | None = None
    children: tuple[Group, ...] = field(default=())
