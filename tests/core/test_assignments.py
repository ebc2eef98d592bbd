"""What time is booked on, where levels follow one another and where one nests."""

from __future__ import annotations

import pytest

from punchcard.core.assignments import Dimension, Reference, assignment_of, levels_below, levels_missing

CLIENT, PROJECT, TASK = Dimension("c", "Client"), Dimension("p", "Project"), Dimension("t", "Task", True)
UNIT = Dimension("u", "Unit", nests=True)


def chain(*nodes: str) -> list[Reference]:
    """References such as `c:1`, each below the one before it."""
    return [Reference(node[0], node, node) for node in nodes]


@pytest.mark.parametrize(
    ("levels", "chosen", "below"),
    [
        ((CLIENT, PROJECT, TASK), (), "ct"),
        ((CLIENT, PROJECT, TASK), ("c:1",), "pt"),
        ((CLIENT, PROJECT, TASK), ("c:1", "t:1"), ""),
        ((UNIT,), (), "u"),
        ((UNIT,), ("u:1",), "u"),
        ((UNIT,), ("u:1", "u:2", "u:3"), "u"),
        ((CLIENT, UNIT), ("c:1",), "u"),
        ((UNIT, TASK), ("u:1",), "ut"),
        ((UNIT, TASK), ("u:1", "t:1"), ""),
    ],
)
def test_a_level_that_nests_is_chosen_from_again(
    levels: tuple[Dimension, ...], chosen: tuple[str, ...], below: str
) -> None:
    assert "".join(level.id for level in levels_below(levels, chain(*chosen))) == below


@pytest.mark.parametrize(
    ("levels", "branch", "kept"),
    [
        ((CLIENT, PROJECT, TASK), ("c:1", "p:1", "t:1"), ("c:1", "p:1", "t:1")),
        ((UNIT,), ("u:1", "u:2", "u:3"), ("u:3",)),
        ((UNIT, TASK), ("u:1", "u:2", "t:1"), ("u:2", "t:1")),
        ((UNIT,), (), ()),
    ],
)
def test_of_a_level_that_nests_the_last_node_alone_is_booked(
    levels: tuple[Dimension, ...], branch: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    assert assignment_of(levels, chain(*branch)).references == tuple(chain(*kept))


def test_a_level_that_nests_is_there_with_one_node() -> None:
    needed = Dimension("u", "Unit", required=True, nests=True)
    assert levels_missing([needed], []) == (needed,)
    assert levels_missing([needed], chain("u:9")) == ()
