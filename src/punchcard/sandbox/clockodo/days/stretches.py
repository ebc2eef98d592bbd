"""Sets of moments in UTC: sorted stretches that share no time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from whenever import Instant


class Stretch(NamedTuple):
    """From one moment to another, which does not belong to it."""

    since: Instant
    until: Instant

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.until.timestamp() - self.since.timestamp()


def together(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return all that lies in any of them; two that touch are one."""
    found: list[Stretch] = []
    for stretch in sorted(stretches):
        if stretch.since >= stretch.until:
            continue
        if found and stretch.since <= found[-1].until:
            found[-1] = Stretch(found[-1].since, max(found[-1].until, stretch.until))
        else:
            found.append(stretch)
    return found


def without(stretches: Iterable[Stretch], hole: Stretch) -> list[Stretch]:
    """Return what of them lies outside `hole`."""
    left = list[Stretch]()
    for stretch in stretches:
        left.append(Stretch(stretch.since, min(stretch.until, hole.since)))
        left.append(Stretch(max(stretch.since, hole.until), stretch.until))
    return together(left)
