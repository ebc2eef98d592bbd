"""What Punchcard filters by, as the service can filter: one value of each kind, the rest by grouping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from punchcard.backends.clockodo.groups.offer import BILLED, with_extras
from punchcard.backends.clockodo.groups.query import GroupFilters, GroupKey
from punchcard.backends.clockodo.groups.tree import NATIVE_KEYS, check_level
from punchcard.backends.clockodo.groups.wire import EntryGroup
from punchcard.core.groups import NO_EXTRAS, Filters, GroupExtras

_BILLABLE = {False: ("0",), True: ("1", "2")}


class Choice(NamedTuple):
    """How a grouped query is asked, so that it comes to what Punchcard means."""

    keys: tuple[GroupKey, ...]
    """What is grouped by in the end."""
    filters: GroupFilters
    wanted: Mapping[GroupKey, frozenset[str]]
    """Several values of one kind: of the levels `outer`, or of the first of `keys`."""

    @property
    def outer(self) -> tuple[GroupKey, ...]:
        """Levels around those of `keys`, of which only some groups are meant."""
        return tuple(key for key in self.wanted if key not in self.keys)

    def chosen(self, groups: Sequence[EntryGroup]) -> list[EntryGroup]:
        """Return the groups of the first of `keys` which are meant.

        Raises:
            Garbled: They are not grouped as they were asked for.
        """
        found = list(groups)
        for level in self.outer:
            inside = self._of(level, found)
            found = [below for group in inside for below in group.sub_groups]
        return self._of(self.keys[0], found) if self.keys[0] in self.wanted else found

    def _of(self, level: GroupKey, groups: Iterable[EntryGroup]) -> list[EntryGroup]:
        listed = list(groups)
        for group in listed:
            check_level(group, level, has_more=level in self.outer)
        return [group for group in listed if group.group in self.wanted[level]]


def choose(
    grouping: Sequence[str], filters: Filters, extras: GroupExtras = NO_EXTRAS, *, is_rounded: bool
) -> Choice | None:
    """Return how to ask; None where the service does not group or filter like that.

    Args:
        grouping: Keys of Punchcard, the outermost first.
        filters: As Punchcard means them.
        extras: What the service alone can filter by.
        is_rounded: Whether groups are rounded; those that were rounded alone cannot be put together.

    Raises:
        UsageError: The service does not know one of `extras`, or it contradicts a filter.
    """
    keys = tuple(NATIVE_KEYS[key] for key in grouping if key in NATIVE_KEYS)
    wanted = values_of(filters, extras)
    if wanted is None or not keys or len(keys) < len(grouping):
        return None
    single = {key: values for key, values in wanted.items() if len(values) == 1}
    several = {key: frozenset(values) for key, values in wanted.items() if len(values) > 1}
    if any(key in keys[1:] for key in several):
        return None
    choice = Choice(keys, with_extras(filters_of(single), extras), several)
    return None if is_rounded and choice.outer else choice


def values_of(filters: Filters, extras: GroupExtras = NO_EXTRAS) -> dict[GroupKey, tuple[str, ...]] | None:
    """Return the values that are meant of each kind; None where the service knows no such filter.

    A text is looked for in other places there than here, and there are no types and statuses.
    """
    if filters.types or filters.statuses or filters.text is not None:
        return None
    found: dict[GroupKey, tuple[str, ...]] = {}
    if filters.people:
        found[GroupKey.USERS] = tuple(dict.fromkeys(filters.people))
    is_said = filters.billable is True and BILLED in dict(extras.filters)
    if filters.billable is not None and not is_said:
        found[GroupKey.BILLABLE] = _BILLABLE[filters.billable]
    for dimension, node in filters.references:
        key = NATIVE_KEYS.get(dimension)
        if key is None:
            return None
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), node)))
    return found if all(value.isdecimal() for values in found.values() for value in values) else None


def filters_of(single: Mapping[GroupKey, Sequence[str]]) -> GroupFilters:
    """Return filters of one value each."""
    return GroupFilters()._replace(**{key.value: int(values[0]) for key, values in single.items()})
