"""What a vendor tells of a group besides its time: in words, and as programs read it. Absent is not zero."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from punchcard.core.groups import Group, GroupDetails
from punchcard.core.text import one_line

NOT_TOLD = "–"
"""Stands for what may not be seen, or is not told."""

_FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "has_budget_revenues_billed": "billed revenue on a hard budget",
        "has_budget_revenues_not_billed": "open revenue on a hard budget",
        "has_non_budget_revenues_billed": "billed revenue",
        "has_non_budget_revenues_not_billed": "open revenue",
    }
)


def money(amount: float | None) -> str:
    """Return an amount as "1,234.50"; what is not told as a dash."""
    return NOT_TOLD if amount is None else f"{amount:,.2f}"


def has_revenue(total: Group) -> bool:
    """Whether revenue is told of any group below `total`."""
    return total.revenue is not None or any(has_revenue(child) for child in total.children)


def told_shape(group: Group) -> dict[str, Any]:
    """Return all that a vendor tells of a group, for JSON: null where it does not; {} if made here."""
    details = group.details
    if details is None:
        return {}
    return {
        "number": details.number,
        "note": details.note,
        "restrictions": dict(details.restrictions),
        "revenue": group.revenue,
        "exact_revenue": details.exact_revenue,
        "is_revenue_rounded": details.is_revenue_rounded,
        "hourly_rate": details.hourly_rate,
        "is_hourly_rate_equal": details.is_hourly_rate_equal,
        "budget_used": group.budget_used,
        **{name: getattr(details, name) for name in _FLAGS},
    }


def details_table(group: Group) -> list[tuple[str, str]]:
    """Return names and values of all that a vendor may tell; a dash for what it does not."""
    details = group.details or GroupDetails()
    return [
        ("Number", one_line(details.number or NOT_TOLD)),
        ("Note", one_line(details.note or NOT_TOLD)),
        ("Revenue", money(group.revenue)),
        ("Unrounded", money(details.exact_revenue) + _rounded(details)),
        ("Hourly rate", money(details.hourly_rate) + _equal(details)),
        ("Hard budget", {None: NOT_TOLD, True: "used", False: "not used"}[group.budget_used]),
        ("  billed", _yes_no(details.has_budget_revenues_billed)),
        ("  open", _yes_no(details.has_budget_revenues_not_billed)),
        ("Other revenue", ""),
        ("  billed", _yes_no(details.has_non_budget_revenues_billed)),
        ("  open", _yes_no(details.has_non_budget_revenues_not_billed)),
        ("Within", ", ".join(f"{name} {value}" for name, value in details.restrictions) or NOT_TOLD),
    ]  # fmt: skip


def details_in_words(group: Group) -> str:
    """Return what is told of a group beyond its sums, on one line; empty where that is nothing."""
    told, details = dict(details_table(group)), group.details or GroupDetails()
    parts = [f"{name.lower()} {told[name]}" for name in ("Number", "Note") if told[name] != NOT_TOLD]
    if details.hourly_rate is not None:
        parts.append(f"{money(details.hourly_rate)} an hour")
    if details.exact_revenue is not None:
        parts.append(f"unrounded {told['Unrounded']}")
    parts += [words for name, words in _FLAGS.items() if getattr(details, name)]
    if group.budget_used:
        parts.append("hard budget used")
    return " · ".join(parts)


def _yes_no(told: bool | None) -> str:
    return NOT_TOLD if told is None else "yes" if told else "no"


def _rounded(details: GroupDetails) -> str:
    return " (the revenue could not be rounded)" if details.is_revenue_rounded is False else ""


def _equal(details: GroupDetails) -> str:
    if details.is_hourly_rate_equal is None or details.hourly_rate is not None:
        return ""
    return "" if details.is_hourly_rate_equal else " (several, or lump sums)"
