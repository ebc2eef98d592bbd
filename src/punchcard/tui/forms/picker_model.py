"""What the assignment picker offers at each step; no Textual, no I/O."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar

from punchcard.core.assignments import (
    NOTHING,
    Assignment,
    Dimension,
    Reference,
    assignment_of,
    levels_below,
    levels_missing,
)
from punchcard.core.text import one_line

ItemT = TypeVar("ItemT")

NOTHING_IN_PARTICULAR = "Nothing in particular"
"""The row for plain working time."""


class Choices(Protocol):
    """Where the picker asks for what can be chosen. Every method may raise a refusal."""

    @property
    def can_add(self) -> bool:
        """Whether the tree is kept here and may grow; known once `dimensions` has answered."""
        ...

    async def recents(self) -> Sequence[Assignment]:
        """Return what was booked on lately, newest first."""
        ...

    async def dimensions(self) -> Sequence[Dimension]:
        """Return the levels of the tree from the top down."""
        ...

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        """Return what can be chosen on the level `dimension` (its id) below `parents`."""
        ...

    async def called(self, dimension: str, text: str) -> Sequence[Sequence[Reference]]:
        """Return the nodes of a level that nests whose name holds `text`, each with all that it lies in."""
        ...

    async def branches(self, nodes: Sequence[Reference]) -> Sequence[Sequence[Reference]]:
        """Return for each of `nodes` those from the top down to it, where the level nests."""
        ...

    async def add(self, dimension: str, parents: Sequence[Reference], name: str) -> Reference:
        """Add a node below `parents`, or return the one of that name."""
        ...


class RowKind(Enum):
    """What choosing a row does."""

    HEADING = "heading"
    """Nothing: it names the rows below it."""
    RECENT = "recent"
    NOTHING = "nothing"
    ACCEPT = "accept"
    """Take what is chosen so far."""
    NODE = "node"
    """Go down."""
    SEARCH = "search"
    """Look for a name in the whole of a tree that nests."""
    FOUND = "found"
    """Go down to a node that was found there."""
    NEW = "new"
    """Add a node and go down."""
    RETRY = "retry"
    """Ask once more after a failure."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    kind: RowKind
    label: str
    """One line, cleaned; never to be read as markup."""
    assignment: Assignment = NOTHING
    """What a recent row, an accept row and the nothing row answer with."""
    reference: Reference | None = None
    """The node of a node row."""
    branch: tuple[Reference, ...] = ()
    """The node of a found row, itself last, with all that it lies in."""
    name: str = ""
    """What a new row adds, or a search row looks for."""


