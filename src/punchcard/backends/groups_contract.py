"""The part of the adapter contract that is about grouped time and changes of many entries at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from punchcard.core.groups import NO_EXTRAS as NO_EXTRAS
from punchcard.core.groups import GroupExtras as GroupExtras

if TYPE_CHECKING:
    from punchcard.backends.outcomes import Outcome
    from punchcard.core.assignments import Reference
    from punchcard.core.groups import Filters, Group, GroupPath, Period

_NOTHING_MORE: Mapping[str, str] = MappingProxyType({})


class GroupChoice(NamedTuple):
    """One value of a filter."""

    id: str
    """What the adapter wants to see."""
    name: str
    """What people type and read."""


class GroupFilter(NamedTuple):
    """What a vendor can filter groups by, and nobody can from entries alone."""

    id: str
    name: str
    help: str = ""
    choices: tuple[GroupChoice, ...] = ()
    """All values there are; empty where they are asked for, or where it is any text."""
    is_listed: bool = False
    """Whether `GroupsPort.choices` knows the values."""
    is_team: bool = False
    """Whether it says whose time is meant: then it is not the account's own person alone."""


class GroupSwitch(NamedTuple):
    """What a vendor does or leaves when it groups."""

    id: str
    name: str
    help: str


class GroupsOffer(NamedTuple):
    """What a vendor's groups have beyond those that are computed from entries."""

    keys: Mapping[str, str] = _NOTHING_MORE
    """More to group by, with what it means."""
    filters: tuple[GroupFilter, ...] = ()
    switches: tuple[GroupSwitch, ...] = ()
    sets_person: bool = False
    """Whether a bulk change can give entries to another person, a rate, and mark them as billed."""
    unlisted: frozenset[tuple[str, str]] = frozenset()
    """Groups whose entries cannot be told from the entries alone: key and group, or "" for all of a key."""

    def lists(self, path: GroupPath) -> bool:
        """Whether the entries of the group at `path` can be told from the entries alone."""
        return not any((by, key) in self.unlisted or (by, "") in self.unlisted for by, key in path)

    def filter_named(self, name: str) -> GroupFilter | None:
        """Return the filter with this id; None for what the vendor does not offer."""
        return next((each for each in self.filters if each.id == name), None)


class BulkChange(NamedTuple):
    """New values for every entry that the filters leave in; `delete` removes them instead."""

    period: Period
    filters: Filters
    delete: bool = False
    references: tuple[Reference, ...] = ()
    note: str | None = None
    billable: bool | None = None
    extras: GroupExtras = NO_EXTRAS
    path: GroupPath = ()
    """A group of the vendor's that is meant alone; levels of time and of people are in the other fields."""
    person: str | None = None
    """Id of whoever gets the entries."""
    hourly_rate: float | None = None
    is_billed: bool = False
    """Whether they become billable and billed already."""


class Plan(NamedTuple):
    """The first of the two steps of a bulk change: nothing has been changed yet."""

    change: BulkChange
    affected: int
    key: str
    """What the backend wants to see again in the second step; kept in memory only."""


class GroupsPort(Protocol):
    """Grouped time where a vendor computes it itself."""

    @property
    def offer(self) -> GroupsOffer:
        """What it has beyond what is computed from entries."""
        ...

    async def choices(self, name: str) -> Sequence[GroupChoice] | None:
        """Return every value of a filter or a dimension; None where the vendor has no such list."""
        ...

    async def query(
        self,
        grouping: Sequence[str],
        period: Period,
        filters: Filters,
        round_to_minutes: int = 0,
        extras: GroupExtras = NO_EXTRAS,
    ) -> Sequence[Group] | None:
        """Return the tree of sums, nested in the order of `grouping`; None where the vendor cannot."""
        ...

    async def plan(self, change: BulkChange) -> Plan:
        """Ask how many entries a bulk change would reach.

        Raises:
            UsageError: The vendor cannot select or change entries like that.
            BackendError: It was refused, or not answered; nothing was changed.
        """
        ...

    async def run(self, plan: Plan) -> Outcome[int] | Plan:
        """Do what was planned and return how many were changed, or a new plan if the count differs."""
        ...
