"""Sets of moments as lists of stretches: sorted, disjoint, and none without length."""

from __future__ import annotations

from collections.abc import Iterable

from punchcard.core.intervals import Interval

Stretches = tuple[Interval, ...]
"""Sorted, disjoint stretches; two that touch are one."""


def together(stretches: Iterable[Interval]) -> Stretches:
    """Return the set of moments that lie in any of `stretches`."""
    found: list[Interval] = []
    for stretch in sorted(stretches, key=lambda stretch: (stretch.start, stretch.end)):
        if stretch.start >= stretch.end:
            continue
        if found and stretch.start <= found[-1].end:
            found[-1] = Interval(found[-1].start, max(found[-1].end, stretch.end))
        else:
            found.append(stretch)
    return tuple(found)


def without(stretches: Iterable[Interval], holes: Iterable[Interval]) -> Stretches:
    """Return the moments of `stretches` that lie in none of `holes`."""
    cut = together(holes)
    return together(piece for stretch in together(stretches) for piece in stretch.without(cut))


def seconds_of(stretches: Iterable[Interval]) -> int:
    """Real elapsed time of all of them together, each moment counted once."""
    return sum(stretch.seconds for stretch in together(stretches))
