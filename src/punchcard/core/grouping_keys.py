"""What time can be grouped by: the levels it is booked on, and what every entry tells of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from whenever import Date, Weekday

from punchcard.core.assignments import Assignment, Dimension
from punchcard.core.days import week_of
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.entry_words import PLAIN_STATUSES
from punchcard.core.moments import day_in_words, weekday_name
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.weeks import Week

TIME_KEYS: Mapping[str, str] = MappingProxyType(
    {"day": "day", "week": "week", "month": "month", "year": "year", "weekday": "weekday"}
)
"""Keys that cut entries at midnight and stand in order of time."""

OTHER_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "assignment": "the whole branch",
        "person": "person",
        "type": "time type",
        "category": "category of the time type",
        "status": "status",
        "billable": "billable or not",
        "note": "note",
    }
)
"""Keys that every backend has beside its own dimensions."""

LABEL_LIMIT = 120
"""How much of a name or note a label shows, in characters."""

_ALIASES = {"text": "note", "types": "type", "people": "person"}
_MONTHS = 7
"""Length of "2026-03"."""


class Slice(NamedTuple):
    """The part of an entry that one leaf of the tree counts."""

    entry: Entry
    day: Date
    """The day it lies on; the first day of the entry where days do not matter."""
    seconds: int


@dataclass(frozen=True, slots=True)
class GroupingKey:
    """One level of the tree."""

    id: str
    value: Callable[[Slice], str]
    """The key of a slice; empty where nothing is chosen."""
    label: Callable[[Slice], str]
    full_label: Callable[[Slice], str]
    """What tells apart two that have one label."""
    rank: Callable[[str], str] | None = None
    """Sorts the keys by time; None where the longest comes first."""


class KeyNames(NamedTuple):
    """The names that labels are made of."""

    dimensions: Sequence[Dimension] = ()
    people: Mapping[str, str] = MappingProxyType({})
    """Names by id."""
    week_starts: Weekday = Weekday.MONDAY
    statuses: Mapping[EntryStatus, str] = PLAIN_STATUSES


def keys_known(dimensions: Sequence[Dimension]) -> dict[str, str]:
    """Return everything that can be grouped by, with what it means, in the order people think of it."""
    return {d.id: d.name for d in dimensions} | dict(OTHER_KEYS) | dict(TIME_KEYS)


def in_words(key: str, known: Mapping[str, str]) -> str:
    """Return what a level is called: its key, or what `known` says where that has a number ("axis-121")."""
    return one_line(known.get(key, key)).lower() if any(map(str.isdecimal, key)) else one_line(key)


def parse_grouping(text: str, dimensions: Sequence[Dimension]) -> tuple[str, ...]:
    """Read "client,project,day": keys from the outermost level to the innermost.

    A dimension goes by its id or its name.

    Raises:
        UsageError: A key is unknown, stands twice, or there is none.
    """
    known = keys_known(dimensions)
    names = {d.name.casefold(): d.id for d in dimensions} | {key.casefold(): key for key in known} | _ALIASES
    found: list[str] = []
    for word in (part.strip() for part in text.split(",")):
        if not word:
            continue
        key = names.get(word.casefold())
        if key is None:
            raise _unknown(word, known)
        if key in found:
            raise UsageError(f"“{key}” stands twice in the grouping.", "Name every key once.")
        found.append(key)
    if not found:
        raise UsageError("There is nothing to group by.", f"Choose from: {', '.join(known)}.")
    return tuple(found)


def grouping_key(key: str, names: KeyNames) -> GroupingKey:
    """Return the level `key` of a tree; any key that is not built in is a dimension's id."""
    if key in TIME_KEYS:
        return _time_key(key, names.week_starts)
    if key == "assignment":
        return GroupingKey(key, _branch, lambda s: s.entry.assignment.label or "no assignment", _branch_words)
    if key == "person":
        return _plain(key, lambda s: s.entry.person, lambda s: _name(names.people, s.entry.person))
    if key == "status":
        return _plain(key, lambda s: s.entry.status.value, lambda s: names.statuses[s.entry.status])
    if key in _VALUES:
        return _plain(key, *_VALUES[key])
    return _dimension_key(key, names.dimensions)


