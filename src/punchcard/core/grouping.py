"""Grouping: from entries to a tree of sums.

An entry counts with what was worked of it inside the period. Where a level is a day, week, month, year or
weekday, entries are cut at midnight in the zone, in real elapsed time. Entries without clock times count on
their day. Absences count like everything else and are told apart by `Group.absence_seconds`; callers that
want work alone leave them out.

Rounding: every innermost group is rounded for itself to the nearest multiple of so many minutes, half of one
up; all groups above, and the total, are the sums of their rounded innermost groups. Clockodo too rounds each
group alone and tells of rounding on the innermost level only; it does not say which way half goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from whenever import Weekday

from punchcard.core.assignments import Dimension
from punchcard.core.durations import MINUTE
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.entry_words import PLAIN_STATUSES
from punchcard.core.grouping_keys import TIME_KEYS, GroupingKey, KeyNames, Slice, grouping_key
from punchcard.core.groups import Group, GroupPath, Period
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.refusals import UsageError
from punchcard.core.zoned_time import entry_in_zone

COARSEST_ROUNDING = 24 * 60
"""In minutes."""

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class GroupOrder(StrEnum):
    """How siblings are sorted."""

    USUAL = "usual"
    """Days, weeks … by time, everything else by duration."""
    DURATION = "duration"
    """The longest first, days too."""
    NAME = "name"
    """By label; days, weeks … by time."""


def group_entries(
    entries: Iterable[Entry],
    by: Sequence[str],
    *,
    period: Period,
    zone: str,
    week_starts: Weekday = Weekday.MONDAY,
    rounding: int = 0,
    people: Mapping[str, str] = _NO_NAMES,
    dimensions: Sequence[Dimension] = (),
) -> tuple[Group, ...]:
    """Return the top level of the tree that `group_tree` returns; empty without entries."""
    return group_tree(
        entries, by, period=period, zone=zone, week_starts=week_starts, rounding=rounding,
        people=people, dimensions=dimensions,
    ).children  # fmt: skip


def group_tree(
    entries: Iterable[Entry],
    by: Sequence[str],
    *,
    period: Period,
    zone: str,
    week_starts: Weekday = Weekday.MONDAY,
    rounding: int = 0,
    people: Mapping[str, str] = _NO_NAMES,
    dimensions: Sequence[Dimension] = (),
    statuses: Mapping[EntryStatus, str] = PLAIN_STATUSES,
) -> Group:
    """Return the total of `entries` inside `period`, with a level of children for each key of `by`.

    Args:
        entries: Entries in order of time; those outside of the period are left out, each id stands once.
        by: Keys as `punchcard.core.grouping_keys.keys_known` lists them, the outermost level first.
        period: The days that count.
        zone: IANA name of the zone that days are counted in.
        week_starts: The first day of weeks.
        rounding: Minutes to round to, 1 to 1440; 0 for no rounding.
        people: Names of people by id.
        dimensions: The backend's dimensions, for the words where nothing is chosen.
        statuses: What they are called.

    Raises:
        UsageError: `rounding` is out of range.
    """
    if not 0 <= rounding <= COARSEST_ROUNDING:
        raise UsageError(
            f"Time cannot be rounded to {rounding} minutes.", f"Choose 1 to {COARSEST_ROUNDING}, such as 15."
        )
    names = KeyNames(dimensions, people, week_starts, statuses)
    levels = [grouping_key(key, names) for key in by]
    pieces = list(_slices(entries, period, zone, is_daily=any(key in TIME_KEYS for key in by)))
    return _node("", "Total", (), pieces, levels, rounding * MINUTE)


class Part(NamedTuple):
    """What a node counts of an entry."""

    entry: Entry
    seconds: int


def parts_at(
    entries: Iterable[Entry],
    path: GroupPath,
    *,
    period: Period,
    zone: str,
    week_starts: Weekday = Weekday.MONDAY,
) -> list[Part]:
    """Return what the node at `path` is made of: each of its entries once, whole, in the order given."""
    names = KeyNames(week_starts=week_starts)
    wanted = [(grouping_key(by, names), key) for by, key in path]
    is_daily = any(by in TIME_KEYS for by, _ in path)
    found: dict[str, Part] = {}
    for piece in _slices(entries, period, zone, is_daily=is_daily):
        if all(level.value(piece) == key for level, key in wanted):
            known = found.get(piece.entry.id, Part(piece.entry, 0))
            found[piece.entry.id] = known._replace(seconds=known.seconds + piece.seconds)
    return list(found.values())


def sorted_groups(groups: Iterable[Group], order: GroupOrder) -> tuple[Group, ...]:
    """Return a tree as `group_entries` made it in another order, at every level."""
    found = [replace(group, children=sorted_groups(group.children, order)) for group in groups]
    by_time = bool(found) and found[0].by in TIME_KEYS
    if order is GroupOrder.DURATION:
        found.sort(key=_longest_first)
    elif order is GroupOrder.NAME and not by_time:
        found.sort(key=lambda group: (group.label.casefold(), group.key))
    return tuple(found)


def rounded(seconds: int, step: int) -> int:
    """Return `seconds` (not negative) to the nearest multiple of `step`, half of one up."""
    return (2 * seconds + step) // (2 * step) * step


def _slices(entries: Iterable[Entry], period: Period, zone: str, *, is_daily: bool) -> Iterator[Slice]:
    if period.last < period.first:
        return
    frame = Interval(day_interval(period.first, zone).start, day_interval(period.last, zone).end)
    for known in entries:
        entry = entry_in_zone(known, zone)
        whole = entry.interval
        if whole is None:
            if period.first <= entry.day <= period.last:
                yield Slice(entry, entry.day, entry.worked_seconds)
        elif frame.start <= whole.start and whole.end <= frame.end:
            if is_daily and whole.start.date() != whole.end.date():
                yield from _days(entry, whole, period, zone)
            elif whole.start < frame.end:
                yield Slice(entry, entry.day, entry.worked_seconds)
        elif whole.overlaps(frame):
            if is_daily:
                yield from _days(entry, whole, period, zone)
            else:
                yield Slice(entry, max(entry.day, period.first), _worked_inside(entry, frame))


def _days(entry: Entry, whole: Interval, period: Period, zone: str) -> Iterator[Slice]:
    """The entry day by day; one in which nothing was worked stays on its first day."""
    first = day = max(whole.start.date(), period.first)
    last, is_empty = min(whole.end.date(), period.last), True
    while day <= last:
        seconds = _worked_inside(entry, day_interval(day, zone))
        if seconds:
            is_empty = False
            yield Slice(entry, day, seconds)
        day = day.add(days=1)
    if is_empty:
        yield Slice(entry, first, 0)


def _worked_inside(entry: Entry, frame: Interval) -> int:
    clipped = (piece.clipped(frame) for piece in entry.worked_pieces())
    return sum(piece.seconds for piece in clipped if piece)


def _node(
    key: str, label: str, path: GroupPath, pieces: Sequence[Slice], levels: Sequence[GroupingKey], step: int
) -> Group:
    children = _children(path, pieces, levels, step) if levels else ()
    seconds = sum(piece.seconds for piece in pieces)
    billable = [
        s.seconds * s.entry.assignment.billable for s in pieces if s.entry.assignment.billable is not None
    ]
    rounded_seconds = None
    if step:
        below = sum(child.rounded_seconds or 0 for child in children)
        rounded_seconds = below if levels else rounded(seconds, step)
    return Group(
        key=key,
        label=label,
        seconds=seconds,
        rounded_seconds=rounded_seconds,
        children=children,
        path=path,
        count=len({piece.entry.id for piece in pieces}),
        billable_seconds=sum(billable) if billable else None,
        absence_seconds=sum(piece.seconds for piece in pieces if piece.entry.is_absence),
    )


def _children(
    path: GroupPath, pieces: Sequence[Slice], levels: Sequence[GroupingKey], step: int
) -> tuple[Group, ...]:
    level, parts = levels[0], dict[str, list[Slice]]()
    for piece in pieces:
        parts.setdefault(level.value(piece), []).append(piece)
    # The newest name, where something was renamed in between.
    labels = {key: level.label(part[-1]) for key, part in parts.items()}
    shared = {label for label, times in Counter(labels.values()).items() if times > 1}
    found = [
        _node(
            key, level.full_label(part[-1]) if labels[key] in shared else labels[key],
            (*path, (level.id, key)), part, levels[1:], step,
        )
        for key, part in parts.items()
    ]  # fmt: skip
    rank = level.rank
    found.sort(key=_longest_first if rank is None else lambda group: rank(group.key))
    return tuple(found)


def _longest_first(group: Group) -> tuple[int, str, str]:
    return -group.seconds, group.label.casefold(), group.key
