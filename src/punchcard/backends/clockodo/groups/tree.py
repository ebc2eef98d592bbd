"""Groups of the service as the domain has them: with its keys, in its order, each of them once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from punchcard.backends.clockodo.entries.booking import LEVELS, LUMPSUM_SERVICES, TITLES
from punchcard.backends.clockodo.groups.details import details_of, revenue_of, shared_flag
from punchcard.backends.clockodo.groups.query import GroupKey
from punchcard.backends.clockodo.groups.wire import EntryGroup
from punchcard.backends.errors import NOTHING_TAKEN, Garbled
from punchcard.core.grouping_keys import LABEL_LIMIT
from punchcard.core.groups import Group
from punchcard.core.text import one_line

NATIVE_KEYS: Mapping[str, GroupKey] = MappingProxyType(
    {
        **{level: GroupKey(f"{level}_id") for level in (*LEVELS, LUMPSUM_SERVICES)},
        "person": GroupKey.USERS,
        "note": GroupKey.TEXTS,
        "billable": GroupKey.BILLABLE,
        "is_lumpsum": GroupKey.IS_LUMPSUM,
        "day": GroupKey.DAY,
        "week": GroupKey.WEEK,
        "month": GroupKey.MONTH,
        "year": GroupKey.YEAR,
    }
)
"""By what the service calls it, whatever Punchcard groups by and the service can as well."""

BILLED = "billed"
"""Key of what is billable and billed already, beside those of `punchcard.core.grouping_keys`."""

_TIMES = (GroupKey.DAY, GroupKey.WEEK, GroupKey.MONTH, GroupKey.YEAR)
_LUMPSUM = {"0": "no", "1": "yes"}
_BILLABLE = {"0": "no", "1": "yes", "2": BILLED}
_NOTHING = {
    **{GroupKey(f"{level}_id"): f"no {title.lower()}" for level, title in TITLES.items()},
    GroupKey.USERS: "nobody", GroupKey.TEXTS: "no note", GroupKey.BILLABLE: "not said",
}  # fmt: skip

_FORMS: Mapping[GroupKey, tuple[re.Pattern[str], str]] = MappingProxyType(
    {
        GroupKey.DAY: (re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})"), r"\1-\2-\3"),
        GroupKey.MONTH: (re.compile(r"([0-9]{4})-?([0-9]{2})"), r"\1-\2"),
        GroupKey.WEEK: (re.compile(r"([0-9]{4})-?W?([0-9]{2})"), r"\1-W\2"),
    }
)
"""How days, months and weeks may be written there, and are here; whatever else it is is kept as it is."""


def tree_of(groups: Iterable[EntryGroup], keys: Sequence[GroupKey], *, is_rounded: bool) -> tuple[Group, ...]:
    """Return groups and all below them.

    Some come several times, such as those without a project once for each customer: they become one.

    Args:
        groups: As they were answered, with a level for each of `keys`.
        keys: What they are grouped by, the outermost first.
        is_rounded: Whether rounding was asked for.

    Raises:
        Garbled: They are not grouped like that.
    """
    level, parts = keys[0], dict[str, list[EntryGroup]]()
    for group in groups:
        check_level(group, level, has_more=len(keys) > 1)
        parts.setdefault(_key(level, group), []).append(group)
    found = [_node(key, part, keys, is_rounded=is_rounded) for key, part in parts.items()]
    return tuple(sorted(found, key=_by_time if level in _TIMES else _longest_first))


def check_level(group: EntryGroup, level: GroupKey, *, has_more: bool) -> None:
    """Let a group pass that is of the level which was asked for.

    Raises:
        Garbled: It is of another one, or has none below it although it should.
    """
    if group.grouped_by.casefold() != level.value or (has_more and not group.sub_groups):
        raise Garbled(
            f"Clockodo has not grouped as it was asked to (at {level.value}).",
            NOTHING_TAKEN,
        )


def _node(key: str, part: Sequence[EntryGroup], keys: Sequence[GroupKey], *, is_rounded: bool) -> Group:
    below = [each for group in part for each in group.sub_groups]
    children = tree_of(below, keys[1:], is_rounded=is_rounded) if keys[1:] else ()
    seconds = sum(group.exact_seconds for group in part)
    return Group(
        key=key,
        label=_label(key, part, keys[0]),
        seconds=seconds,
        rounded_seconds=sum(group.duration for group in part) if is_rounded else None,
        revenue=revenue_of(part),
        budget_used=shared_flag([group.budget_used for group in part]),
        children=children,
        billable_seconds=_billable_seconds(key, seconds, keys[0], children),
        count=None,
        details=details_of(part),
    )


def _billable_seconds(key: str, seconds: int, level: GroupKey, children: Sequence[Group]) -> int | None:
    """Told only where billable or not is this level or one below."""
    if level is GroupKey.BILLABLE:
        return seconds if key in ("yes", BILLED) else 0
    below = [child.billable_seconds for child in children if child.billable_seconds is not None]
    return sum(below) if children and len(below) == len(children) else None


def _key(level: GroupKey, group: EntryGroup) -> str:
    if level is GroupKey.BILLABLE:
        return _BILLABLE.get(group.group, "")
    if level is GroupKey.IS_LUMPSUM:
        return _LUMPSUM.get(group.group, "")
    if level in _FORMS:
        pattern, form = _FORMS[level]
        found = pattern.fullmatch(group.group)
        return found.expand(form) if found else group.group
    if level is GroupKey.YEAR:
        return group.group
    if group.group in ("0", ""):
        return ""
    return group.name if level is GroupKey.TEXTS else group.group


def _label(key: str, part: Sequence[EntryGroup], level: GroupKey) -> str:
    names = {one_line(group.name, LABEL_LIMIT) for group in part} - {""}
    if len(names) == 1:
        return names.pop()
    return _NOTHING[level] if not key and level in _NOTHING else one_line(part[-1].name, LABEL_LIMIT) or key


def _by_time(group: Group) -> tuple[int, str, str]:
    return 0, group.key, group.label


def _longest_first(group: Group) -> tuple[int, str, str]:
    return -group.seconds, group.label.casefold(), group.key
