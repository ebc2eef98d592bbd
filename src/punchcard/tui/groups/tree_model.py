"""The tree as rows: which nodes are seen, how large each is, and the same as text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from punchcard.core.csv_safety import neutralised
from punchcard.core.durations import format_duration
from punchcard.core.groups import Group, GroupPath
from punchcard.core.text import one_line

INDENT = "  "


class TreeRow(NamedTuple):
    """One node that is seen."""

    group: Group
    depth: int
    """0 on the top level."""
    share: float
    """How much of the group above it is, from 0 to 1, in time that is not rounded."""
    is_open: bool
    """Whether its children are seen below it."""


def visible_rows(total: Group, opened: Collection[GroupPath]) -> list[TreeRow]:
    """Return the nodes below `total` that are seen where the nodes `opened` are open, from top to bottom."""
    rows: list[TreeRow] = []
    waiting = [(child, 0, total.seconds) for child in reversed(total.children)]
    while waiting:
        group, depth, above = waiting.pop()
        is_open = bool(group.children) and group.path in opened
        rows.append(TreeRow(group, depth, group.seconds / above if above else 0.0, is_open))
        if is_open:
            waiting += [(child, depth + 1, group.seconds) for child in reversed(group.children)]
    return rows


def opened_to_fit(total: Group, height: int) -> set[GroupPath]:
    """Return the nodes to open so that whole levels are seen, as many as `height` lines have room for."""
    opened: set[GroupPath] = set()
    level, lines = list(total.children), len(total.children)
    while level:
        below = [child for group in level for child in group.children]
        lines += len(below)
        if not below or lines > height:
            break
        opened.update(group.path for group in level if group.children)
        level = below
    return opened


def all_branches(total: Group) -> set[GroupPath]:
    """Return every node that can be opened."""
    return {group.path for group, _ in walk(total) if group.children}


def walk(top: Group, depth: int = 0) -> Iterator[tuple[Group, int]]:
    """Yield every node below `top` with its depth, from top to bottom."""
    for child in top.children:
        yield child, depth
        yield from walk(child, depth + 1)


def path_in_words(total: Group, path: GroupPath) -> str:
    """The labels from the top down: "Northwind › Portal"; empty for the total."""
    labels: list[str] = []
    for depth in range(1, len(path) + 1):
        group = total.at(path[:depth])
        if group is not None:
            labels.append(one_line(group.label))
    return " › ".join(labels)


def as_text(top: Group, label: str) -> str:
    """Return a node and all below it as lines with tabs: label, time, exact time, entries.

    Labels are made safe for a spreadsheet that takes the lines over.

    Args:
        top: The node.
        label: What it is called.
    """
    nodes = [(top, 0, label), *((group, depth, group.label) for group, depth in walk(top, 1))]
    return "\n".join("\t".join(_cells(group, depth, text)) for group, depth, text in nodes)


def _cells(group: Group, depth: int, label: str) -> list[str]:
    rounded = [] if group.rounded_seconds is None else [format_duration(group.rounded_seconds)]
    counts = [] if group.count is None else [str(group.count)]
    name = neutralised(INDENT * depth + one_line(label))
    return [name, *rounded, format_duration(group.seconds), *counts]
