"""Grouped time that the service sums up itself, and bulk changes (section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from punchcard.backends.abilities import Ability, AbilityAnswer, Partly
from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.groups.bulk import ClockodoBulk
from punchcard.backends.clockodo.groups.choice import choose
from punchcard.backends.clockodo.groups.narrowing import narrowed
from punchcard.backends.clockodo.groups.offer import CUSTOMER_NAMES, HARD_BUDGET_REVENUE, OFFER, listed
from punchcard.backends.clockodo.groups.query import GroupKey, GroupQuery, is_classic_too, query_params
from punchcard.backends.clockodo.groups.tree import tree_of
from punchcard.backends.clockodo.groups.wire import EntryGroup, EntryGroups
from punchcard.backends.groups_contract import BulkChange, GroupChoice, GroupsOffer, Plan
from punchcard.backends.outcomes import Outcome
from punchcard.backends.remembering import Remembered
from punchcard.core.groups import NO_EXTRAS, Filters, Group, GroupExtras, Period

CURRENT, CLASSIC = "v2/entrygroups", "entrygroups"

GROUP_ABILITIES: Mapping[Ability, AbilityAnswer] = MappingProxyType(
    {
        Ability.GROUPS: Partly(
            "Summed up by Clockodo, ten times a minute at most: an entry counts whole on the day it begins. "
            "What it cannot group or filter by is computed here."
        ),
        Ability.BULK_EDIT: Partly(
            "Made by Clockodo in two steps where it can select the entries alone; otherwise one by one."
        ),
    }
)
"""How groups are had, and how many entries are changed at once."""


class ClockodoGroups:
    """Asks for groups with one call, and changes many entries with two."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._bulk = ClockodoBulk(client)
        self._listed = Remembered[tuple[GroupChoice, ...]](client.now)

    @property
    def offer(self) -> GroupsOffer:
        """What it can group and filter by, and nobody can from entries alone."""
        return OFFER

    async def choices(self, name: str) -> Sequence[GroupChoice] | None:
        """Return every value of a filter or a level of the tree; None where there is no list of them."""
        return await listed(self._client, self._listed, name)

    async def query(
        self,
        grouping: Sequence[str],
        period: Period,
        filters: Filters,
        round_to_minutes: int = 0,
        extras: GroupExtras = NO_EXTRAS,
    ) -> Sequence[Group] | None:
        """Return the tree of sums; None where the service cannot group or filter like that.

        Raises:
            UsageError: It does not know one of `extras`.
            BackendError: It cannot be read.
        """
        choice = choose(grouping, filters, extras, is_rounded=bool(round_to_minutes))
        if choice is None or period.last < period.first:
            return None if choice is None else ()
        levels, switches = (*choice.outer, *choice.keys), dict(extras.switches)
        asked = GroupQuery(
            levels,
            period,
            choice.filters,
            round_to_minutes,
            # Below its customer a project needs no other name.
            prepend_customer_to_project_name=switches.get(CUSTOMER_NAMES, not _is_below_customer(levels)),
            calc_also_revenues_for_projects_with_hard_budget=switches.get(HARD_BUDGET_REVENUE, False),
        )
        groups = await self.native(asked)
        if groups is None:
            return None
        return tree_of(choice.chosen(groups), choice.keys, is_rounded=bool(round_to_minutes))

    async def native(self, query: GroupQuery) -> tuple[EntryGroup, ...] | None:
        """Return the groups as the service tells them, with all that it tells.

        Args:
            query: With every parameter that there is.

        Returns:
            The groups; None where the service is of the classic generation and knows a part of it not.

        Raises:
            BackendError: They cannot be read.
        """
        zone = self._client.zone

        async def current() -> tuple[EntryGroup, ...] | None:
            params = query_params(query, zone, is_classic=False)
            return (await self._client.read(EntryGroups, CURRENT, params)).groups

        async def classic() -> tuple[EntryGroup, ...] | None:
            if not is_classic_too(query):
                return None
            params = query_params(query, zone, is_classic=True)
            return (await self._client.read(EntryGroups, CLASSIC, params)).groups

        return await self._client.generations.either("entrygroups", current, classic)

    async def plan(self, change: BulkChange) -> Plan:
        """Ask how many entries a bulk change would reach; nothing is changed by that."""
        return await self._bulk.plan(await narrowed(change, self.choices))

    async def run(self, plan: Plan) -> Outcome[int] | Plan:
        """Do what was planned; the count may have changed, and is shown again then."""
        return await self._bulk.run(plan)


def _is_below_customer(levels: Sequence[GroupKey]) -> bool:
    if GroupKey.PROJECTS not in levels:
        return False
    return GroupKey.CUSTOMERS in levels[: levels.index(GroupKey.PROJECTS)]
