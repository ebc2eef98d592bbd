"""`assignments` of a tree of any depth: a node at a time, as a service tells it."""

from __future__ import annotations

from punchcard.cli.assignments.command import branch_shape
from punchcard.cli.context import Result
from punchcard.core.assignments import Assignment, Dimension, Reference
from punchcard.core.text import one_line
from punchcard.services.choices import assignment_named
from punchcard.services.session import Session


async def listed(session: Session, level: Dimension, below: str | None, warnings: tuple[str, ...]) -> Result:
    """Show what lies directly in a node; the top of the tree where none is named.

    Raises:
        NotFound: There is no such node, or several.
    """
    opened = await _branch(session, below) if below else ()
    choices = await session.backend.directory.choices(level.id, opened)
    branches = [Assignment((*opened, choice)) for choice in choices]
    data = {
        "dimensions": [{"id": level.id, "name": level.name, "required": level.required}],
        "assignments": [branch_shape(branch) for branch in branches],
    }
    return Result("\n".join(_lines(opened, branches)), data, warnings=warnings)


async def _branch(session: Session, path: str) -> tuple[Reference, ...]:
    """Return the nodes from the top down to the one that a path names."""
    named = (await assignment_named(session, path)).references
    nodes = session.backend.nodes
    return tuple((await nodes.branches(named))[-1]) if nodes and named else named


def _lines(opened: tuple[Reference, ...], branches: list[Assignment]) -> list[str]:
    inside = Assignment(opened).label
    if not branches:
        return [
            f"Nothing lies in {inside}; time can be booked on it." if inside else "There is nothing here."
        ]
    names = [one_line(branch.references[-1].name) for branch in branches]
    example = branches[0].path
    hint = f"What lies in one of them: `punch assignments list {_quoted(example)}`."
    return [
        *([f"{inside}:"] if inside else []),
        *(f"  {name}" if inside else name for name in names),
        "",
        hint,
    ]


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)
