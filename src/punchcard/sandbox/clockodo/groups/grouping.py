"""Entries put into groups, within groups, and what each is worth (Clockodo API, entry groups)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from punchcard.sandbox.clockodo.groups.keys import Naming, Place, in_restrictions
from punchcard.sandbox.clockodo.groups.worth import amount, hourly_rate, uses_hard_budget
from punchcard.sandbox.clockodo.records import Entry, EntryType
from punchcard.sandbox.clockodo.rights import sees_revenue
from punchcard.sandbox.clockodo.wire.answers import Json

_BILLED = 2


class Wanted(NamedTuple):
    """What is asked for."""

    keys: tuple[str, ...]
    naming: Naming
    restrictions: Json
    """The filters, as restrictions name them."""
    round_to_minutes: int
    hard: bool
    """Whether revenues are told for projects with a hard budget too."""
    is_classic: bool


class Sums(NamedTuple):
    """What the innermost groups of a group add up to."""

    duration: int
    exact_duration: int
    revenue: float
    exact_revenue: float

    @classmethod
    def of(cls, several: Iterable[Sums]) -> Sums:
        """Add up."""
        listed = list(several)
        return cls(
            sum(each.duration for each in listed), sum(each.exact_duration for each in listed),
            sum(each.revenue for each in listed), sum(each.exact_revenue for each in listed),
        )  # fmt: skip


def grouped(wanted: Wanted, entries: Sequence[Entry]) -> list[Json]:
    """Return the groups of entries, as they are sent; the longest first."""
    return [told for told, _ in _level(wanted, entries, 0, wanted.restrictions)]


def _level(
    wanted: Wanted, entries: Sequence[Entry], depth: int, restrictions: Json
) -> list[tuple[Json, Sums]]:
    key = wanted.keys[depth]
    places: dict[Place, list[Entry]] = {}
    for entry in entries:
        places.setdefault(wanted.naming.place(key, entry), []).append(entry)
    found = [_group(wanted, depth, place, inside, restrictions) for place, inside in places.items()]
    found.sort(key=lambda each: (-each[1].duration, str(each[0]["name"])))
    return found


def _group(
    wanted: Wanted, depth: int, place: Place, entries: list[Entry], restrictions: Json
) -> tuple[Json, Sums]:
    key, first = wanted.keys[depth], entries[0]
    named = in_restrictions(key)
    outer = {name: value for name, value in restrictions.items() if name != named}
    told: Json = {
        "groupedBy" if wanted.is_classic else "grouped_by": key,
        "group": str(place.group) if wanted.is_classic else place.group,
        "name": wanted.naming.name(key, first),
        **wanted.naming.extras(key, first),
        "restrictions": outer or [],
    }
    if depth + 1 == len(wanted.keys):
        sums, has_rounded = _innermost(wanted, entries)
        told |= _worth(wanted, entries, sums)
        if wanted.round_to_minutes and _has_rights(wanted, entries):
            told["rounding_success"] = has_rounded
        return told, sums
    here = {} if named is None else {named: int(place.group)}
    inner = _level(wanted, entries, depth + 1, restrictions | here)
    sums = Sums.of(each for _, each in inner)
    told |= _worth(wanted, entries, sums)
    told["sub_groups"] = [each for each, _ in inner]
    return told, sums


def _innermost(wanted: Wanted, entries: Sequence[Entry]) -> tuple[Sums, bool]:
    """The sums of an innermost group, and whether its revenue could be rounded too."""
    exact = sum(entry.duration or 0 for entry in entries)
    counted = [e for e in entries if wanted.hard or not uses_hard_budget(wanted.naming.state, e)]
    revenue = sum(amount(wanted.naming.state, entry) for entry in counted)
    if not wanted.round_to_minutes:
        return Sums(exact, exact, revenue, revenue), True
    step = wanted.round_to_minutes * 60
    rounded = (exact + step // 2) // step * step
    rate = _equal_rate(wanted, entries)
    if rate is None or len({bool(entry.billable) for entry in entries}) > 1 or counted != entries:
        return Sums(rounded, exact, revenue, revenue), False
    return Sums(rounded, exact, rate * rounded / 3600 if entries[0].billable else 0.0, revenue), True


def _worth(wanted: Wanted, entries: Sequence[Entry], sums: Sums) -> Json:
    told: Json = {"duration": sums.duration}
    if wanted.round_to_minutes:
        told["duration_without_rounding"] = sums.exact_duration
    if not _has_rights(wanted, entries):
        return told
    if wanted.round_to_minutes:
        told["revenue_without_rounding"] = round(sums.exact_revenue, 2)
    rate = _equal_rate(wanted, entries)
    equal = f"hourly_rate_is_equal_and_has_no_{'lumpSums' if wanted.is_classic else 'lumpsums'}"
    return told | {
        "revenue": round(sums.revenue, 2), **_budget(wanted, entries), "hourly_rate": rate,
        equal: rate is not None,
    }  # fmt: skip


def _budget(wanted: Wanted, entries: Sequence[Entry]) -> Json:
    marks = [
        (uses_hard_budget(wanted.naming.state, entry), entry.billable == _BILLED)
        for entry in entries
        if entry.billable
    ]
    return {
        "budget_used": any(uses_hard_budget(wanted.naming.state, entry) for entry in entries),
        "has_budget_revenues_billed": (True, True) in marks,
        "has_budget_revenues_not_billed": (True, False) in marks,
        "has_non_budget_revenues_billed": (False, True) in marks,
        "has_non_budget_revenues_not_billed": (False, False) in marks,
    }


def _equal_rate(wanted: Wanted, entries: Sequence[Entry]) -> float | None:
    """What an hour costs, where that is the same for everything billable and there are no lump sums."""
    if any(entry.type is not EntryType.TIME for entry in entries):
        return None
    rates = {hourly_rate(wanted.naming.state, entry) for entry in entries if entry.billable}
    return rates.pop() if len(rates) == 1 else None


def _has_rights(wanted: Wanted, entries: Sequence[Entry]) -> bool:
    return all(sees_revenue(wanted.naming.caller, entry) for entry in entries)
