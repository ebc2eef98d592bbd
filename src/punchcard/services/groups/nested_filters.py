"""Nodes of a level that nests, to filter by: by their ids, or by names that the service alone can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from punchcard.core.assignments import Dimension, Reference
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.services.choices import assignment_named
from punchcard.services.named_nodes import meant_by, which_node
from punchcard.services.session import Session

SEPARATOR = "/"
"""Stands between the names of a path."""


class BookedOn(NamedTuple):
    """What to filter by: nodes, or names, and never both."""

    nodes: tuple[Reference, ...]
    names: tuple[str, ...]


async def nodes_named(session: Session, level: Dimension, values: Sequence[str]) -> BookedOn:
    """Look up what is called so: ids, names that may be shortened, or whole paths.

    A name that no node has any more, or that several have, goes to the service as it is, where it selects
    entries by the level.

    Args:
        session: The account in use.
        level: The level, which nests.
        values: What was typed.

    Raises:
        NotFound: A name is the beginning of several, or fits nothing and the service does not know names.
        UsageError: Names that only the service knows stand beside others that need an id.
    """
    found = {value: await _named(session, level, value) for value in values}
    nodes = {value: node for value, node in found.items() if not isinstance(node, str)}
    names = [name for name in found.values() if isinstance(name, str)]
    if not names:
        return BookedOn(tuple(nodes.values()), ())
    for value, node in nodes.items():
        if node.name.casefold() != value.casefold():
            raise UsageError(
                f"“{one_line(names[0], 60)}” is known by its name alone, and “{one_line(value, 60)}” is not.",
                "Ask for one of them at a time.",
            )
    return BookedOn((), (*names, *(node.name for node in nodes.values())))


async def _named(session: Session, level: Dimension, value: str) -> Reference | str:
    """Return the one node that is meant, or the name by which the service has to find it."""
    nodes, name = session.backend.nodes, one_line(value)
    listed = await nodes.called(level.id, name) if nodes is not None else ()
    found = meant_by(name, listed)
    begun = found or [each for each in listed if each.name.casefold().startswith(name.casefold())]
    if len(begun) == 1:
        return begun[0]
    is_known_there = level.id in session.backend.info.selects_by
    if len(begun) > 1 and not (found and is_known_there):
        raise await which_node(session, level, name, begun)
    if not is_known_there or (SEPARATOR in name and not begun):
        return (await assignment_named(session, name)).references[-1]
    return found[0].name if found else name