@dataclass(frozen=True, slots=True)
class Level:
    """How far down the tree the picker stands."""

    dimensions: tuple[Dimension, ...] = ()
    chosen: tuple[Reference, ...] = ()
    choices: tuple[Reference, ...] = ()
    """What can be chosen below `chosen`, on any of the next levels."""
    recents: tuple[Assignment, ...] = ()
    branches: tuple[tuple[Reference, ...], ...] = ()
    """What nodes of `recents` lie in that have one name."""
    can_add: bool = False
    searched: str = ""
    """What was looked for in the whole tree; empty for nothing."""
    found: tuple[tuple[Reference, ...], ...] = ()
    """What was found then: nodes with all that they lie in."""

    @property
    def next_levels(self) -> tuple[Dimension, ...]:
        """The levels that are chosen from, from the top down; none below the last one."""
        return levels_below(self.dimensions, self.chosen)

    @property
    def dimension(self) -> Dimension | None:
        """The first of the levels that are chosen from, which a new node is added to."""
        return next(iter(self.next_levels), None)

    @property
    def question(self) -> str:
        """What is asked for: "project or service"."""
        return " or ".join(one_line(each.name).lower() for each in self.next_levels)

    @property
    def assignment(self) -> Assignment:
        """What time is booked on when nothing more is chosen."""
        return assignment_of(self.dimensions, self.chosen)

    @property
    def missing(self) -> tuple[Dimension, ...]:
        """The levels that have to be chosen still."""
        return levels_missing(self.dimensions, self.chosen)

    @property
    def is_top(self) -> bool:
        """Whether nothing is chosen yet."""
        return not self.chosen

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to choose from."""
        return self.is_top and not self.choices and not self.recents

    @property
    def can_stop_here(self) -> bool:
        """Whether time may be booked on what is chosen, without going on to the next level."""
        return not self.missing


def rows_for(level: Level, query: str) -> list[Row]:
    """Return the lines of the list for what is typed: case and accents do not matter, best matches first."""
    rows = _top(level, query) if level.is_top else _stop_here(level, query)
    nodes = [row for dimension in level.next_levels for row in _nodes(level, dimension, query)]
    nothing = _nothing(level, query)
    # While searching, what was searched for comes first.
    found = [*nodes, *nothing] if query.strip() else [*nothing, *nodes]
    return [*rows, *found, *_new(level, query), *_everywhere(level, query)]


def alike(recents: Sequence[Assignment]) -> tuple[Reference, ...]:
    """Return the nodes of those whose names do not tell them apart."""
    labels = Counter(each.label for each in recents)
    return tuple(each.references[-1] for each in recents if each and labels[each.label] > 1)


def ranked(items: Iterable[ItemT], name: Callable[[ItemT], str], query: str) -> list[ItemT]:
    """Return the items whose name holds every word of `query`.

    First those that begin with the whole of it, then those where each word begins a word, then the
    rest; the order of `items` is kept within each.
    """
    wanted = folded(query)
    words = wanted.split()
    found: list[tuple[int, ItemT]] = []
    for item in items:
        text = folded(name(item))
        if all(word in text for word in words):
            begins = all(any(part.startswith(word) for part in text.split()) for word in words)
            found.append((0 if text.startswith(wanted) else 1 if begins else 2, item))
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def folded(text: str) -> str:
    """Return `text` as it is compared: one line, without case and accents."""
    plain = unicodedata.normalize("NFKD", one_line(text))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _top(level: Level, query: str) -> list[Row]:
    told_apart = {branch[-1:]: Assignment(branch).label for branch in level.branches}
    labelled = [(told_apart.get(each.references, each.label), each) for each in level.recents]
    recents = ranked(labelled, lambda pair: pair[0], query)
    rows = [Row(RowKind.RECENT, label, assignment) for label, assignment in recents]
    if rows:
        rows.insert(0, Row(RowKind.HEADING, "Recent"))
    return rows


def _nodes(level: Level, dimension: Dimension, query: str) -> list[Row]:
    """The nodes of one level, below its name where that is not said otherwise."""
    of_it = [choice for choice in level.choices if choice.dimension == dimension.id]
    found = ranked(of_it, lambda choice: choice.name, query)
    rows = [Row(RowKind.NODE, one_line(choice.name), reference=choice) for choice in found]
    if rows and (level.is_top or len(level.next_levels) > 1):
        rows.insert(0, Row(RowKind.HEADING, one_line(dimension.name)))
    return rows


def _nothing(level: Level, query: str) -> list[Row]:
    offered = level.is_top and level.can_stop_here and ranked([NOTHING_IN_PARTICULAR], str, query)
    return [Row(RowKind.NOTHING, NOTHING_IN_PARTICULAR)] if offered else []


def _stop_here(level: Level, query: str) -> list[Row]:
    if query.strip() or not level.can_stop_here:
        return []
    return [Row(RowKind.ACCEPT, f"Book on {Assignment(level.chosen).label}", level.assignment)]


def _everywhere(level: Level, query: str) -> list[Row]:
    """What was found in the whole tree, or the offer to look for it there."""
    name = one_line(query)
    if not name or level.dimension is None or not level.dimension.nests:
        return []
    if level.searched != name:
        return [Row(RowKind.SEARCH, f"Look for “{name}” everywhere", name=name)]
    rows = [Row(RowKind.FOUND, Assignment(branch).label, branch=branch) for branch in level.found]
    return [Row(RowKind.HEADING, "Everywhere"), *rows] if rows else []


def _new(level: Level, query: str) -> list[Row]:
    name = one_line(query)
    if not (level.can_add and level.dimension and name):
        return []
    if any(folded(choice.name) == folded(name) for choice in level.choices):
        return []
    return [Row(RowKind.NEW, f"New {one_line(level.dimension.name).lower()} “{name}”", name=name)]
