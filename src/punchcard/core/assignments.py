"""What time is booked on: client › project › task, or a vendor's own dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from punchcard.core.text import one_line


@dataclass(frozen=True, slots=True)
class Dimension:
    """One level of the tree that time is booked on, such as "project"."""

    id: str
    name: str
    required: bool = False
    nests: bool = False
    """Whether its nodes lie below one another, to any depth; time is booked on the last one alone."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One chosen node: which dimension, which id there, and its name for people."""

    dimension: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """The branch that time is booked on, from the top dimension down; empty for plain working time."""

    references: tuple[Reference, ...] = ()
    billable: bool | None = None
    """None where the backend decides, or does not say."""

    @property
    def label(self) -> str:
        """The branch in words: "Northwind › Portal › Development"; empty when nothing is chosen."""
        return " › ".join(one_line(reference.name) for reference in self.references)

    @property
    def path(self) -> str:
        """The branch as `--on` takes it: "Northwind/Portal/Development"."""
        return "/".join(one_line(reference.name) for reference in self.references)

    def __bool__(self) -> bool:
        return bool(self.references)


NOTHING = Assignment()
"""Plain working time, booked on nothing in particular."""


def levels_below(dimensions: Sequence[Dimension], chosen: Sequence[Reference]) -> tuple[Dimension, ...]:
    """Return the levels that can be chosen from next, from the top down.

    That is one, and where it may be left out, the next one that may not as well; before them the level that
    was chosen from last, where it nests.
    """
    names = [reference.dimension for reference in chosen]
    last = max((at for at, each in enumerate(dimensions) if each.id in names), default=-1)
    again = tuple(each for each in dimensions[max(last, 0) : last + 1] if each.nests)
    rest = dimensions[last + 1 :]
    needed = next((each for each in rest if each.required), None)
    return (*again, *(each for at, each in enumerate(rest) if at == 0 or each is needed))


def assignment_of(dimensions: Iterable[Dimension], branch: Sequence[Reference]) -> Assignment:
    """Return what time is booked on at the end of a branch: of a level that nests, the last node alone."""
    nesting = {each.id for each in dimensions if each.nests}
    later = ({below.dimension for below in branch[at + 1 :]} for at in range(len(branch)))
    kept = (node for node, below in zip(branch, later, strict=True) if node.dimension not in nesting & below)
    return Assignment(tuple(kept))


def levels_missing(dimensions: Iterable[Dimension], chosen: Sequence[Reference]) -> tuple[Dimension, ...]:
    """Return the levels that time has to be booked on and that `chosen` lacks, from the top down."""
    names = {reference.dimension for reference in chosen}
    return tuple(each for each in dimensions if each.required and each.id not in names)