def _time_key(key: str, week_starts: Weekday) -> GroupingKey:
    def week(piece: Slice) -> str:
        days = week_of(piece.day, week_starts)
        return Week(days[0], days[-1]).name

    values: dict[str, tuple[Callable[[Slice], str], Callable[[Slice], str]]] = {
        "day": (lambda s: s.day.format_iso(), lambda s: f"{day_in_words(s.day, short=True)} {s.day.year}"),
        "week": (week, week),
        "month": (lambda s: s.day.format_iso()[:_MONTHS], _month),
        "year": (lambda s: f"{s.day.year:04}", lambda s: f"{s.day.year}"),
        "weekday": (lambda s: str(s.day.day_of_week().value), lambda s: weekday_name(s.day)),
    }
    value, label = values[key]
    if key == "weekday":
        return GroupingKey(key, value, label, label, lambda k: str((int(k) - week_starts.value) % 7))
    return GroupingKey(key, value, label, label, str)


def _month(piece: Slice) -> str:
    # "Wednesday 11 March 2026" without its weekday and day.
    return day_in_words(piece.day).split(" ", 2)[2]


def _dimension_key(dimension: str, dimensions: Sequence[Dimension]) -> GroupingKey:
    name = next((d.name for d in dimensions if d.id == dimension), dimension)
    nothing = f"no {one_line(name).lower()}"

    def value(piece: Slice) -> str:
        return next((r.id for r in piece.entry.assignment.references if r.dimension == dimension), "")

    def label(piece: Slice) -> str:
        references = piece.entry.assignment.references
        return next((_short(r.name) for r in references if r.dimension == dimension), nothing)

    def branch(piece: Slice) -> str:
        references = piece.entry.assignment.references
        depth = next((n for n, r in enumerate(references, 1) if r.dimension == dimension), 0)
        # Of a single level, or of one that nests, names alone do not tell two apart.
        mark = f" ({references[0].id[-6:]})" if depth == 1 else ""
        return f"{Assignment(references[:depth]).label}{mark}" if depth else nothing

    return GroupingKey(dimension, value, label, branch)


def _plain(key: str, value: Callable[[Slice], str], label: Callable[[Slice], str]) -> GroupingKey:
    return GroupingKey(key, value, label, lambda s: f"{label(s)} ({value(s)[-6:]})")


def _branch(piece: Slice) -> str:
    ids = (f"{r.dimension}:{r.id}" for r in piece.entry.assignment.references)
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in ids)


def _branch_words(piece: Slice) -> str:
    return f"{piece.entry.assignment.label} ({_branch(piece)[-6:]})"


def _type(piece: Slice) -> str:
    return piece.entry.time_type.id if piece.entry.time_type else ""


def _type_name(piece: Slice) -> str:
    return _short(piece.entry.time_type.name) if piece.entry.time_type else "no type"


def _category(piece: Slice) -> str:
    return piece.entry.time_type.category.value if piece.entry.time_type else ""


def _billable(piece: Slice) -> str:
    return {None: "", True: "yes", False: "no"}[piece.entry.assignment.billable]


_VALUES: Mapping[str, tuple[Callable[[Slice], str], Callable[[Slice], str]]] = {
    "type": (_type, _type_name),
    "category": (_category, lambda s: _category(s).replace("_", " ") or "no category"),
    "billable": (
        _billable,
        lambda s: {"": "not said", "yes": "billable", "no": "not billable"}[_billable(s)],
    ),
    "note": (lambda s: s.entry.note, lambda s: _short(s.entry.note) or "no note"),
}


def _name(names: Mapping[str, str], key: str) -> str:
    return _short(names.get(key, key)) or "nobody"


def _short(text: str) -> str:
    return one_line(text, LABEL_LIMIT)


def _unknown(word: str, known: Mapping[str, str]) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    meant = f" Did you mean “{near[0]}”?" if near else ""
    shown = one_line(word, 40)
    return UsageError(f"“{shown}” is nothing to group by.{meant}", f"Choose from: {', '.join(known)}.")
