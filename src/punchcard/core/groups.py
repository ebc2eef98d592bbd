"""Grouped time: a tree of sums over a period."""

from __future__ import annotations

from dataclasses import dataclass, field

from whenever import Date

GroupPath = tuple[tuple[str, str], ...]
"""Names a node: pairs of what is grouped by and the node's key there, from the top down."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: Date
    last: Date


@dataclass(frozen=True, slots=True)
class Filters:
    """What to leave in; an empty tuple or None filters nothing.

    Several values of one kind are "or", different kinds are "and": `punchcard.core.filters.matches`.
    """

    people: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    """Pairs of dimension and id; several ids of one dimension are "or"."""
    names: tuple[tuple[str, str], ...] = ()
    """Pairs of dimension and name, where no one id is known: an old name, or one that several have.

    Anything called so is meant, capitals aside; several of one dimension are "or", and exclude ids of it.
    """
    text: str | None = None
    """Looked for in the note, the names of the assignment and the name of the time type."""
    billable: bool | None = None


@dataclass(frozen=True, slots=True)
class GroupExtras:
    """What a vendor is asked for beyond `Filters`, by the ids that its groups offer."""

    filters: tuple[tuple[str, str], ...] = ()
    """Pairs of filter and value; each filter once."""
    switches: tuple[tuple[str, bool], ...] = ()
    """What is to be otherwise than usual."""

    def __bool__(self) -> bool:
        return bool(self.filters or self.switches)


NO_EXTRAS = GroupExtras()


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """What a vendor tells of a group besides its sums. None is what it does not tell, and never zero."""

    number: str | None = None
    note: str | None = None
    restrictions: tuple[tuple[str, str], ...] = ()
    """The outer restrictions in force: pairs of field and value."""
    hourly_rate: float | None = None
    """Told where it is the same for everything billable and there are no lump sums."""
    is_hourly_rate_equal: bool | None = None
    """Whether revenue is hourly rate times duration."""
    has_budget_revenues_billed: bool | None = None
    has_budget_revenues_not_billed: bool | None = None
    has_non_budget_revenues_billed: bool | None = None
    has_non_budget_revenues_not_billed: bool | None = None
    exact_revenue: float | None = None
    """Before any rounding; None where nothing is rounded."""
    is_revenue_rounded: bool | None = None
    """Whether rounding reached the revenue; told of innermost groups alone."""


@dataclass(frozen=True, slots=True)
class Group:
    """One node of a grouped report. Absent money is None and never zero."""

    key: str
    """Identifies it among its siblings: an id, "2026-03-11", "open" …; empty where nothing is chosen."""
    label: str
    """What it is called: "Northwind", "Wed 11 Mar 2026", "no client"."""
    seconds: int
    """Worked time, and absences where they are counted."""
    rounded_seconds: int | None = None
    """None where nothing is rounded."""
    revenue: float | None = None
    budget_used: bool | None = None
    children: tuple[Group, ...] = field(default=())
    path: GroupPath = ()
    """Its place in the tree, itself last; empty for the total."""
    count: int | None = 0
    """How many entries have a part in it; one over midnight has a part in two days. None is not told."""
    billable_seconds: int | None = None
    """The billable part of `seconds`; None where no entry says whether it is billable."""
    absence_seconds: int = 0
    """The part of `seconds` that is vacation, sick leave or another leave, and no work."""
    details: GroupDetails | None = None
    """What the vendor tells besides; None where the group is computed here."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it at all."""
        return not (self.count or self.seconds or self.children)

    @property
    def by(self) -> str:
        """What it is one value of: "client", "day" …; empty for the total."""
        return self.path[-1][0] if self.path else ""

    @property
    def worked_seconds(self) -> int:
        """What was worked, absences left out."""
        return self.seconds - self.absence_seconds

    def at(self, path: GroupPath) -> Group | None:
        """The node below this one, or this one itself, whose path is `path`."""
        if self.path == path:
            return self
        below = (child for child in self.children if path[: len(child.path)] == child.path)
        child = next(below, None)
        return child.at(path) if child else None
