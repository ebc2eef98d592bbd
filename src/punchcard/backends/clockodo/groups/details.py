"""What the service tells of a group besides its time; of several that are one here, what holds for all."""

from __future__ import annotations

from collections.abc import Sequence

from punchcard.backends.clockodo.groups.wire import EntryGroup
from punchcard.core.groups import GroupDetails
from punchcard.core.text import one_line

_LONGEST = 300


def details_of(part: Sequence[EntryGroup]) -> GroupDetails:
    """Return what groups have in common; what one of them does not tell is not told of all."""
    first, is_one = part[0], len(part) == 1
    rates = {group.hourly_rate for group in part}
    equal = [group.has_equal_hourly_rate for group in part]
    rounded = [group.rounding_success for group in part]
    return GroupDetails(
        number=one_line(first.number, _LONGEST) if is_one and first.number is not None else None,
        note=one_line(first.note, _LONGEST) if is_one and first.note is not None else None,
        restrictions=_restrictions(first) if is_one else (),
        hourly_rate=part[0].hourly_rate if len(rates) == 1 else None,
        is_hourly_rate_equal=None if None in equal else all(equal) and len(rates) == 1,
        has_budget_revenues_billed=shared_flag([g.has_budget_revenues_billed for g in part]),
        has_budget_revenues_not_billed=shared_flag([g.has_budget_revenues_not_billed for g in part]),
        has_non_budget_revenues_billed=shared_flag([g.has_non_budget_revenues_billed for g in part]),
        has_non_budget_revenues_not_billed=shared_flag([g.has_non_budget_revenues_not_billed for g in part]),
        exact_revenue=_sum([g.revenue_without_rounding for g in part]),
        is_revenue_rounded=None if None in rounded else all(rounded),
    )


def revenue_of(part: Sequence[EntryGroup]) -> float | None:
    """What several groups have together; not to be known where it is not of one of them."""
    return _sum([group.revenue for group in part])


def shared_flag(told: Sequence[bool | None]) -> bool | None:
    """Whether it is so of one of them; None where that is not told of one."""
    return None if None in told else True in told


def _sum(amounts: Sequence[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return round(sum(known), 2) if len(known) == len(amounts) else None


def _restrictions(group: EntryGroup) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one_line(name, _LONGEST), one_line(str(value), _LONGEST))
        for name, value in group.restrictions.items()
        if value is not None
    )
